// Command iopguide turns a folder of Markdown about Intensive Outpatient
// Programs into a small, fast, private website.
//
// Each command is a struct whose tags are its flags, and a file of its own.
// Commands are the only part of the program that knows flags, the environment
// and the working folder. What went wrong decides the exit code: 1 the content,
// 2 the command line, 3 the machine.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
	"golang.org/x/term"
)

// release is the version of this program, as the manifest of a site names it.
const release = "0.1.0"

// program is the command line of iopguide.
type program struct {
	Build      buildCommand      `cmd:"" help:"Build the site into a folder that any host can serve."`
	Serve      serveCommand      `cmd:"" help:"Show the site while you write: it is built again after each save."`
	Check      checkCommand      `cmd:"" help:"Tell everything that a writer or clinic should fix."`
	New        newCommand        `cmd:"" help:"Begin a site or a page."`
	Profiles   profilesCommand   `cmd:"" help:"Make many sites from one table."`
	Export     exportCommand     `cmd:"" help:"Write the guide out: all of it, or files to change."`
	Diff       diffCommand       `cmd:"" help:"Tell what a clinic's site has in place of the guide's own, and what changed there."`
	Outdated   outdatedCommand   `cmd:"" help:"Tell what was corrected since a site was built, safety first."`
	Report     reportCommand     `cmd:"" help:"Make a dated page for your files: what the site asks for and keeps, and who answers for it."`
	Deploy     deployCommand     `cmd:"" passthrough:"" help:"Put the built site into a bucket of an object store."`
	Tree       treeCommand       `cmd:"" help:"Draw a self-check for reviewers, or say what differs between two versions."`
	Schema     schemaCommand     `cmd:"" help:"Print the JSON Schema of pages, site.yaml or data files, for editors."`
	Completion completionCommand `cmd:"" help:"Print what makes your shell complete commands and flags."`
	Start      startCommand      `cmd:"" help:"Do what a double click does: open a page in your browser that says what to do."`
	Version    versionCommand    `cmd:"" help:"Print the version of this program."`
	Advisories advisoriesCommand `cmd:"" hidden:"" help:"Print what was corrected so far, for a release."`
	Past       pastCommand       `cmd:"" hidden:"" help:"Keep the texts of this release for those after it."`
}

// An app is what a command may use of the world.
type app struct {
	ctx            context.Context
	stdout, stderr io.Writer
	getenv         func(string) string
	model          *kong.Application
}

// A fault is an error that ends the program with its code.
type fault struct {
	code int
	err  error
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

const (
	contentFault = 1
	usageFault   = 2
	machineFault = 3
)

// errReported says that the content is at fault, and that it was said why.
var errReported = errors.New("the content is at fault")

// errTold is in a fault that the person was told of.
var errTold = errors.New("told already")

func main() {
	collect(garbage(0), os.Getenv) // until it is known what is built
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	args, began := os.Args[1:], launched()
	if began.clicked() {
		args = []string{"start"}
	}
	code := run(ctx, args, os.Stdout, os.Stderr, os.Getenv)
	if code != 0 && began.window {
		linger(os.Stdin, os.Stderr)
	}
	os.Exit(code)
}

// run runs the command that args name, and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, getenv func(string) string) int {
	var p program
	exited := -1
	parser := kong.Must(&p, kong.Name("iopguide"), kong.Description(description),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, WrapUpperBound: 90}),
		kong.ShortUsageOnError(), kong.Help(help))
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintf(stderr, "iopguide: %v\n", err)
		fmt.Fprintln(stderr, "run iopguide --help, or iopguide COMMAND --help")
		return usageFault
	}
	if k.Command() != "build" { // which will say how large its site is
		collect(usual, getenv)
	}
	a := &app{ctx, stdout, stderr, getenv, parser.Model}
	return code(k.Run(a), stderr)
}

// code tells an error to the person, unless that was done, and returns the exit
// code for it.
func code(err error, stderr io.Writer) int {
	if err == nil {
		return 0
	}
	if errors.Is(err, errReported) {
		return contentFault
	}
	var f *fault
	if errors.Is(err, errTold) && errors.As(err, &f) {
		return f.code
	}
	fmt.Fprintf(stderr, "iopguide: %v\n", err)
	if errors.As(err, &f) {
		return f.code
	}
	return machineFault
}

const description = `Turns a folder of Markdown about Intensive Outpatient Programs into a small, fast, private website.

A site folder holds site.yaml, content/, layouts/ and static/.`

