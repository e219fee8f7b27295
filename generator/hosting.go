package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/host"
	"iopguide/generator/internal/publish"
)

// hosting are the flags that say where a site will be.
type hosting struct {
	Host []string `placeholder:"NAME" help:"Add the files of these hosts, such as nginx,apache: headers, redirects, compressed files."`
	Path string   `placeholder:"PATH" help:"With --host: where the site will be on it, such as /iop/ (default: where its address leads)."`
}

// hostNames returns the names of hosts.
func hostNames(hosts []*host.Host) []string {
	var names []string
	for _, h := range hosts {
		names = append(names, h.Name)
	}
	return names
}

// hosts returns the hosts that are asked for, each once, by name.
func (h *hosting) hosts() ([]*host.Host, error) {
	if h.Host != nil && len(h.Host) == 0 { // as a variable of a script that is empty gives
		return nil, &fault{usageFault, errors.New("--host has no name after it; there are " + strings.Join(host.Names(), ", "))}
	}
	var all []*host.Host
	for _, name := range h.Host {
		found, near := host.Find(strings.ToLower(strings.TrimSpace(name)))
		if found == nil {
			help := "there are " + strings.Join(host.Names(), ", ")
			if near != "" {
				help = "did you mean " + near + "? " + help
			}
			return nil, &fault{usageFault, fmt.Errorf("--host knows no host %q; %s", name, help)}
		}
		all = append(all, found)
	}
	slices.SortFunc(all, func(a, b *host.Host) int { return strings.Compare(a.Name, b.Name) })
	return slices.Compact(all), nil
}

// path returns where the site will be, "" if no flag says so.
func (h *hosting) path() (string, error) {
	if h.Path == "" {
		return "", nil
	}
	if len(h.Host) == 0 {
		return "", &fault{usageFault, errors.New("--path is for the files that --host adds; name a host too, or leave --path out: the site itself works at any path")}
	}
	path, err := host.ParsePath(h.Path)
	if err != nil {
		return "", &fault{usageFault, fmt.Errorf("--path: %w", err)}
	}
	return path, nil
}

// besideOf is the folder of what a person puts into the own configuration of the
// server that shows the site in dir: beside the site, never in it.
func besideOf(dir string) string { return dir + ".host" }

// besideList is the file in that folder that lists the others, with their hashes as
// sha256sum writes them. What it does not list, or lists with another hash, is not ours.
const besideList = ".iopguide-sums"

// sums are what such a list says: hashes by name.
type sums map[string]string

// listOf returns the sums of the files that are to be beside r.
func listOf(r *build.Result) sums {
	files, _ := r.Beside() // a refusal is told in place of publishing
	return sumsOf(files)
}

