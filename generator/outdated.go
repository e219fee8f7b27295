package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"iopguide/generator/internal/recall"
)

type outdatedCommand struct {
	Sites  []string `arg:"" name:"site" help:"The address of a site, or the folder that it was built into, such as public."`
	Format string   `enum:"text,json" default:"text" help:"text for people, json for scripts (default: text)."`
}

// A checked site is what outdated tells of one.
type checked struct {
	Site  string `json:"site"`
	Error string `json:"error,omitempty"` // why nothing is known of it
	*recall.Report
}

// Run says of each site what was corrected since it was built. It ends with 1 if
// anything was. A site that cannot be asked does not keep the others from being
// told of.
func (c *outdatedCommand) Run(a *app) error {
	guide, err := recall.NewGuide(builtIn.FS, release, recall.Advisories())
	if err != nil {
		return &fault{machineFault, err}
	}
	sites, err := found(c.Sites)
	if err != nil {
		return err
	}
	var failure error
	wrong, all := false, []checked{}
	for _, site := range sites {
		one := checked{Site: site}
		if one.Report, err = report(a, guide, site); err != nil {
			one.Error, failure = err.Error(), worse(failure, err)
			fmt.Fprintf(a.stderr, "iopguide: %v\n", err)
		} else if c.Format == "text" {
			one.print(a.stdout)
		}
		wrong = wrong || one.Report != nil && (one.Wrong() || one.Newer)
		all = append(all, one)
	}
	if c.Format == "json" {
		e := json.NewEncoder(a.stdout)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		if err := e.Encode(all); err != nil {
			return &fault{machineFault, err}
		}
	}
	if wrong {
		return errReported
	}
	return failure
}

// worse returns an error with the higher exit code, that was told already.
func worse(a, b error) error {
	code := func(err error) int {
		var f *fault
		if errors.As(err, &f) {
			return f.code
		}
		return 0
	}
	return &fault{max(code(a), code(b)), errTold}
}

// found puts in place of a folder that holds several sites, one for each profile,
// those sites.
func found(sites []string) ([]string, error) {
	var all []string
	for _, site := range sites {
		if isAddress(site) {
			all = append(all, site)
			continue
		}
		below, err := filepath.Glob(filepath.Join(globbed(site), "*", recall.ManifestFile))
		if err != nil {
			return nil, &fault{machineFault, err}
		}
		if _, err := os.Stat(filepath.Join(site, recall.ManifestFile)); err == nil || len(below) == 0 || isSite(site) {
			all = append(all, site)
			continue
		}
		for _, manifest := range below {
			all = append(all, filepath.Dir(manifest))
		}
	}
	return all, nil
}

// globbed returns a folder's name with what patterns would read otherwise marked.
func globbed(dir string) string {
	if os.PathSeparator == '\\' {
		return dir // there is no such mark
	}
	return strings.NewReplacer("*", `\*`, "?", `\?`, "[", `\[`, `\`, `\\`).Replace(dir)
}

func isAddress(site string) bool { return strings.Contains(site, "://") }

// isSite reports whether dir is the folder that a site is made from.
func isSite(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "site.yaml"))
	return err == nil
}

// looksOnline reports whether a name, which is no folder here, begins as an address
// does whose https:// is left out.
func looksOnline(name string) bool {
	host, _, _ := strings.Cut(name, "/")
	_, err := os.Stat(host)
	return err != nil && !strings.HasPrefix(host, ".") && strings.Contains(strings.Trim(host, "."), ".")
}

// report asks a site for its manifest and holds that against the guide.
func report(a *app, guide *recall.Guide, site string) (*recall.Report, error) {
	var m *recall.Manifest
	var err error
	if isAddress(site) {
		m, err = fetch(a.ctx, site)
	} else {
		m, err = manifestIn(site)
	}
	if err != nil {
		return nil, err
	}
	r, err := guide.Report(m)
	if err != nil {
		return nil, &fault{machineFault, err}
	}
	return r, nil
}

// manifestIn reads the manifest in the folder of a built site.
func manifestIn(dir string) (*recall.Manifest, error) {
	name := filepath.Join(dir, recall.ManifestFile)
	f, err := os.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && isSite(dir):
		return nil, &fault{usageFault, fmt.Errorf("%s is what a site is made from; name the folder that it was built into, such as %s", shown(dir), filepath.Join(shown(dir), "public"))}
	case errors.Is(err, fs.ErrNotExist) && looksOnline(dir):
		return nil, &fault{usageFault, fmt.Errorf("there is no %s; did you mean https://%s?", name, dir)}
	case errors.Is(err, fs.ErrNotExist):
		return nil, &fault{usageFault, fmt.Errorf("there is no %s; name the folder that a site was built into, or its address", name)}
	case err != nil:
		return nil, &fault{machineFault, err}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostManifest+1))
	if err != nil {
		return nil, &fault{machineFault, err}
	}
	return parsed(name, data)
}
