package main

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
)

var killed = syscall.SIGKILL

// TestMistakes makes each mistake of the command line.
func TestMistakes(t *testing.T) {
	b := newBucket(t)
	public := made(1, "hello").build(t, t.TempDir())
	at, where := "http://"+s3Host, "s3://"+b.name
	for _, c := range []struct {
		name, where, endpoint, dir string
		more                       []string
		code                       int
		words                      string
	}{
		{"no address", "guide", at, public, nil, 2, "guide is no address of a bucket; write it as s3://BUCKET"},
		{"empty bucket", "s3:///iop", at, public, nil, 2, "is no address of a bucket"},
		{"dots", where + "/../x", at, public, nil, 2, "one of dots"},
		{"endpoint without scheme", where, "s3.example.com", public, nil, 2, "--endpoint s3.example.com is no address; write it as https://"},
		{"endpoint with bucket", where, at + "/bucket", public, nil, 2, "the bucket belongs into s3://"},
		{"endpoint with password", where, "https://me:pw@s3.example.com", public, nil, 2, "must not hold a name or password"},
		{"no jobs", where, at, public, []string{"--jobs", "0"}, 2, "--jobs 0: it must be between"},
		{"unknown flag", where, at, public, []string{"--force"}, 2, "unknown flag --force"},
		{"no folder", where, at, filepath.Join(t.TempDir(), "none"), nil, 2, "build the site with iopguide build --host s3"},
		{"no bucket", "s3://no-such-bucket-here", at, public, nil, 2, "there is no bucket no-such-bucket-here at " + s3Host},
		{"name no bucket can have", "s3://No_Bucket", at, public, nil, 2, "there is no bucket No_Bucket at"},
		{"nobody there", where, "http://127.0.0.1:1", public, nil, 3, "127.0.0.1:1 cannot be reached"},
		{"no such computer", where, "https://s3.invalid", public, nil, 3, "is --endpoint right?"},
		{"no such profile", where, at, public, []string{"--profile", "clinic"}, 3, "no credentials for the profile clinic"},
	} {
		t.Run(c.name, func(t *testing.T) {
			began := time.Now()
			to(t, c.where, c.endpoint, c.dir, c.more...).says(t, c.code, c.words)
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %v to say so", took)
			}
		})
	}
	if keys := b.keys(); len(keys) != 0 {
		t.Errorf("mistakes left %v", keys)
	}
}

// TestPlanMistakes makes sure that a plan is held against its folder.
func TestPlanMistakes(t *testing.T) {
	good := plan{Version: 1, Files: []file{{Path: "index.html", Kind: page, Type: "text/html", Sum: strings.Repeat("0", 64)}}}
	bad := func(change func(*file)) plan {
		f := good.Files[0]
		change(&f)
		return plan{Version: 1, Files: []file{f}}
	}
	for _, c := range []struct {
		name  string
		plan  plan
		words string
	}{
		{"of a newer program", plan{Version: 2}, "is of version 2, and this iopguide-deploy reads version 1"},
		{"empty", plan{Version: 1}, "it names no file"},
		{"leads outside", bad(func(f *file) { f.Path = "../secret" }), `"../secret" is no path`},
		{"names the ledger", bad(func(f *file) { f.Path = ledgerName }), "is no path of a site's file"},
		{"twice", plan{Version: 1, Files: append(good.Files, good.Files...)}, "index.html is named twice"},
		{"no sum", bad(func(f *file) { f.Sum = "12" }), "index.html has no SHA-256"},
		{"no kind", bad(func(f *file) { f.Kind = "movie" }), `index.html is of kind "movie"`},
		{"no type", bad(func(f *file) { f.Type = "" }), "index.html has no type"},
		{"other bytes", good, "index.html has changed since the plan was made; run iopguide build --host s3 again"},
		{"no such file", bad(func(f *file) { f.Path = "gone.html" }), "gone.html is in the plan, but not in"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := made(1, "hello").build(t, t.TempDir())
			writePlan(t, dir, c.plan)
			to(t, "s3://never-asked", "http://127.0.0.1:1", dir).says(t, 2, c.words)
		})
	}
	dir := made(1, "hello").build(t, t.TempDir())
	if err := os.WriteFile(filepath.Join(dir+".host", planName), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	to(t, "s3://never-asked", "http://127.0.0.1:1", dir).says(t, 2, "cannot be read (unexpected end of JSON input)")
	if err := os.Remove(filepath.Join(dir+".host", planName)); err != nil {
		t.Fatal(err)
	}
	to(t, "s3://never-asked", "http://127.0.0.1:1", dir).says(t, 2, "there is no ", "run iopguide build --host s3")
}

