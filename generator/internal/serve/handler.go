package serve

import (
	"bytes"
	"cmp"
	_ "embed" // for live.js and overlay.css
	"mime"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"iopguide/generator/internal/build"
)

//go:embed live.js
var liveJS []byte

//go:embed overlay.css
var overlayCSS []byte

// handler answers requests at an address: with what the site would be, and with
// the preview's own files.
func (p *preview) handler(at net.Addr) http.Handler {
	addr := at.(*net.TCPAddr)
	g := &guard{port: addr.Port, hosts: hostsOf(addr), pairing: p.pairing}
	if p.start != nil {
		g.form = startPath
	}
	return g.guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case own + "live.js":
			send200(w, r, "live.js", liveJS)
		case own + "overlay.css":
			send200(w, r, "overlay.css", overlayCSS)
		case own + "events":
			p.stream(w, r)
		default:
			if !p.sendOwnPath(w, r) {
				p.page(w, r)
			}
		}
	}))
}

// page answers with an output of the last good site. Only what is an output is
// served; no file is ever opened for a request.
func (p *preview) page(w http.ResponseWriter, r *http.Request) {
	s := p.state.Load()
	if s.good == nil {
		s.sendPlain(w, r, http.StatusServiceUnavailable, "This site cannot be shown yet")
		return
	}
	name := outputOf(r.URL.Path)
	if o := s.output(name); o != nil {
		data, _ := o.Bytes()
		send200(w, r, name, s.dressed(o.Path, data))
		return
	}
	if s.good.Outputs[name+"/index.html"] != nil {
		to := url.URL{Path: "/" + name + "/", RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusFound)
		return
	}
	missing(w, r, s)
}

// output returns the output at path, nil if there is none. Until a site is sure
// to be without errors, a page that turns out to have one is the last good one.
func (s *state) output(path string) *build.Output {
	o := s.good.Outputs[path]
	if o == nil || s.sure.good == nil || s.sure.good == s.good {
		return o
	}
	if o.Found().HasErrors() {
		return cmp.Or(s.sure.good.Outputs[path], o)
	}
	return o
}

// outputOf returns the path of the output at an address: costs/index.html at
// /costs/.
func outputOf(address string) string {
	name := strings.TrimPrefix(address, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	return name
}

// missing answers that there is no such page, as a host would.
func missing(w http.ResponseWriter, r *http.Request, s *state) {
	o := s.output("404.html")
	if o == nil {
		s.sendPlain(w, r, http.StatusNotFound, "There is no such page")
		return
	}
	data, _ := o.Bytes()
	sendPage(w, r, http.StatusNotFound, s.dressed(o.Path, data))
}

// send200 sends data as the file of that name, or the part that is asked for,
// as browsers ask for parts of videos.
func send200(w http.ResponseWriter, r *http.Request, name string, data []byte) {
	w.Header().Set("Content-Type", contentType(name))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// types are the types of files by their endings, as hosts send them. The
// system's own table differs from one computer to the next.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".txt": "text/plain; charset=utf-8", ".vtt": "text/vtt; charset=utf-8",
	".json": "application/json", ".webmanifest": "application/manifest+json",
	".xml": "application/xml", ".pdf": "application/pdf", ".zip": "application/zip",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
	".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon",
	".woff2": "font/woff2", ".woff": "font/woff", ".ttf": "font/ttf", ".otf": "font/otf",
	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".mp4": "video/mp4", ".webm": "video/webm",
}

func contentType(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if t := types[ext]; t != "" {
		return t
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}
