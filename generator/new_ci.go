package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"

	"iopguide/generator/internal/scaffold"
)

// workflowFlags say how a service is to build and publish a site.
type workflowFlags struct {
	Program string `placeholder:"URL|FILE" help:"For the workflow: the archive of this program for Linux, by its https address, or as a file to put into the site's folder."`
	Deploy  string `placeholder:"s3://BUCKET/PATH" help:"For the workflow: publish to this store (default: the service's own pages)."`
}

type newCICommand struct {
	source
	Service string `arg:"" enum:"github,gitlab" help:"github or gitlab."`
	workflowFlags
}

// Run writes a workflow into the folder of a site that is there.
func (c *newCICommand) Run(a *app) error {
	if !holdsSite(c.Source) {
		return noSite(c.Source)
	}
	name := scaffold.Workflow{Service: c.Service}.File()
	if _, err := os.Lstat(filepath.Join(c.Source, filepath.FromSlash(name))); err == nil {
		return &fault{usageFault, fmt.Errorf("%s is there already; nothing was written", filepath.Join(shown(c.Source), filepath.FromSlash(name)))}
	}
	files, err := c.files(a, c.Service, c.Source)
	if err != nil {
		return err
	}
	for _, f := range files {
		if _, err := scaffold.Create(c.Source, f.name, f.data); err != nil && !errors.Is(err, fs.ErrExist) {
			return unwritten(err, c.Source)
		}
	}
	c.tell(a, c.Source, name)
	return nil
}

// A namedFile is one to be written into a site's folder.
type namedFile struct {
	name string
	data []byte
}

// bucket matches the address of a store, and of nothing that a shell would read.
var bucket = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^s3://[a-z0-9][a-z0-9.-]+[a-z0-9](/[A-Za-z0-9][A-Za-z0-9._/-]*)?$`)
})

// files returns the workflow of a service for the site in dir, with the archive of the
// program before it, if that is to lie there, too.
func (f *workflowFlags) files(a *app, service, dir string) ([]namedFile, error) {
	if f.Deploy != "" && !bucket().MatchString(f.Deploy) {
		return nil, &fault{usageFault, fmt.Errorf("--deploy %s is no store; write it as s3://my-bucket/iop", f.Deploy)}
	}
	if above := repositoryAbove(dir); above != "" {
		return nil, &fault{usageFault, fmt.Errorf("%s lies in the git repository of %s, and a workflow works only at the top of one; "+
			"give the site a repository of its own", shown(dir), above)}
	}
	programs := []string{"iopguide"}
	if f.Deploy != "" {
		programs = append(programs, deployer)
	}
	p, err := pin(a.ctx, f.Program, programs...)
	if err != nil {
		return nil, err
	}
	w := scaffold.Workflow{Service: service, Archive: p.name, Sum: p.sum, Address: p.address, Deploy: f.Deploy}
	files := []namedFile{{w.File(), w.Text()}}
	if p.address != "" {
		return files, nil
	}
	at := filepath.Join(dir, filepath.FromSlash(w.Path()))
	if there, err := os.ReadFile(at); err == nil && !bytes.Equal(there, p.data) {
		return nil, &fault{usageFault, fmt.Errorf("%s is there already, and is another file; take it away first", shown(at))}
	}
	return append([]namedFile{{w.Path(), p.data}}, files...), nil
}

// repositoryAbove returns the top of the git repository that dir lies in, "" if it is
// that itself, or lies in none.
func repositoryAbove(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil && at != dir {
			return at
		} else if err == nil || at == filepath.Dir(at) {
			return ""
		}
	}
}

// tell says what is to be done with the workflow called name.
func (f *workflowFlags) tell(a *app, dir, name string) {
	fmt.Fprintf(a.stdout, "%s checks, builds and publishes the site once it is in a repository; its first lines say what to set there\n",
		filepath.Join(shown(dir), filepath.FromSlash(name)))
	if f.Deploy != "" {
		fmt.Fprintln(a.stdout, "write baseURL into site.yaml: the address at which readers will find what is in the store")
	}
}
