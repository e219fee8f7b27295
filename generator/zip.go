package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"iopguide/generator/internal/archive"
	"iopguide/generator/internal/host"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/publish"
)

// A zipping is what --zip asks for. Its zero value asks for nothing.
type zipping struct {
	path string // of the archive; of many sites, of the folder that gets one for each
	many bool
}

// file is the archive of a profile, or of the one site.
func (z zipping) file(profile string) string {
	if z.many {
		return filepath.Join(z.path, profile+".zip")
	}
	return z.path
}

// zipping looks at --zip before anything is built, for the profiles called names, or
// for the one site.
func (c *buildCommand) zipping(names []string) (zipping, error) {
	if c.Zip == "" {
		return zipping{}, nil
	}
	z := zipping{c.Zip, len(names) > 0 && !strings.EqualFold(filepath.Ext(c.Zip), ".zip")}
	if len(names) == 0 {
		names = []string{""}
	}
	if len(names) > 1 && !z.many {
		return z, unzipped(z.path, "it is one file, and here are "+plural(len(names), "profile"),
			"name a folder, which gets an archive of each, or one profile with --profile")
	}
	for _, name := range names {
		if err := c.refuseZip(z.file(name)); err != nil {
			return z, err
		}
	}
	return z, nil
}

// refuseZip says why no archive may be written at path.
func (c *buildCommand) refuseZip(path string) error {
	info, err := os.Stat(path)
	there := err == nil
	among := publish.Among(c.Source, path)
	switch {
	case publish.Below(c.Destination, path) || publish.Below(besideOf(c.Destination), path):
		return unzipped(path, "it lies where the build puts its own files", "name a file elsewhere, such as iop.zip")
	case there && info.IsDir():
		return unzipped(path, "it is a folder", "name a file in it, such as "+shown(filepath.Join(path, "iop.zip")))
	case !strings.EqualFold(filepath.Ext(path), ".zip"):
		return unzipped(path, "its name does not end in .zip", "name it "+shown(strings.TrimSuffix(path, ".tar.gz")+".zip"))
	case among != "":
		return unzipped(path, "it lies among the sources in "+shown(among), "name a file elsewhere, such as iop.zip")
	case there && !c.Force && info.Size() > 0 && !strings.HasPrefix(archive.Comment(path), packedBy):
		return unzipped(path, "it is there already, and was not made by iopguide", "name another file, or add --force to replace it")
	}
	return nil
}

func unzipped(path, why, do string) error {
	return &fault{usageFault, fmt.Errorf("cannot write %s: %s; %s", shown(path), why, do)}
}

// zip makes the archive that z asks for, of the site in dir as it was published.
func (a *app) zip(src overlay.FS, hosts []*host.Host, z zipping, dir, profile string) error {
	if z.path == "" {
		return nil
	}
	began, path := time.Now(), z.file(profile)
	p, err := newParcel(dir, profile, src, hosts)
	var made zipped
	if err == nil {
		made, err = p.write(a.ctx, path, a.progress(began))
		a.endProgress(began)
	}
	var refusal *publish.Refusal
	switch {
	case errors.As(err, &refusal):
		return &fault{usageFault, err}
	case errors.Is(err, context.Canceled):
		return &fault{machineFault, fmt.Errorf("stopped; %s is published, and %s is as it was before", shown(dir), shown(path))}
	case err != nil:
		return &fault{machineFault, fmt.Errorf("%s is published, but not packed: %w", shown(dir), err)}
	}
	fmt.Fprintf(a.stdout, "packed into %s: %s, %s\n  SHA-256 %x\n", shown(path), plural(made.files, "file"), onDisk(made.size), made.sum)
	return nil
}

// onDisk is a size as people read it.
func onDisk(size int64) string {
	if size < 1e6 {
		return fmt.Sprintf("%d kB", (size+999)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(size)/1e6)
}