// TestCredentials tries wrong ones, and none, against the real server.
func TestCredentials(t *testing.T) {
	b := newBucket(t)
	public := made(1, "hello").build(t, t.TempDir())
	try := func() result { return to(t, "s3://"+b.name, "http://"+s3Host, public) }
	t.Setenv("AWS_SECRET_ACCESS_KEY", "wrong-secret-that-must-not-be-seen")
	r := try()
	r.says(t, 3, "the secret key does not belong to the access key (403 SignatureDoesNotMatch)")
	if strings.Contains(r.err, "wrong-secret") {
		t.Errorf("the wrong secret was printed:\n%s", r.err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "AKUNKNOWN0000000001")
	r = try()
	r.says(t, 3, "the store does not know this access key (")
	if strings.Contains(r.err, "AKUNKNOWN") {
		t.Errorf("the key was printed:\n%s", r.err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/") // so that nothing off this machine is asked
	try().says(t, 3, "there are no credentials: set AWS_ACCESS_KEY_ID")

	file := filepath.Join(t.TempDir(), "credentials")
	text := "[clinic]\naws_access_key_id = " + keyID + "\naws_secret_access_key = " + keySecret + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", file)
	to(t, "s3://"+b.name, "http://"+s3Host, public, "--profile", "clinic").says(t, 0, "6 uploads")
}

var policyInDocs = regexp.MustCompile("(?s)```json\n(.*?)```")

// TestPermissions deploys as a user who may do just what docs/deploy.md says, and then
// as one who lacks a part of it.
func TestPermissions(t *testing.T) {
	docs, err := os.ReadFile("../../docs/deploy.md")
	if err != nil {
		t.Fatal(err)
	}
	b, dir := newBucket(t), t.TempDir()
	user := "deployer-" + b.name
	policy := strings.TrimSpace(string(policyInDocs.FindSubmatch(docs)[1]))
	policy = strings.ReplaceAll(policy, "clinic-guide", b.name)
	policy = strings.ReplaceAll(policy, `"Effect": "Allow",`, `"Effect": "Allow", "Principal": {"AWS": ["`+user+`"]},`)
	t.Setenv("AWS_SECRET_ACCESS_KEY", b.user(user, policy))
	t.Setenv("AWS_ACCESS_KEY_ID", user)
	public := made(2, "hello").build(t, dir)
	try := func(more ...string) result {
		return to(t, "s3://"+b.name+"/iop", "http://"+s3Host, public, more...)
	}
	try().says(t, 0, "7 uploads")
	made(1, "good day").build(t, dir)
	try().says(t, 0, "4 uploads", "1 deleted")
	try().says(t, 0, "0 uploads")
	to(t, "s3://"+b.name+"/elsewhere", "http://"+s3Host, public).says(t, 3, "these credentials may not do that in s3://"+b.name+"/elsewhere/")

	made(1, "fewer").with(func(f map[string]string) { delete(f, "topic/page-0/index.html") }).build(t, dir)
	for _, action := range []string{"s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"} {
		instead := `"s3:GetObjectTagging"` // some other, of the same sort
		if action == "s3:ListBucket" {
			instead = `"s3:GetBucketTagging"`
		}
		b.allow(strings.ReplaceAll(policy, `"`+action+`"`, instead))
		try().says(t, 3, "these credentials may not do that", "docs/deploy.md")
	}
}

// TestAnswers lets the store refuse in each of its ways. Nothing may be lost, and the
// site before must stay whole.
func TestAnswers(t *testing.T) {
	b, dir := newBucket(t), t.TempDir()
	before := made(5, "before")
	public := before.build(t, dir)
	b.deploy(public)
	made(5, "after").build(t, dir)
	for _, c := range []struct {
		name   string
		status int
		code   string
		words  []string
	}{
		{"denied", 403, "AccessDenied", []string{"these credentials may not do that in s3://" + b.name, "docs/deploy.md"}},
		{"unknown key", 403, "InvalidAccessKeyId", []string{"the store does not know this access key (403 InvalidAccessKeyId)"}},
		{"expired", 400, "ExpiredToken", []string{"the credentials have expired", "sign in again"}},
		{"skewed", 403, "RequestTimeTooSkewed", []string{"the clocks differ too much", "this computer says 20", "the store says 2031-01-02 03:04:0", "set this computer's clock"}},
		{"moved", 301, "PermanentRedirect", []string{"the bucket is in another region", "--region"}},
		{"busy", 503, "SlowDown", []string{"the store asks for patience (503 SlowDown); trying again in", "still did after half a minute (503 SlowDown)", "--jobs"}},
		{"broken", 500, "InternalError", []string{"the store answered 500 InternalError"}},
		{"unknown", 400, "SomethingNew", []string{"the store answered 400 SomethingNew: because " + "[hidden]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProxy(t, func(w http.ResponseWriter, r *http.Request) bool {
				w.Header().Set("Date", "Thu, 02 Jan 2031 03:04:05 GMT")
				fail(w, c.status, c.code, "because "+keyID)
				return true
			})
			to(t, "s3://"+b.name, p.URL, public).says(t, 3, c.words...)
			b.holds(before)
		})
	}
}

// TestPatience makes sure that a store which is busy for a moment does no harm.
func TestPatience(t *testing.T) {
	b, s := newBucket(t), made(20, "hello")
	var n atomic.Int32
	p := newProxy(t, func(w http.ResponseWriter, r *http.Request) bool {
		switch n.Add(1) % 5 {
		case 0:
			fail(w, http.StatusServiceUnavailable, "SlowDown", "please")
			return true
		case 3:
			cut(w, r)
			return true
		}
		return false
	})
	to(t, "s3://"+b.name, p.URL, s.build(t, t.TempDir()), "--jobs", "3").says(t, 0, "25 uploads")
	b.holds(s)
}

// TestAnswerLost lets the store do what it was asked, and cuts the connection before it
// says so. The next try must know its own file.
func TestAnswerLost(t *testing.T) {
	b, s := newBucket(t), made(3, "hello")
	direct := newProxy(t, nil)
	var n atomic.Int32
	p := newProxy(t, func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut || n.Add(1)%2 == 0 {
			return false
		}
		again, err := http.NewRequest(r.Method, direct.URL+r.URL.RequestURI(), r.Body)
		if err != nil {
			t.Error(err)
			return false
		}
		again.Host, again.Header, again.ContentLength = r.Host, r.Header, r.ContentLength
		if res, err := http.DefaultClient.Do(again); err == nil {
			res.Body.Close()
		}
		cut(w, r)
		return true
	})
	to(t, "s3://"+b.name, p.URL, s.build(t, t.TempDir()), "--jobs", "1").says(t, 0, "8 uploads")
	b.holds(s)
}

