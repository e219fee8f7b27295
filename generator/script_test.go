package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"iopguide"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite what scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"iopguide": main})
}

// TestScripts runs the program as people do. Each script begins in a folder that
// holds site/, the small site of package build with the shipped layouts, and
// whatever the script brings over it; the day is 2026-11-24.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup:         setup,
		Condition:     condition,
		Cmds:          map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "edit": edit, "same": same, "await": await, "unpack": unpack},
	})
}

func setup(env *testscript.Env) error {
	env.Setenv("SOURCE_DATE_EPOCH", "1795478400") // 2026-11-24 00:00:00 UTC
	env.Setenv("CI", "")
	files := map[string][]byte{}
	err := fs.WalkDir(iopguide.Default(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "content/") && !strings.HasSuffix(name, "/strings.yaml") {
			return err
		}
		files[name], err = fs.ReadFile(iopguide.Default(), name)
		return err
	})
	if err != nil {
		return err
	}
	small, err := txtar.ParseFile("internal/build/testdata/guide.txtar")
	if err != nil {
		return err
	}
	for _, f := range small.Files {
		files[f.Name] = f.Data
	}
	for name, data := range files {
		if err := place(filepath.Join(env.WorkDir, "site", filepath.FromSlash(name)), data); err != nil {
			return err
		}
	}
	return nil
}

// place writes a file of the small site, unless the script has one of its own.
func place(path string, data []byte) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o666)
}

// condition knows what scripts ask for between brackets.
func condition(name string) (bool, error) {
	if name == "root" {
		return os.Geteuid() == 0, nil // who may write everywhere
	}
	return false, fmt.Errorf("there is no condition %s", name)
}

// exits runs a program that is to end with a code: exits 2 iopguide build.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	ts.Logf("[exit code %d]", code)
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

// edit puts one text in place of another, as a writer does: edit FILE OLD NEW. In
// NEW \n begins a line.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit FILE OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	text = strings.Replace(text, args[1], strings.ReplaceAll(args[2], `\n`, "\n"), 1)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

// same holds that two folders have the same files, byte for byte: same A B.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: same A B")
	}
	var trees [2]map[string]string
	for i, dir := range args {
		trees[i] = map[string]string{}
		root := ts.MkAbs(dir)
		ts.Check(filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			trees[i][strings.TrimPrefix(path, root)] = string(data)
			return err
		}))
	}
	if len(trees[0]) == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
	for name, text := range trees[0] {
		if other, ok := trees[1][name]; !ok || other != text {
			ts.Fatalf("%s differs", name)
		}
	}
	if len(trees[0]) != len(trees[1]) {
		ts.Fatalf("%d files in %s, %d in %s", len(trees[0]), args[0], len(trees[1]), args[1])
	}
}

// await waits until a file is there, as it will be when a program that runs
// beside the script has come so far: await FILE.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
	}
	ts.Fatalf("%s does not appear", args[0])
}
