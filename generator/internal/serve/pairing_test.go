package serve

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// lanHandler answers as a preview that listens at all addresses, port 8080, and
// is asked at 192.168.1.5.
func lanHandler(t *testing.T) (*preview, func(path, from string, headers ...string) *http.Response) {
	t.Helper()
	p, b, _ := previewOf(t)
	p.pairing = newPairing(8080)
	made(t, p, b)
	handler := p.handler(&net.TCPAddr{IP: net.IPv4zero, Port: 8080})
	return p, func(path, from string, headers ...string) *http.Response {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path, r.URL.RawQuery, _ = strings.Cut(path, "?")
		r.Host, r.RemoteAddr = "192.168.1.5:8080", net.JoinHostPort(from, "40000")
		ctx, gone := context.WithCancel(context.WithValue(r.Context(), http.LocalAddrContextKey,
			net.Addr(&net.TCPAddr{IP: net.IPv4(192, 168, 1, 5), Port: 8080})))
		gone() // or the stream of events would not end
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
			if headers[i] == "Host" {
				r.Host = headers[i+1]
			}
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r.WithContext(ctx))
		return w.Result()
	}
}

const phone = "192.168.1.77"

func TestPairing(t *testing.T) {
	p, get := lanHandler(t)
	code, cookie := p.pairing.code, "preview-8080="+p.pairing.secret
	tests := []struct {
		name, path, from string
		headers          []string
		status           int
		location         string
	}{
		{"this computer", "/", "127.0.0.1", []string{"Host", "127.0.0.1:8080"}, 200, ""},
		{"this computer, IPv6", "/", "::1", []string{"Host", "localhost:8080"}, 200, ""},
		{"another, without the code", "/", phone, nil, 403, ""},
		{"its script", "/_preview/live.js", phone, nil, 403, ""},
		{"its events", "/_preview/events", phone, nil, 403, ""},
		{"its board", "/_preview/", phone, nil, 403, ""},
		{"no page", "/nothing/", phone, nil, 403, ""},
		{"a style", "/css/site.css", phone, nil, 403, ""},
		{"with the code", "/?pair=" + code, phone, nil, 303, "/"},
		{"at a page", "/costs/?a=b&pair=" + code, phone, nil, 303, "/costs/?a=b"},
		{"as people type it", "/?pair=" + strings.ToLower(code[:4]) + "+-+" + strings.ToLower(code[4:]), phone, nil, 303, "/"},
		{"to another host", "//evil.example/?pair=" + code, phone, nil, 303, "/evil.example/"},
		{"a wrong code", "/?pair=AAAAAAAA", phone, nil, 403, ""},
		{"a part of the code", "/?pair=" + code[:7], phone, nil, 403, ""},
		{"paired", "/", phone, []string{"Cookie", cookie}, 200, ""},
		{"paired, at no page", "/nothing/", phone, []string{"Cookie", cookie}, 404, ""},
		{"paired, with the code again", "/?pair=" + code, phone, []string{"Cookie", cookie}, 303, "/"},
		{"the code as a cookie", "/", phone, []string{"Cookie", "preview-8080=" + code}, 403, ""},
		{"a cookie of another port", "/", phone, []string{"Cookie", "preview-8081=" + p.pairing.secret}, 403, ""},
		{"a name that leads here", "/", phone, []string{"Cookie", cookie, "Host", "evil.example:8080"}, 403, ""},
		{"a name that leads to the computer itself", "/", "127.0.0.1", []string{"Host", "evil.example:8080"}, 403, ""},
		{"an address that was not asked", "/", phone, []string{"Cookie", cookie, "Host", "10.0.0.9:8080"}, 403, ""},
		{"no address at all", "/", phone, []string{"Cookie", cookie, "Host", "0.0.0.0:8080"}, 403, ""},
		{"a foreign origin", "/", phone, []string{"Cookie", cookie, "Origin", "https://evil.example"}, 403, ""},
		{"the own origin", "/", phone, []string{"Cookie", cookie, "Origin", "http://192.168.1.5:8080"}, 200, ""},
		{"a claim to be this computer", "/", phone, []string{"X-Forwarded-For", "127.0.0.1", "Host", "localhost:8080"}, 403, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			resp := get(tt.path, tt.from, tt.headers...)
			if resp.StatusCode != tt.status || resp.Header.Get("Location") != tt.location {
				t.Errorf("got %d %s, want %d %s", resp.StatusCode, resp.Header.Get("Location"), tt.status, tt.location)
			}
			cookies := resp.Cookies()
			if (len(cookies) > 0) != (tt.status == 303) {
				t.Fatalf("cookies: got %v", cookies)
			}
			for _, c := range cookies {
				if c.Name+"="+c.Value != cookie || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" ||
					c.Domain != "" || c.MaxAge != 0 || !c.Expires.IsZero() {
					t.Errorf("got the cookie %v", c)
				}
			}
		})
	}
}

