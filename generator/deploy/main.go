// Command iopguide-deploy puts a built site into a bucket of an object store that
// speaks S3, so that readers never meet a broken page, and nothing of others is lost.
//
// It is a program and a module of its own, so that iopguide stays small: it knows
// nothing of pages, only the folder of a built site and the plan that iopguide build
// --host s3 writes beside it. A run goes in this order:
//
//	plan     which files the site has, and how each is to be served      plan.go
//	ledger   an object in the bucket that says which others are ours,    ledger.go
//	         and what the deploy before did not finish
//	look     what stands in the bucket now                               store.go
//	arrange  what is to be uploaded and deleted; refuse what would       work.go
//	         overwrite a file of someone else
//	claim    the ledger says what will be done, before it is             deploy.go
//	work     assets, new pages, changed pages, other files, deletions
//	finish   the ledger says what was done                               keeper.go
//
// The ledger is written again every few seconds, so that a run which is cut off has
// little to do again. Each write is on the condition that nobody else wrote it, where
// the store can do that: of two deploys at once, one stops. Each object of ours
// carries its mark, a short hash of its bytes and of how it is served; where the
// ledger leaves a doubt, the mark decides whether an object is ours. An asset of the
// site before stays for one more deploy.
//
// No credential is ever printed or written.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"
)

// release is the version of this program, the same as iopguide's.
const release = "0.1.0"

// The exit codes, as iopguide's.
const (
	usageFault   = 2
	machineFault = 3
)

const description = `Puts a built site into a bucket of an object store that speaks S3.

Build the site with iopguide build --host s3 first. Credentials come from the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), ~/.aws/credentials, or the role of the machine.`

// A command is the command line.
type command struct {
	Place     string           `arg:"" placeholder:"s3://BUCKET/PREFIX" help:"The bucket, and where in it the site goes, such as s3://clinic-guide or s3://clinic-www/iop."`
	Folder    string           `short:"d" name:"destination" aliases:"dir" type:"path" default:"public" placeholder:"DIR" help:"The folder of the built site (default: public)."`
	Endpoint  string           `env:"AWS_ENDPOINT_URL_S3,AWS_ENDPOINT_URL" placeholder:"URL" help:"The address of the store, if it is not AWS, such as https://s3.example.com."`
	Region    string           `env:"AWS_REGION,AWS_DEFAULT_REGION" placeholder:"NAME" help:"The bucket's region (default: the store is asked)."`
	Profile   string           `placeholder:"NAME" help:"Use these credentials of ~/.aws/credentials, before all others."`
	DryRun    bool             `name:"dry-run" short:"n" help:"Say what would be done, and change nothing."`
	TakeOver  bool             `name:"take-over" help:"Replace files of others, or another site, that stand in the place of this site's files."`
	Jobs      int              `default:"8" placeholder:"N" help:"How many uploads go side by side (default: 8)."`
	Heartbeat time.Duration    `hidden:"" default:"10s"`
	Version   kong.VersionFlag `help:"Print the version of this program."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run runs the command line args, and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var c command
	exited := -1
	parser := kong.Must(&c, kong.Name("iopguide-deploy"), kong.Description(description), kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code }), kong.Vars{"version": "iopguide-deploy " + release},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 90}))
	if len(args) == 0 {
		args = []string{"--help"}
	}
	_, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintf(stderr, "iopguide-deploy: %v\nrun iopguide-deploy --help\n", err)
		return usageFault
	}
	return code(c.run(ctx, stdout, stderr), stderr)
}

// code tells an error to the person, and returns the exit code for it.
func code(err error, stderr io.Writer) int {
	var r *refusal
	switch {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "iopguide-deploy: stopped; run this again, and it goes on from here")
		return machineFault
	}
	fmt.Fprintf(stderr, "iopguide-deploy: %v\n", err)
	if errors.As(err, &r) {
		return usageFault
	}
	return machineFault
}

// run is the table of contents: read the plan, open the store, put the site there, say
// what was done.
func (c *command) run(ctx context.Context, stdout, stderr io.Writer) error {
	began := time.Now()
	to, err := c.place()
	if err != nil {
		return err
	}
	p, err := readPlan(c.Folder)
	if err != nil {
		return err
	}
	dir, err := os.OpenRoot(c.Folder)
	if err != nil {
		return err
	}
	defer dir.Close()
	bar := &progress{out: stderr, terminal: terminal(stderr)}
	s, err := open(ctx, to, bar.say)
	if err != nil {
		return err
	}
	for _, note := range to.notes(p) {
		bar.say(note)
	}
	d := &deploy{plan: p, dir: dir, store: s, jobs: c.Jobs, takeOver: c.TakeOver, every: c.Heartbeat, progress: bar, out: stdout}
	r, err := d.run(ctx, c.DryRun)
	if err != nil && ctx.Err() != nil {
		return ctx.Err() // whatever was cut off by it
	}
	if err != nil {
		return unfinished(err, r)
	}
	if !c.DryRun {
		fmt.Fprintf(stdout, "%s: %s, in %.1f s\n", s, r, time.Since(began).Seconds())
	}
	fmt.Fprint(stdout, r.rest())
	return nil
}

// place reads where the site goes.
func (c *command) place() (place, error) {
	rest, ok := strings.CutPrefix(c.Place, "s3://")
	bucket, prefix, _ := strings.Cut(rest, "/")
	if !ok || bucket == "" {
		return place{}, refuse("%s is no address of a bucket; write it as s3://BUCKET or s3://BUCKET/PREFIX", c.Place)
	}
	prefix = strings.Trim(prefix, "/")
	for part := range strings.SplitSeq(prefix, "/") {
		if part == "." || part == ".." || prefix != "" && part == "" {
			return place{}, refuse("%s has an empty part, or one of dots; write it as s3://BUCKET/PREFIX", c.Place)
		}
	}
	if prefix != "" {
		prefix += "/"
	}
	if c.Jobs < 1 || c.Jobs > 256 {
		return place{}, refuse("--jobs %d: it must be between 1 and 256", c.Jobs)
	}
	if c.Heartbeat < time.Second {
		return place{}, refuse("--heartbeat %v: it must be a second or more", c.Heartbeat)
	}
	endpoint, err := endpoint(c.Endpoint)
	return place{bucket, prefix, endpoint, c.Region, c.Profile}, err
}

// endpoint reads the address of the store.
func endpoint(address string) (*url.URL, error) {
	if address == "" {
		address = "https://s3.amazonaws.com"
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return nil, refuse("--endpoint %s is no address; write it as https://s3.example.com", address)
	case u.User != nil:
		return nil, refuse("--endpoint must not hold a name or password; credentials come from the environment or ~/.aws/credentials")
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "":
		return nil, refuse("--endpoint %s holds more than the store's address; the bucket belongs into s3://BUCKET/PREFIX", address)
	}
	return u, nil
}

// notes are what is odd about a place, though it may be right.
func (to place) notes(p *plan) []string {
	var list []string
	if to.endpoint.Scheme == "http" && !loopback(to.endpoint.Hostname()) {
		list = append(list, to.endpoint.Host+" is reached without encryption; write https:// if it can do that")
	}
	if note := p.misplaced(to.prefix); note != "" {
		list = append(list, note)
	}
	return list
}

// loopback reports whether host is this computer.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// terminal reports whether w is a person's terminal.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("CI") == ""
}
