package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/publish"
	"iopguide/generator/internal/recall"
	"iopguide/generator/internal/schema"
)

// olderGuide is the built-in site as an earlier release may have had it: with
// another number for the first crisis contact, and other words on a page.
func olderGuide(t *testing.T) overlay.Layer {
	t.Helper()
	changed := fstest.MapFS{}
	for name, edit := range map[string][2]string{
		"content/_data/contacts.yaml": {`call: "988"`, `call: "1-800-273-8255"`},
		"content/about.md":            {"\n\n", "\n\nWords that were wrong.\n\n"},
	} {
		data, err := fs.ReadFile(builtIn.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(data), edit[0], edit[1], 1)
		if text == string(data) {
			t.Fatalf("%s does not hold %q", name, edit[0])
		}
		changed[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return overlay.Layer{Name: "default/", FS: overlay.FS{{FS: changed}, builtIn}}
}

// olderSite builds a clinic's site over an older guide, and returns its folder.
func olderSite(t *testing.T) string {
	t.Helper()
	top := fstest.MapFS{"site.yaml": {Data: []byte("base: default\ntitle: Oak Street Guide\n")}}
	r, err := build.New(overlay.FS{{Name: "oak/", FS: top}}, build.Options{Release: "0.0.1",
		Date: schema.Date{Year: 2026, Month: 11, Day: 24}, Base: olderGuide(t)}).Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "public")
	_, list, err := build.Publish(t.Context(), dir, r, publish.Stamp{}, build.Publishing{
		Said: func(*build.Result, diag.List) []byte { return nil }})
	if err != nil {
		t.Fatalf("%v: %v", err, list)
	}
	return dir
}

// edited returns a folder that holds the manifest of the site in dir alone, edited.
func edited(t *testing.T, dir string, edit func(*recall.Manifest)) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, recall.ManifestFile))
	if err != nil {
		t.Fatal(err)
	}
	m, err := recall.ReadManifest(data)
	if err != nil {
		t.Fatal(err)
	}
	edit(m)
	if data, err = json.Marshal(m); err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	if err := os.WriteFile(filepath.Join(to, recall.ManifestFile), data, 0o666); err != nil {
		t.Fatal(err)
	}
	return to
}

// ran runs the program, and returns its exit code and what it said.
func ran(args ...string) (code int, out, errs string) {
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), args, &stdout, &stderr, func(string) string { return "" })
	return code, stdout.String(), stderr.String()
}

