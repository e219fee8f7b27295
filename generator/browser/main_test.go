//go:build browser

package browser

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

var (
	sitesFlag = flag.String("sites", "", "folder of the forms, which are built if it is not there (empty: one that is removed)")
	program   = flag.String("program", "", "the program under test (empty: build it)")
	update    = flag.Bool("update", false, "rewrite the golden files")
)

// repository is where the sources lie, seen from this package.
const repository = "../.."

// npm is where the npm packages of the tests lie.
const npm = repository + "/generator/testdata/browser"

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// run prepares the forms and the browser, and runs the tests.
func run(m *testing.M) (int, error) {
	work, err := os.MkdirTemp("", "iopguide-browser-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(work)
	if *program == "" {
		if *program, err = built(work); err != nil {
			return 0, err
		}
	}
	if *sitesFlag == "" {
		*sitesFlag = filepath.Join(work, "sites")
	}
	if err := build(filepath.Join(work, "every")); err != nil {
		return 0, err
	}
	for _, f := range forms {
		if err := f.read(filepath.Join(*sitesFlag, f.name)); err != nil {
			return 0, err
		}
	}
	chrome.profile = filepath.Join(work, "profile")
	defer chrome.stop()
	return m.Run(), nil
}

// built builds the program into dir.
func built(dir string) (string, error) {
	name := filepath.Join(dir, "iopguide")
	return name, command("go", "build", "-buildvcs=false", "-o", name, "../")
}

// build builds the forms, unless that was done. The form every has its sources in
// a folder of their own: the guide with a few pages laid over it.
func build(over string) error {
	if _, err := os.Stat(*sitesFlag); err == nil {
		return nil
	}
	if err := lay(over, repository, npm+"/every"); err != nil {
		return err
	}
	for _, f := range forms {
		args := []string{"build", "-s", repository, "-d", filepath.Join(*sitesFlag, f.name)}
		if f.base != "" {
			args = append(args, "-b", f.base)
		}
		switch f {
		case every:
			args[2] = over
		case framed:
			args[2] = npm + "/framed"
		case clinic:
			args[2] = npm + "/clinic"
		}
		if err := command(*program, args...); err != nil {
			return err
		}
	}
	return nil
}

// lay copies the sources of sites into dir, one over the other.
func lay(dir string, sites ...string) error {
	for _, site := range sites {
		for _, name := range []string{"content", "layouts", "static", "site.yaml"} {
			from := filepath.Join(site, name)
			if _, err := os.Stat(from); err != nil {
				continue
			}
			if err := os.MkdirAll(dir, 0o777); err != nil {
				return err
			}
			if err := command("cp", "-R", from, dir); err != nil {
				return err
			}
		}
	}
	return nil
}

// command runs a program; if it fails, the error has what it printed.
func command(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %q: %w\n%s", filepath.Base(name), args, err, out)
	}
	return nil
}

// npmFile returns the path of a file of an npm package.
func npmFile(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(npm, "node_modules", filepath.FromSlash(name))
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		t.Fatalf("no %s; ./build.sh test installs it, or npm ci in %s", path, npm)
	}
	return path
}