// TestNetworkGone cuts the network for good in the middle of an upload. The site before
// stays whole, and the next run goes on.
func TestNetworkGone(t *testing.T) {
	b, dir := newBucket(t), t.TempDir()
	before, after := made(10, "before"), made(10, "after")
	public := before.build(t, dir)
	b.deploy(public)
	after.build(t, dir)
	var n atomic.Int32
	p := newProxy(t, func(w http.ResponseWriter, r *http.Request) bool {
		if n.Load() >= 5 || isUpload(r) && n.Add(1) >= 5 {
			cut(w, r)
			return true
		}
		return false
	})
	to(t, "s3://"+b.name, p.URL, public, "--jobs", "1").says(t, 3, "the connection to the store was lost; trying again in",
		"did not come back", "4 files uploaded before that, and every page there is whole; run this again")
	to(t, "s3://"+b.name, "http://"+s3Host, public).says(t, 0, "9 uploads")
	b.holds(after, sheetOf(before))
}

// TestUnderWay makes sure that a deploy which sees that another runs leaves it alone.
func TestUnderWay(t *testing.T) {
	b, s := newBucket(t), made(20, "hello")
	public := s.build(t, t.TempDir())
	reached, release := make(chan struct{}), make(chan struct{})
	var n atomic.Int32
	p := newProxy(t, func(w http.ResponseWriter, r *http.Request) bool {
		if isUpload(r) && n.Add(1) == 5 {
			close(reached)
			<-release
		}
		return false
	})
	first := make(chan result)
	go func() { first <- to(t, "s3://"+b.name, p.URL, public) }()
	<-reached
	to(t, "s3://"+b.name, "http://"+s3Host, public).says(t, 2, "for a sign of it", "is under way; run this again when it is done")
	close(release)
	(<-first).says(t, 0, "25 uploads")
	b.holds(s)
}

