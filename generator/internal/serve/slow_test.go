package serve

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener whose connections hold nothing: what one side writes waits
// for the other to read.
type pipes struct {
	dialled chan net.Conn
	closed  chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.dialled:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	select {
	case <-p.closed:
	default:
		close(p.closed)
	}
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080} }

func (p *pipes) dial() net.Conn {
	client, server := net.Pipe()
	p.dialled <- server
	return client
}

// served runs a server in a bubble of its own time, in which do are its clients.
func served(t *testing.T, connections int, do func(t *testing.T, p *preview, ln *pipes)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := newPreview(Options{}.withDefaults())
		ln := &pipes{dialled: make(chan net.Conn), closed: make(chan struct{})}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- p.serve(ctx, limit(ln, connections)) }()
		do(t, p, ln)
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
}

const eventsRequest = "GET /_preview/events?page=/ HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n"

// TestSlowRequest sends a request that never comes to an end.
func TestSlowRequest(t *testing.T) {
	served(t, 10, func(t *testing.T, _ *preview, ln *pipes) {
		began, c := time.Now(), ln.dial()
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nX-Slow: ")
		_, _ = io.ReadAll(c)
		if took := time.Since(began); took > 6*time.Second {
			t.Errorf("a request that does not end is waited for: got %v, want 5 s", took)
		}
	})
}

// TestSlowBody says that more comes, and sends nothing.
func TestSlowBody(t *testing.T) {
	served(t, 10, func(t *testing.T, _ *preview, ln *pipes) {
		began, c := time.Now(), ln.dial()
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Length: 100\r\n\r\n")
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil || resp.StatusCode != http.StatusBadRequest {
			t.Errorf("got %v, %v, want 400", resp, err)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("a body that nobody reads is waited for: got %v", took)
		}
		c.Close()
	})
}

// TestUnreadStream asks for events and never reads one.
func TestUnreadStream(t *testing.T) {
	served(t, 10, func(t *testing.T, p *preview, ln *pipes) {
		c := ln.dial()
		_, _ = io.WriteString(c, eventsRequest)
		synctest.Wait()
		if n := len(p.hub.open()); n != 1 {
			t.Fatalf("open pages: got %d, want 1", n)
		}
		time.Sleep(slowClient + time.Second)
		if n := len(p.hub.open()); n != 0 {
			t.Errorf("a browser that does not read: got %d, want it dropped", n)
		}
		c.Close()
	})
}

// TestIdleConnection asks once and then keeps the connection for itself.
func TestIdleConnection(t *testing.T) {
	served(t, 10, func(t *testing.T, _ *preview, ln *pipes) {
		began, c := time.Now(), ln.dial()
		_, _ = io.WriteString(c, "HEAD /_preview/live.js HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n")
		_, _ = io.ReadAll(c)
		if took := time.Since(began); took > 2*time.Minute {
			t.Errorf("an idle connection is kept: got %v, want a minute", took)
		}
	})
}

// TestConnectionsAreLimited opens more than there may be: the last one waits
// until another is closed.
func TestConnectionsAreLimited(t *testing.T) {
	served(t, 2, func(t *testing.T, _ *preview, ln *pipes) {
		first, second := ln.dial(), ln.dial()
		waiting := make(chan net.Conn)
		go func() { waiting <- ln.dial() }()
		synctest.Wait()
		select {
		case <-waiting:
			t.Error("a third connection was taken")
		default:
		}
		first.Close()
		third := <-waiting
		second.Close()
		third.Close()
	})
}

// TestEndWithOpenStream ends the server while a browser listens, and another one
// has not ended its request: both are gone within the time that is allowed.
func TestEndWithOpenStream(t *testing.T) {
	served(t, 10, func(t *testing.T, _ *preview, ln *pipes) {
		listening, slow := ln.dial(), ln.dial()
		go func() { _, _ = io.Copy(io.Discard, listening) }()
		_, _ = io.WriteString(listening, eventsRequest)
		_, _ = io.WriteString(slow, "GET / HTTP/1.1\r\n")
		synctest.Wait()
		began := time.Now()
		t.Cleanup(func() {
			if took := time.Since(began); took > closing+100*time.Millisecond {
				t.Errorf("the end took %v, want %v at most", took, closing)
			}
		})
	})
}

func TestLimitEnds(t *testing.T) {
	ln := &pipes{dialled: make(chan net.Conn), closed: make(chan struct{})}
	l := limit(ln, 0)
	ended := make(chan error)
	go func() { _, err := l.Accept(); ended <- err }()
	l.Close()
	l.Close()
	if err := <-ended; !errors.Is(err, net.ErrClosed) || !strings.Contains(err.Error(), "closed") {
		t.Errorf("got %v, want that it is closed", err)
	}
}
