package recall

import (
	_ "embed"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// An Advisory tells of a correction: something that we published was wrong.
type Advisory struct {
	ID       string   `json:"id"`
	Date     string   `json:"date"`
	Release  string   `json:"release"`  // the first that has it right
	Severity string   `json:"severity"` // safety, or content
	Pages    []string `json:"pages,omitempty"`
	Contacts []string `json:"contacts,omitempty"`
	Wrong    string   `json:"wrong"` // what was, in a sentence
	Do       string   `json:"do"`    // what a clinic should do
}

// Safety is the severity of what may have led somebody in danger astray.
const Safety = "safety"

var advisoryTable = schema.Field{Name: "advisories", Type: schema.Map, Doc: "What was corrected, and since which release.",
	Elem: &schema.Field{Type: schema.Object, Fields: []schema.Field{
		{Name: "date", Type: schema.Day, Required: true, Example: "2027-01-15", Doc: "The day on which it was corrected."},
		{Name: "release", Type: schema.Text, Required: true, Example: "0.2.0", Doc: "The first release that has it right."},
		{Name: "severity", Type: schema.Text, Required: true, Values: []string{Safety, "content"}, Example: Safety,
			Doc: "safety: it may have led somebody in danger astray."},
		{Name: "pages", Type: schema.List, Example: "[content/conditions/ptsd.md]",
			Elem: &schema.Field{Type: schema.Text, Required: true}, Doc: "The files that had it wrong."},
		{Name: "contacts", Type: schema.List, Example: "[lifeline]",
			Elem: &schema.Field{Type: schema.Text, Required: true}, Doc: "The contacts that were wrong."},
		{Name: "wrong", Type: schema.Text, Required: true, Example: "The page named a number that is no longer answered.",
			Doc: "What was wrong."},
		{Name: "do", Type: schema.Text, Required: true, Example: "Build your site again with this release.",
			Doc: "What a clinic should do."},
	}}}

//go:embed advisories.yaml
var advisories []byte

// Advisories returns those that this program carries, safety first, then the
// newest. A test holds that the file is right.
var Advisories = sync.OnceValue(func() []Advisory {
	return ReadAdvisories(&diag.File{Name: "advisories.yaml", Data: advisories}, new(diag.List))
})

var (
	releaseForm = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}(-[0-9A-Za-z.-]+)?$`)
	})
	pageForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(content|layouts|static)/[^/].*$`) })
)

// ReadAdvisories reads a file of advisories. What is wrong in it is in list.
func ReadAdvisories(f *diag.File, list *diag.List) []Advisory {
	if !schema.CheckText(f, list) {
		return nil
	}
	v := schema.Decode(f, advisoryTable, list)
	var all []Advisory
	for _, id := range v.Keys() {
		e := v.Get(id)
		text := func(key string) string { return e.Get(key).Text() }
		a := Advisory{id, text("date"), text("release"), text("severity"),
			e.Get("pages").Texts(), e.Get("contacts").Texts(), text("wrong"), text("do")}
		if r := e.Get("release"); r != nil && !releaseForm().MatchString(a.Release) {
			list.Error(f, r.Start, r.End, "bad-value", a.Release+" is no release", "write three numbers, for example: release: 0.2.0")
		}
		for _, p := range e.Get("pages").List() {
			if !pageForm().MatchString(p.Text()) {
				list.Error(f, p.Start, p.End, "bad-value", p.Text()+" is no file of the guide", "write it with its folder, such as content/conditions/ptsd.md")
			}
		}
		all = append(all, a)
	}
	slices.SortStableFunc(all, func(a, b Advisory) int {
		if a.Severity != b.Severity {
			return strings.Compare(b.Severity, a.Severity) // safety before content
		}
		return strings.Compare(b.Date, a.Date)
	})
	return all
}

// WriteAdvisories writes advisories.json, which a release carries: its release and
// all advisories so far.
func WriteAdvisories(w io.Writer, release string, all []Advisory) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Release    string     `json:"release"`
		Advisories []Advisory `json:"advisories"`
	}{release, append([]Advisory{}, all...)})
}

// About returns those of all that speak of the page, or of the contact, called
// name.
func About(all []Advisory, name string) []Advisory {
	var some []Advisory
	for _, a := range all {
		if slices.Contains(a.Pages, name) || slices.Contains(a.Contacts, name) {
			some = append(some, a)
		}
	}
	return some
}

// Since returns those of all that speak of what o stands in place of and came
// after o was recorded.
func Since(all []Advisory, o *Override) []Advisory {
	return slices.DeleteFunc(About(all, o.about()), func(a Advisory) bool {
		return CompareReleases(a.Release, o.Taken.Release) <= 0
	})
}
