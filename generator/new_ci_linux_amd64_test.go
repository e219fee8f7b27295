package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"iopguide/generator/internal/scaffold"

	"github.com/rogpeppe/go-internal/testscript"
	"go.yaml.in/yaml/v4"
)

// TestWorkflows does what the services do: it runs the steps that workflows give to
// the shell, in a copy of the site's folder. The program comes from a host on this
// computer.
func TestWorkflows(t *testing.T) {
	archive := packed(t)
	address, certificate, served := downloads(t, archive)
	file := filepath.Join(t.TempDir(), linux)
	put(t, file, archive)
	for _, service := range scaffold.Services {
		t.Run(service, func(t *testing.T) {
			work := t.TempDir()
			if err := setup(&testscript.Env{WorkDir: work}); err != nil {
				t.Fatal(err)
			}
			w := &workplace{t: t, dir: filepath.Join(work, "site"), service: service, certificate: certificate}
			w.command(0, "new", "ci", service, "-s", w.dir, "--program", address)
			w.readable()
			w.publish()
			w.tamper(w.builds(), served, archive)
		})
		t.Run(service+" with the program beside the sources", func(t *testing.T) {
			w := &workplace{t: t, dir: filepath.Join(t.TempDir(), "oak"), service: service, certificate: certificate}
			told := w.command(0, "new", "site", w.dir, "--name", "Oak", "--phone", "217-555-0134",
				"--ci", service, "--program", file, "--deploy", "s3://oak-guide/iop")
			if want := "write baseURL into site.yaml"; !strings.Contains(told, want) {
				t.Errorf("it does not say %q:\n%s", want, told)
			}
			w.readable()
			w.tamper("build", served, archive)
		})
	}
}

// TestDownloads asks hosts for an archive that they do not have.
func TestDownloads(t *testing.T) {
	address, certificate, _ := downloads(t, []byte("<!doctype html>"))
	unknown := filepath.Join(t.TempDir(), "no.pem")
	put(t, unknown, nil)
	dir := filepath.Join(t.TempDir(), "oak")
	tests := []struct {
		name, address, certificate string
		code                       int
		want                       string
	}{
		{"not there", strings.Replace(address, "releases", "other", 1), certificate, machineFault, "the host answers 404 Not Found"},
		{"a page in its place", address, certificate, usageFault, "this is no .tar.gz archive; it is to be " + linux},
		{"a host that nobody vouches for", address, unknown, machineFault, "certificate is not right"},
		{"nobody listens", "https://127.0.0.1:1/" + linux, certificate, machineFault, "the host cannot be reached"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &workplace{t: t, dir: dir, certificate: tt.certificate}
			got := w.command(tt.code, "new", "site", w.dir, "--name", "Oak", "--phone", "217-555-0134", "--ci", "github", "--program", tt.address)
			if !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if exists(w.dir) {
				t.Error("the site was made")
			}
		})
	}
}

