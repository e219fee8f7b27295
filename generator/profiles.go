package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/scaffold"
)

type profilesCommand struct {
	Import importCommand `cmd:"" help:"Make a site of each line of a table: a file in profiles/ for each."`
}

type importCommand struct {
	source
	Table  string `arg:"" type:"path" placeholder:"FILE" help:"The table, in CSV: the first line names the columns, each other one is a site."`
	Update bool   `help:"Renew the files that an import wrote and nobody changed since."`
}

// Run writes a profile for each row of the table, once all rows are found to be right.
// It writes over nothing but what an import wrote, and that only when asked.
func (c *importCommand) Run(a *app) error {
	src, err := c.open()
	if err != nil {
		return err
	}
	data, err := os.ReadFile(c.Table)
	if err != nil {
		return unread(err, c.Table)
	}
	t := &imported{a: a, src: src, table: &diag.File{Name: filepath.ToSlash(shown(c.Table)), Data: data}}
	if t.read(); t.list.HasErrors() {
		return t.refuse()
	}
	stage, err := scaffold.NewStage(c.Source)
	if err != nil {
		return unwritten(err, c.Source)
	}
	defer stage.Close()
	for _, s := range t.sites {
		if err := stage.Write(s.file, s.Data); err != nil {
			return unwritten(err, c.Source)
		}
	}
	if err := t.try(stage.Dir); err != nil {
		return failed(err, c.Source)
	}
	if t.list.HasErrors() {
		return t.refuse()
	}
	a.report(t.list)
	return c.write(t, stage)
}

// unread says why a file of the person's cannot be read.
func unread(err error, file string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &fault{usageFault, fmt.Errorf("there is no file %s", shown(file))}
	}
	return &fault{usageFault, fmt.Errorf("%s cannot be read; look at who may read it, or take a copy", shown(file))}
}

// imported is a table, and the profiles that it makes.
type imported struct {
	a     *app
	src   overlay.FS
	table *diag.File
	sites []importedSite
	list  diag.List
}

// An importedSite is a row, and the profile that it makes.
type importedSite struct {
	scaffold.Row
	scaffold.Profile
	name, file string
}

func (t *imported) refuse() error {
	t.list.Sort()
	t.a.report(t.list)
	fmt.Fprintln(t.a.stderr, "nothing was written")
	return errReported
}

// read reads the table.
func (t *imported) read() {
	first := map[string]scaffold.Row{}
	for _, row := range scaffold.ReadTable(t.table, &t.list) {
		name, ok := t.name(row)
		if !ok {
			continue
		}
		if was, twice := first[name]; twice {
			t.list.Add(diag.Diagnostic{File: t.table, Start: row.Start, End: row.End, Rule: "table",
				Message: "there are two rows for a profile " + name,
				Help:    "give each a name of its own in the column " + scaffold.ProfileColumn + ", such as " + name + "-2",
				Related: []diag.Place{{File: t.table, Start: was.Start, End: was.End, Note: "the other one"}}})
			continue
		}
		first[name] = row
		t.sites = append(t.sites, importedSite{row, scaffold.ProfileYAML(row), name, path.Join("profiles", name+".yaml")})
	}
}

// name returns the name of a row's profile: that of the column for it, else one made
// of the clinic's name.
func (t *imported) name(row scaffold.Row) (name string, ok bool) {
	if c := row.Get(scaffold.ProfileColumn); c != nil {
		if name = build.ProfileName(c.Values[0]); name != c.Values[0] {
			t.list.Error(t.table, c.Start, c.End, "table",
				"a profile's name is its folder on the site: small letters, digits and hyphens, and none of Windows' own such as con",
				"write "+name)
			return "", false
		}
		return name, true
	}
	if c := row.Get("clinic.name"); c != nil {
		return build.ProfileName(c.Values[0]), true
	}
	return "", false
}

// try builds the site with each profile, as its file in dir has it, and keeps what is
// wrong with what the table says.
func (t *imported) try(dir string) error {
	day, err := t.a.day("")
	if err != nil {
		return err
	}
	src := overlay.FS{{Name: t.src[0].Name, FS: overlay.FS{{FS: os.DirFS(dir)}, t.src[0]}}}
	b := build.New(src, build.Options{Date: day, Release: release, Base: builtIn, PlainAssets: true})
	if _, err := b.Build(t.a.ctx); err != nil {
		return err
	}
	defer t.a.status("")
	for i, s := range t.sites {
		t.a.status(fmt.Sprintf("trying %d of %d: %s", i+1, len(t.sites), s.name))
		r, err := b.Profile(s.name).Build(t.a.ctx)
		if err != nil {
			return err
		}
		t.keep(r.Diags)
	}
	names, _, err := build.Profiles(src)
	if err != nil {
		return err
	}
	same, err := build.SameAddress(src, names)
	t.keep(same)
	return err
}