// examples teach each command by showing it.
var examples = map[string]string{
	"": `  iopguide new site oak       make the guide a clinic's own
  iopguide serve              write, and see each save in the browser
  iopguide check              hear what should be mended
  iopguide build              make the site in public/`,
	"build": `  iopguide build                                   the site here, into public/
  iopguide build -s guide -d /srv/www/guide        from guide/, into another folder
  iopguide build -b https://clinic.example/iop/    with sitemap, feed and share tags
  iopguide build --host nginx --path /iop/         with the headers and redirects of a web server
  iopguide build --date 2027-01-01                 as it will be published on that day
  iopguide build --profile east --profile west     of many sites, these two
  iopguide build --zip iop.zip                     packed too, with sums, licenses and a bill of materials`,
	"serve": `  iopguide serve --open                            in your browser, at http://127.0.0.1:8080
  iopguide serve -D                                with drafts
  iopguide serve --address 127.0.0.1:9000          on another port
  iopguide serve --address 0.0.0.0                 for your phone too: shows a code to scan
  iopguide serve --follow --editor zed             go to each page you save; mistakes link into Zed`,
	"check": `  iopguide check                                   everything, in plain words
  iopguide check --strict                          warnings count as errors
  iopguide check --format json                     for editors and scripts
  iopguide check --rules                           what is checked, and why
  iopguide check --mutate                          which slips in a self-check nothing would catch`,
	"site": `  iopguide new site oak-street                     asks a few questions
  iopguide new site oak-street --name "Oak Street Clinic" --phone "(217) 555-0134" \
      --primary "#1f6f5c" --logo logo.svg --insurance "Medicaid,Medicare"
  iopguide new site oak-street --ci github --program iopguide-0.1.0-linux-amd64.tar.gz`,
	"ci": `  iopguide new ci github --program iopguide-0.1.0-linux-amd64.tar.gz
  iopguide new ci gitlab --program https://downloads.example/iopguide-0.1.0-linux-amd64.tar.gz
  iopguide new ci github --program iopguide-0.1.0-linux-amd64.tar.gz --deploy s3://my-bucket/iop`,
	"page": `  iopguide new page conditions/grief.md
  iopguide new page es/conditions/grief.md         in Spanish
  iopguide new page rides/_index.md                a section's own page
  iopguide new page check/next-step.md --layout self-check`,
	"import": `  iopguide profiles import clinics.csv             a file in profiles/ for each line
  iopguide profiles import clinics.csv -s guide    for the site in guide/
  iopguide profiles import clinics.csv --update    the table has changed`,
	"export": `  iopguide export guide                            the whole guide, to stand alone
  iopguide export . --only conditions/ocd.md       one page, to change it in the site here
  iopguide export . --only layouts/page.html --only layouts/partials/footer.html`,
	"diff": `  iopguide diff                                    all that this site has of its own
  iopguide diff conditions/ptsd.md                 line by line against the guide's own
  iopguide diff --accept conditions/ptsd.md        it is right as it is
  iopguide diff --format json                      for scripts`,
	"outdated": `  iopguide outdated public                         a site in its folder
  iopguide outdated https://www.clinic.example/iop/
  iopguide outdated --format json https://one.example/ https://two.example/`,
	"report": `  iopguide report                                  report-DAY.html, of the site in public/
  iopguide report --address https://www.clinic.example/iop/ --out files/guide.html
  iopguide report --browser none --format text     without a browser, on the screen`,
	"deploy": `  iopguide build --host s3 && iopguide deploy s3://clinic-guide --dry-run
  iopguide deploy s3://clinic-www/iop --profile clinic`,
	"tree": `  iopguide tree check/could-an-iop-fit.md          questions, endings, rules and cases, in words
  iopguide tree check/could-an-iop-fit.md --format svg > map.svg
  iopguide tree check/could-an-iop-fit.md --format paths
  iopguide tree --diff old.md content/check/could-an-iop-fit.md`,
	"schema": `  iopguide schema page > page.schema.json          for the front matter of pages`,
	"completion": `  source <(iopguide completion bash)               now, in this shell
  iopguide completion fish > ~/.config/fish/completions/iopguide.fish`,
}

// help prints kong's help, then examples.
func help(options kong.HelpOptions, ctx *kong.Context) error {
	if err := kong.DefaultHelpPrinter(options, ctx); err != nil {
		return err
	}
	name := ""
	if s := ctx.Selected(); s != nil {
		name = s.Name
	}
	if text, ok := examples[name]; ok {
		fmt.Fprintf(ctx.Stdout, "\nExamples:\n%s\n", text)
	}
	return nil
}

// color reports whether w is a terminal that wants colors.
func (a *app) color(w io.Writer) bool {
	return a.terminal(w) && a.getenv("NO_COLOR") == "" && a.getenv("TERM") != "dumb"
}

// terminal reports whether w is a person's terminal.
func (a *app) terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && a.getenv("CI") == ""
}
