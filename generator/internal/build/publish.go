package build

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
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
// they were before r was built.
func Publish(ctx context.Context, dir string, r *Result, stamp publish.Stamp, o Publishing) (publish.Report, diag.List, error) {
	list, err := r.All(ctx, o.Progress)
	if err != nil {
		return publish.Report{}, list, err
	}
	if list.HasErrors() {
		return publish.Report{}, list, errors.Join(ErrContent, publish.Recover(ctx, dir))
	}
	var files []publish.File
	for _, path := range r.Paths() {
		out := r.Outputs[path]
		files = append(files, publish.File{Path: path, Keep: out.Keep, Bytes: func() ([]byte, error) {
			data, _ := out.Bytes()
			return data, nil
		}})
	}
	report, err := publish.Write(ctx, dir, files, publish.Options{Force: o.Force, Sources: o.Sources,
		Seal: func() (publish.Stamp, error) {
			stamp.Diagnostics = o.Said(r, list)
			return stamp, r.hash(stamp.Inputs)
		}})
	return report, list, err
}

// Inputs returns the files that the site in src is made from, without their
// hashes, and the time at which it began to look.
func Inputs(src overlay.FS) ([]publish.Input, time.Time, error) {
	began := time.Now()
	names, err := (&Builder{src: src, all: true}).names(&Result{})
	if err != nil {
		return nil, began, err
	}
	var inputs []publish.Input
	for _, name := range names {
		info, err := fs.Stat(src, name)
		if err != nil {
			continue // a link that leads nowhere, or gone meanwhile: the build tells
		}
		inputs = append(inputs, publish.NewInput(name, info))
	}
	return inputs, began, nil
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