// TestGuesses shows wrong codes: after ten the right one is refused too, for a
// minute.
func TestGuesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPairing(8080)
		try := func(code string) int {
			r := httptest.NewRequest(http.MethodGet, "/?pair="+code, nil) // from 192.0.2.1
			w := httptest.NewRecorder()
			p.admits(w, r)
			return w.Code
		}
		for i := range maxWrong {
			if got := try(fmt.Sprint("wrong", i)); got != http.StatusForbidden {
				t.Errorf("wrong code %d: got %d, want 403", i, got)
			}
		}
		if got := try(p.code); got != http.StatusTooManyRequests {
			t.Errorf("after too many wrong codes: got %d, want 429", got)
		}
		time.Sleep(time.Minute + time.Second)
		if got := try(p.code); got != http.StatusSeeOther {
			t.Errorf("a minute later: got %d, want 303", got)
		}
	})
}

func TestCodes(t *testing.T) {
	a, b := newPairing(1), newPairing(1)
	if a.code == b.code || a.secret == b.secret {
		t.Error("two starts have the same code or secret")
	}
	if len(a.code) != codeLength || strings.Trim(a.code, codeLetters) != "" || len(codeLetters) != 32 || len(a.secret) < 26 {
		t.Errorf("got code %q, secret %q", a.code, a.secret)
	}
	if got := spelled("ABCDEFGH"); got != "ABCD-EFGH" {
		t.Errorf("spelled: got %s", got)
	}
}

// TestAskPage holds what a stranger sees: nothing of the site.
func TestAskPage(t *testing.T) {
	_, get := lanHandler(t)
	resp := get("/costs/", phone)
	body := make([]byte, 1<<16)
	n, _ := resp.Body.Read(body)
	page := string(body[:n])
	if !strings.Contains(page, `<input id="pair" name="pair"`) || strings.Contains(page, "Costs") || strings.Contains(page, "Small") {
		t.Errorf("got %s", page)
	}
	if got := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'; style-src 'sha256-") {
		t.Errorf("policy: got %s", got)
	}
	if got := resp.Header.Get("Referrer-Policy"); got != "no-referrer" {
		t.Errorf("Referrer-Policy: got %s", got)
	}
}

func TestPlaceOf(t *testing.T) {
	pairing := &pairing{code: "ABCDEFGH"}
	lan := placeOf("192.168.1.5", &net.TCPAddr{IP: net.IPv4(192, 168, 1, 5), Port: 9000}, pairing)
	if lan.Home != "http://192.168.1.5:9000/?pair=ABCDEFGH" || !slices.Equal(lan.Others, []string{"http://192.168.1.5:9000/"}) ||
		lan.Code != "ABCD-EFGH" || lan.Pair(lan.Others[0]) != lan.Home {
		t.Errorf("one address: got %+v", lan)
	}
	if all := placeOf("0.0.0.0", &net.TCPAddr{IP: net.IPv4zero, Port: 80}, pairing); all.Home != "http://127.0.0.1/" ||
		slices.ContainsFunc(all.Others, func(a string) bool { return strings.Contains(a, "127.0.0.1") || strings.Contains(a, "[") }) {
		t.Errorf("all addresses: got %+v", all)
	}
	if own := placeOf("localhost", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, nil); own.Home != "http://localhost:8080/" || own.Others != nil || own.Code != "" {
		t.Errorf("this computer only: got %+v", own)
	}
}

func TestRank(t *testing.T) {
	want := []string{"192.168.1.5", "10.1.2.3", "172.17.0.1", "203.0.113.9", "2001:db8::5"}
	for i := range want[1:] {
		if a, b := rank(netip.MustParseAddr(want[i])), rank(netip.MustParseAddr(want[i+1])); a == 0 || a >= b {
			t.Errorf("%s: got rank %d, want it before %s with %d", want[i], a, want[i+1], b)
		}
	}
	for _, a := range []string{"127.0.0.1", "::1", "169.254.3.4", "fe80::1", "0.0.0.0", "::ffff:127.0.0.1"} {
		if got := rank(netip.MustParseAddr(a)); got != 0 {
			t.Errorf("%s: got %d, want 0: nobody else can reach it", a, got)
		}
	}
}
