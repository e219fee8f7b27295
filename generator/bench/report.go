package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/template"

	"iopguide/generator/internal/testsite"
)

// reportText is the report, but for what was measured.
//
//go:embed report.md
var reportText string

// mediums are where sites can lie, and how that is said.
var mediums = map[string]string{"memory": "in memory", "disk": "on disk"}

// write writes the report into the file that was named, or prints it.
func (c *runCommand) write(r *results) error {
	var b bytes.Buffer
	if err := template.Must(template.New("report").Parse(reportText)).Execute(&b, r); err != nil {
		return err
	}
	if c.Report == "" {
		_, err := os.Stdout.Write(b.Bytes())
		return err
	}
	return os.WriteFile(c.Report, b.Bytes(), 0o644)
}

// table writes rows under a head, as Markdown.
func table(head []string, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(head)
	b.WriteString(strings.Repeat("|---", len(head)) + "|\n")
	for _, row := range rows {
		line(row)
	}
	return b.String()
}

// count writes a whole number with commas.
func count(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// mediums returns where sites lay, those in memory first.
func (r *results) mediums() []string {
	if r.Machine.NoShm {
		return []string{"disk"}
	}
	return []string{"memory", "disk"}
}

// Versions says what was measured.
func (r *results) Versions() []string {
	var all []string
	for _, t := range r.Tools {
		switch {
		case t.missing != "":
			all = append(all, t.name+": "+notMeasured+" ("+t.missing+")")
		case t.note != "":
			all = append(all, t.name+" "+t.version+" ("+t.note+")")
		case t.version != "":
			all = append(all, t.name+" "+t.version)
		}
	}
	return all
}

// Installed says how much memory the machine has.
func (m machine) Installed() string {
	if m.Memory == 0 {
		return "unknown memory"
	}
	return fmt.Sprintf("%d GB of memory", (m.Memory+1<<29)>>30)
}

// KB is how large a page of the sites is, in kilobytes.
func (r *results) KB() (string, error) {
	files, err := testsite.Files(testsite.Options{Pages: 1000, Seed: 1})
	if err != nil {
		return "", err
	}
	size := 0
	for name, data := range files {
		if strings.HasSuffix(name, ".md") {
			size += len(data)
		}
	}
	return fmt.Sprintf("%.1f", float64(size)/1000/1000), nil
}

// Wishes is the table of targets.
func (r *results) Wishes() string {
	var rows [][]string
	for _, w := range r.wishes() {
		got, holds := w.verdict()
		rows = append(rows, []string{w.what, w.want, got, holds})
	}
	return table([]string{"", "at most", "measured", ""}, rows)
}

// A Section is a table with its title.
type Section struct{ Title, Table string }

// Costs are the tables of builds.
func (r *results) Costs() []Section {
	var all []Section
	for _, n := range r.Sizes {
		for _, medium := range r.mediums() {
			if rows := r.costs(n, medium); len(rows) > 0 {
				all = append(all, Section{fmt.Sprintf("%s pages, %s", count(n), mediums[medium]),
					table([]string{"", string(cold), string(unchanged), string(edited)}, rows)})
			}
		}
	}
	return all
}

func (r *results) costs(n int, medium string) [][]string {
	var rows [][]string
	measured := false
	for _, t := range r.Tools {
		row := []string{t.name}
		for _, j := range []job{cold, unchanged, edited} {
			c, ok := r.Builds[key{n, medium, t.name, j}]
			measured = measured || ok
			switch {
			case ok:
				row = append(row, fmt.Sprintf("%s / %s / %s MB", took(c.Wall), took(c.CPU), written(megabytes(c.Peak))))
			case t.bare && j != cold:
				row = append(row, "")
			default:
				row = append(row, notMeasured)
			}
		}
		rows = append(rows, row)
	}
	if !measured {
		return nil
	}
	return rows
}

// Rebuilds is the table of what an edit costs inside a program that runs on.
func (r *results) Rebuilds() string {
	var rows [][]string
	for _, n := range r.Sizes {
		s, ok := r.Stages[n]
		if !ok {
			continue
		}
		row := []string{count(n), took(s.Cold)}
		for _, e := range edits {
			row = append(row, fmt.Sprintf("%s / %s / %s", took(s.Open[e.name]), took(s.All[e.name]), count(s.Draws[e.name])))
		}
		rows = append(rows, row)
	}
	return table([]string{"pages", string(cold), "body", "title", "layout", "style"}, rows)
}

// Shown is the table of what the browser shows, and when.
func (r *results) Shown() string {
	names := []string{"body", byRenaming, "title", "layout", "style"}
	var rows [][]string
	for _, l := range r.Live {
		if l.Shown != nil {
			rows = append(rows, append([]string{count(l.Pages), l.Tool}, spreads(names, l.Shown)...))
		}
	}
	return table(append([]string{"pages", ""}, names...), rows)
}

// Served is the table of what the previews serve, and when.
func (r *results) Served() string {
	names := []string{"body", "title", "layout"}
	var rows [][]string
	for _, l := range r.Live {
		row := append([]string{count(l.Pages), l.Tool}, spreads(names, l.Served)...)
		rows = append(rows, append(row, took(l.Start), written(megabytes(l.Peak))+" MB"))
	}
	return table(slices.Concat([]string{"pages", ""}, names, []string{"start", "memory"}), rows)
}

func spreads(names []string, measured map[string]spread) []string {
	var cells []string
	for _, name := range names {
		s, ok := measured[name]
		if !ok {
			cells = append(cells, notMeasured)
			continue
		}
		cells = append(cells, fmt.Sprintf("%s (%s)", written(s.Median), written(s.P95)))
	}
	return cells
}