// TestHoldsPrograms looks into archives.
func TestHoldsPrograms(t *testing.T) {
	const at = "iopguide-0.1.0-linux-amd64/iopguide"
	program := programFile(t)
	other := slices.Clone(program)
	copy(other[18:], "\xb7\x00") // ELF's number of ARM's processors
	tests := []struct {
		name    string
		archive []byte
		want    error
	}{
		{"ours", packedAs(t, program, at), nil},
		{"cut off", packedAs(t, program, at)[:1000], errNoArchive},
		{"no archive", []byte("words"), errNoArchive},
		{"a script", packedAs(t, []byte("#!/bin/sh\n"), at), errNoProgram},
		{"in no folder", packedAs(t, program, "iopguide"), errNoProgram},
		{"deeper", packedAs(t, program, "a/"+at), errNoProgram},
		{"another program", packedAs(t, program, "iopguide-0.1.0-linux-amd64/other"), errNoProgram},
		{"another processor", packedAs(t, other, at), errProcessor},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := holdsPrograms(tt.archive, "iopguide"); !errors.Is(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if got := holdsPrograms(packedAs(t, program, at), "iopguide", deployer); !errors.Is(got, errNoProgram) || !strings.Contains(got.Error(), deployer) {
		t.Errorf("without iopguide-deploy: got %v, want %v", got, errNoProgram)
	}
}

// readable has actionlint read a workflow for GitHub.
func (w *workplace) readable() {
	w.t.Helper()
	if w.service != "github" {
		return
	}
	cmd := exec.Command("go", "-C", "testdata/actionlint", "tool", "actionlint", "-no-color", w.file())
	if out, err := cmd.CombinedOutput(); err != nil {
		w.t.Errorf("actionlint: %v\n%s", err, out)
	}
}

// publish holds what comes out on ordinary days, and after everything is overdue.
func (w *workplace) publish() {
	job := w.builds()
	w.edit("content/later.md", "---\ntitle: Later\ndescription: A page that comes later.\npublishDate: 2026-12-01\nclaims: false\n---\n\nWords.\n")
	const november24, december1, may2029 = "1795478400", "1796083200", "1872806400"
	if out, ok := w.job("check", november24); !ok {
		w.t.Errorf("the site is as it should be; got\n%s", out)
	}
	later := filepath.Join(w.dir, "public", "later", "index.html")
	for _, day := range []struct {
		name, epoch string
		there       bool
	}{{"before", november24, false}, {"on its day", december1, true}} {
		if out, ok := w.job(job, day.epoch); !ok {
			w.t.Errorf("%s: got\n%s", day.name, out)
		}
		if _, err := os.Stat(later); (err == nil) != day.there {
			w.t.Errorf("%s: the page that is due is there: %t, want %t", day.name, err == nil, day.there)
		}
	}
	out, ok := w.job("check", may2029)
	if ok || !strings.Contains(out, "[overdue-") {
		w.t.Errorf("contacts were not looked at for two years: got %t and\n%s", ok, out)
	}
	if out, ok := w.job(job, may2029); !ok {
		w.t.Errorf("what is overdue keeps the guide from being published:\n%s", out)
	}
}

// tamper puts another program in the place of ours: the job is not to run it.
func (w *workplace) tamper(job string, served *atomic.Pointer[[]byte], archive []byte) {
	other := slices.Concat(archive, []byte{0})
	served.Store(&other)
	defer served.Store(&archive)
	if beside := filepath.Join(w.dir, "."+w.service, linux); exists(beside) {
		put(w.t, beside, other)
	}
	os.RemoveAll(filepath.Join(w.dir, "public"))
	out, ok := w.job(job, "1795478400")
	if ok || !strings.Contains(out, "FAILED") {
		w.t.Errorf("with another archive: got %t and\n%s", ok, out)
	}
	for _, name := range []string{"public", ".iopguide"} {
		if exists(filepath.Join(w.dir, name)) {
			w.t.Errorf("with another archive, %s was made", name)
		}
	}
}

// A workplace is a folder in which a service works.
type workplace struct {
	t                         *testing.T
	dir, service, certificate string
}

// file is the workflow.
func (w *workplace) file() string {
	return filepath.Join(w.dir, filepath.FromSlash(scaffold.Workflow{Service: w.service}.File()))
}

// builds is the job that makes what is published on the service's own pages.
func (w *workplace) builds() string {
	return map[string]string{"github": "build", "gitlab": "pages"}[w.service]
}

// command runs the program, as it lies here under the test's name, and returns what
// it says.
func (w *workplace) command(code int, args ...string) string {
	w.t.Helper()
	cmd := exec.Command("iopguide", args...)
	cmd.Env = append(os.Environ(), "SSL_CERT_FILE="+w.certificate, "CI=1")
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != code {
		w.t.Fatalf("iopguide %s: got %v, want exit code %d\n%s", strings.Join(args, " "), err, code, out)
	}
	return string(out)
}

// edit writes at the end of a file.
func (w *workplace) edit(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, filepath.FromSlash(name))
	was, _ := os.ReadFile(path)
	put(w.t, path, append(was, text...))
}

// job runs the steps of a job on a day, until one fails, and returns what they print.
func (w *workplace) job(name, epoch string) (out string, ok bool) {
	w.t.Helper()
	os.RemoveAll(filepath.Join(w.dir, ".iopguide")) // each job begins with the sources alone
	steps, env := w.steps(name)
	for _, step := range steps {
		cmd := exec.Command("bash", "-e", "-c", step)
		cmd.Dir = w.dir
		cmd.Env = append(append(os.Environ(), env...), "CURL_CA_BUNDLE="+w.certificate, "CI=true", "LC_ALL=C", "SOURCE_DATE_EPOCH="+epoch)
		said, err := cmd.CombinedOutput()
		out += string(said)
		if err != nil {
			return out, false
		}
	}
	return out, true
}

// steps reads a workflow: what a job gives to the shell, and its variables.
func (w *workplace) steps(name string) (steps, env []string) {
	w.t.Helper()
	type step struct{ Run string }
	type job struct {
		Steps        []step
		BeforeScript []string `yaml:"before_script"`
		Script       []string
	}
	var file struct {
		Jobs           map[string]job
		Env, Variables map[string]string
		Default        job
		Others         map[string]any `yaml:",inline"`
	}
	data, err := os.ReadFile(w.file())
	if err != nil {
		w.t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, &file); err != nil {
		w.t.Fatalf("%s: %v", w.file(), err)
	}
	for _, s := range file.Jobs[name].Steps {
		if s.Run != "" {
			steps = append(steps, s.Run)
		}
	}
	if w.service == "gitlab" {
		script := file.Others[name].(map[string]any)["script"].([]any)
		for _, line := range script {
			file.Default.BeforeScript = append(file.Default.BeforeScript, line.(string))
		}
		steps = []string{strings.Join(file.Default.BeforeScript, "\n")}
	}
	for key, value := range file.Env {
		env = append(env, key+"="+value)
	}
	for key, value := range file.Variables {
		env = append(env, key+"="+value)
	}
	if len(steps) == 0 {
		w.t.Fatalf("%s has no job %s", w.file(), name)
	}
	return steps, env
}

// compiled is the program as others get it: this test may be slowed down by the
// detector of races.
var compiled = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "iopguide-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "iopguide")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-ldflags=-s -w", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	return os.ReadFile(path)
})

