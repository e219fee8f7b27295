package serve

import (
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"
)

// A Listener is an address at which previews are shown one after the other. Who
// asks while none is there waits for the next one.
type Listener struct {
	ln      net.Listener
	host    string
	waiting chan net.Conn
	closed  chan struct{}
	taking  sync.WaitGroup
}

// Listen listens at addr, which is as that of Options, until Close.
func Listen(addr string, log *slog.Logger) (*Listener, error) {
	ln, host, err := listen(addr, log)
	if err != nil {
		return nil, err
	}
	l := &Listener{ln: ln, host: host, waiting: make(chan net.Conn), closed: make(chan struct{})}
	l.taking.Go(l.take)
	return l, nil
}

// Close ends it. It is to be called once.
func (l *Listener) Close() error {
	close(l.closed)
	err := l.ln.Close()
	l.taking.Wait()
	return err
}

// breath is how long it waits where the system has no room for one more.
const breath = 50 * time.Millisecond

// take takes in whoever comes.
func (l *Listener) take() {
	for {
		c, err := l.ln.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			time.Sleep(breath)
			continue
		}
		select {
		case l.waiting <- c:
		case <-l.closed:
			c.Close()
		}
	}
}

// A turn is the time in which one preview answers at a Listener. Closing it leaves
// the Listener open.
type turn struct {
	*Listener
	over chan struct{}
	end  func()
}

func (l *Listener) turn() *turn {
	over := make(chan struct{})
	return &turn{l, over, sync.OnceFunc(func() { close(over) })}
}

func (t *turn) Accept() (net.Conn, error) {
	select {
	case <-t.over:
		return nil, net.ErrClosed
	default:
	}
	select {
	case c := <-t.waiting:
		return c, nil
	case <-t.over:
	case <-t.closed:
	}
	return nil, net.ErrClosed
}

func (t *turn) Addr() net.Addr { return t.ln.Addr() }

func (t *turn) Close() error {
	t.end()
	return nil
}