// TestOvertaken makes sure that a deploy which was held up stops when another has begun
// in its place.
func TestOvertaken(t *testing.T) {
	b := newBucket(t)
	slow, quick := made(20, "slow"), made(20, "quick")
	reached, release := make(chan struct{}), make(chan struct{})
	var n atomic.Int32
	p := newProxy(t, func(w http.ResponseWriter, r *http.Request) bool {
		if isUpload(r) && n.Add(1) == 5 {
			close(reached)
		}
		if n.Load() >= 5 {
			<-release
		}
		return false
	})
	first := make(chan result)
	public := slow.build(t, t.TempDir())
	go func() { first <- to(t, "s3://"+b.name, p.URL, public, "--jobs", "2") }()
	<-reached
	to(t, "s3://"+b.name, "http://"+s3Host, quick.build(t, t.TempDir())).says(t, 0, "25 uploads")
	close(release)
	r := <-first
	r.says(t, 2)
	if !strings.Contains(r.err, "another deploy to") && !strings.Contains(r.err, "was changed by someone else") { // whichever it sees first
		t.Errorf("it does not say why it stopped:\n%s", r.err)
	}
	b.holds(quick, sheetOf(slow))
}

// TestNoConditions makes sure that a store which knows no conditions is used all the
// same, and the person told.
func TestNoConditions(t *testing.T) {
	for _, c := range []struct {
		name   string
		refuse bool
	}{{"it takes no notice", false}, {"it refuses them", true}} {
		t.Run(c.name, func(t *testing.T) {
			b, s := newBucket(t), made(3, "hello")
			p := newProxy(t, func(w http.ResponseWriter, r *http.Request) bool {
				conditional := r.Header.Get("If-Match")+r.Header.Get("If-None-Match") != ""
				if conditional && c.refuse {
					fail(w, http.StatusNotImplemented, "NotImplemented", "no conditions here")
					return true
				}
				if conditional {
					putAll(t, w, r)
				}
				return conditional
			})
			dir := s.build(t, t.TempDir())
			to(t, "s3://"+b.name, p.URL, dir).says(t, 0, "make sure that only one deploy runs at a time", "8 uploads")
			to(t, "s3://"+b.name, p.URL, dir).says(t, 0, "0 uploads")
			b.holds(s)
		})
	}
}

// putAll uploads what r asks for, whatever its conditions.
func putAll(t *testing.T, w http.ResponseWriter, r *http.Request) {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	info, err := clients.PutObject(r.Context(), bucket, key, r.Body, r.ContentLength, minio.PutObjectOptions{
		ContentType: r.Header.Get("Content-Type"), CacheControl: r.Header.Get("Cache-Control"),
		UserMetadata: map[string]string{markName: r.Header.Get("X-Amz-Meta-" + markName)}, DisableContentSha256: true})
	if err != nil {
		t.Errorf("put %s: %v", key, err)
	}
	w.Header().Set("ETag", `"`+info.ETag+`"`)
}

// TestUnreadableLedger makes sure that a ledger which someone spoiled is not taken for
// none.
func TestUnreadableLedger(t *testing.T) {
	b, s := newBucket(t), made(1, "hello")
	public := s.build(t, t.TempDir())
	b.deploy(public)
	b.put(ledgerName, "spoiled")
	to(t, "s3://"+b.name, "http://"+s3Host, public).says(t, 2, ledgerName+" is no list of this program")
	b.deploy(public, "--take-over")
	b.deploy(public).says(t, 0, "0 uploads")
}
