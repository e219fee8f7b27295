package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// The tests run against a real S3 server, which they build and start.
var (
	program string // iopguide-deploy, built
	server  string // the server's program
	s3Host  string // where the server speaks S3
	webHost string // where it shows buckets as websites
	clients *minio.Client
)

const (
	keyID     = "AKTESTDEPLOYKEY0001"
	keySecret = "s3cr3t/Of+The-Test/Which-Must-Never-Be-Seen"
	webDomain = "site.test"
)

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	work, err := os.MkdirTemp("", "deploy-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(work)
	pauses = []time.Duration{20 * time.Millisecond, 40 * time.Millisecond, 80 * time.Millisecond}
	for name, value := range map[string]string{"AWS_ACCESS_KEY_ID": keyID, "AWS_SECRET_ACCESS_KEY": keySecret, "CI": "1",
		"AWS_REGION": "us-east-1", "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(work, "none"), "AWS_CONFIG_FILE": filepath.Join(work, "none")} {
		os.Setenv(name, value)
	}
	program = filepath.Join(work, "iopguide-deploy")
	server = filepath.Join(work, "versitygw")
	if err := compile(".", program, "."); err != nil {
		panic(err)
	}
	if err := compile(filepath.Join("testdata", "s3server"), server, "github.com/versity/versitygw/cmd/versitygw"); err != nil {
		panic(err)
	}
	stop, err := startServer(work)
	if err != nil {
		panic(err)
	}
	defer stop()
	return m.Run()
}

// compile builds the package of the module in dir.
func compile(dir, to, pkg string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", to, pkg)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", pkg, err, out)
	}
	return nil
}

// startServer starts the server, and waits until it answers.
func startServer(work string) (stop func(), err error) {
	s3Host, webHost = free(), free()
	root, users := filepath.Join(work, "buckets"), filepath.Join(work, "users")
	for _, dir := range []string{root, users} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			return nil, err
		}
	}
	var said bytes.Buffer
	cmd := exec.Command(server, "--quiet", "--keep-alive", "--port", s3Host, "--website", webHost, "--website-domain", webDomain,
		"--iam-dir", users, "--access", keyID, "--secret", keySecret, "posix", root)
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	stop = func() { cmd.Process.Kill(); cmd.Wait() }
	clients, err = minio.New(s3Host, &minio.Options{Creds: credentials.NewStaticV4(keyID, keySecret, ""), Region: "us-east-1"})
	if err != nil {
		stop()
		return nil, err
	}
	for deadline := time.Now().Add(20 * time.Second); ; {
		c, err := net.DialTimeout("tcp", s3Host, time.Second)
		if err == nil {
			c.Close()
			return stop, nil
		}
		if time.Now().After(deadline) {
			stop()
			return nil, fmt.Errorf("the S3 server does not answer: %w\n%s", err, said.String())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// free returns an address that nobody listens on.
func free() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// A bucket is one of the server's, which a website shows.
type bucket struct {
	t    *testing.T
	name string
}

// newBucket makes a bucket that all may read.
func newBucket(t *testing.T) bucket {
	t.Helper()
	b := bucket{t, "t" + strings.ToLower(short(t.Name(), fmt.Sprint(time.Now().UnixNano())))}
	b.name = strings.NewReplacer("_", "x", "-", "y").Replace(b.name)
	ctx := t.Context()
	if err := clients.MakeBucket(ctx, b.name, minio.MakeBucketOptions{}); err != nil {
		t.Fatalf("make bucket: %v", err)
	}
	read := fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*"}]}`, b.name)
	if err := clients.SetBucketPolicy(ctx, b.name, read); err != nil {
		t.Fatalf("let all read: %v", err)
	}
	b.website()
	return b
}

// user makes a user of the server who may do what a policy for buckets of name says,
// and returns the secret key.
func (b bucket) user(id, policy string) (secret string) {
	b.t.Helper()
	secret = "secret-of-" + id
	cmd := exec.Command(server, "admin", "--access", keyID, "--secret", keySecret, "--endpoint-url", "http://"+s3Host,
		"create-user", "--access", id, "--secret", secret, "--role", "user")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.t.Fatalf("make a user: %v\n%s", err, out)
	}
	b.allow(policy)
	return secret
}

// allow gives the bucket a policy.
func (b bucket) allow(policy string) {
	b.t.Helper()
	if err := clients.SetBucketPolicy(b.t.Context(), b.name, policy); err != nil {
		b.t.Fatalf("set the policy %s: %v", policy, err)
	}
}

// website makes the bucket a website. The client has no call for it.
func (b bucket) website() {
	b.t.Helper()
	address, err := clients.Presign(b.t.Context(), http.MethodPut, b.name, "", time.Minute, url.Values{"website": {""}})
	if err != nil {
		b.t.Fatal(err)
	}
	body := `<WebsiteConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>404.html</Key></ErrorDocument></WebsiteConfiguration>`
	req, _ := http.NewRequest(http.MethodPut, address.String(), strings.NewReader(body))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(res.Body)
		b.t.Fatalf("make a website: %s\n%s", res.Status, text)
	}
}

