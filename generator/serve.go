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
	Address string `placeholder:"HOST:PORT" help:"Where to serve, on this computer (default: 127.0.0.1:8080, or the next free port)."`
	Bind    string `placeholder:"HOST" help:"The host of --address, as Hugo names it."`
	Port    string `short:"p" placeholder:"PORT" help:"The port of --address, as Hugo names it; 0 takes any."`
	Open    bool   `aliases:"openBrowser" help:"Open the site in your browser."`
	Drafts  bool   `short:"D" aliases:"buildDrafts" help:"Show drafts too."`
}

// Run shows the site until the program is stopped.
func (c *serveCommand) Run(a *app) error {
	addr, err := c.address()
	if err != nil {
		return err
	}
	src, err := c.open()
	if err != nil {
		return err
	}
	b := build.New(src, build.Options{Drafts: c.Drafts, PlainAssets: true, Release: release})
	err = serve.Run(a.ctx, b, serve.Options{
		Addr:    addr,
		Watch:   []string{c.Source},
		Log:     slog.New(&lines{w: a.stderr}),
		Report:  a.report,
		OnReady: func(url string) { c.ready(a, url) },
	})
	var refused *serve.AddressError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return &fault{usageFault, err}
	}
	return failed(err, c.Source)
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

// ready says where the site can be seen, and opens it.
func (c *serveCommand) ready(a *app, url string) {
	fmt.Fprintf(a.stdout, "the site is at %s and follows each save; Ctrl+C ends\n", url)
	if !c.Open {
		return
	}
	if err := openBrowser(url); err != nil {
		fmt.Fprintf(a.stderr, "no browser could be opened (%v): open %s yourself\n", err, url)
	}
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
