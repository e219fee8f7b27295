package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
)

// profiles returns the names of the profiles to build: those that the flag names,
// else all that the folder has.
func (c *buildCommand) profiles(a *app, src overlay.FS) ([]string, error) {
	names, wrong, err := build.Profiles(src)
	if err != nil {
		return nil, &fault{machineFault, err}
	}
	if len(wrong) > 0 {
		a.report(wrong)
		return nil, errReported
	}
	for _, name := range c.Profile {
		if slices.Contains(names, name) {
			continue
		}
		help := "there are no profiles"
		if len(names) > 0 {
			help = "there are " + strings.Join(names, ", ")
		}
		if near := diag.Nearest(name, names); near != "" {
			help = "did you mean " + near + "?"
		}
		return nil, &fault{usageFault, fmt.Errorf("there is no profile %s; %s", name, help)}
	}
	if len(c.Profile) > 0 {
		return c.Profile, nil
	}
	return names, nil
}

// many builds the profiles of a folder, one after the other, each into its own
// folder of the destination. They share all that they have in common.
type many struct {
	*buildCommand
	a     *app
	src   overlay.FS
	opts  build.Options
	base  *build.Builder
	begun bool // base has been built
	zip   zipping
}

// A row is how the build of one profile went.
type row struct {
	name, outcome string
	said          said
	told          string // of files beside it
	err           error
}

func (m *many) run(names []string) error {
	if err := m.refuseSite(); err != nil {
		return err
	}
	if err := m.refuseAddress(names); err != nil {
		return err
	}
	var rows []row
	for _, name := range names {
		if m.a.ctx.Err() != nil {
			break
		}
		m.a.status(fmt.Sprintf("%d of %d: %s", len(rows)+1, len(names), name))
		rows = append(rows, m.profile(name))
	}
	m.a.status("")
	m.tell(rows)
	packed := m.pack(rows)
	if err := m.verdict(rows); err != nil {
		return err
	}
	return packed
}

// pack makes the archives of the profiles that are in place, and stops at the first
// that fails.
func (m *many) pack(rows []row) error {
	for _, r := range rows {
		if r.err != nil {
			continue
		}
		if err := m.a.zip(m.src, m.opts.Hosts, m.zip, filepath.Join(m.Destination, r.name), r.name); err != nil {
			return err
		}
	}
	return nil
}

// refuseSite keeps a site of its own, in the destination, from being mixed with the
// folders of profiles.
func (m *many) refuseSite() error {
	if _, err := os.Stat(filepath.Join(m.Destination, "manifest.json")); err == nil {
		return &fault{usageFault, fmt.Errorf("%s is a site of its own, and profiles go into folders in it; name another folder with -d, or take it away",
			shown(m.Destination))}
	}
	return nil
}

// refuseAddress keeps two sites from one address.
func (m *many) refuseAddress(names []string) error {
	if m.BaseURL != "" {
		if len(names) > 1 {
			return &fault{usageFault, fmt.Errorf("--base-url is the address of one site, and here are %s; name one with --profile, "+
				"or write baseURL into the file of each", plural(len(names), "profile"))}
		}
		return nil
	}
	same, err := build.SameAddress(m.src, names)
	if err != nil {
		return &fault{machineFault, err}
	}
	if len(same) > 0 {
		m.a.report(same)
		return errReported
	}
	return nil
}

// profile builds one profile, unless nothing has changed, and publishes it.
func (m *many) profile(name string) row {
	opts, dir := m.opts, filepath.Join(m.Destination, name)
	opts.Profile = name
	stamp, err := m.stamp(m.src, opts)
	if err != nil {
		return row{name: name, err: failed(err, m.Source)}
	}
	if s, same := unchanged(dir, m.src, stamp); same && !m.Force {
		return row{name: name, said: s, outcome: "nothing has changed"}
	}
	if !m.begun {
		if _, err := m.base.Build(m.a.ctx); err != nil {
			return row{name: name, err: failed(err, m.Source)}
		}
		m.begun = true
	}
	r, err := m.base.Profile(name).Build(m.a.ctx)
	if err != nil {
		return row{name: name, err: failed(err, m.Source)}
	}
	was := hostsOf(dir)
	report, list, err := build.Publish(m.a.ctx, dir, r, stamp, build.Publishing{
		Force: m.Force, Sources: []string{m.Source}, Said: remember})
	done := row{name: name, said: said{Messages: texts(list), Counts: countsOf(list)}}
	switch {
	case errors.Is(err, build.ErrContent):
		done.outcome, done.err = "as it was before", errReported
	case err != nil:
		done.outcome, done.err = "as it was before", unpublished(err, dir)
	default:
		done.outcome, done.said = changes(report), saidOf(r, list)
		done.told, done.err = besideSite(m.a.ctx, dir, r)
		done.told = forgotten(was, r.Hosts()) + done.told
	}
	return done
}