// TestOutdated builds a site with an older release, in which the crisis line had
// another number, and asks this one about it: in its folder, and over http.
func TestOutdated(t *testing.T) {
	dir := olderSite(t)
	host := httptest.NewServer(http.StripPrefix("/iop/", http.FileServer(http.Dir(dir))))
	defer host.Close()
	for _, site := range []string{dir, host.URL + "/iop/", host.URL + "/iop", host.URL + "/iop/index.html", host.URL + "/iop/manifest.json?x#y"} {
		t.Run(site, func(t *testing.T) { namesTheNumber(t, site) })
	}
	t.Run("for scripts", func(t *testing.T) { outdatedForScripts(t, dir) })
	t.Run("a folder of sites", func(t *testing.T) {
		both := t.TempDir()
		for _, name := range []string{"elm", "oak"} {
			if err := os.CopyFS(filepath.Join(both, name), os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
		}
		code, out, _ := ran("outdated", both)
		if code != contentFault || strings.Count(out, "SAFETY: 988") != 2 || !strings.Contains(out, "elm: Oak") {
			t.Errorf("got exit code %d, %s", code, out)
		}
	})
	t.Run("of a newer release", func(t *testing.T) {
		code, out, _ := ran("outdated", edited(t, dir, func(m *recall.Manifest) { m.Release = "99.0.0" }))
		if code != contentFault || !strings.Contains(out, "the site is of a newer release than this program: get that one") {
			t.Errorf("got exit code %d, %s", code, out)
		}
	})
	t.Run("current", func(t *testing.T) {
		guide, err := recall.NewGuide(builtIn.FS, release, nil)
		if err != nil {
			t.Fatal(err)
		}
		code, out, _ := ran("outdated", edited(t, dir, func(m *recall.Manifest) {
			m.Contacts = guide.Contacts()
			delete(m.Ours, "content/about.md")
		}))
		if code != 0 || !strings.HasSuffix(out, "\n  nothing was corrected since\n") {
			t.Errorf("got exit code %d, %s", code, out)
		}
	})
}

func namesTheNumber(t *testing.T, site string) {
	code, out, errs := ran("outdated", site)
	if code != contentFault || errs != "" {
		t.Errorf("got exit code %d, want 1; %s", code, errs)
	}
	want := []string{": Oak Street Guide, built on 2026-11-24 with release 0.0.1; this is " + release,
		"  SAFETY: 988 Suicide & Crisis Lifeline (lifeline, en)",
		"    call: the site shows “1-800-273-8255”; the guide has “988”",
		"  texts that changed in the guide since:", "    content/about.md",
		"  build the site again with this release and publish it"}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != len(want) {
		t.Fatalf("got\n%s", out)
	}
	for i := range want {
		if !strings.HasSuffix(lines[i], want[i]) {
			t.Errorf("got %q, want %q", lines[i], want[i])
		}
	}
}

// outdatedForScripts asks about two sites, of which one is not there.
func outdatedForScripts(t *testing.T, dir string) {
	code, out, errs := ran("outdated", "--format", "json", filepath.Join(dir, "none"), dir)
	if code != contentFault || !strings.Contains(errs, "there is no ") {
		t.Errorf("got exit code %d, %s", code, errs)
	}
	var sites []struct {
		Site, Error, Title string
		Contacts           []recall.Correction
	}
	if err := json.Unmarshal([]byte(out), &sites); err != nil || len(sites) != 2 {
		t.Fatalf("got %s, %v", out, err)
	}
	if sites[0].Error == "" || sites[1].Title != "Oak Street Guide" || sites[1].Contacts[0].Key != "lifeline" {
		t.Errorf("got %+v", sites)
	}
}

// TestFetch holds what is said where no manifest can be had.
func TestFetch(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	mux := http.NewServeMux()
	mux.HandleFunc("/page/", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<!doctype html>")) })
	mux.HandleFunc("/app/", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(`{"name":"App"}`)) })
	mux.HandleFunc("/shut/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	mux.HandleFunc("/broken/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	mux.HandleFunc("/round/", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/round/manifest.json", http.StatusFound)
	})
	mux.HandleFunc("/long/", func(w http.ResponseWriter, r *http.Request) {
		for piece := bytes.Repeat([]byte(" "), 1<<20); ; {
			if _, err := w.Write(piece); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/cut/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		w.Write([]byte(`{"release"`))
	})
	host := httptest.NewServer(mux)
	defer host.Close()
	for _, tt := range []struct {
		site, want string
		code       int
	}{
		{host.URL + "/none/", "the host answers 404 Not Found; name the address of the guide's first page", machineFault},
		{host.URL + "/page/", "is a web page and no manifest; is the address that of the guide's first page?", machineFault},
		{host.URL + "/app/", "is no manifest that this program knows", machineFault},
		{host.URL + "/shut/", "the host answers 403 Forbidden; ask the folder that was built", machineFault},
		{host.URL + "/broken/", "the host answers 502 Bad Gateway", machineFault},
		{host.URL + "/round/", "it leads from one address to the next and never arrives", machineFault},
		{host.URL + "/long/", "is far too long for a manifest", machineFault},
		{host.URL + "/cut/", "the host cannot be reached: unexpected EOF", machineFault},
		{secure.URL, "the host's certificate is not right, so anybody could have answered", machineFault},
		{strings.Replace(host.URL, "http:", "https:", 1), "the host does not speak https there; is it http?", machineFault},
		{"http://127.0.0.1:1/", "the host cannot be reached", machineFault},
		{"ftp://clinic.example/", "is no address; write it as https://", usageFault},
		{"https:///iop/", "is no address; write it as https://", usageFault},
	} {
		code, out, errs := ran("outdated", tt.site)
		if code != tt.code || out != "" || !strings.Contains(errs, tt.want) || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: got exit code %d, %q%q; want %d, %q", tt.site, code, out, errs, tt.code, tt.want)
		}
	}
}

