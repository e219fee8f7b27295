//go:build servers

package servers

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var (
	program   = flag.String("program", "", "the program under test (empty: build it)")
	sitesFlag = flag.String("sites", "", "folder of the sites, which are built if they are not there (empty: one that is removed)")
)

// work is a folder for all that the tests write but the sites.
var work string

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// run builds the sites, and runs the tests.
func run(m *testing.M) (int, error) {
	var err error
	if work, err = os.MkdirTemp("", "iopguide-servers-"); err != nil {
		return 0, err
	}
	defer os.RemoveAll(work)
	if err := os.Chmod(work, 0o755); err != nil { // for servers that change to another user
		return 0, err
	}
	if *program == "" {
		*program = filepath.Join(work, "iopguide")
		if err := command("go", "build", "-buildvcs=false", "-o", *program, "../"); err != nil {
			return 0, err
		}
	}
	if *sitesFlag == "" {
		*sitesFlag = filepath.Join(work, "sites")
	}
	for _, s := range sites {
		if err := s.open(*sitesFlag); err != nil {
			return 0, err
		}
	}
	if err := certify(); err != nil {
		return 0, err
	}
	defer chrome.stop()
	return m.Run(), nil
}

// command runs a program; if it fails, the error has what it printed.
func command(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %q: %w\n%s", filepath.Base(name), args, err, out)
	}
	return nil
}

// allowed is the site that may show pages of embed/ in a frame.
const allowed = "https://www.clinic.example"

// settings are what a clinic sets beside what new site asks for.
const settings = `
links: %s
embed:
  allow: [` + allowed + `]
privacy: {logs: the page and the time, days: 14}
security: {contact: "mailto:security@clinic.example"}
`

// prepare makes the sources of a clinic's site with nothing but the program: a logo
// that is shown as a picture, old addresses, and both languages.
func prepare(dir, links string) error {
	logo, err := filepath.Abs("../../static/favicon.svg")
	if err == nil {
		err = os.MkdirAll(filepath.Dir(dir), 0o755)
	}
	if err == nil {
		err = command(*program, "new", "site", dir, "--name", "Oak Street Clinic", "--phone", "(217) 555-0134",
			"--primary", "#1f6f5c", "--logo", logo)
	}
	if err == nil {
		err = command(*program, "export", dir, "--only", "about.md")
	}
	if err != nil {
		return err
	}
	about := filepath.Join(dir, "content", "about.md")
	data, err := os.ReadFile(about)
	if err != nil {
		return err
	}
	text := strings.Replace(string(data), "---\n", "---\naliases: [/who-we-are/, /old/page.php, \"/Old Page\"]\n", 1)
	if err := os.WriteFile(about, []byte(text), 0o644); err != nil {
		return err
	}
	return add(filepath.Join(dir, "site.yaml"), fmt.Sprintf(settings, links))
}

// add writes text at the end of a file.
func add(name, text string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(data, text...), 0o644)
}