// tell prints what is wrong, once for all profiles, and a table of them.
func (m *many) tell(rows []row) {
	var errs, warnings int
	told, profiles := map[string]bool{}, alike(rows)
	for _, r := range rows {
		for _, message := range r.said.Messages {
			if told[mistake(message)] {
				continue
			}
			told[mistake(message)] = true
			of := ownWarning(message)
			if of != "" && told[of] {
				continue
			}
			told[of] = true
			if isWarning(message) {
				warnings++
			} else {
				errs++
			}
			fmt.Fprint(m.a.stderr, message)
			if more := profiles[of] - 1; of != "" && more > 0 {
				fmt.Fprintf(m.a.stderr, "     = so it is with %s more\n", plural(more, "profile"))
			}
			if some := saying(rows, message); len(some) < len(rows) && !ofProfile(strings.SplitN(message, ":", 2)[0]) {
				fmt.Fprintf(m.a.stderr, "     = %s\n", soFor(some))
			}
		}
		if r.err != nil && !errors.Is(r.err, errReported) {
			fmt.Fprintf(m.a.stderr, "iopguide: %s: %v\n", r.name, r.err)
		}
	}
	m.a.repeat(nil, errs, warnings)
	w := tabwriter.NewWriter(m.a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "profile\terrors\twarnings\toverdue\tadvisories\t"+shown(m.Destination))
	for _, r := range rows {
		n := r.said.Counts
		fmt.Fprintln(w, strings.Join([]string{r.name, strconv.Itoa(n.Errors), strconv.Itoa(n.Warnings), strconv.Itoa(n.Overdue),
			strconv.Itoa(n.Advisories), r.name + ": " + outcomeOf(r)}, "\t"))
	}
	_ = w.Flush()
	m.tellHosting(rows)
}

// tellHosting prints what became of the files beside the profiles, what has no effect,
// once, and what to do with the files for hosts.
func (m *many) tellHosting(rows []row) {
	told := map[string]bool{}
	for _, r := range rows {
		fmt.Fprint(m.a.stdout, r.told)
		if !told[r.said.Idle] {
			told[r.said.Idle] = true
			fmt.Fprint(m.a.stdout, r.said.Idle)
		}
	}
	for _, r := range rows {
		if beside := parseSums(r.said.Beside); r.err == nil {
			fmt.Fprint(m.a.stdout, hostSteps(nil, filepath.Join(m.Destination, r.name), beside))
		}
	}
	fmt.Fprint(m.a.stdout, hostSteps(m.opts.Hosts, m.Destination, nil))
}

func outcomeOf(r row) string {
	if r.outcome == "" {
		return "not built"
	}
	return r.outcome
}

// saying returns the profiles that were told message.
func saying(rows []row, message string) (profiles []string) {
	same := func(other string) bool { return mistake(other) == mistake(message) }
	for _, r := range rows {
		if slices.ContainsFunc(r.said.Messages, same) {
			profiles = append(profiles, r.name)
		}
	}
	return profiles
}

// mistake returns what tells a message apart from others: all but what there is to do,
// which may be another thing in each profile.
func mistake(message string) string {
	what, _, _ := strings.Cut(message, "\n     = ")
	return strings.TrimSuffix(what, "\n")
}

// alike counts the warnings that say the same of the files of several profiles.
func alike(rows []row) map[string]int {
	n := map[string]int{}
	for _, r := range rows {
		for _, message := range r.said.Messages {
			n[ownWarning(message)]++
		}
	}
	return n
}

// ownWarning returns what a warning says of a profile's own file, wherever that is in
// it, "" for any other message.
func ownWarning(message string) string {
	first, _, _ := strings.Cut(message, "\n")
	at, says, found := strings.Cut(first, ": warning: ")
	if !found || !ofProfile(at) {
		return ""
	}
	return says
}

// ofProfile reports whether a file, by its name or place in it, is that of a profile.
func ofProfile(name string) bool { return strings.Contains("/"+name, "/profiles/") }

// isWarning reports whether a message that was printed is of a warning.
func isWarning(message string) bool {
	first, _, _ := strings.Cut(message, "\n")
	return strings.Contains(first, ": warning: ")
}

// status shows on a terminal what is being done, in the place of what it showed
// before.
func (a *app) status(text string) {
	if a.terminal(a.stderr) {
		fmt.Fprintf(a.stderr, "\r\x1b[K%s", text)
	}
}

// verdict names the profiles that failed, and decides the exit code: that of the
// machine's fault if there was one.
func (m *many) verdict(rows []row) error {
	var failed []string
	var worst error
	for _, r := range rows {
		if r.err == nil {
			continue
		}
		failed = append(failed, r.name)
		if worst == nil || errors.Is(worst, errReported) {
			worst = r.err
		}
	}
	if m.a.ctx.Err() != nil {
		return &fault{machineFault, errors.New("stopped; the profiles that are not in the table are as they were")}
	}
	if len(failed) == 0 {
		return nil
	}
	fmt.Fprintf(m.a.stderr, "%s of %d failed, and their old sites stay: %s\n", plural(len(failed), "profile"), len(rows), strings.Join(failed, ", "))
	var f *fault
	if errors.As(worst, &f) && f.code == machineFault {
		return worst
	}
	return errReported
}
