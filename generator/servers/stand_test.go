//go:build servers

package servers

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A kind is a server, set up in one of its ways.
type kind struct {
	name    string // of the server
	variant string // what is particular about it, in a word
	program string // that runs it
	debian  string // the package that has it
	sends   string // the encodings of the files that it sends compressed, "any" if it compresses them itself
	bare    bool   // it lacks what it needs for the list
	// configure writes the configuration into st.dir, and returns the arguments that
	// check it, and those that run it in the foreground.
	configure func(st *stand) (check, run []string)
}

var kinds = []*kind{
	{name: "nginx", program: "nginx", debian: "nginx-light", sends: "gzip", configure: nginx},
	{name: "nginx", variant: "brotli", program: "nginx", debian: "nginx-light", sends: "br gzip", configure: nginx},
	{name: "apache", variant: "htaccess", program: "apache2", debian: "apache2", sends: "br gzip", configure: apache},
	{name: "apache", variant: "config", program: "apache2", debian: "apache2", sends: "br gzip", configure: apache},
	{name: "apache", variant: "bare", program: "apache2", debian: "apache2", bare: true, configure: apache},
	{name: "caddy", program: "caddy", debian: "caddy", sends: "br gzip", configure: caddy},
	{name: "lighttpd", program: "lighttpd", debian: "lighttpd", configure: lighttpd},
	{name: "lighttpd", variant: "deflate", program: "lighttpd", debian: "lighttpd", sends: "any", configure: lighttpd},
}

func (k *kind) String() string { return strings.TrimSpace(k.name + " " + k.variant) }

// first reports whether k is the first kind of its server.
func (k *kind) first() bool {
	return k == kinds[slices.IndexFunc(kinds, func(o *kind) bool { return o.name == k.name })]
}

// own returns the site of which the server shows all pages in a browser.
func (k *kind) own() *site {
	var names []string
	for _, o := range kinds {
		if !slices.Contains(names, o.name) {
			names = append(names, o.name)
		}
	}
	return sites[slices.Index(names, k.name)%len(sites)]
}

// A stand is a server that shows a site.
type stand struct {
	*kind
	site   *site
	dir    string // its own folder
	http   int    // the port
	https  int    // the port
	stderr strings.Builder
	stop   func() // ends the server, once
}

// patience is how long a server may take to start, or to end.
const patience = time.Minute

// other is a page of the clinic that is not below the site.
const other = "clinic.txt"

// start starts a server for s that ends with the test.
func (k *kind) start(t *testing.T, s *site) *stand {
	t.Helper()
	path := k.path()
	if path == "" {
		t.Fatalf("there is no %s; ./build.sh test installs it, or: apt-get install %s", k.program, k.debian)
	}
	dir, err := os.MkdirTemp(work, k.name)
	if err == nil {
		err = os.Chmod(dir, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	st := &stand{kind: k, site: s, dir: dir, http: port(t), https: port(t)}
	st.write("www/"+other, "the clinic's own\n")
	check, run := k.configure(st)
	if out, err := exec.Command(path, check...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: its configuration is refused: %v\n%s", k, s, err, out)
	}
	st.launch(t, path, run)
	return st
}

// path returns where the server's program is, "" if nowhere.
func (k *kind) path() string {
	for _, name := range []string{k.program, "/usr/sbin/" + k.program} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// launch runs the server until the test ends, and waits until it answers.
func (st *stand) launch(t *testing.T, path string, args []string) {
	t.Helper()
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), "HOME="+st.dir, "XDG_CONFIG_HOME="+st.dir, "XDG_DATA_HOME="+st.dir)
	cmd.Stderr, cmd.Stdout = &st.stderr, &st.stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	st.stop = sync.OnceFunc(func() {
		client.CloseIdleConnections()
		if st.name == "apache" { // which would wait ten seconds for the browser, and writes at once what it writes
			syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		}
		syscall.Kill(cmd.Process.Pid, syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(patience):
			syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
			t.Errorf("%s did not end", st.kind)
		}
	})
	t.Cleanup(st.stop)
	for _, port := range []int{st.http, st.https} {
		if err := st.answers(port, ended); err != nil {
			t.Fatalf("%s %s: %v\n%s", st.kind, st.site, err, st.stderr.String())
		}
	}
}

// answers waits until something listens on a port.
func (st *stand) answers(port int, ended <-chan error) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return c.Close()
		}
		select {
		case err := <-ended:
			return fmt.Errorf("it ended: %v", err)
		case <-ctx.Done():
			return fmt.Errorf("it does not listen on port %d", port)
		case <-tick.C:
		}
	}
}

// port returns a port that is free now.
func port(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// write writes a file into the stand's folder, and returns its path.
func (st *stand) write(name, text string) string {
	path := st.file(name)
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err == nil {
		err = os.WriteFile(path, []byte(text), 0o644)
	}
	if err != nil {
		panic(err) // a folder of ours
	}
	return path
}

// file returns the path of a file in the stand's folder.
func (st *stand) file(name string) string { return filepath.Join(st.dir, filepath.FromSlash(name)) }

// A request is what a stand is asked.
type request struct {
	method, path string // path from the root of the host, as it is sent
	secure       bool
	headers      map[string]string
}

// An answer is what came of it.
type answer struct {
	*http.Response
	body []byte
}

// client sends requests as they are: no redirect is followed, nothing is decompressed.
var client = &http.Client{
	Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 4,
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}, // of 127.0.0.1, which the test started
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       patience,
}

// root returns the address of the host.
func (st *stand) root(secure bool) string {
	if secure {
		return fmt.Sprintf("https://localhost:%d", st.https)
	}
	return fmt.Sprintf("http://127.0.0.1:%d", st.http)
}

// certify makes the certificate of the servers.
func certify() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	cert := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		DNSNames: []string{"localhost", "guide.example", "www.clinic.example", "other.example"}}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, &key.PublicKey, key)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	secret := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})
	for name, data := range map[string][]byte{"cert.pem": public, "key.pem": secret, "both.pem": append(public, secret...)} {
		if err := os.WriteFile(filepath.Join(work, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