// sumsOf returns the sums of files.
func sumsOf(files []host.Written) sums {
	l := sums{}
	for _, w := range files {
		l[w.Name] = hash(w.Data)
	}
	return l
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func (l sums) names() []string {
	var names []string
	for name := range l {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (l sums) String() string {
	var b strings.Builder
	for _, name := range l.names() {
		fmt.Fprintf(&b, "%s  %s\n", l[name], name)
	}
	return b.String()
}

// parseSums reads a list, without lines that could mean a file elsewhere.
func parseSums(text string) sums {
	l := sums{}
	for line := range strings.Lines(text) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if ok && len(sum) == sha256.Size*2 && name == filepath.Base(name) && filepath.IsLocal(name) && name != "." && name != besideList {
			l[name] = sum
		}
	}
	return l
}

// besideAsWas reports whether dir has just what was written there.
func besideAsWas(dir string, wrote sums) bool {
	list, err := os.ReadFile(filepath.Join(dir, besideList))
	if len(wrote) == 0 {
		return err != nil
	}
	if err != nil || string(list) != wrote.String() {
		return false
	}
	for name, sum := range wrote {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || hash(data) != sum {
			return false
		}
	}
	return true
}

// A besideReport says what became of the files beside a site.
type besideReport struct {
	removed []string // ours, which no host wants any more
	changed []string // ours, which are not as the build before wrote them
	aside   []string // those of a person, with the names that they have now
	left    []string // ours, which no host wants any more, and a person changed
}

// writeBeside makes dir hold files, and no other that an earlier build wrote there.
// What a person put there, or changed, stays: under another name if it is in the way.
func writeBeside(ctx context.Context, dir string, files []host.Written) (besideReport, error) {
	var report besideReport
	list := filepath.Join(dir, besideList)
	text, err := os.ReadFile(list)
	switch {
	case err == nil:
	case len(files) == 0:
		return report, nil // nothing there is known to be ours
	case !errors.Is(err, fs.ErrNotExist):
		if info, at := os.Stat(dir); at == nil && !info.IsDir() {
			err = fmt.Errorf("%s is a file, and a folder of that name is needed; move it away, and build again", shown(dir))
		}
		return report, err
	}
	was, wanted := parseSums(string(text)), sumsOf(files)
	for _, w := range files {
		moved, err := putBeside(ctx, filepath.Join(dir, w.Name), w.Data, was[w.Name])
		if err != nil {
			return report, err
		}
		if moved != "" {
			report.aside = append(report.aside, moved)
		}
		if sum := was[w.Name]; sum != "" && sum != wanted[w.Name] {
			report.changed = append(report.changed, w.Name)
		}
	}
	for _, name := range was.names() {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if wanted[name] != "" || err != nil {
			continue
		}
		if hash(data) != was[name] {
			report.left = append(report.left, filepath.Join(dir, name))
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			return report, err
		}
		report.removed = append(report.removed, name)
	}
	if len(files) > 0 {
		return report, putWhole(ctx, list, []byte(wanted.String()))
	}
	if err := os.Remove(list); err != nil {
		return report, err
	}
	_ = os.Remove(dir) // unless it holds what is not ours
	return report, nil
}

// putBeside makes the file at path hold data. If what is there is not what an earlier
// build wrote, whose hash was was, it gets another name, which is returned.
func putBeside(ctx context.Context, path string, data []byte, was string) (moved string, err error) {
	info, err := os.Lstat(path)
	if err == nil && info.Mode().IsRegular() {
		old, err := os.ReadFile(path)
		switch {
		case err != nil:
			return "", err
		case bytes.Equal(old, data):
			return "", nil
		case hash(old) == was:
			return "", putWhole(ctx, path, data)
		}
	}
	if err == nil {
		if moved, err = setAside(path); err != nil {
			return "", err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return moved, putWhole(ctx, path, data)
}

// setAside gives the file at path another name, which nothing has.
func setAside(path string) (string, error) {
	for i := 1; ; i++ {
		to := path + ".yours"
		if i > 1 {
			to += strconv.Itoa(i)
		}
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			return to, os.Rename(path, to)
		}
	}
}

func putWhole(ctx context.Context, path string, data []byte) error {
	return publish.WriteFile(ctx, path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// besideSite writes the files that hosts want to have beside the site r, which is
// published in dir, and returns what to say of them.
func besideSite(ctx context.Context, dir string, r *build.Result) (told string, err error) {
	files, err := r.Beside()
	if err != nil {
		return "", &fault{machineFault, err}
	}
	report, err := writeBeside(ctx, besideOf(dir), files)
	if err != nil {
		return "", &fault{machineFault, fmt.Errorf("the site is published, but not what belongs beside it: %w", err)}
	}
	var b strings.Builder
	for _, note := range r.HostNotes() {
		fmt.Fprintf(&b, "note: %s\n", note)
	}
	if len(report.removed) > 0 {
		fmt.Fprintf(&b, "removed from %s, as --host asks for none of them: %s\n", shown(besideOf(dir)), strings.Join(report.removed, ", "))
	}
	for _, path := range report.left {
		fmt.Fprintf(&b, "left %s as you changed it, though --host does not ask for it\n", shown(path))
	}
	for _, path := range report.aside {
		fmt.Fprintf(&b, "what you had put or changed there is now %s\n", shown(path))
	}
	if len(report.changed) > 0 {
		fmt.Fprintf(&b, "changed in %s since the build before: %s\n", shown(besideOf(dir)), strings.Join(report.changed, ", "))
	}
	return b.String(), nil
}

// hostsOf returns the names of the hosts that the site in dir was built for.
func hostsOf(dir string) []string {
	var s said
	if was, known := publish.Recorded(dir); !known || json.Unmarshal(was.Diagnostics, &s) != nil {
		return nil
	}
	return s.Hosts
}

// forgotten says which of the hosts that the site was built for before have nothing of
// theirs in it any more.
func forgotten(was []string, now []*host.Host) string {
	gone := slices.DeleteFunc(slices.Clone(was), func(name string) bool { return slices.Contains(hostNames(now), name) })
	if len(gone) == 0 {
		return ""
	}
	return fmt.Sprintf("note: the build before was for %s, this one is not: the files for it are gone from the site; name every host at each build, as --host %s\n",
		strings.Join(gone, ", "), strings.Join(was, ","))
}

// hostSteps says where the files for hosts are, and what to do with them.
func hostSteps(hosts []*host.Host, dir string, beside sums) string {
	var b strings.Builder
	if len(beside) > 0 {
		fmt.Fprintf(&b, "beside the site, in %s: %s\n", shown(besideOf(dir)), strings.Join(beside.names(), ", "))
	}
	for _, h := range hosts {
		next := h.Next
		if next == "" {
			next = "see docs/hosts/" + h.Name + ".md"
		}
		fmt.Fprintf(&b, "for %s: %s\n", h.Title, next)
	}
	return b.String()
}

// idleFrames says where embed.allow has no effect, and how it would get one.
func idleFrames(r *build.Result) string {
	v := r.Framing()
	if v == nil || len(r.Hosts()) > 0 {
		return ""
	}
	return v.File.Position(v.Start).String() + ": note: embed.allow has no effect without --host: only a header of the host can tell browsers of it; " +
		"build with --host and the name of yours (" + strings.Join(host.Names(), ", ") + ")\n"
}
