package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"iopguide"
	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/schema"
)

// builtIn is the site that this program is shipped with. One whose site.yaml says
// base: default lies over it.
var builtIn = overlay.Layer{Name: "default/", FS: iopguide.Default()}

// A source is the folder that a site is made from.
type source struct {
	Source string `short:"s" type:"path" default:"." placeholder:"DIR" help:"The site's folder, the one that holds site.yaml (default: this folder)."`
}

// open returns the site's files. Nothing outside the folder can be read through
// them, whatever its links say.
func (s *source) open() (overlay.FS, error) {
	root, err := os.OpenRoot(s.Source)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, &fault{machineFault, fmt.Errorf("read %s: %w", shown(s.Source), fs.ErrPermission)}
	case err != nil:
		return nil, &fault{usageFault, fmt.Errorf("there is no folder %s", shown(s.Source))}
	}
	if _, err := root.Stat("site.yaml"); errors.Is(err, fs.ErrNotExist) {
		return nil, noSite(s.Source)
	}
	name := ""
	if dir := shown(s.Source); dir != "." {
		name = filepath.ToSlash(dir) + "/"
	}
	if strings.HasPrefix(name, builtIn.Name) {
		name = "./" + name
	}
	return overlay.FS{{Name: name, FS: overlay.Disk(root)}}, nil
}

// noSite says that dir is no site, and how it becomes one.
func noSite(dir string) error {
	for _, name := range []string{"site.yaml.txt", "site.yml", "site.yaml.yaml", "Site.yaml"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return &fault{usageFault, fmt.Errorf("no site.yaml in %s, but there is %s; name that file site.yaml", shown(dir), name)}
		}
	}
	return &fault{usageFault, fmt.Errorf("no site.yaml in %s; run iopguide new site %s to make a site there, or name its folder with -s",
		shown(dir), argument(shown(dir)))}
}

// shown returns a folder's name as short as it can be, seen from here.
func shown(dir string) string {
	here, err := os.Getwd()
	if err != nil {
		return dir
	}
	rel, err := filepath.Rel(here, dir)
	if err != nil || len(rel) > len(dir) {
		return dir
	}
	return rel
}

// day reads the day of publishing: the flag, else SOURCE_DATE_EPOCH
// (reproducible-builds.org), else today in UTC.
func (a *app) day(flag string) (schema.Date, error) {
	if flag != "" {
		d, ok := schema.ParseDate(flag)
		if !ok {
			return d, &fault{usageFault, fmt.Errorf("--date %s is no day; write it as 2026-11-24", flag)}
		}
		return d, nil
	}
	now := time.Now()
	if epoch := a.getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return schema.Date{}, &fault{usageFault, fmt.Errorf("SOURCE_DATE_EPOCH=%s is no number of seconds", epoch)}
		}
		now = time.Unix(seconds, 0)
	}
	y, m, d := now.UTC().Date()
	return schema.Date{Year: y, Month: int(m), Day: d}, nil
}

// report prints what is wrong, and how much.
func (a *app) report(list diag.List) {
	_ = diag.Print(a.stderr, list, a.color(a.stderr))
	if errs, warnings := list.Count(); errs+warnings > 0 {
		fmt.Fprintf(a.stderr, "%s\n", counted(errs, warnings))
	}
}

// repeat prints messages that were told before, and how much is wrong.
func (a *app) repeat(messages []string, errs, warnings int) {
	for _, m := range messages {
		io.WriteString(a.stderr, m)
	}
	if errs+warnings > 0 {
		fmt.Fprintf(a.stderr, "%s\n", counted(errs, warnings))
	}
}

func counted(errs, warnings int) string {
	switch {
	case errs == 0:
		return plural(warnings, "warning")
	case warnings == 0:
		return plural(errs, "error")
	}
	return plural(errs, "error") + " and " + plural(warnings, "warning")
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}

// failed turns an error of the build into one with its exit code.
func failed(err error, dir string) error {
	switch {
	case errors.Is(err, build.ErrNoSite):
		return noSite(dir)
	case errors.Is(err, context.Canceled):
		return &fault{machineFault, errors.New("stopped")}
	}
	return &fault{machineFault, err}
}

// baseURL checks the address of a flag.
func baseURL(flag string) (string, error) {
	if flag == "" {
		return "", nil
	}
	if guess := "https://" + strings.TrimPrefix(flag, "//"); !strings.Contains(flag, "://") && strings.ContainsAny(flag, ".:") && isSiteAddress(guess) {
		return "", &fault{usageFault, fmt.Errorf("--base-url %s does not begin with https://; write it as %s", flag, guess)}
	}
	if u, err := url.Parse(flag); err == nil && u.User != nil {
		return "", &fault{usageFault, errors.New("--base-url holds a name or a password, which would stand in every page; leave out what comes before the @")}
	}
	if !isSiteAddress(flag) {
		return "", &fault{usageFault, fmt.Errorf("--base-url %s is no address of a site; write it as https://www.clinic.example/iop/, with nothing after the path", flag)}
	}
	return flag, nil
}

// isSiteAddress reports whether s is the address of a site.
func isSiteAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") && u.RawQuery == "" && u.Fragment == ""
}

// identity tells this very program from others: a build by another may come out
// otherwise.
func identity() string {
	id := release
	path, err := os.Executable()
	if err != nil {
		return id
	}
	info, err := os.Stat(path)
	if err != nil {
		return id
	}
	return fmt.Sprintf("%s %d %d", id, info.Size(), info.ModTime().UnixNano())
}
