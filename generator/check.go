package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/check"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/selfcheck"
)

type checkCommand struct {
	source
	Format string `enum:"text,json" default:"text" help:"text for people, json for editors and scripts (default: text)."`
	Strict bool   `help:"Warnings count as errors."`
	Rules  bool   `help:"Print what is checked, and why."`
	Mutate bool   `help:"Tell which slips nothing would catch, in all self-checks, in place of all else."`
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
	b := build.New(src, build.Options{Drafts: c.Drafts, Date: day, Release: release, Base: builtIn})
	r, err := b.Build(a.ctx)
	if err != nil {
		return failed(err, c.Source)
	}
	if c.Mutate {
		return mutate(a, r)
	}
	list, err := everything(a.ctx, src, b, r)
	if err != nil {
		return failed(err, c.Source)
	}
	if c.Format == "json" {
		if err := diag.JSON(a.stdout, list); err != nil {
			return &fault{machineFault, err}
		}
	} else {
		list = folded(list)
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

// everything returns what is wrong with the site r, which b built; of a folder with
// profiles, with all of these, each mistake once.
func everything(ctx context.Context, src overlay.FS, b *build.Builder, r *build.Result) (diag.List, error) {
	names, all, err := build.Profiles(src)
	if err != nil {
		return nil, err
	}
	if len(names)+len(all) == 0 {
		return r.All(ctx, nil)
	}
	same, err := build.SameAddress(src, names)
	if err != nil {
		return nil, err
	}
	all = append(all, same...)
	of := map[string][]string{} // the profiles that a mistake is one of, by place and message
	for _, name := range names {
		r, err := b.Profile(name).Build(ctx)
		if err != nil {
			return nil, err
		}
		list, err := r.All(ctx, nil)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			of[placed(d)] = append(of[placed(d)], name)
		}
		all = append(all, list...)
		all.Sort()
		all = all.Once()
	}
	for i, d := range all {
		if some := of[placed(d)]; len(some) > 0 && len(some) < len(names) && !ofProfile(d.File.Name) {
			all[i].Help += "; " + soFor(some)
		}
	}
	return all, nil
}

// placed tells mistakes apart.
func placed(d diag.Diagnostic) string { return d.Position().String() + d.Rule + d.Message }

// soFor names the profiles of which something is so that is not so of others.
func soFor(profiles []string) string {
	if n := len(profiles) - 1; n > 0 {
		return "so it is for the profile " + profiles[0] + " and " + strconv.Itoa(n) + " more"
	}
	return "so it is for the profile " + profiles[0]
}

// folded returns list with a warning that says the same of the files of several
// profiles told once, for people.
func folded(list diag.List) diag.List {
	at, more := map[string]int{}, map[string]int{}
	var kept diag.List
	for _, d := range list {
		of := d.Rule + d.Message
		if d.Severity != diag.Warning || !ofProfile(d.File.Name) {
			of = ""
		} else if _, told := at[of]; told {
			more[of]++
			continue
		}
		at[of] = len(kept)
		kept = append(kept, d)
	}
	for of, n := range more {
		kept[at[of]].Help += "; so it is with " + plural(n, "profile") + " more"
	}
	return kept
}

func outcome(warnings int) string {
	if warnings == 0 {
		return "nothing to mend"
	}
	return plural(warnings, "warning")
}

// mutate says of each self-check how many of the slips that a writer could make
// in it are caught, and lists the others, first those that concern an emergency:
// of these there may be none.
func mutate(a *app, r *build.Result) error {
	missed, found := false, false
	for _, p := range r.Site.Pages {
		if p.Tree == nil {
			continue
		}
		found = true
		if p.Diags.HasErrors() {
			a.report(p.Diags)
			fmt.Fprintf(a.stdout, "%s: not tried; mend its mistakes first\n", p.File.Name)
			missed = true
			continue
		}
		report := selfcheck.Mutate(p.Tree)
		printMutations(a, p.File, report)
		missed = missed || report.Emergencies() > 0
	}
	if !found {
		fmt.Fprintln(a.stdout, "there is no self-check")
	}
	if missed {
		return errReported
	}
	return nil
}

// printMutations lists all slips that concern an emergency, and the first others.
func printMutations(a *app, f *diag.File, r selfcheck.MutationReport) {
	const most = 20
	others := len(r.Survivors) - r.Emergencies()
	fmt.Fprintf(a.stdout, "%s: %s tried, %d caught, %d missed that concern an emergency, %s missed\n",
		f.Name, plural(r.Mutants, "slip"), r.Caught, r.Emergencies(), plural(others, "other"))
	for _, s := range r.Survivors {
		if s.Emergency {
			fmt.Fprintf(a.stdout, "  %s: %s\n", f.Position(s.Start), s.Message)
		}
	}
	shown := 0
	for _, s := range r.Survivors {
		if !s.Emergency && shown < most {
			fmt.Fprintf(a.stdout, "    %s: %s\n", f.Position(s.Start), s.Message)
			shown++
		}
	}
	if others > shown {
		fmt.Fprintf(a.stdout, "    … and %d more\n", others-shown)
	}
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
