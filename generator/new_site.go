package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"iopguide/generator/internal/scaffold"

	"golang.org/x/term"
)

type newSiteCommand struct {
	Dir       string   `arg:"" type:"path" help:"The folder to make, such as oak-street."`
	Name      string   `placeholder:"NAME" help:"What the clinic is called."`
	Phone     string   `placeholder:"NUMBER" help:"The number to call, as it is printed."`
	Text      string   `placeholder:"NUMBER" help:"The number for texts."`
	URL       string   `name:"url" placeholder:"URL" help:"The clinic's website."`
	Email     string   `placeholder:"MAILBOX" help:"The clinic's mailbox."`
	Address   string   `placeholder:"ADDRESS" help:"Where the clinic is, in one line."`
	Hours     string   `placeholder:"HOURS" help:"When somebody answers, such as \"Mon to Fri, 8 am to 6 pm\"."`
	Insurance []string `placeholder:"NAME" help:"The plans that the clinic works with, with commas between them."`
	Primary   string   `placeholder:"COLOR" help:"The main color, such as \"#1f6f5c\": links and buttons."`
	Accent    string   `placeholder:"COLOR" help:"The second color: warm surfaces."`
	Logo      string   `placeholder:"FILE" help:"A picture: SVG, PNG, JPEG or WebP."`
	Language  []string `placeholder:"en,es" help:"The site's languages: en, or en,es (default: en,es)."`
	Title     string   `placeholder:"TITLE" help:"The name of the site (default: the clinic's name and IOP Guide)."`
	CI        string   `name:"ci" enum:",github,gitlab" default:"" placeholder:"github|gitlab" help:"Write a workflow for this service, too: it checks, builds and publishes the site after each change and once a week."`
	workflowFlags
}

// given returns what the flags say, by the key that they set.
func (c *newSiteCommand) given() map[string]string {
	return map[string]string{
		"clinic.name": c.Name, "clinic.phone": c.Phone, "clinic.text": c.Text, "clinic.url": c.URL,
		"clinic.email": c.Email, "clinic.address": c.Address, "clinic.hours": c.Hours,
		"clinic.insurance": strings.Join(c.Insurance, ","), "brand.primary": c.Primary, "brand.accent": c.Accent,
		"brand.logo": c.Logo, "languages": strings.Join(c.Language, ","), "title": c.Title,
	}
}

// Run asks, or takes the flags, and writes the site's folder, whole or not at all.
func (c *newSiteCommand) Run(a *app) error {
	if err := c.free(); err != nil {
		return err
	}
	workflow, err := c.workflow(a)
	if err != nil {
		return err
	}
	stage, err := scaffold.NewStage(c.Dir)
	if err != nil {
		return unwritten(err, c.Dir)
	}
	defer stage.Close()
	t := newTrial(a, stage)
	given := c.given()
	if missing := lacking(given); len(missing) > 0 {
		if !a.interactive() {
			return &fault{usageFault, fmt.Errorf("missing: %s; give it with the flag, or run this in a terminal to be asked",
				strings.Join(missing, ", "))}
		}
		if err := interview(t, os.Stdin, a.stderr, given, shown(c.Dir)); err != nil {
			return err
		}
	} else if err := t.takeAll(given); err != nil {
		return err
	}
	return c.write(a, stage, t.settings(), workflow)
}

// workflow returns the files that --ci asks for.
func (c *newSiteCommand) workflow(a *app) ([]namedFile, error) {
	if c.CI != "" {
		return c.files(a, c.CI, c.Dir)
	}
	if c.Program != "" || c.Deploy != "" {
		return nil, &fault{usageFault, errors.New("--program and --deploy are for a workflow; say for which service with --ci github or --ci gitlab")}
	}
	return nil, nil
}

// free makes sure that there is room for a site at c.Dir.
func (c *newSiteCommand) free() error {
	return room(c.Dir, "change its site.yaml, or choose another folder")
}

// room makes sure that dir holds no site, and lies in none; otherwise says what to
// do where it holds one.
func room(dir, otherwise string) error {
	if holdsSite(dir) {
		return &fault{usageFault, fmt.Errorf("%s holds a site already; %s", shown(dir), otherwise)}
	}
	if above := siteAbove(dir); above != "" {
		return &fault{usageFault, fmt.Errorf("%s would lie in the site of %s; choose a folder outside of it", shown(dir), above)}
	}
	return nil
}

