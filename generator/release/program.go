package main

import (
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"iopguide/generator/internal/sbom"
)

// A target is a system and a processor that the program is made for, as Go names
// them.
type target struct{ system, processor string }

func (t target) String() string { return t.system + "/" + t.processor }

// all are the targets of a release.
var all = []target{
	{"linux", "amd64"}, {"linux", "arm64"},
	{"darwin", "amd64"}, {"darwin", "arm64"},
	{"windows", "amd64"}, {"windows", "arm64"},
}

// name is how people call the target.
func (t target) name() string {
	return strings.Replace(t.system, "darwin", "macos", 1) + "-" + t.processor
}

// program is the name of the program's file.
func (t target) program() string {
	if t.system == "windows" {
		return "iopguide.exe"
	}
	return "iopguide"
}

// choose returns the targets that only names, all if it names none.
func choose(only string) ([]target, error) {
	if only == "" {
		return all, nil
	}
	var chosen []target
	for word := range strings.SplitSeq(only, ",") {
		i := slices.IndexFunc(all, func(t target) bool { return t.String() == word })
		if i < 0 {
			return nil, fmt.Errorf("there is no release for %s; there are %v", word, all)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

// settings are what decides, beside the sources, which bytes Go makes. Those of
// the computer at hand must not. The build ID stays: macOS tells programs apart by
// what the linker makes of it.
var settings = []string{"CGO_ENABLED=0", "GOFLAGS=", "GOAMD64=v1", "GOARM64=v8.0", "GOEXPERIMENT=", "GOFIPS140=off", "GOWORK=off"}

// programs makes the program for each target, and for this computer, and returns
// where they are.
func (r *release) programs(targets []target) (map[target]string, error) {
	made := map[target]string{}
	for _, t := range append(slices.Clone(targets), target{runtime.GOOS, runtime.GOARCH}) {
		if made[t] != "" {
			continue
		}
		fmt.Fprintf(r.said, "iopguide for %s\n", t)
		made[t] = filepath.Join(r.work, t.name(), t.program())
		cmd := exec.CommandContext(r.ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", made[t], "./generator")
		cmd.Env = append(append(os.Environ(), settings...), "GOOS="+t.system, "GOARCH="+t.processor)
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("iopguide for %s: %w\n%s", t, err, out)
		}
	}
	return made, nil
}

// archive writes the archive of a target, and the bill of what its program is
// made of.
func (r *release) archive(t target, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	info, err := buildinfo.Read(bytes.NewReader(data))
	if err != nil {
		return err
	}
	files, err := r.papers(readMe{System: t.system, Processor: t.processor, Program: t.program(), Version: r.version})
	if err != nil {
		return err
	}
	others, err := r.licences(info)
	if err != nil {
		return err
	}
	files = append(files, file{t.program(), data, true}, file{"LICENSES of others.txt", others, false})
	name := "iopguide-" + r.version + "-" + t.name()
	form := tarGz
	if t.system == "windows" {
		form = zipped
	}
	if err := r.pack(name, form, files); err != nil {
		return err
	}
	return r.write(name+".cdx.json", func(w io.Writer) error {
		return sbom.Write(w, sbom.Program{Name: "iopguide", Version: r.version, Licence: "MIT AND CC-BY-4.0",
			Info: info, Sum: sha256.Sum256(data), Day: r.day})
	})
}

// output runs a program and returns what it prints.
func (r *release) output(name string, args ...string) (string, error) {
	cmd := exec.CommandContext(r.ctx, name, args...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, &complaint)
	}
	return string(out), nil
}