// TestFetchSendsNothing holds what a host learns of who asks it.
func TestFetchSendsNothing(t *testing.T) {
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			http.Error(w, "", http.StatusNotFound)
			return
		}
		if r.URL.Path == "/manifest.json" {
			http.SetCookie(w, &http.Cookie{Name: "who", Value: "you"})
			http.Redirect(w, r, "/next/manifest.json", http.StatusFound)
			return
		}
		if len(r.Cookies()) > 0 || r.UserAgent() != "iopguide/"+release || r.URL.RawQuery != "" {
			t.Errorf("got %v", r.Header)
		}
		w.Write([]byte(`{"release":"0.0.1","pages":{}}`))
	}))
	defer host.Close()
	if _, err := fetch(t.Context(), host.URL+"/?from=me"); err != nil {
		t.Error(err)
	}
}

// TestRedirectToUnsafe holds that no answer is taken that anybody on the way could
// have changed.
func TestRedirectToUnsafe(t *testing.T) {
	ask := func(address string) *http.Request { return httptest.NewRequest("GET", address, nil) }
	if err := redirect(ask("http://clinic.example/"), []*http.Request{ask("https://clinic.example/")}); err != errUnsafe {
		t.Errorf("got %v", err)
	}
	if err := redirect(ask("https://clinic.example/"), []*http.Request{ask("http://clinic.example/")}); err != nil {
		t.Errorf("got %v", err)
	}
}

// TestStale takes a page from an older release, and is told that it changed.
func TestStale(t *testing.T) {
	older := olderGuide(t)
	dir := t.TempDir()
	page, err := fs.ReadFile(older.FS, "content/about.md")
	if err != nil {
		t.Fatal(err)
	}
	lock, err := recall.Taken(nil, older.FS, []string{"content/about.md"}, "0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"site.yaml": []byte("base: default\n"), "content/about.md": page, recall.LockFile: lock.Write()} {
		if err := place(filepath.Join(dir, name), data); err != nil {
			t.Fatal(err)
		}
	}
	code, out, _ := ran("diff", "-s", dir)
	for _, want := range []string{"replaced  content/about.md  (THE GUIDE CHANGED ITS OWN since 0.0.1)\n", "\n  + Words that were wrong.\n",
		"\n1 to look at; when they are right as they are, run iopguide diff --accept\n"} {
		if code != contentFault || !strings.Contains(out, want) {
			t.Errorf("got exit code %d,\n%s\nwant %q", code, out, want)
		}
	}
	code, _, errs := ran("check", "-s", dir)
	if want := "content/about.md:1:1: warning: the guide changed its own page since this one was put in its place, with release 0.0.1 [stale-override]"; code != 0 || !strings.Contains(errs, want) {
		t.Errorf("got exit code %d,\n%s\nwant %q", code, errs, want)
	}
	if code, out, _ = ran("diff", "-s", dir, "--accept", "about.md"); code != 0 || out != "recorded with release "+release+": content/about.md\n" {
		t.Errorf("got exit code %d, %s", code, out)
	}
	if code, out, _ = ran("diff", "-s", dir); code != 0 || !strings.Contains(out, "the guide's own is as in "+release) {
		t.Errorf("got exit code %d, %s", code, out)
	}
	if code, _, errs = ran("check", "-s", dir); code != 0 || strings.Contains(errs, "override") {
		t.Errorf("got exit code %d, %s", code, errs)
	}
}
