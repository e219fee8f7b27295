package serve

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
)

// smallSite is a site without a mistake.
var smallSite = map[string]string{
	"site.yaml":                   "title: Small\nlanguages: [en]\n",
	"content/_data/contacts.yaml": contacts,
	"content/_data/sources.yaml":  sources,
	"content/_index.md":           page("Home", "Welcome.\n\n[Costs](costs.md), [help](get-help-now.md)."),
	"content/costs.md":            page("Costs", "It costs money."),
	"content/get-help-now.md":     page("Get help now", "Tell someone."),
	"layouts/home.html":           layout,
	"layouts/page.html":           layout,
	"layouts/section.html":        layout,
	"layouts/404.html":            strings.ReplaceAll(layout, "{{.Body}}", "Nothing here"),
	"static/css/site.css":         "p { color: #123456 }\n",
	"static/css/404.css":          "p { color: #654321 }\n",
	"static/js/site.js":           "document.title += '!'\n",
	"static/favicon.svg":          `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>`,
	"static/scene.webp":           "RIFF",
	"static/.well-known/x.txt":    "known",
}

const layout = `<!doctype html>
<html lang="{{.Page.Lang}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{.Head.CSP}}">
<title>{{.Page.Title}}</title>
</head>
<body>
<aside id="help">{{with .Help.Emergency}}<a href="{{.Href}}">911</a>{{end}}{{with .Help.Crisis}}<a href="{{.CallHref}}">988</a>{{end}}</aside>
<main>
<h1>{{.Page.Title}}</h1>
{{.Body}}
</main>
</body>
</html>
`

const contacts = `emergency:
  name: Emergency services
  region: US
  role: emergency
  call: "911"
  source: office
  checked: 2026-01-01
  every: 120mo
lifeline:
  name: Lifeline
  region: US
  role: crisis
  call: "988"
  source: office
  checked: 2026-01-01
  every: 120mo
`

const sources = `office:
  label: Office
  title: The numbers
  publisher: The office
  url: https://office.example/
  checked: 2026-01-01
  every: 120mo
`

func page(title, body string) string {
	return "---\ntitle: " + title + "\ndescription: All about " + strings.ToLower(title) + ", in plain words.\nclaims: false\n---\n\n" + body + "\n"
}

// A running is a preview under test, with a browser's stream of events.
type running struct {
	t      *testing.T
	dir    string
	url    string
	events <-chan message
	stop   context.CancelFunc
	ended  <-chan error
	over   sync.Once
	log    *record
}

// A message is what live.js is told.
type message struct {
	Serial, Build, From, Scripts string
	Changed                      []string
	Follow                       string
	Errors                       []problem
	More, Warnings               int
}

// start serves a small site, with files in place of its own.
func start(t *testing.T, files map[string]string) *running {
	t.Helper()
	return startWith(t, Options{}, "", files)
}

// startWith serves it with options, to a browser that has a page open.
func startWith(t *testing.T, o Options, page string, files map[string]string) *running {
	t.Helper()
	return startIn(t, t.TempDir(), o, page, files)
}

// startIn serves it from a folder.
func startIn(t *testing.T, dir string, o Options, page string, files map[string]string) *running {
	t.Helper()
	s := &running{t: t, dir: dir, log: &record{}}
	for name, text := range smallSite {
		s.write(name, text)
	}
	for name, text := range files {
		s.write(name, text)
	}
	ctx, stop := context.WithCancel(t.Context())
	ready, ended := make(chan string, 1), make(chan error, 1)
	src := overlay.FS{{FS: os.DirFS(s.dir)}}
	b := build.New(src, build.Options{PlainAssets: true})
	o.Addr, o.Watch, o.Report = cmp.Or(o.Addr, "127.0.0.1:0"), []string{s.dir}, s.log.report
	o.Log = slog.New(slog.NewTextHandler(s.log, nil))
	o.OnReady = func(at Place) { ready <- at.Home }
	go func() { ended <- Run(ctx, b, o) }()
	s.stop, s.ended = stop, ended
	t.Cleanup(s.end)
	select {
	case s.url = <-ready:
	case err := <-ended:
		t.Fatalf("Run ended with %v", err)
	}
	s.events = listenTo(ctx, t, s.url, page)
	first := s.until("the first state", func(message) bool { return true })
	if files == nil && len(first.Errors) > 0 {
		t.Fatalf("the small site has mistakes: %+v", first.Errors)
	}
	return s
}

