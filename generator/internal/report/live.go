package report

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/host"
	"iopguide/generator/internal/recall"
)

// An Answer is what a host sent.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// An Asker asks a host once, follows nothing, and keeps no cookie.
type Asker func(ctx context.Context, address string) (*Answer, error)

// Live is what the host of the site answered.
type Live struct {
	Base   *url.URL // ends in a slash
	Site   *host.Site
	Same   bool // its manifest is that of the folder
	Broken string
	Files  []Asked // one of each class
	Absent Asked   // a page that there is not
	Plain  Asked   // the first page without encryption
	Old    []Asked // an old address
	Chips  []string
}

// Asked is one question to the host.
type Asked struct {
	Class, Address string
	Status         int
	Location       string
	Differs        []string // headers that are not as in the list
	Other          bool     // the body is not the file's
	Err            string
}

// Ask asks the live site at base for a file of each class, for one that is not there,
// without encryption, and at an old address, and compares what it answers with the list
// of package host. It stops where the first page cannot be had.
func Ask(ctx context.Context, ask Asker, base *url.URL, site *host.Site, f *Folder) *Live {
	l := &Live{Base: base, Site: site}
	a, err := ask(ctx, base.JoinPath(recall.ManifestFile).String())
	switch {
	case err != nil:
		l.Broken = err.Error()
		return l
	case a.Status == http.StatusOK:
		l.Same = sha256.Sum256(a.Body) == f.Sums[recall.ManifestFile]
	}
	for _, sample := range samples(f) {
		l.Files = append(l.Files, l.file(ctx, ask, f, sample))
	}
	l.Absent = l.absent(ctx, ask, f)
	l.Plain = l.plain(ctx, ask)
	if p := firstAlias(f); p != nil {
		l.Old = append(l.Old, l.old(ctx, ask, p))
	}
	return l
}

// samples are one file of each class and way of keeping: the first page, and the first
// of the others by path.
func samples(f *Folder) []string {
	seen := map[string]bool{}
	var all []string
	for _, name := range append([]string{"index.html"}, f.names()...) {
		_, there := f.Sums[name]
		key := host.Of(name) + host.Cache(name)
		if !there || seen[key] || name == "404.html" || strings.HasPrefix(path.Base(name), ".") || isTwin(f, name) {
			continue
		}
		if p := f.Page(name); p != nil && p.Leads != "" {
			continue
		}
		seen[key] = true
		all = append(all, name)
	}
	return all
}

// isTwin reports whether a file is another, compressed.
func isTwin(f *Folder, name string) bool {
	ext := path.Ext(name)
	_, twin := f.Sums[strings.TrimSuffix(name, ext)]
	return twin && (ext == ".br" || ext == ".gz")
}

// file asks for a file, a page by its folder, as readers do.
func (l *Live) file(ctx context.Context, ask Asker, f *Folder, name string) Asked {
	to := l.Base.JoinPath(strings.TrimSuffix(name, "index.html"))
	if strings.HasSuffix(name, "index.html") && !strings.HasSuffix(to.Path, "/") {
		to.Path += "/"
	}
	q := Asked{Class: host.Of(name), Address: to.String()}
	a, err := ask(ctx, q.Address)
	if err != nil {
		q.Err = err.Error()
		return q
	}
	l.note(a)
	q.Status = a.Status
	q.Other = sha256.Sum256(a.Body) != f.Sums[name]
	want := append(l.Site.Headers(name, l.Base.Scheme == "https"), host.Header{Name: "Content-Type", Value: host.Type(name)})
	q.Differs = differing(a.Header, want)
	return q
}

// differing compares what came with the list.
func differing(got http.Header, want []host.Header) []string {
	var found []string
	for _, h := range want {
		switch is := strings.Join(got.Values(h.Name), ", "); {
		case is == "":
			found = append(found, "no "+h.Name+"; the list has "+h.String())
		case !same(h.Name, is, h.Value):
			found = append(found, h.Name+" is “"+is+"”; the list has “"+h.Value+"”")
		}
	}
	return found
}

// same compares two values of a header. In a type, capitals and spaces mean nothing.
func same(name, a, b string) bool {
	if name == "Content-Type" {
		fold := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, " ", "")) }
		return fold(a) == fold(b)
	}
	return a == b
}

// note keeps what the host would keep on a reader's device.
func (l *Live) note(a *Answer) {
	for _, c := range a.Header.Values("Set-Cookie") {
		name, _, _ := strings.Cut(c, "=")
		if !slices.Contains(l.Chips, name) {
			l.Chips = append(l.Chips, name)
		}
	}
}

// nowhere is no page of any guide.
const nowhere = "there-is-no-such-page-here/"

func (l *Live) absent(ctx context.Context, ask Asker, f *Folder) Asked {
	q := Asked{Address: l.Base.JoinPath(nowhere).String()}
	a, err := ask(ctx, q.Address)
	if err != nil {
		q.Err = err.Error()
		return q
	}
	l.note(a)
	q.Status, q.Other = a.Status, sha256.Sum256(a.Body) != f.Sums["404.html"] && !bytes.Contains(a.Body, []byte("id=help"))
	q.Differs = differing(a.Header, l.Site.Headers("404.html", l.Base.Scheme == "https"))
	return q
}

// plain asks for the first page without encryption. A port belongs to one of the two.
func (l *Live) plain(ctx context.Context, ask Asker) Asked {
	u := *l.Base
	u.Scheme = "http"
	q := Asked{Address: u.String()}
	if l.Base.Port() != "" || l.Base.Scheme == "http" {
		q.Err = "the address names a port, or is not of https"
		return q
	}
	a, err := ask(ctx, q.Address)
	if err != nil {
		q.Err = err.Error()
		return q
	}
	q.Status, q.Location = a.Status, a.Header.Get("Location")
	return q
}

// firstAlias returns a page at an old address, or nil.
func firstAlias(f *Folder) *Page {
	for _, p := range f.Pages {
		if p.Leads != "" && host.Of(p.Path) == host.Page {
			return p
		}
	}
	return nil
}

// old asks at an old address. A host may lead on by itself, or send the page there,
// which does.
func (l *Live) old(ctx context.Context, ask Asker, p *Page) Asked {
	from := l.Base.JoinPath(strings.TrimSuffix(p.Path, "index.html"))
	if !strings.HasSuffix(from.Path, "/") {
		from.Path += "/"
	}
	q := Asked{Address: from.String()}
	a, err := ask(ctx, q.Address)
	if err != nil {
		q.Err = err.Error()
		return q
	}
	l.note(a)
	q.Status, q.Location = a.Status, a.Header.Get("Location")
	if to, err := from.Parse(p.Leads); err == nil && q.Location != "" {
		at, err := from.Parse(q.Location)
		q.Other = err != nil || strings.TrimSuffix(at.Path, "index.html") != strings.TrimSuffix(to.Path, "index.html")
	}
	return q
}

// moved reports whether the host leads from one address to another.
func (q Asked) moved() bool { return q.Status >= 300 && q.Status < 400 && q.Location != "" }

// answered says what a question came to.
func (q Asked) answered() string {
	if q.Err != "" {
		return q.Address + ": " + q.Err
	}
	return fmt.Sprintf("%s: %d %s", q.Address, q.Status, http.StatusText(q.Status))
}
