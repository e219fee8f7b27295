package serve

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"iopguide/generator/internal/build"
)

// A chart is the page that shows a self-check to those who review it.
type chart struct {
	Serial, Title, Address, Source string
	Editor                         template.URL
	Picture                        string // its address
	Counts                         string // how many routes there are
	Routes                         [][]string
	Flaw                           string // why it cannot be drawn
}

// check answers with the map and the routes of a self-check.
func (p *preview) check(w http.ResponseWriter, r *http.Request) {
	s, o := p.asked(r)
	if o == nil {
		p.noSelfCheck(w, r)
		return
	}
	c := chart{Serial: s.serial, Title: o.Page.Title, Address: o.Page.URL, Source: o.Source,
		Editor:  linker(p.editorLink).spot(o.Page.File, 0).Editor,
		Picture: own + "map.svg?" + url.Values{"page": {o.Page.URL}, "v": {s.serial}}.Encode(),
		Flaw:    o.Page.Tree.Flaw()}
	if c.Flaw == "" {
		lines := strings.Split(strings.TrimSpace(o.Page.Tree.Paths("")), "\n")
		c.Counts = lines[0]
		for _, line := range lines[1:] {
			c.Routes = append(c.Routes, strings.Split(line, " → "))
		}
	}
	sendOwn(w, r, http.StatusOK, "map.html", c)
}

// picture answers with the map alone.
func (p *preview) picture(w http.ResponseWriter, r *http.Request) {
	_, o := p.asked(r)
	if o == nil || o.Page.Tree.Flaw() != "" {
		p.noSelfCheck(w, r)
		return
	}
	send200(w, r, "map.svg", []byte(o.Page.Tree.SVG(o.Page.Title)))
}

// asked returns the self-check that a request names, or nil if it is none.
func (p *preview) asked(r *http.Request) (*state, *build.Overview) {
	s := p.state.Load()
	if s.good == nil {
		return s, nil
	}
	o := s.good.Overview(outputOf(r.URL.Query().Get("page")))
	if o == nil || o.Page.Tree == nil {
		return s, nil
	}
	return s, o
}

func (p *preview) noSelfCheck(w http.ResponseWriter, r *http.Request) {
	p.state.Load().sendPlain(w, r, http.StatusNotFound, "There is no such self-check")
}
