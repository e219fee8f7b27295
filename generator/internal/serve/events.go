package serve

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	maxClients = 256              // open pages that are told of changes
	maxAddress = 2 << 10          // of an open page, in bytes; a longer one is not remembered
	slowClient = 10 * time.Second // after which a browser that does not read is dropped
	heartbeat  = 15 * time.Second // so that a browser that is gone is noticed
	fullRetry  = time.Minute      // after which a page that was one too many asks again
)

// A hub tells messages to all browsers, each of which has a page open. Each has
// a place for one message; a later one takes the place of one that was not read
// yet, since each message stands for itself. The bytes are the same for all, so
// that a browser costs little more than its connection.
type hub struct {
	mu      sync.Mutex
	clients map[chan []byte]string // the path of the open page's output, "" if it is not known
}

// pages are the outputs that browsers have open, by path; "" is of a browser
// that does not tell.
type pages map[string]bool

func (p pages) all() bool { return p[""] }

// has reports whether the output at path may be open.
func (p pages) has(path string) bool { return p[path] || p.all() }

func (h *hub) tell(message []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.clients {
		select {
		case <-c:
		default:
		}
		c <- message
	}
}

// open returns which pages are open.
func (h *hub) open() pages {
	h.mu.Lock()
	defer h.mu.Unlock()
	open := pages{}
	for _, path := range h.clients {
		open[path] = true
	}
	return open
}

// join returns a channel on which messages come for a page, or nil if too many
// have one.
func (h *hub) join(path string) chan []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.clients) >= maxClients {
		return nil
	}
	if h.clients == nil {
		h.clients = map[chan []byte]string{}
	}
	c := make(chan []byte, 1)
	h.clients[c] = path
	return c
}

func (h *hub) leave(c chan []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.clients, c)
}

// openPage returns the path of the output that a browser says it has open, ""
// if it does not say.
func openPage(r *http.Request) string {
	page := r.URL.Query().Get("page")
	if !strings.HasPrefix(page, "/") || len(page) > maxAddress {
		return ""
	}
	return outputOf(page)
}

// stream sends the state, then each new one, as server-sent events, until the
// browser is gone or the server ends. A browser for which there is no room is
// told so, and asks again later: its page works, but does not follow.
func (p *preview) stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	messages := p.hub.join(openPage(r))
	if messages == nil {
		fmt.Fprintf(w, "retry: %d\n\nevent: full\ndata: {}\n\n", fullRetry.Milliseconds())
		return
	}
	defer p.hub.leave(messages)
	out := http.NewResponseController(w)
	event := func(format string, args ...any) bool {
		_ = out.SetWriteDeadline(time.Now().Add(slowClient)) // a test's recorder has none
		_, err := fmt.Fprintf(w, format, args...)
		return err == nil && out.Flush() == nil
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	ok := event("retry: 500\n\nevent: update\ndata: %s\n\n", p.state.Load().message)
	for ok {
		select {
		case <-r.Context().Done():
			return
		case m := <-messages:
			ok = event("event: update\ndata: %s\n\n", m)
		case <-beat.C:
			ok = event(": here\n\n")
		}
	}
}
