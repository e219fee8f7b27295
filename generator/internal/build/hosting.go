package build

import (
	"cmp"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"

	"iopguide/generator/internal/host"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// A hosted is the site as its hosts see it, and what they make of it. All is known
// before pages are drawn, but for the policy in which they all fit: so a host's files
// are made after them.
type hosted struct {
	hosts  []*host.Host
	site   *host.Site // without its policy
	pages  *pageOutputs
	whole  func() *host.Site        // with it
	inside func() map[string][]byte // files to publish, by name
}

// fromHost is everything a host's file is made from.
type fromHost struct {
	*hosted
	name string
}

// hostOutputs prepares the files that hosts want to have published with the site, and
// the twins of all others. Where the site cannot be served as it is asked for, it
// prepares none and keeps the reason.
func (r *Result) hostOutputs(opts Options, last *Result) {
	if len(opts.Hosts) == 0 {
		return
	}
	s, err := r.hostSite(opts)
	if err != nil {
		r.refused = err
		return
	}
	files, err := host.Inside(opts.Hosts, s)
	if err == nil {
		_, err = host.Beside(opts.Hosts, s)
	}
	if err != nil {
		r.refused = err
		return
	}
	r.hosted = newHosted(opts.Hosts, s, r.manifest).keep(last.hosted)
	if host.Twins(opts.Hosts) {
		r.twinOutputs(last, s.Files)
	}
	for _, w := range files {
		from := fromHost{r.hosted, w.Name}
		r.put(last, &Output{Path: w.Name, from: from, make: func() product { return product{data: from.inside()[from.name]} }})
	}
}

func newHosted(hosts []*host.Host, s *host.Site, pages *pageOutputs) *hosted {
	h := &hosted{hosts: hosts, site: s, pages: pages}
	h.whole = sync.OnceValue(func() *host.Site {
		whole := *s
		whole.Policy = pages.policy()
		return &whole
	})
	h.inside = sync.OnceValue(func() map[string][]byte {
		made := map[string][]byte{}
		files, _ := host.Inside(hosts, h.whole()) // the policy is no reason to refuse what was not
		for _, w := range files {
			made[w.Name] = w.Data
		}
		return made
	})
	return h
}

// keep returns old if it is made from the same as h, and h otherwise.
func (h *hosted) keep(old *hosted) *hosted {
	if old != nil && h.pages == old.pages && reflect.DeepEqual(h.site, old.site) {
		return old
	}
	return h
}

// hostSite returns the site as hosts see it, without its policy.
func (r *Result) hostSite(opts Options) (*host.Site, error) {
	c := r.settings.config
	path, err := r.hostPath(opts)
	if err != nil {
		return nil, err
	}
	s := &host.Site{Path: path, Base: c.BaseURL, Frames: r.Framing().Texts(), Logs: c.Logs, LogDays: c.LogDays}
	for _, path := range r.Paths() {
		o := r.Outputs[path]
		s.Files = append(s.Files, host.File{Path: path, Hashed: o.Keep})
		if from, ok := o.from.(fromAlias); ok {
			s.Redirects = append(s.Redirects, redirect(c, from))
		}
	}
	slices.SortFunc(s.Redirects, func(a, b host.Redirect) int { return strings.Compare(a.From, b.From) })
	return s, nil
}

func redirect(c *site.Config, from fromAlias) host.Redirect {
	to := strings.TrimPrefix(from.target.URL, "/")
	if c.FileLinks {
		to += "index.html"
	}
	return host.Redirect{From: strings.TrimPrefix(from.url, "/"), To: to}
}

// hostPath returns the path at which the site will be: the one that is asked for, else
// that of its address. Where both are known they are one.
func (r *Result) hostPath(opts Options) (string, error) {
	base := r.settings.config.BaseURL
	if base == "" {
		return cmp.Or(opts.Path, "/"), nil
	}
	refuse := func(problem string) (string, error) {
		where := "baseURL " + base
		if v := r.settings.data.Values.Settings.Get("baseURL"); opts.BaseURL != "" {
			where = "--base-url " + base
		} else if v != nil {
			where += " (" + v.File.Position(v.Start).String() + ")"
		}
		return "", &host.Refused{Reason: fmt.Sprintf(problem, where)}
	}
	u, err := url.Parse(base)
	if err != nil { // settings that cannot be read are told anyway
		return cmp.Or(opts.Path, "/"), nil
	}
	path, err := host.ParsePath(cmp.Or(u.EscapedPath(), "/"))
	switch {
	case err != nil:
		return refuse("in %s, " + strings.ReplaceAll(err.Error(), "%", "%%"))
	case opts.Path != "" && opts.Path != path:
		return refuse("--path " + opts.Path + " is not where %s leads, which is " + path + "; leave --path out, or mend one of them")
	}
	return path, nil
}

// Hosts returns those whose files are made with the site.
func (r *Result) Hosts() []*host.Host {
	if r.hosted == nil {
		return nil
	}
	return r.hosted.hosts
}

// Beside returns the files that hosts want to have beside the site, by name. All
// outputs must have been made.
func (r *Result) Beside() ([]host.Written, error) {
	if r.hosted == nil {
		return nil, r.refused
	}
	s := *r.hosted.whole()
	s.Files = slices.Clone(s.Files)
	for i := range s.Files {
		o := r.Outputs[s.Files[i].Path]
		s.Files[i].Size, s.Files[i].Sum = o.Size(), o.Sum()
	}
	return host.Beside(r.hosted.hosts, &s)
}

// HostNotes returns what hosts will not do for the site though they take it, in lines
// that begin with the host.
func (r *Result) HostNotes() []string {
	var notes []string
	for _, h := range r.Hosts() {
		if h.Note == nil {
			continue
		}
		if note := h.Note(r.hosted.whole()); note != "" {
			notes = append(notes, "--host "+h.Name+": "+note)
		}
	}
	return notes
}

// Framing returns the setting that says who may show pages in a frame, nil if nothing
// does.
func (r *Result) Framing() *schema.Value {
	return r.settings.data.Values.Settings.Get("embed", "allow")
}

// policy returns the content security policy in which all pages fit.
func (p *pageOutputs) policy() string {
	var all []string
	for _, o := range p.outputs {
		o.first()
		if policy := o.policy.Value(); policy != "" {
			all = append(all, policy)
		}
	}
	slices.Sort(all)
	return Union(slices.Compact(all))
}

// inPolicy are the directives of a policy, in the order in which they are written.
var inPolicy = []string{"default-src", "script-src", "style-src", "img-src", "font-src", "media-src", "manifest-src",
	"connect-src", "base-uri", "form-action"}

// Union returns the policy that allows what any of policies does. Each of them forbids
// by default, so one that does not name a directive allows nothing of it.
func Union(policies []string) string {
	sources := map[string][]string{}
	for _, p := range policies {
		for d := range strings.SplitSeq(p, "; ") {
			name, values, _ := strings.Cut(d, " ")
			sources[name] = append(sources[name], strings.Fields(values)...)
		}
	}
	var parts []string
	for _, name := range inPolicy {
		allowed := slices.Sorted(slices.Values(sources[name]))
		allowed = slices.Compact(allowed)
		if len(allowed) > 1 {
			allowed = slices.DeleteFunc(allowed, func(s string) bool { return s == "'none'" })
		}
		if len(allowed) > 0 {
			parts = append(parts, name+" "+strings.Join(allowed, " "))
		}
	}
	return strings.Join(parts, "; ")
}
