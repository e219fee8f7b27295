package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"strings"
	"sync"
	"unicode"
)

var (
	//go:embed report.html
	page string
	//go:embed report.css
	style string
)

// mark begins every report that is a page.
const mark = `<!doctype html><!-- a report of iopguide -->`

// firstLine is that of every report that is text.
var firstLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^\n]*: report of \d{4}-\d\d-\d\d\n  Site: `) })

// IsReport reports whether data is a report, in any of its forms, so that a newer one
// may take its place. A file that is empty is as good as one.
func IsReport(data []byte) bool {
	if len(data) == 0 || bytes.HasPrefix(data, []byte(mark)) || firstLine().Match(data) {
		return true
	}
	var r Report
	return json.Unmarshal(data, &r) == nil && r.Release != "" && len(r.Sections) > 0 && len(r.Limits) > 0
}

var layout = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Funcs(template.FuncMap{
		"word":    func(s State) string { return stateNames[s] },
		"counted": func(s State) string { return summed[s] },
		"sign":    func(s State) string { return signs[s] },
		"key":     func(s State) string { return strings.ReplaceAll(string(s), " ", "-") },
	}).Parse(page))
})

// stateNames are the states as people read them, and signs what stands before them, so
// that they differ without colors.
var (
	stateNames = map[State]string{Fine: "as it should be", Look: "look at this", Open: "not checked", Told: "for the record"}
	signs      = map[State]string{Fine: "✓", Look: "!", Open: "?", Told: "–"}
)

// states are all of them, in the order in which they are counted.
var states = []State{Look, Open, Fine, Told}

// HTML writes the report as a page of its own: it loads nothing and holds no script.
func (r *Report) HTML(w io.Writer) error {
	sum := sha256.Sum256([]byte(style))
	var b bytes.Buffer
	b.WriteString(mark)
	err := layout().Execute(&b, map[string]any{"R": r, "Style": template.CSS(style), "States": states,
		"Policy": "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"})
	if err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// JSON writes the report for programs.
func (r *Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(r)
}

// Text writes the report as plain text.
func (r *Report) Text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: report of %s\n", r.Title, r.Day)
	for _, a := range r.About {
		fmt.Fprintf(&b, "  %s: %s\n", a[0], a[1])
	}
	fmt.Fprintf(&b, "%s\n", r.Summary())
	for _, s := range r.Sections {
		fmt.Fprintf(&b, "\n%s\n", strings.ToUpper(s.Title))
		for _, i := range s.Items {
			i.text(&b)
		}
	}
	fmt.Fprintf(&b, "\nNEVER LOOKED AT\n")
	for _, l := range r.Limits {
		fmt.Fprintf(&b, "  - %s\n", l)
	}
	_, err := io.WriteString(w, strings.Map(visible, b.String()))
	return err
}

// visible shows what would make a terminal do something: a report quotes what others
// wrote.
func visible(r rune) rune {
	if unicode.IsControl(r) && r != '\n' {
		return '\ufffd'
	}
	return r
}

// text writes one point.
func (i Item) text(b *strings.Builder) {
	fmt.Fprintf(b, "  [%s] %s: %s\n", i.State, i.What, i.Result)
	if i.How != "" {
		fmt.Fprintf(b, "      how: %s\n", i.How)
	}
	for _, l := range i.List {
		fmt.Fprintf(b, "      %s\n", l)
	}
	if i.Table != nil {
		for _, row := range i.Table.Rows {
			fmt.Fprintf(b, "      %s\n", strings.Join(row, " | "))
		}
	}
}

// Summary counts the points by their states.
func (r *Report) Summary() string {
	var parts []string
	for _, s := range states {
		parts = append(parts, fmt.Sprintf("%d %s", r.Count(s), summed[s]))
	}
	return strings.Join(parts, ", ")
}

// summed are the states as they are counted.
var summed = map[State]string{Fine: "as they should be", Look: "to look at", Open: "not checked", Told: "for the record"}
