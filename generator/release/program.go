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
	"runtime/debug"
	"slices"
	"strings"

	"iopguide/generator/internal/archive"
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

// file is the name of the file of the program called name.
func (t target) file(name string) string {
	if t.system == "windows" {
		return name + ".exe"
	}
	return name
}

// A product is a program of the release: where its module and its package are.
type product struct{ name, module, pkg, licence string }

// products are the programs of each archive. They lie side by side: the first runs the
// second.
var products = []product{
	{"iopguide", ".", "./generator", "MIT AND CC-BY-4.0"},
	{"iopguide-deploy", "generator/deploy", ".", "MIT"},
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

// programs makes the products for each target, and for this computer, and returns where
// they are, in the order of products.
func (r *release) programs(targets []target) (map[target][]string, error) {
	made := map[target][]string{}
	for _, t := range append(slices.Clone(targets), target{runtime.GOOS, runtime.GOARCH}) {
		if made[t] != nil {
			continue
		}
		fmt.Fprintf(r.said, "iopguide for %s\n", t)
		for _, p := range products {
			path, err := r.program(t, p)
			if err != nil {
				return nil, err
			}
			made[t] = append(made[t], path)
		}
	}
	return made, nil
}

// program makes one program for a target, and returns where it is.
func (r *release) program(t target, p product) (string, error) {
	path, err := filepath.Abs(filepath.Join(r.work, t.name(), t.file(p.name)))
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(r.ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags="+r.linking(), "-o", path, p.pkg)
	cmd.Dir = p.module
	cmd.Env = append(append(os.Environ(), settings...), "GOOS="+t.system, "GOARCH="+t.processor)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s for %s: %w\n%s", p.name, t, err, out)
	}
	return path, nil
}

// linking is what the linker is told: no tables for debuggers, and where the release is.
func (r *release) linking() string {
	if r.address == "" {
		return "-s -w"
	}
	return "-s -w -X main.published=" + r.address
}

// archive writes the archive of a target, and the bills of what its programs, which lie
// at paths, are made of.
func (r *release) archive(t target, paths []string) error {
	files, err := r.papers(readMe{System: t.system, Processor: t.processor, Program: t.file("iopguide"), Deployer: t.file("iopguide-deploy"), Version: r.version})
	if err != nil {
		return err
	}
	docs, err := r.documents()
	if err != nil {
		return err
	}
	files = append(files, docs...)
	infos := make([]*debug.BuildInfo, len(products))
	for i, p := range products {
		data, err := os.ReadFile(paths[i])
		if err != nil {
			return err
		}
		if infos[i], err = buildinfo.Read(bytes.NewReader(data)); err != nil {
			return err
		}
		program := archive.Of(t.file(p.name), data)
		program.Program = true
		files = append(files, program)
		if err := r.bill(t, p, infos[i], data); err != nil {
			return err
		}
	}
	others, err := r.licences(infos)
	if err != nil {
		return err
	}
	form := tarGz
	if t.system == "windows" {
		form = zipped
	}
	return r.pack("iopguide-"+r.version+"-"+t.name(), form, append(files, archive.Of("LICENSES of others.txt", others)))
}

// bill writes the bill of what a program for a target is made of.
func (r *release) bill(t target, p product, info *debug.BuildInfo, data []byte) error {
	return r.write(p.name+"-"+r.version+"-"+t.name()+".cdx.json", func(w io.Writer) error {
		return sbom.Write(w, sbom.Program{Name: p.name, Version: r.version, Licence: p.licence,
			Info: info, Sum: sha256.Sum256(data), Day: r.day})
	})
}

// output runs a program and returns what it prints.
func (r *release) output(name string, args ...string) (string, error) {
	return r.outputIn(".", name, args...)
}

// outputIn runs a program in a folder and returns what it prints.
func (r *release) outputIn(dir, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(r.ctx, name, args...)
	cmd.Dir = dir
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, &complaint)
	}
	return string(out), nil
}
