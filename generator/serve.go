package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os/exec"
	"runtime"
	"strings"
	"sync"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/serve"
)

type serveCommand struct {
	source
	Address string `placeholder:"HOST:PORT" help:"Where to serve (default: 127.0.0.1:8080, or the next free port). With 0.0.0.0 phones in your network can open it too, with a code."`
	Bind    string `placeholder:"HOST" help:"The host of --address, as Hugo names it."`
	Port    string `short:"p" placeholder:"PORT" help:"The port of --address, as Hugo names it; 0 takes any."`
	Profile string `placeholder:"NAME" help:"Of a folder with profiles, the one to show."`
	Open    bool   `aliases:"openBrowser" help:"Open the site in your browser."`
	Drafts  bool   `short:"D" aliases:"buildDrafts" help:"Show drafts too."`
	Follow  bool   `aliases:"navigateToChanged" help:"Go to the page that you save, in every browser that is open."`
	Poll    bool   `help:"Look at all files again and again. Where the system does not tell of changes, this is found out without the flag."`
	Editor  string `default:"vscode" placeholder:"NAME" help:"The editor that links to a mistake open: vscode (default), vscodium, cursor, zed, idea, sublime, textmate, none, or an address with {file}, {line} and {column}."`
}

// Run shows the site until the program is stopped.
func (c *serveCommand) Run(a *app) error {
	addr, err := c.address()
	if err != nil {
		return err
	}
	editor, err := serve.EditorLink(c.Editor)
	if err != nil {
		return &fault{usageFault, err}
	}
	src, err := c.open()
	if err != nil {
		return err
	}
	if c.Profile != "" {
		if _, err := (&buildCommand{source: c.source, Profile: []string{c.Profile}}).profiles(a, src); err != nil {
			return err
		}
	}
	files, err := openFolder(c.Source)
	if err != nil {
		return err
	}
	src[0].FS = files
	collect(starting, a.getenv)
	b := build.New(src, build.Options{Profile: c.Profile, Drafts: c.Drafts, PlainAssets: true, Release: release, Base: builtIn})
	err = serve.Run(a.ctx, b, serve.Options{
		Addr:   addr,
		Watch:  []string{c.Source},
		Prefix: src[0].Name,
		Editor: editor,
		Poll:   c.Poll,
		Follow: c.Follow,
		Log:    slog.New(&lines{w: a.stderr}),
		Report: a.report,
		OnReady: func(at serve.Place) {
			collect(serving, a.getenv)
			c.ready(a, at)
		},
	})
	if err == nil {
		return nil
	}
	return refusedAddress(failed(err, c.Source))
}

// refusedAddress makes it the command line's fault that an address cannot be had
// because it is none of this computer.
func refusedAddress(err error) error {
	if refused := (*serve.AddressError)(nil); errors.As(err, &refused) {
		return &fault{usageFault, refused}
	}
	return err
}

// address puts together the flags that say where to serve.
func (c *serveCommand) address() (string, error) {
	switch {
	case c.Address != "" && c.Bind+c.Port != "":
		return "", &fault{usageFault, errors.New("--address says all; leave --bind and --port out")}
	case c.Address != "":
		return c.Address, nil
	case c.Port != "":
		return net.JoinHostPort(strings.Trim(c.Bind, "[]"), c.Port), nil
	}
	return c.Bind, nil
}

// ready says where the site can be seen, and by whom, and opens it.
func (c *serveCommand) ready(a *app, at serve.Place) {
	fmt.Fprintf(a.stdout, "the site is at %s and follows each save; Ctrl+C ends\n", at.Home)
	if at.Code != "" {
		fmt.Fprint(a.stdout, c.invitation(a, at))
	}
	if !c.Open {
		return
	}
	if err := openBrowser(at.Home); err != nil {
		fmt.Fprintf(a.stderr, "no browser could be opened (%v): open %s yourself\n", err, at.Home)
	}
}

// invitation says how a phone can open the site, and what its owner should know.
func (c *serveCommand) invitation(a *app, at serve.Place) string {
	if len(at.Others) == 0 {
		return "this computer is in no network, so no other device can open it\n"
	}
	var b strings.Builder
	seen := "the site as you write it"
	if c.Drafts {
		seen += ", drafts too"
	}
	fmt.Fprintf(&b, "phones and other computers in your network: open %s and enter the code %s\n", at.Others[0], at.Code)
	if more := at.Others[1:]; len(more) > 0 {
		fmt.Fprintf(&b, "if that does not open, try %s\n", strings.Join(more, " or "))
	}
	fmt.Fprintf(&b, "whoever has the code can see %s; it is not encrypted, so do this only in a network that you trust\n", seen)
	if !a.terminal(a.stdout) {
		return b.String()
	}
	if code, err := drawQR(at.Pair(at.Others[0]), a.color(a.stdout)); err == nil {
		fmt.Fprintf(&b, "or scan this:\n%s", code)
	}
	return b.String()
}

// openBrowser shows an address in the person's browser.
func openBrowser(url string) error {
	cmd := exec.Command("xdg-open", url)
	switch runtime.GOOS {
	case "darwin":
		cmd = exec.Command("open", url)
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", url)
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait() // it may run as long as the browser does
	return nil
}

// lines is a slog.Handler for a person: each record is a line of its own.
type lines struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lines) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelInfo }

func (l *lines) Handle(_ context.Context, r slog.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var b strings.Builder
	b.WriteString(r.Message)
	r.Attrs(func(attr slog.Attr) bool {
		fmt.Fprintf(&b, " %s", attr)
		return true
	})
	_, err := fmt.Fprintln(l.w, b.String())
	return err
}

func (l *lines) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l *lines) WithGroup(string) slog.Handler      { return l }
