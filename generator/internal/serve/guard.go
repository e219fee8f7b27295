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

// guarded answers only requests that this computer's own browser makes for the
// preview itself. Any page on the web can make a browser ask 127.0.0.1:
//
//   - by a name of its own that it lets point here, to read the site as its own
//     (DNS rebinding): the Host is another one then, and is refused;
//   - from its own address, to read or to steer: its Origin is refused, and the
//     preview's own files are for the preview's own pages.
func guarded(at net.Addr, next http.Handler) http.Handler {
	hosts := hostsOf(at.(*net.TCPAddr))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "the preview only shows pages: GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		if why := refusal(hosts, r); why != "" {
			http.Error(w, why, http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refusal says why a request is refused, or nothing if it is not.
func refusal(hosts []string, r *http.Request) string {
	site := r.Header.Get("Sec-Fetch-Site")
	switch origins := r.Header.Values("Origin"); {
	case !slices.Contains(hosts, strings.ToLower(r.Host)):
		return "this preview answers only at http://" + hosts[0] + "/"
	case len(origins) > 0 && !(len(origins) == 1 && strings.EqualFold(origins[0], "http://"+r.Host)):
		return "this preview answers only its own pages"
	case strings.HasPrefix(r.URL.Path, own) && site != "" && site != "same-origin" && site != "none":
		return "this part of the preview is for its own pages only"
	}
	return ""
}

// hostsOf returns the hosts that a browser may name for a server that listens
// at an address, the first one for people.
func hostsOf(at *net.TCPAddr) []string {
	port := strconv.Itoa(at.Port)
	var hosts []string
	for _, h := range []string{at.IP.String(), "127.0.0.1", "::1", "localhost"} {
		hosts = append(hosts, net.JoinHostPort(h, port))
		if at.Port == 80 { // browsers leave it out
			hosts = append(hosts, strings.TrimSuffix(net.JoinHostPort(h, port), ":80"))
		}
	}
	return hosts
}
