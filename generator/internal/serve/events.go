package serve

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

const (
	maxClients = 64               // open pages that are told of changes
	slowClient = 10 * time.Second // after which a browser that does not read is dropped
	heartbeat  = 15 * time.Second // so that a browser that is gone is noticed
)

// A hub tells messages to all browsers. Each has a place for one message; a
// later one takes the place of one that was not read yet, since each message
// stands for itself.
type hub struct {
	mu      sync.Mutex
	clients map[chan []byte]bool
}

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

// join returns a channel on which messages come, or nil if too many have one.
func (h *hub) join() chan []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.clients) >= maxClients {
		return nil
	}
	if h.clients == nil {
		h.clients = map[chan []byte]bool{}
	}
	c := make(chan []byte, 1)
	h.clients[c] = true
	return c
}

func (h *hub) leave(c chan []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.clients, c)
}

// stream sends the state, then each new one, as server-sent events, until the
// browser is gone or the server ends.
func (p *preview) stream(w http.ResponseWriter, r *http.Request) {
	messages := p.hub.join()
	if messages == nil {
		http.Error(w, "too many pages of the preview are open", http.StatusServiceUnavailable)
		return
	}
	defer p.hub.leave(messages)
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
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
