package serve

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A helped is a preview whose start page is under test, and what was asked of it.
type helped struct {
	*running
	folder  string
	answers map[string]string
	logo    string // what the file of the logo held
	opened  string
}

// startHelped serves the small site with a start page: of a site, or of the guide.
func startHelped(t *testing.T, site string) *helped {
	t.Helper()
	h := &helped{}
	h.running = startWith(t, Options{Start: &Start{Site: site, Folder: "/home/a/iop-guide", Command: "/tools/iopguide", System: "linux",
		Questions: []Question{{Name: "name", Ask: "What is it called?", Needed: true}, {Name: "logo", Ask: "A logo?", File: true}},
		New: func(_ context.Context, folder string, answers map[string]string) map[string]string {
			h.folder, h.answers = folder, answers
			if data, err := os.ReadFile(answers["logo"]); err == nil {
				h.logo = string(data)
			}
			if answers["name"] == "wrong" {
				return map[string]string{"name": "this is <wrong>", "": "all is wrong"}
			}
			return nil
		},
		Open: func(folder string) string {
			h.opened = folder
			if folder != "/there" {
				return "nothing is there"
			}
			return ""
		},
		Build: func(context.Context) (string, bool) { return "built <all>", true },
	}}, "", nil)
	return h
}

// page returns the start page.
func (h *helped) page() string {
	h.t.Helper()
	resp, body := h.get("GET", startPath)
	if resp.StatusCode != http.StatusOK {
		h.t.Fatalf("the start page: got %d %s", resp.StatusCode, body)
	}
	return body
}

// send sends a form, as the page of this preview does but for headers.
func (h *helped) send(fields map[string]string, headers ...string) (*http.Response, string) {
	h.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for name, value := range fields {
		if name == "answer-logo" {
			w, err := form.CreateFormFile(name, "../Our Logo.PNG")
			if err != nil {
				h.t.Fatal(err)
			}
			io.WriteString(w, value)
			continue
		}
		form.WriteField(name, value)
	}
	form.Close()
	r, err := http.NewRequest("POST", strings.TrimSuffix(h.url, "/")+startPath, &b)
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Origin", strings.TrimSuffix(h.url, "/"))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
		}
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return resp, string(body)
}

var tokenIn = regexp.MustCompile(`name="token" value="([^"]+)"`)

// token returns what the forms of the page show.
func (h *helped) token() string { return tokenIn.FindStringSubmatch(h.page())[1] }

// over waits until the preview has ended by itself.
func (h *helped) endsItself() {
	h.t.Helper()
	err := <-h.ended
	h.over.Do(func() {})
	if err != nil {
		h.t.Errorf("Run ended with %v", err)
	}
}

func TestStartPage(t *testing.T) {
	guide := startHelped(t, "").page()
	for _, want := range []string{"Make the guide your own", "What is it called? *", `value="/home/a/iop-guide"`, `type="file"`, "/tools/iopguide --help", "End the program"} {
		if !strings.Contains(guide, want) {
			t.Errorf("before there is a site the page does not say %q", want)
		}
	}
	site := startHelped(t, "/home/a/site").page()
	for _, want := range []string{"<strong>/home/a/site</strong>", "Build the site", filepath.Join("/home/a/site", "public"), "Open it"} {
		if !strings.Contains(site, want) {
			t.Errorf("of a site the page does not say %q", want)
		}
	}
	if strings.Contains(site, "What is it called?") {
		t.Error("there is a site, and the page asks for another one")
	}
}

// TestStartIsForThoseWhoClicked makes sure that who began the program from a shell
// has no page that takes forms.
func TestStartIsForThoseWhoClicked(t *testing.T) {
	s := start(t, nil)
	if resp, _ := s.get("GET", startPath); resp.StatusCode != http.StatusNotFound {
		t.Errorf("GET: got %d, want 404", resp.StatusCode)
	}
	if resp, _ := s.get("POST", startPath, "Origin", strings.TrimSuffix(s.url, "/")); resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: got %d, want 405", resp.StatusCode)
	}
}

