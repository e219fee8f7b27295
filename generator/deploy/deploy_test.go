package main

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/minio/minio-go/v7"
)

func sheetOf(s site) string {
	for path := range s.files {
		if strings.HasSuffix(path, ".css") {
			return path
		}
	}
	return ""
}

// TestRuns is the life of a site in a bucket.
func TestRuns(t *testing.T) {
	b, dir := newBucket(t), t.TempDir()
	first := made(3, "hello")
	public := first.build(t, dir)
	b.deploy(public).says(t, 0, "8 uploads", "0 as they were, 0 deleted")
	b.holds(first)
	b.deploy(public).says(t, 0, "0 uploads (0 B), 8 as they were, 0 deleted")

	page1 := "topic/page-1/index.html"
	edited := first.with(func(f map[string]string) { f[page1] = strings.Replace(f[page1], "hello", "good day", 1) })
	edited.build(t, dir)
	b.deploy(public).says(t, 0, "1 upload (", "7 as they were, 0 deleted")
	b.holds(edited)

	renamed := edited.with(func(f map[string]string) {
		f["topic/new-name/index.html"] = f[page1]
		delete(f, page1)
	})
	renamed.build(t, dir)
	b.deploy(public).says(t, 0, "1 upload (", "7 as they were, 1 deleted")
	b.holds(renamed)

	fewer := renamed.with(func(f map[string]string) { delete(f, "topic/page-2/index.html") })
	fewer.build(t, dir)
	b.deploy(public).says(t, 0, "0 uploads (0 B), 7 as they were, 1 deleted")
	b.holds(fewer)
}

// TestServed makes sure that files are served as the plan says.
func TestServed(t *testing.T) {
	b, s := newBucket(t), made(1, "hello")
	s.files["old/index.html"] = pageOf(sheetOf(s), "it has moved", "")
	s.redirects["old/index.html"] = "/topic/page-0/"
	b.deploy(s.build(t, t.TempDir()))
	for _, c := range []struct {
		path, cache, kind string
		status            int
	}{
		{"/", "no-cache", "text/html; charset=utf-8", 200},
		{"/topic/page-0/", "no-cache", "text/html; charset=utf-8", 200},
		{"/" + sheetOf(s), "public, max-age=31536000, immutable", "text/css; charset=utf-8", 200},
		{"/robots.txt", "no-cache", "text/plain; charset=utf-8", 200},
		{"/nowhere/", "", "text/html; charset=utf-8", 404},
	} {
		res, _, err := b.visit(t.Context(), c.path)
		if err != nil {
			t.Fatal(err)
		}
		h := res.Header
		if res.StatusCode != c.status || h.Get("Content-Type") != c.kind || c.cache != "" && h.Get("Cache-Control") != c.cache {
			t.Errorf("%s: %d, %s, %q; want %d, %s, %q", c.path, res.StatusCode, h.Get("Content-Type"), h.Get("Cache-Control"), c.status, c.kind, c.cache)
		}
		if got := h.Get("Content-Encoding"); got != "" {
			t.Errorf("%s: Content-Encoding %s, want none", c.path, got)
		}
	}
	res, _, err := b.visit(t.Context(), "/old/")
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Header.Get("Location"); res.StatusCode != http.StatusMovedPermanently || !strings.HasSuffix(got, "/topic/page-0/") {
		t.Errorf("the old address answers %d to %q, want 301 to /topic/page-0/", res.StatusCode, got)
	}
}

// TestServedAnew makes sure that a change of how files are served is put there, too.
func TestServedAnew(t *testing.T) {
	b, s, dir := newBucket(t), made(1, "hello"), t.TempDir()
	b.deploy(s.build(t, dir))
	s.redirects["topic/page-0/index.html"] = "/"
	b.deploy(s.build(t, dir)).says(t, 0, "1 upload (")
	res, _, err := b.visit(t.Context(), "/topic/page-0/")
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusMovedPermanently {
		t.Errorf("status %d, want 301", res.StatusCode)
	}
}