// end stops the preview, and looks for what it left running.
func (s *running) end() { s.over.Do(s.endNow) }

func (s *running) endNow() {
	s.stop()
	if err := <-s.ended; err != nil {
		s.t.Errorf("Run ended with %v", err)
	}
	for deadline := time.Now().Add(10 * time.Second); ; runtime.Gosched() {
		left := goroutines()
		if left == "" {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("still running after Run returned:\n%s", left)
		}
	}
}

// goroutines returns the stacks of goroutines of this package that no test runs.
func goroutines() string {
	buf := make([]byte, 1<<20)
	var left []string
	for g := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if strings.Contains(g, "internal/serve.") && !strings.Contains(g, "testing.tRunner") && !strings.Contains(g, "_test.go") {
			left = append(left, g)
		}
	}
	return strings.Join(left, "\n\n")
}

func (s *running) write(name, text string) {
	s.t.Helper()
	file := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// until returns the first event that is as wanted.
func (s *running) until(what string, wanted func(message) bool) message {
	s.t.Helper()
	timeout := time.After(20 * time.Second)
	for {
		select {
		case m, ok := <-s.events:
			if !ok {
				s.t.Fatalf("the stream ended before %s; log:\n%s", what, s.log)
			}
			if wanted(m) {
				return m
			}
		case <-timeout:
			s.t.Fatalf("no event: %s; log:\n%s", what, s.log)
		}
	}
}

func changed(address string) func(message) bool {
	return func(m message) bool { return slices.Contains(m.Changed, address) }
}

// get asks for a path, with headers as pairs. Host is one of them.
func (s *running) get(method, path string, headers ...string) (*http.Response, string) {
	s.t.Helper()
	r, err := http.NewRequest(method, s.url, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.URL.Opaque = path // as it is: not cleaned
	if strings.HasPrefix(path, "//") {
		r.URL.Opaque, r.URL.Path = "", path
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp, string(body)
}

// listenTo reads the stream of events as a browser does.
func listenTo(ctx context.Context, t *testing.T, url, page string) <-chan message {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"_preview/events?page="+page, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if got := resp.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("the stream's type: got %q", got)
	}
	messages := make(chan message, 100)
	go func() {
		defer close(messages)
		defer resp.Body.Close()
		for in := bufio.NewScanner(resp.Body); in.Scan(); {
			data, ok := strings.CutPrefix(in.Text(), "data: ")
			var m message
			if ok && json.Unmarshal([]byte(data), &m) == nil {
				messages <- m
			}
		}
	}()
	return messages
}

// A record keeps what was logged and reported.
type record struct {
	mu      sync.Mutex
	text    bytes.Buffer
	reports []diag.List
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

func (r *record) report(list diag.List) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reports = append(r.reports, list)
}

func TestSaveChangesPage(t *testing.T) {
	s := start(t, nil)
	s.write("content/costs.md", page("Costs", "It costs nothing."))
	m := s.until("costs changed", changed("/costs/"))
	if slices.Contains(m.Changed, "/") || slices.Contains(m.Changed, "/get-help-now/") {
		t.Errorf("a body was edited; changed: got %q, want /costs/ and no other page", m.Changed)
	}
	if _, body := s.get("GET", "/costs/"); !strings.Contains(body, "It costs nothing.") || !strings.Contains(body, m.Build) {
		t.Errorf("after the event the page is the old one: %s", body)
	}
	s.end()
	if want := "changed: content/costs.md → 1 page in"; !strings.Contains(s.log.String(), want) {
		t.Errorf("log: got %s, want %q", s.log, want)
	}
}

func TestAtomicSave(t *testing.T) {
	s := start(t, nil)
	s.write("content/costs.md~", page("Costs", "It costs little."))
	temp, file := filepath.Join(s.dir, "content/costs.md~"), filepath.Join(s.dir, "content/costs.md")
	if err := os.Rename(temp, file); err != nil {
		t.Fatal(err)
	}
	s.until("costs changed", changed("/costs/"))
	if _, body := s.get("GET", "/costs/"); !strings.Contains(body, "It costs little.") {
		t.Errorf("after an atomic save the page is the old one: %s", body)
	}
}

func TestFoldersComeAndGo(t *testing.T) {
	s := start(t, nil)
	s.write("content/a/b/c/deep.md", page("Deep", "Deep down."))
	s.until("the new page", changed("/a/b/c/deep/"))
	s.write("content/a/b/c/deep.md", page("Deep", "Deeper."))
	s.until("an edit in the new folder", changed("/a/b/c/deep/"))
	if err := os.Rename(filepath.Join(s.dir, "content/a"), filepath.Join(s.dir, "content/z")); err != nil {
		t.Fatal(err)
	}
	m := s.until("the moved folder", changed("/z/b/c/deep/"))
	if !slices.Contains(m.Changed, "/a/b/c/deep/") {
		s.until("the old address to be told", changed("/a/b/c/deep/"))
	}
	if resp, _ := s.get("GET", "/a/b/c/deep/"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("the old address of a moved page: got %d, want 404", resp.StatusCode)
	}
	s.write("content/z/b/c/deep.md", page("Deep", "Deepest."))
	s.until("an edit in the moved folder", changed("/z/b/c/deep/"))
	if err := os.RemoveAll(filepath.Join(s.dir, "content/z")); err != nil {
		t.Fatal(err)
	}
	s.until("the removed folder", changed("/z/b/c/deep/"))
}

func TestErrorsKeepLastGoodSite(t *testing.T) {
	s := start(t, nil)
	_, before := s.get("GET", "/costs/")
	s.write("content/costs.md", page("Costs", "See [that](nothing.md)."))
	m := s.until("the error", func(m message) bool { return len(m.Errors) > 0 })
	if e := m.Errors[0]; e.Place != "content/costs.md:7:5" || e.Rule != "broken-link" || e.Before != "See " || e.Help == "" {
		t.Errorf("the error told: got %+v", e)
	}
	if _, after := s.get("GET", "/costs/"); after != before {
		t.Errorf("with an error the page is not the last good one: %s", after)
	}
	s.write("content/get-help-now.md", page("Get help now", "Tell anyone."))
	s.write("content/costs.md", page("Costs", "See nothing."))
	m = s.until("the error to go", func(m message) bool { return len(m.Errors) == 0 && m.Build != m.From })
	if !slices.Contains(m.Changed, "/costs/") || !slices.Contains(m.Changed, "/get-help-now/") {
		t.Errorf("changed since the last good site: got %q, want all that was edited meanwhile", m.Changed)
	}
	s.end()
	var places []string
	for _, list := range s.log.reports {
		for _, d := range list {
			places = append(places, d.Position().String())
		}
	}
	if !slices.Contains(places, "content/costs.md:7:5") {
		t.Errorf("reported: got %q", places)
	}
}

// TestErrorInFinishedPage breaks a rule that sees only finished pages.
func TestErrorInFinishedPage(t *testing.T) {
	s := start(t, nil)
	s.write("layouts/page.html", strings.Replace(layout, "<main>", `<main style="color:red">`, 1))
	m := s.until("the error", func(m message) bool { return len(m.Errors) > 0 })
	if m.Errors[0].Rule != "inline-code" {
		t.Errorf("got %+v", m.Errors)
	}
	s.write("layouts/page.html", layout)
	s.until("the error to go", func(m message) bool { return len(m.Errors) == 0 })
}

func TestNoGoodSiteYet(t *testing.T) {
	s := start(t, map[string]string{"content/costs.md": "---\ntitle: <Costs>\n---\n\nNo description.\n"})
	resp, body := s.get("GET", "/costs/")
	if resp.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "content/costs.md") {
		t.Errorf("a site that was never good: got %d %s", resp.StatusCode, body)
	}
	if strings.Contains(body, "<Costs>") {
		t.Errorf("the source is not escaped: %s", body)
	}
	s.write("content/costs.md", smallSite["content/costs.md"])
	s.until("the site", func(m message) bool { return m.Build != "" })
	if resp, _ := s.get("GET", "/costs/"); resp.StatusCode != http.StatusOK {
		t.Errorf("once mended: got %d", resp.StatusCode)
	}
}

func TestSettingsFileGoneForAMoment(t *testing.T) {
	s := start(t, nil)
	file := filepath.Join(s.dir, "site.yaml")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	m := s.until("the failure", func(m message) bool { return len(m.Errors) > 0 })
	if !strings.Contains(m.Errors[0].Message, "site.yaml") || m.Errors[0].Place != "" {
		t.Errorf("got %+v", m.Errors)
	}
	s.write("site.yaml", smallSite["site.yaml"])
	s.until("the failure to go", func(m message) bool { return len(m.Errors) == 0 })
}

// TestHastyEdits changes files faster than they are built. Whatever was cancelled
// on the way, the last state is the site as it then is.
func TestHastyEdits(t *testing.T) {
	s := start(t, nil)
	for i := range 40 {
		n := strconv.Itoa(i)
		s.write("content/page-"+strconv.Itoa(i%7)+".md", page("Page "+n, "Words "+n))
		s.write("content/section-"+n+"/_index.md", page("Section "+n, "Words"))
		s.write("static/css/site.css", "p { z-index: "+n+" }\n")
	}
	s.write("content/costs.md", page("Costs", "The last edit."))
	s.until("the last edit", changed("/costs/"))
	s.equalsBuild()
}

// equalsBuild holds that what is served is what a build from nothing makes, once
// the watcher and the loop have nothing left to do.
func (s *running) equalsBuild() {
	s.t.Helper()
	var wrong string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if wrong = s.differs(); wrong == "" {
			return
		}
		select {
		case <-s.events:
		case <-time.After(unsettled): // what was served just now may have been on its way
		}
	}
	s.t.Errorf("%s; log:\n%s", wrong, s.log)
}