// programFile returns the bytes of the program.
func programFile(t *testing.T) []byte {
	t.Helper()
	data, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// packed returns an archive like that of a release. The second program in it is the
// first.
func packed(t *testing.T) []byte {
	t.Helper()
	folder := "iopguide-" + release + "-linux-amd64/"
	return packedAs(t, programFile(t), folder+"iopguide", folder+deployer)
}

// packedAs returns an archive with files of the same bytes.
func packedAs(t *testing.T, data []byte, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.NoCompression)
	w := tar.NewWriter(z)
	for _, name := range names {
		if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(data)), Mode: 0o755}); err != nil {
			t.Fatal(err)
		}
		w.Write(data)
	}
	w.Close()
	z.Close()
	return b.Bytes()
}

// downloads serves an archive over https, and returns its address, the file with the
// certificate to trust, and what is served, to be changed.
func downloads(t *testing.T, archive []byte) (address, certificate string, served *atomic.Pointer[[]byte]) {
	t.Helper()
	served = new(atomic.Pointer[[]byte])
	served.Store(&archive)
	host := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/releases/"+linux {
			http.NotFound(w, r)
			return
		}
		w.Write(*served.Load())
	}))
	host.Config.ErrorLog = log.New(io.Discard, "", 0) // who refuses it does so on purpose
	host.StartTLS()
	t.Cleanup(host.Close)
	certificate = filepath.Join(t.TempDir(), "certificate.pem")
	put(t, certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: host.Certificate().Raw}))
	return host.URL + "/releases/" + linux, certificate, served
}

func put(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
