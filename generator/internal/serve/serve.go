// Package serve shows a site while it is being written.
//
// A watcher tells which files may have changed. The loop gathers these changes
// until a moment of quiet, builds, and publishes a state: the last site without
// errors, and what is wrong now. Changes that come during a build cancel it;
// nothing of them is lost. The handler serves the state, and the hub tells it
// to the browsers, each through a stream of server-sent events. The script
// live.js in the page makes the open page like the new one, and shows the errors
// over it.
//
// States are values: one is made whole, then takes the place of the last one.
// The server never renders. It asks a build.Result for bytes, and only adds
// live.js to a page, and to the page's policy what live.js needs.
//
// Only this computer is answered, and only pages of the preview itself are told
// anything: see guard.go.
package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
)

// Options are the settings of a server.
type Options struct {
	// Addr is where to listen, on this computer. Without a port, or empty, it
	// is port 8080, or the next one that is free.
	Addr    string
	Watch   []string         // folders on disk that hold the site: site.yaml, content and so on
	Log     *slog.Logger     // none is told nothing
	Report  func(diag.List)  // told what is wrong with the site, whenever that changes; may be nil
	OnReady func(url string) // told the address of the home page, once it can be opened; may be nil
}

// Run builds the site with b, serves it, and builds again after each change,
// until ctx is done. While the sources have errors it serves the last good
// site, with the diagnostics on top. It returns an error if it cannot listen (an
// *AddressError if it may not) or the first build cannot be made.
func Run(ctx context.Context, b *build.Builder, o Options) error {
	o = o.withDefaults()
	ln, home, err := listen(o.Addr, o.Log)
	if err != nil {
		return err
	}
	defer ln.Close()
	w, err := watch(o.Watch, o.Log)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop(nil)

	p := newPreview(o)
	changes, ready := make(chan change), make(chan struct{})
	l := &loop{make: builderOf(b), publish: p.publish, settled: w.settled, ready: ready}
	running.Go(func() { w.run(ctx, changes) })
	running.Go(func() { stop(l.run(ctx, changes)) })
	select {
	case <-ready:
	case <-ctx.Done():
		return ending(ctx)
	}
	running.Go(func() { stop(p.serve(ctx, ln)) })
	o.OnReady(home)
	<-ctx.Done()
	return ending(ctx)
}

// ending returns why ctx is done, or nil if it was asked to be.
func ending(ctx context.Context) error {
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func (o Options) withDefaults() Options {
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	if o.Report == nil {
		o.Report = func(diag.List) {}
	}
	if o.OnReady == nil {
		o.OnReady = func(string) {}
	}
	return o
}

// builderOf returns what builds with b: the site is arranged, then every output
// is made, since some mistakes show only in the finished page.
func builderOf(b *build.Builder) func(context.Context, []string) outcome {
	return func(ctx context.Context, names []string) outcome {
		r, err := b.Build(ctx, names...)
		if err != nil {
			return outcome{err: err}
		}
		list, err := r.All(ctx, nil)
		return outcome{result: r, list: list, err: err}
	}
}

// closing is how long open requests may take once ctx is done.
const closing = 2 * time.Second

// serve answers requests until ctx is done.
func (p *preview) serve(ctx context.Context, ln net.Listener) error {
	srv := &http.Server{
		Handler:           p.handler(ln.Addr()),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 5 * time.Second,
		WriteTimeout:      30 * time.Second, // the stream of events sets its own
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(p.log.Handler(), slog.LevelDebug),
	}
	var stopping sync.WaitGroup
	defer stopping.Wait()
	ctx, served := context.WithCancel(ctx)
	defer served()
	stopping.Go(func() {
		<-ctx.Done()
		patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), closing)
		defer cancel()
		if srv.Shutdown(patient) != nil {
			srv.Close()
		}
	})
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the preview: %w", err)
	}
	return nil
}