// differs says in what the site served is not a build from nothing.
func (s *running) differs() string {
	r, err := build.New(overlay.FS{{FS: os.DirFS(s.dir)}}, build.Options{PlainAssets: true}).Build(s.t.Context())
	if err != nil {
		return err.Error()
	}
	paths := r.Paths()
	for i, path := range paths {
		if i%(1+len(paths)/1000) != 0 && !isPage(path) {
			continue // of very many files, some
		}
		want, _ := r.Outputs[path].Bytes()
		if isPage(path) {
			want = widenPolicy(want)
		}
		if !strings.HasPrefix(s.page(path), strings.TrimSuffix(string(want), "</body></html>")) {
			return path + " is not as it would be built now"
		}
	}
	return ""
}

// page returns what is served at a path.
func (s *running) page(path string) string {
	s.t.Helper()
	resp, err := http.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(body)
}

// TestUnchangedIsNotTold saves the same again, then something else: the first
// event is the second one's.
func TestUnchangedIsNotTold(t *testing.T) {
	s := start(t, nil)
	s.write("content/costs.md", smallSite["content/costs.md"])
	s.write("content/.costs.md.swp", "x")
	s.write("static/css/site.css", "p { color: red }\n")
	m := s.until("any event", func(message) bool { return true })
	if !slices.Equal(m.Changed, []string{"/css/site.css"}) {
		t.Errorf("changed: got %q, want only the style", m.Changed)
	}
}

func TestOccupiedPort(t *testing.T) {
	s := start(t, nil)
	addr := strings.TrimSuffix(strings.TrimPrefix(s.url, "http://"), "/")
	err := Run(t.Context(), nil, Options{Addr: addr})
	if err == nil || !strings.Contains(err.Error(), "is taken by another program; ") {
		t.Errorf("a taken port: got %v", err)
	}
}

func TestFirstBuildFails(t *testing.T) {
	b := build.New(overlay.FS{{FS: os.DirFS(t.TempDir())}}, build.Options{})
	if err := Run(t.Context(), b, Options{Addr: "127.0.0.1:0"}); err == nil {
		t.Error("a folder without a site: got no error")
	}
}