// keep adds what is said of profiles of the table, at the cells that they come from. A
// warning of a whole row is left to check.
func (t *imported) keep(list diag.List) {
	for _, d := range list {
		file, start, end, found := t.cell(d.File, d.Start)
		if found == nowhere || found == wholeRow && d.Severity == diag.Warning {
			continue
		}
		d.File, d.Start, d.End = file, start, end
		related := slices.Clone(d.Related)
		for i, p := range related {
			if file, start, end, found := t.cell(p.File, p.Start); found != nowhere {
				related[i].File, related[i].Start, related[i].End = file, start, end
			}
		}
		d.Related = related
		t.list.Add(d)
	}
}

// origin is what of the table something in a profile comes from.
type origin int

const (
	nowhere  origin = iota // no profile of the table's
	wholeRow               // all of a row
	oneCell                // one cell
)

// cell returns where the table has what stands at a place of a profile.
func (t *imported) cell(f *diag.File, at int) (file *diag.File, start, end int, found origin) {
	for _, s := range t.sites {
		if f.Name != t.src[0].Name+s.file {
			continue
		}
		if i := s.Cell(f.Position(at).Line); i >= 0 {
			return t.table, s.Cells[i].Start, s.Cells[i].End, oneCell
		}
		return t.table, s.Start, s.End, wholeRow
	}
	return nil, 0, 0, nowhere
}

// fates are what an import does with its files, by name.
type fates struct{ fresh, renew, same, kept []string }

// fates decides what becomes of each profile: one that is there stays, unless an import
// wrote it and nobody changed it since.
func (t *imported) fates() (f fates, err error) {
	for _, s := range t.sites {
		was, err := fs.ReadFile(t.src, s.file)
		_, unchanged := scaffold.Renewable(was)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			f.fresh = append(f.fresh, s.file)
		case err != nil:
			return f, &fault{machineFault, fmt.Errorf("read %s: %w", t.src.Display(s.file), err)}
		case string(was) == string(s.Data):
			f.same = append(f.same, s.file)
		case unchanged:
			f.renew = append(f.renew, s.file)
		default:
			f.kept = append(f.kept, s.file)
		}
	}
	return f, nil
}

// write brings the profiles from the stage to their place.
func (c *importCommand) write(t *imported, stage *scaffold.Stage) error {
	f, err := t.fates()
	if err != nil {
		return err
	}
	if there := append(slices.Clone(f.renew), f.kept...); len(there) > 0 && !c.Update {
		return &fault{usageFault, fmt.Errorf("in %s, %s there already, with something else in it; nothing was written. "+
			"--update renews what an import wrote and nobody changed since", shown(c.Source), is(there))}
	}
	if t.a.ctx.Err() != nil {
		return errStopped
	}
	if _, err := stage.Commit("site.yaml"); err != nil { // which keeps all that is there
		return unwritten(err, c.Source)
	}
	for _, name := range f.renew {
		if err := stage.Replace(name); err != nil {
			return &fault{machineFault, fmt.Errorf("%s could not be renewed: %w; mend that, and run this again", t.src.Display(name), err)}
		}
	}
	return c.tell(t, f)
}

// is names files, a few of many, as the subject of a sentence.
func is(names []string) string {
	const most = 3
	switch more := len(names) - most; {
	case len(names) == 1:
		return names[0] + " is"
	case more > 0:
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more are", more)
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1] + " are"
}

// tell says what was done, and what to do next.
func (c *importCommand) tell(t *imported, f fates) error {
	for _, name := range f.kept {
		fmt.Fprintf(t.a.stderr, "%s is not as an import wrote it, so it stays as it is\n", t.src.Display(name))
	}
	if err := t.tellLeft(); err != nil {
		return err
	}
	dir, in := shown(c.Source), ""
	if dir != "." {
		in = " -s " + argument(dir)
	}
	fmt.Fprintf(t.a.stdout, "%s written, %d renewed, %d as they were; next:\n", plural(len(f.fresh), "profile"), len(f.renew),
		len(f.same)+len(f.kept))
	rows := [][2]string{
		{"serve" + in + " --profile " + t.sites[0].name, "look at one of them"},
		{"check" + in, "hear what is still to be mended"},
		{"build" + in, "make each, in a folder of its own in " + filepath.Join(dir, "public")},
	}
	for _, r := range rows {
		fmt.Fprintf(t.a.stdout, "  %-*s  %s\n", len(self())+len(rows[0][0])+1, self()+" "+r[0], r[1])
	}
	return nil
}

// tellLeft names the profiles that an import wrote from rows which the table no longer
// has. Whether their sites are to go, a person decides.
func (t *imported) tellLeft() error {
	names, _, err := build.Profiles(t.src)
	if err != nil {
		return &fault{machineFault, err}
	}
	for _, name := range names {
		if slices.ContainsFunc(t.sites, func(s importedSite) bool { return s.name == name }) {
			continue
		}
		file := path.Join("profiles", name+".yaml")
		data, err := fs.ReadFile(t.src, file)
		if ours, _ := scaffold.Renewable(data); err == nil && ours {
			fmt.Fprintf(t.a.stderr, "%s has no row in this table; delete the file if its site is to go\n", t.src.Display(file))
		}
	}
	return nil
}
