//go:build servers

package servers

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// embed serves pages of other sites, by any name, that show in a frame what their query
// names. It returns the port.
func embed() (int, error) {
	cert, err := tls.LoadX509KeyPair(filepath.Join(work, "cert.pem"), filepath.Join(work, "key.pem"))
	if err != nil {
		return 0, err
	}
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}})
	if err != nil {
		return 0, err
	}
	go http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang=en><title>A clinic</title><link rel=icon href=data:,>
<script>window.heard = 0; addEventListener("message", e => { if (e.data.iopguide) heard++ })</script>
<iframe width=600 height=400 src="%s"></iframe>`, r.URL.Query().Get("frame"))
	}))
	return l.Addr().(*net.TCPAddr).Port, nil
}

// frames shows pages in frames of other sites. A page of embed/ shows on the one that
// site.yaml allows, on no other, and other pages on none.
func frames(t *testing.T, st *stand) int {
	guide := fmt.Sprintf("https://guide.example:%d%s", st.https, st.site.path)
	tests := []struct {
		name, by, page string
		shows          bool
	}{
		{"allowed", allowed, "embed/practical/paying-for-it/", true},
		{"not allowed", "https://other.example", "embed/practical/paying-for-it/", false},
		{"a page that is for no frame", allowed, "practical/paying-for-it/", false},
	}
	b := newTab(t)
	for _, test := range tests {
		if err := b.open(test.by + "/?frame=" + guide + test.page + "index.html"); err != nil {
			t.Fatal(err)
		}
		if shows, err := b.frame(); err != nil || shows != test.shows {
			t.Errorf("%s: the frame shows its page: %t, want %t: %v", test.name, shows, test.shows, err)
		}
	}
	return len(tests)
}

// frame waits until the page in the frame speaks to the page around it, or the browser
// says that it may not be shown.
func (b *tab) frame() (shows bool, err error) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		heard, err := ask[bool](b, `heard > 0`)
		if err != nil || heard {
			return heard, err
		}
		said, _ := b.did()
		for _, s := range said {
			if strings.Contains(s, "frame-ancestors") {
				return false, nil
			}
		}
	}
	said, _ := b.did()
	return false, fmt.Errorf("the frame neither shows nor is refused: %q", said)
}
