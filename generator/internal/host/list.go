package host

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// A Header is one that a file is sent with.
type Header struct{ Name, Value string }

// A Class is files that are sent with the same headers.
type Class struct {
	Name    string // in docs/headers.md
	Doc     string // which files, in plain words
	Headers []Header
}

// The names of the classes. Each file is in just one.
const (
	Page    = "page"    // an HTML file
	Frame   = "frame"   // an HTML file of embed/
	Drawing = "drawing" // an SVG file, which a browser may show as a page
	Other   = "other"   // any other
)

// Framed is the folder of the pages that other sites show in a frame.
const Framed = "embed/"

// Hashed matches the path of a file whose name changes with its bytes. A server that
// tells classes by patterns uses just this one.
const Hashed = `\.[0-9a-f]{10}\.[a-z0-9]+$`

var hashed = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(Hashed) })

// The values of Cache-Control.
const (
	// Forever is for files whose name changes with their bytes.
	Forever = "public, max-age=31536000, immutable"
	// Asking is for all others: a browser keeps them, and asks before it shows them again.
	Asking = "no-cache"
)

// drawingPolicy lets a drawing have its own styles, and nothing else.
const drawingPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

// unneeded are the powers of a browser that no page of the site asks for.
var unneeded = []string{"accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
	"magnetometer", "microphone", "midi", "payment", "usb"}

// all are the headers of every answer.
func (s *Site) all() []Header {
	none := make([]string, len(unneeded))
	for i, u := range unneeded {
		none[i] = u + "=()"
	}
	return []Header{
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "no-referrer"},
		{"Permissions-Policy", strings.Join(none, ", ")},
	}
}

// Strict is the header that keeps a browser from asking this host without encryption
// for a year. It holds for a whole host: so it is sent only where the guide has one of
// its own, over https, and the address says so.
func (s *Site) Strict() (h Header, sent bool) {
	return Header{"Strict-Transport-Security", "max-age=31536000"}, s.Secure() && s.Path == "/"
}

// Classes returns the list: each class with all headers of it but those of Strict and
// Cache.
func (s *Site) Classes() []Class {
	policy := func(value string) []Header { return append(s.all(), Header{"Content-Security-Policy", value}) }
	frames := "*"
	if len(s.Frames) > 0 {
		frames = "'self' " + strings.Join(s.Frames, " ")
	}
	return []Class{
		{Page, "pages", policy(s.Policy + "; frame-ancestors 'self'")},
		{Frame, "pages in " + Framed, policy(s.Policy + "; frame-ancestors " + frames)},
		{Drawing, "drawings (.svg)", policy(drawingPolicy)},
		{Other, "all other files", s.all()},
	}
}

// Of returns the name of the class that the file at path is in.
func Of(path string) string {
	switch {
	case strings.HasSuffix(path, ".html") && strings.HasPrefix(path, Framed):
		return Frame
	case strings.HasSuffix(path, ".html"):
		return Page
	case strings.HasSuffix(path, ".svg"):
		return Drawing
	}
	return Other
}

// Cache returns the value of Cache-Control that the file at path is sent with.
func Cache(path string) string {
	if hashed().MatchString(path) {
		return Forever
	}
	return Asking
}

// Headers returns all headers that the file at path is sent with, over https if
// secure.
func (s *Site) Headers(path string, secure bool) []Header {
	var list []Header
	for _, c := range s.Classes() {
		if c.Name == Of(path) {
			list = c.Headers
		}
	}
	list = append(list, Header{"Cache-Control", Cache(path)})
	if h, sent := s.Strict(); sent && secure {
		list = append(list, h)
	}
	return list
}

// types are the types of files by the ends of their names. Text is UTF-8.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp",
	".avif": "image/avif", ".gif": "image/gif", ".ico": "image/x-icon",
	".woff2": "font/woff2", ".woff": "font/woff", ".pdf": "application/pdf",
	".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg", ".vtt": "text/vtt; charset=utf-8",
	".webmanifest": "application/manifest+json",
}

// Type returns the type that the file at path is sent as.
func Type(path string) string {
	if i := strings.LastIndexByte(path, '.'); i > strings.LastIndexByte(path, '/') {
		if t := types[path[i:]]; t != "" {
			return t
		}
	}
	return "application/octet-stream"
}

// String is the header as it is sent.
func (h Header) String() string { return fmt.Sprintf("%s: %s", h.Name, h.Value) }
