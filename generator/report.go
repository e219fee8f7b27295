package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"iopguide/generator/internal/browse"
	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/publish"
	"iopguide/generator/internal/recall"
	clinic "iopguide/generator/internal/report"
	"iopguide/generator/internal/schema"
)

type reportCommand struct {
	source
	Destination string `short:"d" type:"path" placeholder:"DIR" help:"The folder that the site was built into (default: public in the site's folder)."`
	Out         string `type:"path" placeholder:"FILE" help:"Where the report goes (default: report-DAY.html in this folder; text and json are printed)."`
	Address     string `placeholder:"URL" help:"Ask the live site too, at the address of its first page."`
	Profile     string `placeholder:"NAME" help:"Of a folder with profiles, the one to report on."`
	Date        string `placeholder:"DAY" help:"Report as on that day, such as 2026-11-24 (default: today)."`
	Browser     string `placeholder:"PATH" help:"A browser of Chromium's kind to open every page in, or none (default: one that is found)."`
	Format      string `enum:"html,text,json" default:"html" help:"html to print and file, text for people, json for scripts (default: html)."`
}

// Run makes the report. It is made of any site that can be built, whatever stands in
// the destination: what is amiss there is what it is for.
func (c *reportCommand) Run(a *app) error {
	base, err := c.address()
	if err != nil {
		return err
	}
	s, err := c.subject(a)
	if err != nil {
		return err
	}
	if err := c.writable(s); err != nil {
		return err
	}
	if s.Folder != nil {
		if base != nil {
			s.Address = base.String()
			s.Live = clinic.Ask(a.ctx, answer, base, s.Folder.Host(base, s.Result.Framing().Texts()), s.Folder)
		}
		if err := c.browse(a, s); err != nil {
			return err
		}
	}
	return c.write(a, clinic.New(s))
}

// address returns that of the live site, nil if it is not to be asked.
func (c *reportCommand) address() (*url.URL, error) {
	if c.Address == "" {
		return nil, nil
	}
	u, err := manifestURL(c.Address)
	if err != nil {
		return nil, &fault{usageFault, err}
	}
	u.Path = strings.TrimSuffix(u.Path, recall.ManifestFile)
	return u, nil
}

// subject gathers what is known of the site without asking anybody.
func (c *reportCommand) subject(a *app) (*clinic.Subject, error) {
	src, err := c.open()
	if err != nil {
		return nil, err
	}
	day, err := a.day(c.Date)
	if err != nil {
		return nil, err
	}
	if c.Destination == "" {
		c.Destination = filepath.Join(c.Source, "public")
	}
	if err := c.profile(a, src); err != nil {
		return nil, err
	}
	s := &clinic.Subject{Release: release, Day: day, Name: filepath.ToSlash(shown(c.Destination))}
	if s.Result, s.Found, err = c.built(a, src, day); err != nil {
		return nil, err
	}
	err = c.published(src, s)
	if err == nil && s.Folder == nil {
		fmt.Fprintf(a.stderr, "iopguide: there is no site in %s, so the report says little; run iopguide build first, or name its folder with -d\n", s.Name)
	}
	return s, err
}

// profile makes the destination that of the one profile to report on.
func (c *reportCommand) profile(a *app, src overlay.FS) error {
	b := buildCommand{}
	if c.Profile != "" {
		b.Profile = []string{c.Profile}
	}
	names, err := b.profiles(a, src)
	switch {
	case err != nil:
		return err
	case c.Profile == "" && len(names) > 0:
		return &fault{usageFault, fmt.Errorf("this folder has profiles, and a report is on one site; name one with --profile: %s",
			strings.Join(names, ", "))}
	case c.Profile != "":
		c.Destination = filepath.Join(c.Destination, c.Profile)
	}
	return nil
}

// built builds the site in memory. One with mistakes has no report: half of it is not
// known.
func (c *reportCommand) built(a *app, src overlay.FS, day schema.Date) (*build.Result, diag.List, error) {
	b := build.New(src, build.Options{Date: day, Release: release, Base: builtIn})
	r, err := b.Build(a.ctx)
	if err == nil && c.Profile != "" {
		r, err = b.Profile(c.Profile).Build(a.ctx)
	}
	if err != nil {
		return nil, nil, failed(err, c.Source)
	}
	began := time.Now()
	list, err := r.All(a.ctx, a.progress(began))
	a.endProgress(began)
	if err != nil {
		return nil, nil, failed(err, c.Source)
	}
	if list.HasErrors() {
		a.report(list)
		fmt.Fprintln(a.stderr, "no report was made: the site cannot be built as it is")
		return nil, nil, errReported
	}
	return r, list, nil
}

