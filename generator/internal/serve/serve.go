// Package serve shows a site while it is being written.
//
// A watcher tells which files may have changed: as the system tells it, or where
// that cannot be relied on by looking at all files. The loop builds at once after
// a save that is whole, and only gathers a storm of changes until a moment of
// quiet. Then the pages that browsers have open are drawn, and a state is
// published: the last site without errors, and what is wrong now. After that the
// rest of the site is drawn, since some mistakes show only in a page that is
// drawn, and the state that is whole is published. Changes that come meanwhile
// cancel what is under way; nothing of them is lost.
//
// The handler serves the state, and the hub tells it to the browsers, each
// through a stream of server-sent events. The script live.js in the page makes
// the open page like the new one; place.js keeps its reader where they are, and
// panel.js shows the errors over it, and a bar that tells of the page. The
// preview's own pages tell of all pages, and of a self-check: see board.go and
// map.go.
//
// States are values: one is made whole, then takes the place of the last one.
// The server never renders. It asks a build.Result for bytes, and only adds
// live.js to a page, and to the page's policy what live.js needs.
//
// A site that was shown before all of it was drawn may turn out to have errors.
// Then the one before it is shown again: in the end it does not matter in which
// order, or how quickly, changes came.
//
// Only this computer is answered, and only pages of the preview itself are told
// anything: see guard.go. Other computers are answered if the writer asks for
// it, and once they have shown a code: see pairing.go.
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
	// Addr is where to listen: an address of this computer, or 0.0.0.0 or :: for
	// all of them. Other computers that can reach it must show a code. Without a
	// host it is for this computer only; without a port, or empty, it is port
	// 8080, or the next one that is free.
	Addr    string
	On      *Listener       // where to listen, in place of Addr; nil if only this preview is shown
	Watch   []string        // folders on disk that hold the site: site.yaml, content and so on
	Prefix  string          // what the names of files in Watch begin with in diagnostics, such as clinic/
	Editor  string          // the form of addresses that open a file, as EditorLink returns it; none has no links
	Poll    bool            // look at all files again and again in place of asking the system
	Follow  bool            // tell browsers which page was saved, to go there
	Log     *slog.Logger    // none is told nothing
	Report  func(diag.List) // told what is wrong with the site, whenever that changes; may be nil
	OnReady func(Place)     // told where the home page is, once it can be opened; may be nil
	Start   *Start          // what those are offered who have no shell; nil for nothing
}

// Run builds the site with b, serves it, and builds again after each change,
// until ctx is done. While the sources have errors it serves the last good
// site, with the diagnostics on top. It returns an error if it cannot listen (an
// *AddressError if it may not) or the first build cannot be made.
func Run(ctx context.Context, b *build.Builder, o Options) error {
	o = o.withDefaults()
	ln, host, err := o.listen()
	if err != nil {
		return err
	}
	defer ln.Close()
	w, err := watch(o.Watch, o.Poll, o.Log)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop(nil)

	p := newPreview(o)
	p.end = func() { stop(nil) }
	if t, ok := ln.(*turn); ok {
		p.end = func() { stop(nil); <-t.over }
	}
	at := ln.Addr().(*net.TCPAddr)
	if !at.IP.IsLoopback() {
		p.pairing = newPairing(at.Port)
	}
	changes, ready := make(chan change), make(chan struct{})
	l := &loop{make: p.maker(b), publish: p.publish, settled: w.settled, stat: w.stat, ready: ready}
	running.Go(func() { w.run(ctx, changes) })
	running.Go(func() { stop(l.run(ctx, changes)) })
	select {
	case <-ready:
	case <-ctx.Done():
		return ending(ctx)
	}
	running.Go(func() { stop(p.serve(ctx, limit(ln, maxConnections))) })
	o.OnReady(placeOf(host, at, p.pairing))
	<-ctx.Done()
	return ending(ctx)
}

// listen returns where to listen, and its host.
func (o Options) listen() (net.Listener, string, error) {
	if o.On != nil {
		return o.On.turn(), o.On.host, nil
	}
	return listen(o.Addr, o.Log)
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
		o.OnReady = func(Place) {}
	}
	return o
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
