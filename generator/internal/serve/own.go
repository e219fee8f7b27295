package serve

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

//go:embed board.html map.html plain.html problem.html start.html
var ownHTML embed.FS

//go:embed board.css icon.svg panel.js place.js
var ownFiles embed.FS

// ownPages are the pages of the preview itself, which no build needs.
var ownPages = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{"count": count}).ParseFS(ownHTML, "*.html"))
})

// sendOwnPath answers a request for a part of the preview itself, and reports
// whether there is one at that address.
func (p *preview) sendOwnPath(w http.ResponseWriter, r *http.Request) bool {
	name, below := strings.CutPrefix(r.URL.Path, own)
	if !below {
		return false
	}
	switch name {
	case "":
		p.board(w, r)
	case "start":
		if p.start == nil {
			return false
		}
		p.begin(w, r)
	case "bar":
		p.bar(w, r)
	case "check":
		p.check(w, r)
	case "map.svg":
		p.picture(w, r)
	default:
		data, err := ownFiles.ReadFile(name)
		if err != nil {
			return false
		}
		send200(w, r, name, data)
	}
	return true
}

// sendOwn sends a page of the preview itself: what a template makes of data. It
// loads itself again when the state is another.
func sendOwn(w http.ResponseWriter, r *http.Request, code int, name string, data any) {
	var b bytes.Buffer
	if err := ownPages().ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	sendPage(w, r, code, b.Bytes())
}

// sendPlain says that there is nothing else to be sent and, if there was never a
// good site, what to mend.
func (s *state) sendPlain(w http.ResponseWriter, r *http.Request, code int, title string) {
	data := struct {
		Title, Serial string
		Problems      []problem
	}{title, s.serial, nil}
	if s.good == nil {
		data.Problems = s.problems
	}
	sendOwn(w, r, code, "plain.html", data)
}

// sendPage sends a page in place of the one that was asked for.
func sendPage(w http.ResponseWriter, r *http.Request, code int, page []byte) {
	w.Header().Set("Content-Type", types[".html"])
	w.Header().Set("Content-Length", strconv.Itoa(len(page)))
	w.WriteHeader(code)
	if r.Method != http.MethodHead {
		_, _ = w.Write(page)
	}
}
