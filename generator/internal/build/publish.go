package build

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/publish"
)

// ErrContent says that a site has mistakes and was not published.
var ErrContent = errors.New("the site has mistakes")

// Publishing are the settings of a publish.
type Publishing struct {
	Force    bool     // take over a folder that is not ours
	Sources  []string // folders that must not be overwritten
	Progress func(done, total int)
	// Said turns what was found into what the stamp keeps of it, to be said
	// again when nothing has changed.
	Said func(*Result, diag.List) []byte
}

// Publish makes dir hold the site r, unless a diagnostic is an Error: then it
// returns ErrContent and leaves dir as it is. stamp describes the inputs as
// they were before r was built. Outputs are drawn while earlier ones are written,
// and dropped.
func Publish(ctx context.Context, dir string, r *Result, stamp publish.Stamp, o Publishing) (publish.Report, diag.List, error) {
	if r.Diags.HasErrors() {
		list, err := r.All(ctx, o.Progress)
		if err == nil {
			err = errors.Join(ErrContent, publish.Recover(ctx, dir))
		}
		return publish.Report{}, list, err
	}
	if r.refused != nil {
		return publish.Report{}, nil, r.refused
	}
	all := r.byNeed()
	next, stop := ahead(ctx, all, o.Progress)
	defer stop()
	var files []publish.File
	for _, o := range all {
		files = append(files, publish.File{Path: o.Path, Keep: o.Keep, Bytes: next, Sum: o.Sum})
	}
	var list diag.List
	report, err := publish.Write(ctx, dir, files, publish.Options{Force: o.Force, Sources: o.Sources,
		Seal: func() (publish.Stamp, error) {
			if list = r.told(all); list.HasErrors() {
				return stamp, ErrContent
			}
			stamp.Diagnostics = o.Said(r, list)
			return stamp, r.hash(stamp.Inputs)
		}})
	return report, list, err
}

// byNeed returns all outputs by path, but the manifest last, and then its twins: it needs the
// hashes of all pages.
func (r *Result) byNeed() []*Output {
	var late []*Output
	all := slices.DeleteFunc(r.sorted(), func(o *Output) bool {
		if !strings.HasPrefix(o.Path, manifestPath) {
			return false
		}
		late = append(late, o)
		return true
	})
	return append(all, late...)
}

// farAhead is how many outputs are drawn before they are asked for, at most.
const farAhead = 64

// ahead draws outputs, several at a time. next returns the bytes of
// one after the other; stop ends the drawing.
func ahead(ctx context.Context, outputs []*Output, progress func(done, total int)) (next func() ([]byte, error), stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var drawing sync.WaitGroup
	drawn := make([]chan []byte, len(outputs))
	for i := range drawn {
		drawn[i] = make(chan []byte, 1)
	}
	places := make(chan struct{}, farAhead)
	var begun atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		drawing.Go(func() {
			for {
				select {
				case places <- struct{}{}: // before a number is taken, so that the lowest always has a place
				case <-ctx.Done():
					return
				}
				i := int(begun.Add(1)) - 1
				if i >= len(outputs) {
					return
				}
				data, _ := outputs[i].Bytes()
				drawn[i] <- data
			}
		})
	}
	asked := 0
	next = func() ([]byte, error) {
		select {
		case data := <-drawn[asked]:
			<-places
			o := outputs[asked]
			asked++
			if progress != nil {
				progress(asked, len(outputs))
			}
			if !o.Exists() {
				return nil, publish.ErrNone
			}
			return data, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return next, func() { cancel(); drawing.Wait() }
}

// Inputs returns the files that the site in src, or one of its profiles, is made
// from, by name, without their hashes, and the time at which it began to look.
func Inputs(src overlay.FS, profile string) ([]publish.Input, time.Time, error) {
	began := time.Now()
	var inputs []publish.Input
	err := walkSite(src, profile, func(name string, d fs.DirEntry) {
		info, err := d.Info()
		if err == nil && info.Mode()&fs.ModeSymlink != 0 {
			info, err = fs.Stat(src, name)
		}
		if err == nil { // else a link that leads nowhere, or gone meanwhile: the build tells
			inputs = append(inputs, publish.NewInput(name, info))
		}
	})
	slices.SortFunc(inputs, func(a, b publish.Input) int { return strings.Compare(a.Path, b.Path) })
	return inputs, began, err
}

// hash fills in the hashes of inputs, from the bytes that r was built from.
func (r *Result) hash(inputs []publish.Input) error {
	for i := range inputs {
		f := r.files[inputs[i].Path]
		if f == nil {
			return fmt.Errorf("%s vanished during the build", inputs[i].Path)
		}
		inputs[i].Hash = sha256.Sum256(f.Data)
	}
	return nil
}