// published reads what stands in the destination, and what is recorded of it.
func (c *reportCommand) published(src overlay.FS, s *clinic.Subject) error {
	root, err := os.OpenRoot(c.Destination)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return &fault{machineFault, fmt.Errorf("read %s: %w", shown(c.Destination), err)}
	}
	defer root.Close()
	folder, err := clinic.Read(root.FS())
	if err != nil {
		return &fault{machineFault, fmt.Errorf("read %s: %w", shown(c.Destination), err)}
	}
	if len(folder.Pages) == 0 {
		return nil
	}
	s.Folder = folder
	if stamp, known := publish.Recorded(c.Destination); known {
		s.Stamp = &stamp
		inputs, _, err := build.Inputs(src, c.Profile)
		if err != nil {
			return failed(err, c.Source)
		}
		s.Same = stamp.MadeFrom(inputs, func(name string) ([]byte, error) { return fs.ReadFile(src, name) })
	}
	if folder.Manifest == nil {
		return nil
	}
	guide, err := recall.NewGuide(builtIn.FS, release, recall.Advisories())
	if err == nil {
		s.Recall, err = guide.Report(folder.Manifest)
	}
	if err != nil {
		return &fault{machineFault, err}
	}
	return nil
}

// answer asks a host once. Nothing is sent along but the name of this program.
func answer(ctx context.Context, address string) (*clinic.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "iopguide/"+release)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		return nil, unreached(request.URL, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, mostManifest))
	if err != nil {
		return nil, unreached(request.URL, err)
	}
	return &clinic.Answer{Status: response.StatusCode, Header: response.Header, Body: body}, nil
}

// longest is how long a browser may take to open all pages.
const longest = 15 * time.Minute

// browse opens every page in a browser, if there is one.
func (c *reportCommand) browse(a *app, s *clinic.Subject) error {
	path := c.Browser
	switch {
	case path == "none":
		s.Unseen = "no browser was to be used (--browser none)"
		return nil
	case path == "":
		if path = browse.Find(a.getenv); path == "" {
			s.Unseen = "no browser of Chromium's kind was found on this computer; name one with --browser"
			return nil
		}
	case !browse.Is(path):
		return &fault{usageFault, fmt.Errorf("--browser %s is no program that can be started; "+
			"name that of Chromium, Chrome or Edge, or write --browser none", path)}
	}
	root, err := os.OpenRoot(c.Destination)
	if err != nil {
		return &fault{machineFault, err}
	}
	defer root.Close()
	began := time.Now()
	o := s.Opening()
	o.Browser, o.Files, o.Limit, o.Progress = path, root.FS(), longest, a.progress(began)
	s.Seen, err = browse.Look(a.ctx, o)
	a.endProgress(began)
	switch {
	case a.ctx.Err() != nil:
		return &fault{machineFault, errors.New("stopped; no report was made")}
	case err != nil && c.Browser != "":
		return &fault{machineFault, err}
	case err != nil:
		s.Seen, s.Unseen = nil, "the browser that was found could not be used: "+err.Error()
	}
	return nil
}

// writable settles where the report goes, and refuses where it would be published,
// take the place of something else, or be called what it is not.
func (c *reportCommand) writable(s *clinic.Subject) error {
	if c.Out == "" && c.Format == "html" {
		c.Out = "report-" + s.Day.String() + ".html"
		if c.Profile != "" {
			c.Out = "report-" + c.Profile + "-" + s.Day.String() + ".html"
		}
	}
	if c.Out == "" {
		return nil
	}
	out, err := filepath.Abs(c.Out)
	if err != nil {
		return &fault{machineFault, err}
	}
	if ext := filepath.Ext(out); strings.EqualFold(ext, ".pdf") {
		return &fault{usageFault, fmt.Errorf("%s would be no PDF; write %s, open it in a browser, and print it into a PDF there",
			shown(out), shown(strings.TrimSuffix(out, ext)+".html"))}
	}
	if rel, err := filepath.Rel(c.Destination, out); err == nil && filepath.IsLocal(rel) {
		return &fault{usageFault, fmt.Errorf("%s is in the folder that is published; name another place with --out", shown(out))}
	}
	for _, dir := range []string{"content", "static", "layouts"} {
		if rel, err := filepath.Rel(filepath.Join(c.Source, dir), out); err == nil && filepath.IsLocal(rel) {
			return &fault{usageFault, fmt.Errorf("%s would become part of the site; name another place with --out", shown(out))}
		}
	}
	return c.replaces(out)
}

// replaces refuses to take the place of a file that is no report.
func (c *reportCommand) replaces(out string) error {
	old, err := os.ReadFile(out)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, fs.ErrPermission):
		return &fault{machineFault, err}
	case err != nil || !clinic.IsReport(old):
		return &fault{usageFault, fmt.Errorf("%s is there already and is no report; name another place with --out", shown(out))}
	}
	return nil
}

// write writes the report, whole, and says what it came to.
func (c *reportCommand) write(a *app, r *clinic.Report) error {
	var b bytes.Buffer
	form := map[string]func(io.Writer) error{"html": r.HTML, "text": r.Text, "json": r.JSON}[c.Format]
	if err := form(&b); err != nil {
		return &fault{machineFault, err}
	}
	if c.Out == "" {
		if _, err := a.stdout.Write(b.Bytes()); err != nil {
			return &fault{machineFault, err}
		}
		return nil
	}
	err := publish.WriteFile(a.ctx, c.Out, func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
	if err != nil {
		return &fault{machineFault, fmt.Errorf("write %s: %w", shown(c.Out), err)}
	}
	fmt.Fprintf(a.stdout, "wrote %s: %s\n", shown(c.Out), r.Summary())
	return nil
}