// lacking returns the flags that a site cannot do without and that are not given.
func lacking(given map[string]string) []string {
	var flags []string
	for _, q := range questions {
		if q.needed && strings.TrimSpace(given[q.key]) == "" {
			flags = append(flags, "--"+q.flag)
		}
	}
	return flags
}

// interactive reports whether somebody can be asked.
func (a *app) interactive() bool {
	return term.IsTerminal(int(os.Stdin.Fd())) && a.terminal(a.stderr)
}

// write puts the files of the site in their place, and says what to do next.
func (c *newSiteCommand) write(a *app, stage *scaffold.Stage, s scaffold.Settings, workflow []namedFile) error {
	files := []namedFile{
		{"README.md", []byte(readme(s))},
		{".gitignore", []byte(ignored)},
		{"site.yaml", scaffold.SiteYAML(s)},
	}
	for _, f := range append(files, workflow...) {
		if err := stage.Write(f.name, f.data); err != nil {
			return unwritten(err, c.Dir)
		}
	}
	if err := a.ctx.Err(); err != nil {
		return errStopped
	}
	kept, err := stage.Commit("site.yaml")
	if err != nil {
		return unwritten(err, c.Dir)
	}
	a.tellKept(c.Dir, kept)
	dir := shown(c.Dir)
	fmt.Fprintf(a.stdout, "the site is in %s; next:\n%s%s says what lies where, and how to change a page\n",
		dir, nextSteps(self(), dir), filepath.Join(dir, "README.md"))
	if c.CI != "" {
		c.tell(a, c.Dir, scaffold.Workflow{Service: c.CI}.File())
	}
	return nil
}

// tellKept names the files of dir that were not written, because they were there.
func (a *app) tellKept(dir string, names []string) {
	for _, name := range names {
		fmt.Fprintf(a.stderr, "%s was there already and is as it was\n", filepath.Join(shown(dir), filepath.FromSlash(name)))
	}
}

// errStopped says that the person wanted no site after all.
var errStopped = &fault{machineFault, errors.New("stopped; nothing was written")}

// ignored are the files that git is not to keep: what a build makes.
const ignored = "/public/\n/public.host/\n/.public.*\n"

// nextSteps says what can be done with the site in dir.
func nextSteps(program, dir string) string {
	in := ""
	if dir != "." {
		in = " -s " + argument(dir)
	}
	rows := [][2]string{
		{"serve" + in + " --open", "look at it; change site.yaml and save, and the page follows"},
		{"check" + in, "hear what is still to be mended"},
		{"build" + in, "make the site in " + filepath.Join(dir, "public") + ", for any web host"},
	}
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "  %-*s  %s\n", len(program)+len(rows[0][0])+1, program+" "+r[0], r[1])
	}
	return b.String()
}

// argument quotes a word of a command line, if it needs that.
func argument(s string) string {
	if strings.ContainsAny(s, " '\"&()$;") {
		return `"` + s + `"`
	}
	return s
}

// readme tells whoever comes to the folder later what it is.
func readme(s scaffold.Settings) string {
	name := cmp.Or(strings.Join(s["title"], ""), "The guide")
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n", name)
	io.WriteString(&b, `This folder holds what is your own in the guide. All the rest is in the program `+"`iopguide`"+`, and comes anew with
each of its releases.

| | |
|---|---|
| site.yaml | names, numbers, colors, notices: the settings |
| content/ | pages of your own; one at the path of a page of the guide takes its place |
| static/ | your logo, pictures, styles |
| layouts/ | templates of your own, for those who know HTML |
| overrides.lock | which texts of the guide yours stand in place of; `+"`iopguide diff`"+` tells when one of them changed |
| public/ | the built site, for your web host |

In this folder:

    iopguide serve --open                  look at the site; it follows each save
    iopguide check                         hear what is to be mended
    iopguide build                         make the site in public/
    iopguide new page conditions/grief.md  begin a page
    iopguide export . --only conditions/ocd.md
                                           take a page of the guide over, to change it
    iopguide build --help                  more; each command has it
`)
	return b.String()
}
