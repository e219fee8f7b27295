package main

import (
	"fmt"
	"strings"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/check"
	"iopguide/generator/internal/diag"
)

type checkCommand struct {
	source
	Format string `enum:"text,json" default:"text" help:"text for people, json for editors and scripts (default: text)."`
	Strict bool   `help:"Warnings count as errors."`
	Rules  bool   `help:"Print what is checked, and why."`
	Drafts bool   `short:"D" aliases:"buildDrafts" help:"Check drafts too."`
	Date   string `placeholder:"DAY" help:"Check as on that day, such as 2026-11-24 (default: today)."`
}

// Run checks the site. What it finds is its result, so it goes to stdout as
// JSON, and to stderr as text.
func (c *checkCommand) Run(a *app) error {
	if c.Rules {
		return printRules(a)
	}
	src, err := c.open()
	if err != nil {
		return err
	}
	day, err := a.day(c.Date)
	if err != nil {
		return err
	}
	r, err := build.New(src, build.Options{Drafts: c.Drafts, Date: day, Release: release}).Build(a.ctx)
	if err != nil {
		return failed(err, c.Source)
	}
	list, err := r.All(a.ctx, nil)
	if err != nil {
		return failed(err, c.Source)
	}
	if c.Format == "json" {
		if err := diag.JSON(a.stdout, list); err != nil {
			return &fault{machineFault, err}
		}
	} else {
		a.report(list)
	}
	errs, warnings := list.Count()
	if errs > 0 || c.Strict && warnings > 0 {
		return errReported
	}
	if c.Format == "text" {
		fmt.Fprintf(a.stdout, "checked %s: %s\n", plural(r.Pages, "page"), outcome(warnings))
	}
	return nil
}

func outcome(warnings int) string {
	if warnings == 0 {
		return "nothing to mend"
	}
	return plural(warnings, "warning")
}

// printRules prints what is checked.
func printRules(a *app) error {
	for _, r := range check.Rules {
		note := r.Severity.String()
		if r.Always {
			note += ", always"
		}
		fmt.Fprintf(a.stdout, "%s (%s)\n", r.Name, note)
		for line := range strings.SplitSeq(wrap(r.Doc, 86), "\n") {
			fmt.Fprintf(a.stdout, "    %s\n", line)
		}
	}
	return nil
}

// wrap breaks text into lines of at most width characters.
func wrap(text string, width int) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		switch {
		case column == 0:
		case column+1+len(word) > width:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}