// put uploads a file as someone else would.
func (b bucket) put(key, text string) {
	b.t.Helper()
	_, err := clients.PutObject(b.t.Context(), b.name, key, strings.NewReader(text), int64(len(text)), minio.PutObjectOptions{})
	if err != nil {
		b.t.Fatalf("put %s: %v", key, err)
	}
}

// get returns what stands at key, "" if nothing does.
func (b bucket) get(key string) string {
	b.t.Helper()
	o, err := clients.GetObject(b.t.Context(), b.name, key, minio.GetObjectOptions{})
	if err != nil {
		b.t.Fatal(err)
	}
	defer o.Close()
	data, err := io.ReadAll(o)
	if err != nil && answered(err).Code != minio.NoSuchKey {
		b.t.Fatalf("get %s: %v", key, err)
	}
	return string(data)
}

// keys returns the names of all objects but the ledger.
func (b bucket) keys() []string {
	b.t.Helper()
	var keys []string
	for o := range clients.ListObjectsIter(b.t.Context(), b.name, minio.ListObjectsOptions{Recursive: true}) {
		if o.Err != nil {
			b.t.Fatal(o.Err)
		}
		if !strings.HasSuffix(o.Key, ledgerName) {
			keys = append(keys, o.Key)
		}
	}
	return keys
}

// visit asks the bucket's website for a page.
func (b bucket) visit(ctx context.Context, path string) (*http.Response, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+webHost+path, nil)
	if err != nil {
		return nil, "", err
	}
	req.Host = b.name + "." + webDomain
	res, err := reader.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	return res, string(data), err
}

// reader follows no redirect.
var reader = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// A proxy stands between the program and the server, and may do harm.
type proxy struct {
	*httptest.Server
	mu     sync.Mutex
	seen   map[string]int // requests by method
	bodies []string       // of all requests and answers that are short
}

// newProxy starts a proxy. It passes on what harm does not answer itself.
func newProxy(t *testing.T, harm func(w http.ResponseWriter, r *http.Request) (answered bool)) *proxy {
	p := &proxy{seen: map[string]int{}}
	to := &url.URL{Scheme: "http", Host: s3Host}
	pass := &httputil.ReverseProxy{
		Rewrite:  func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.Host = r.In.Host },
		ErrorLog: nil,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			panic(http.ErrAbortHandler) // the program went away, or the server
		},
	}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.seen[r.Method]++
		p.mu.Unlock()
		if harm == nil || !harm(w, r) {
			pass.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(p.Close)
	return p
}

// writes counts the requests that change something.
func (p *proxy) writes() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen[http.MethodPut] + p.seen[http.MethodPost] + p.seen[http.MethodDelete]
}

// fail answers as a store does that cannot.
func fail(w http.ResponseWriter, status int, code, text string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, `<?xml version="1.0"?><Error><Code>%s</Code><Message>%s</Message><AWSAccessKeyId>%s</AWSAccessKeyId><RequestId>1</RequestId></Error>`, code, text, keyID)
}

// cut ends the connection in the middle of an upload.
func cut(w http.ResponseWriter, r *http.Request) {
	io.CopyN(io.Discard, r.Body, 100)
	c, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		c.Close()
	}
}

// isUpload reports whether r puts a file of the site.
func isUpload(r *http.Request) bool {
	return r.Method == http.MethodPut && !strings.HasSuffix(r.URL.Path, ledgerName)
}
