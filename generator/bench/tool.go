package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"iopguide/generator/internal/testsite"
)

// A tool is a program that turns a site into files.
type tool struct {
	name    string
	form    testsite.Form // the site that it is given
	version string
	note    string // about the version, or ""
	missing string // why it cannot be measured here, or ""
	bare    bool   // knows no rebuild
	upTo    int    // pages of the largest site that it is given; 0 means many
	inside  bool   // it must run in the site's folder
	args    func(site, dest string) []string
}

// many is how many pages are too many for most programs. Only ours and the floor
// are asked for more.
const (
	many      = 20000
	unlimited = 1 << 30
)

// Names of tools that ratios are taken of.
const (
	ours      = "iopguide"
	oursGuide = "iopguide, the guide's layout"
	hugo      = "Hugo"
	zola      = "Zola"
	eleventy  = "Eleventy"
	floor     = "the floor"
)

// tools are the programs to measure, in the order of the tables. Hugo is made in
// the folder bin, unless its path is given.
func tools(ctx context.Context, program, hugoPath, bin string) ([]*tool, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	h := &tool{name: hugo, form: testsite.Hugo}
	if hugoPath == "" {
		hugoPath, h.missing = makeHugo(ctx, bin)
		h.note = "the newest that this Go compiles"
	}
	h.args = func(site, dest string) []string {
		return []string{hugoPath, "--minify", "--quiet", "-s", site, "-d", dest}
	}
	if h.missing == "" {
		h.version = versionOf(hugoPath, "version")
	}
	build := func(site, dest string) []string { return []string{program, "build", "-s", site, "-d", dest} }
	return []*tool{
		{name: ours, form: testsite.Small, upTo: unlimited, version: versionOf(program, "version"), args: build},
		{name: oursGuide, form: testsite.Guide, args: build},
		h,
		found(&tool{name: zola, form: testsite.Zola, args: func(site, dest string) []string {
			return []string{"zola", "--root", site, "build", "--force", "--output-dir", dest}
		}}),
		found(&tool{name: eleventy, form: testsite.Eleventy, upTo: 1000, inside: true, args: func(_, dest string) []string {
			return []string{"eleventy", "--quiet", "--output=" + dest}
		}}),
		{name: floor, form: testsite.Small, bare: true, upTo: unlimited, args: func(site, dest string) []string {
			return []string{self, "floor", filepath.Join(site, "content"), dest}
		}},
	}, nil
}

// found asks a tool that is on PATH, if it is, for its version.
func found(t *tool) *tool {
	program := t.args("", "")[0]
	if _, err := exec.LookPath(program); err != nil {
		t.missing = "not found"
		return t
	}
	t.version = versionOf(program, "--version")
	return t
}

// number is a version in what a program says of itself.
var number = regexp.MustCompile(`v?\d+\.\d+\.\d+`)

func versionOf(program, ask string) string {
	out, _ := exec.Command(program, ask).Output() // without a version, if it says none
	return number.FindString(string(out))
}

const hugoModule = "github.com/gohugoio/hugo"

// makeHugo compiles the newest Hugo that this Go can compile, in the folder bin.
// It returns the program's path, or why there is none.
func makeHugo(ctx context.Context, bin string) (path, missing string) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-versions", hugoModule).Output()
	releases := strings.Fields(string(out)) // after the module's name, the oldest first
	if err != nil || len(releases) < 2 {
		return "", "not to be had"
	}
	releases = releases[1:]
	slices.Reverse(releases)
	for _, release := range releases[:min(10, len(releases))] {
		fmt.Fprintf(os.Stderr, "compiling Hugo %s, which takes some minutes\n", release)
		cmd := exec.CommandContext(ctx, "go", "install", hugoModule+"@"+release)
		cmd.Env = append(os.Environ(), "GOBIN="+bin, "CGO_ENABLED=0")
		out, err := cmd.CombinedOutput()
		switch {
		case err == nil:
			return filepath.Join(bin, "hugo"), ""
		case !bytes.Contains(out, []byte("requires go >=")):
			fmt.Fprintf(os.Stderr, "%s", out)
			return "", "could not be compiled"
		}
	}
	return "", "needs a newer Go than " + runtime.Version()
}

// fits reports whether t is asked for a site of so many pages.
func (t *tool) fits(pages int) bool { return t.missing == "" && pages <= cmp.Or(t.upTo, many) }

// run runs a command to its end, in the folder dir if that is not "". What it
// printed is told if it fails.
func run(ctx context.Context, dir string, args []string) (*os.ProcessState, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.Discard, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", filepath.Base(args[0]), err, said.Bytes())
	}
	return cmd.ProcessState, nil
}