// TestStartRefusals sends forms that are none of the page's own.
func TestStartRefusals(t *testing.T) {
	h := startHelped(t, "")
	token := h.token()
	tests := []struct {
		name    string
		fields  map[string]string
		headers []string
		status  int
	}{
		{"no token", map[string]string{"do": "stop"}, nil, 403},
		{"a wrong token", map[string]string{"do": "stop", "token": "AAAA"}, nil, 403},
		{"another page's", map[string]string{"do": "stop", "token": token}, []string{"Origin", "https://evil.example"}, 403},
		{"a page that hides", map[string]string{"do": "stop", "token": token}, []string{"Origin", "null"}, 403},
		{"no page's", map[string]string{"do": "stop", "token": token}, []string{"Origin", ""}, 403},
		{"another port's", map[string]string{"do": "stop", "token": token}, []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"another name", map[string]string{"do": "stop", "token": token}, []string{"Host", "evil.example"}, 403},
		{"a form of another kind", map[string]string{"do": "stop", "token": token}, []string{"Content-Type", "text/plain"}, 400},
		{"too much", map[string]string{"do": "new", "token": token, "answer-logo": strings.Repeat("x", maxForm)}, nil, 400},
		{"nothing to do", map[string]string{"token": token}, nil, 400},
		{"a build of no site", map[string]string{"do": "build", "token": token}, nil, 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if resp, body := h.send(tt.fields, tt.headers...); resp.StatusCode != tt.status {
				t.Errorf("got %d %s, want %d", resp.StatusCode, body, tt.status)
			}
		})
	}
	if h.folder != "" || h.opened != "" {
		t.Errorf("something was done: %q, %q", h.folder, h.opened)
	}
	h.page() // it still answers
}

func TestStartNew(t *testing.T) {
	h := startHelped(t, "")
	form := map[string]string{"token": h.token(), "do": "new", "folder": ` "/home/a/new" `, "answer-name": "wrong", "answer-other": "x"}
	resp, body := h.send(form)
	if resp.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "this is &lt;wrong&gt;") ||
		!strings.Contains(body, "all is wrong") || !strings.Contains(body, `value="wrong"`) || !strings.Contains(body, `value="/home/a/new"`) {
		t.Errorf("a wrong answer: got %d %s", resp.StatusCode, body)
	}
	form["answer-name"], form["answer-logo"] = "Oak & Elm", "a picture"
	resp, body = h.send(form)
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != startPath {
		t.Errorf("got %d %s", resp.StatusCode, body)
	}
	h.endsItself()
	if h.folder != "/home/a/new" || h.answers["name"] != "Oak & Elm" || h.answers["other"] != "" || h.logo != "a picture" {
		t.Errorf("made: got %q, %q, %q", h.folder, h.answers, h.logo)
	}
	logo := h.answers["logo"]
	if filepath.Base(logo) != "logo.png" {
		t.Errorf("the logo's name: got %s", logo)
	}
	if _, err := os.Stat(filepath.Dir(logo)); err == nil {
		t.Errorf("%s was left behind", logo)
	}
}

func TestStartOpen(t *testing.T) {
	h := startHelped(t, "/home/a/site")
	form := map[string]string{"token": h.token(), "do": "open", "folder": "/nowhere"}
	if resp, body := h.send(form); resp.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "nothing is there") {
		t.Errorf("no site: got %d %s", resp.StatusCode, body)
	}
	form["folder"] = "'/there'"
	if resp, body := h.send(form); resp.StatusCode != http.StatusSeeOther {
		t.Errorf("a site: got %d %s", resp.StatusCode, body)
	}
	h.endsItself()
}

func TestStartBuildAndStop(t *testing.T) {
	h := startHelped(t, "/home/a/site")
	form := map[string]string{"token": h.token(), "do": "build"}
	if resp, body := h.send(form); resp.StatusCode != http.StatusOK || !strings.Contains(body, "built &lt;all&gt;") || !strings.Contains(body, "It is built") {
		t.Errorf("build: got %d %s", resp.StatusCode, body)
	}
	form["do"] = "stop"
	if resp, body := h.send(form); resp.StatusCode != http.StatusOK || !strings.Contains(body, "The program has ended") || strings.Contains(body, "<form") {
		t.Errorf("stop: got %d %s", resp.StatusCode, body)
	}
	h.endsItself()
}