// TestAssetsStay makes sure that an asset outlives its site by one deploy.
func TestAssetsStay(t *testing.T) {
	b, dir := newBucket(t), t.TempDir()
	one, two, three := made(1, "one"), made(1, "two"), made(1, "three")
	public := one.build(t, dir)
	b.deploy(public)
	two.build(t, dir)
	b.deploy(public).says(t, 0, "1 asset of the site before kept")
	b.holds(two, sheetOf(one))
	b.deploy(public).says(t, 0, "0 uploads")
	b.holds(two, sheetOf(one))
	three.build(t, dir)
	b.deploy(public).says(t, 0, "1 deleted")
	b.holds(three, sheetOf(two))
	two.build(t, dir) // and back
	b.deploy(public)
	b.holds(two, sheetOf(three))
}

// TestPrefix makes sure that what lies elsewhere in the bucket is not touched.
func TestPrefix(t *testing.T) {
	b, s, dir := newBucket(t), made(1, "hello"), t.TempDir()
	b.put("index.html", "the clinic's own")
	b.put("iop-other/index.html", "another folder")
	b.put("iop/brochure.pdf", "in our folder, but not ours")
	public := s.build(t, dir)
	where, at := "s3://"+b.name+"/iop/", "http://"+s3Host
	to(t, where, at, public).says(t, 0, "1 file of others lie there, too, and were left alone")
	s.with(func(f map[string]string) { delete(f, "topic/page-0/index.html") }).build(t, dir)
	to(t, where, at, public).says(t, 0, "1 deleted")
	for key, want := range map[string]string{"index.html": "the clinic's own", "iop-other/index.html": "another folder",
		"iop/brochure.pdf": "in our folder, but not ours", "iop/robots.txt": s.files["robots.txt"], "iop/topic/page-0/index.html": ""} {
		if got := b.get(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}

// TestDryRun makes sure that a dry run says all, and changes nothing.
func TestDryRun(t *testing.T) {
	b, dir := newBucket(t), t.TempDir()
	s := made(1, "hello")
	public := s.build(t, dir)
	p := newProxy(t, nil)
	to(t, "s3://"+b.name, p.URL, public, "--dry-run").says(t, 0, "upload  index.html  (new, ", "upload  "+sheetOf(s), "immutable)",
		"dry run: 6 files to upload")
	b.deploy(public)
	next := made(1, "good day").with(func(f map[string]string) {
		f["topic/new/index.html"] = f["topic/page-0/index.html"]
		delete(f, "topic/page-0/index.html")
	})
	next.build(t, dir)
	to(t, "s3://"+b.name, p.URL, public, "--dry-run").says(t, 0, "upload  index.html  (changed, ", "upload  topic/new/index.html  (new, ",
		"delete  topic/page-0/index.html\n", "keep    "+sheetOf(s))
	if got := p.writes(); got != 0 {
		t.Errorf("a dry run wrote %d times", got)
	}
	b.holds(s)
}

// TestForeign makes sure that nothing of others is overwritten or deleted.
func TestForeign(t *testing.T) {
	b, dir := newBucket(t), t.TempDir()
	s := made(1, "hello")
	public := s.build(t, dir)
	where, at := "s3://"+b.name, "http://"+s3Host
	b.put("index.html", "someone else's")
	to(t, where, at, public).says(t, 2, "holds 1 file that this program did not put there: index.html", "--take-over")
	if keys := b.keys(); len(keys) != 1 || b.get("index.html") != "someone else's" {
		t.Errorf("a refused deploy left %v", keys)
	}
	b.deploy(public, "--take-over")
	b.holds(s)

	b.put("robots.txt", "changed by someone")
	to(t, where, at, public).says(t, 2, "robots.txt")
	b.put("topic/page-0/index.html", "changed by someone")
	s.with(func(f map[string]string) {
		delete(f, "topic/page-0/index.html")
		delete(f, "robots.txt")
	}).build(t, dir)
	b.deploy(public).says(t, 0, "2 files of the site before had been changed by others, and were left alone")
	if got := b.get("robots.txt"); got != "changed by someone" {
		t.Errorf("robots.txt is %q", got)
	}
}

// TestAnotherSite makes sure that a site does not take the place of another by mistake.
func TestAnotherSite(t *testing.T) {
	b, oak, elm := newBucket(t), made(1, "oak"), made(2, "elm")
	oak.title, elm.title = "Oak Street", "Elm Street"
	oak.manifest()
	elm.manifest()
	b.deploy(oak.build(t, t.TempDir()))
	public := elm.build(t, t.TempDir())
	to(t, "s3://"+b.name, "http://"+s3Host, public).says(t, 2, `holds another site, "Oak Street", and this one is "Elm Street"; `, "--take-over")
	b.holds(oak)
	b.deploy(public, "--take-over")
	b.holds(elm, sheetOf(oak))
}

// TestLost makes sure that what someone deleted is put there again.
func TestLost(t *testing.T) {
	b, s := newBucket(t), made(2, "hello")
	public := s.build(t, t.TempDir())
	b.deploy(public)
	if err := clients.RemoveObject(t.Context(), b.name, "index.html", minio.RemoveObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	b.deploy(public).says(t, 0, "1 upload (")
	b.holds(s)
}

// endAt runs the program as a process, and sends it a signal when it begins its nth
// upload. It returns the exit code, -1 if it was killed.
func endAt(t *testing.T, b bucket, public string, n int32, signal os.Signal) (code int, out string) {
	t.Helper()
	var puts atomic.Int32
	reached := make(chan struct{})
	p := newProxy(t, func(w http.ResponseWriter, r *http.Request) bool {
		if isUpload(r) && puts.Add(1) == n {
			close(reached)
		}
		return false
	})
	cmd := exec.Command(program, "s3://"+b.name, "-d", public, "--endpoint", p.URL, "--heartbeat", "1s", "--jobs", "4")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-reached
	if err := cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // its exit code says how it went
	return cmd.ProcessState.ExitCode(), said.String()
}

// TestKilled kills the program in the middle of an upload. What it did is not done
// again, and nothing is taken for someone else's.
func TestKilled(t *testing.T) {
	b, dir := newBucket(t), t.TempDir()
	public := made(40, "before").build(t, dir)
	b.deploy(public)
	next := made(50, "after")
	next.build(t, dir)
	if code, out := endAt(t, b, public, 30, os.Kill); code != -1 {
		t.Fatalf("the program was not killed:\n%s", out)
	}
	again := newProxy(t, nil)
	to(t, "s3://"+b.name, again.URL, public).says(t, 0, "another deploy runs, or was cut off; waiting", " deleted")
	b.holds(next, sheetOf(made(40, "before")))
	// 55 files; at least 26 stood there. And the ledger: claimed, probed, finished, a beat or two.
	if got := again.writes(); got > 55-26+6 {
		t.Errorf("the second run wrote %d times, want at most %d", got, 55-26+6)
	}
}

// TestStopped makes sure that a run which was asked to stop needs no waiting for.
func TestStopped(t *testing.T) {
	b, dir := newBucket(t), t.TempDir()
	s := made(30, "hello")
	public := s.build(t, dir)
	code, out := endAt(t, b, public, 10, os.Interrupt)
	if code != 3 || !strings.Contains(out, "stopped; run this again, and it goes on from here") {
		t.Errorf("exit code %d, want 3:\n%s", code, out)
	}
	r := b.deploy(public)
	if strings.Contains(r.err, "waiting") || strings.Contains(r.out, "35 uploads") {
		t.Errorf("the second run waits, or begins anew:\n%s%s", r.err, r.out)
	}
	b.holds(s)
}

// TestTwoAtOnce lets two deploys of different sites run at the same time. One is done,
// or none; never half of both.
func TestTwoAtOnce(t *testing.T) {
	b := newBucket(t)
	sites := []site{made(60, "one"), made(60, "two")}
	results := make([]result, 2)
	var group sync.WaitGroup
	for i, s := range sites {
		public := s.build(t, filepath.Join(t.TempDir()))
		group.Go(func() { results[i] = to(t, "s3://"+b.name, "http://"+s3Host, public) })
	}
	group.Wait()
	done := 0
	for i, r := range results {
		switch {
		case r.code == 0:
			done++
		case r.code != 2 || !strings.Contains(r.err, "another deploy"):
			t.Errorf("deploy %d: exit code %d\n%s%s", i, r.code, r.out, r.err)
		}
	}
	if done == 0 {
		t.Errorf("neither was done:\n%s%s", results[0].err, results[1].err)
	}
	last := sites[1].build(t, t.TempDir())
	b.deploy(last)
	for path, text := range sites[1].files {
		if got := b.get(path); got != text {
			t.Errorf("%s is %.60q, want %.60q", path, got, text)
		}
	}
}
