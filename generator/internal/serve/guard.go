package serve

import (
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// own is the path below which the preview's own files are, which no page of a
// site can have.
const own = "/_preview/"

// A guard lets through only requests that a browser makes for the preview
// itself. Any page on the web can make a browser ask 127.0.0.1, or a computer in
// the same network:
//
//   - by a name of its own that it lets point there, to read the site as its own
//     (DNS rebinding): the Host is another one then, and is refused. The numbers
//     of an address cannot be made to point elsewhere;
//   - from its own address, to read or to steer: its Origin is refused, and the
//     preview's own files are for the preview's own pages.
//
// Where other computers can ask, too, they must be paired: see pairing.go.
type guard struct {
	port    int
	hosts   []string // that stand for this computer, to itself; the first one for people
	pairing *pairing // nil where only this computer can ask
	form    string   // the one path to which forms may be sent, "" for none
}

// guarded answers the requests that the guard lets through.
func (g *guard) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
		form := r.Method == http.MethodPost && g.form != "" && r.URL.Path == g.form
		if !form && r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "the preview only shows pages: GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		if !form && r.ContentLength != 0 { // and may never be sent
			w.Header().Set("Connection", "close")
			http.Error(w, "the preview only shows pages, and takes nothing", http.StatusBadRequest)
			return
		}
		if why := g.refusal(r); why != "" {
			http.Error(w, why, http.StatusForbidden)
			return
		}
		if g.pairing == nil || g.pairing.admits(w, r) {
			next.ServeHTTP(w, r)
		}
	})
}

// refusal says why a request is refused, or nothing if it is not.
func (g *guard) refusal(r *http.Request) string {
	site := r.Header.Get("Sec-Fetch-Site")
	switch origins := r.Header.Values("Origin"); {
	case !g.knows(r):
		return "this preview answers only at http://" + g.hosts[0] + "/"
	case r.Method == http.MethodPost && len(origins) == 0,
		len(origins) > 0 && !(len(origins) == 1 && strings.EqualFold(origins[0], "http://"+r.Host)):
		return "this preview answers only its own pages"
	case strings.HasPrefix(r.URL.Path, own) && site != "" && site != "same-origin" && site != "none":
		return "this part of the preview is for its own pages only"
	}
	return ""
}

// knows reports whether the Host of a request is this computer: as it is to
// itself, or, where others can ask, by the very address that was asked.
func (g *guard) knows(r *http.Request) bool {
	host := strings.ToLower(r.Host)
	if slices.Contains(g.hosts, host) {
		return true
	}
	asked, _ := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return g.pairing != nil && asked != nil && slices.Contains(hostsAt(asked.IP.String(), g.port), host)
}

// hostsOf returns the hosts that a browser of this computer may name for a
// server that listens at an address, the first one for people.
func hostsOf(at *net.TCPAddr) []string {
	var hosts []string
	if !at.IP.IsUnspecified() {
		hosts = hostsAt(at.IP.String(), at.Port)
	}
	for _, h := range []string{"127.0.0.1", "::1", "localhost"} {
		hosts = append(hosts, hostsAt(h, at.Port)...)
	}
	return hosts
}

// hostsAt returns how browsers name a host and port. They leave port 80 out.
func hostsAt(host string, port int) []string {
	with := net.JoinHostPort(host, strconv.Itoa(port))
	if port == 80 {
		return []string{with, strings.TrimSuffix(with, ":80")}
	}
	return []string{with}
}
