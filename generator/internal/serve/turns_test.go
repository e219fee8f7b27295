package serve

import (
	"io"
	"log/slog"
	"net"
	"testing"
)

// TestTurns shows one thing after another at an address. Who asks in between is
// answered by the next.
func TestTurns(t *testing.T) {
	l, err := Listen("127.0.0.1:0", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ask := func() net.Conn {
		c, err := net.Dial("tcp", l.ln.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
	answer := func(on *turn, c net.Conn, with string) {
		taken, err := on.Accept()
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(taken, with)
		taken.Close()
		if got, err := io.ReadAll(c); string(got) != with {
			t.Errorf("got %q, %v; want %q", got, err, with)
		}
	}
	first := l.turn()
	answer(first, ask(), "first")
	first.Close()
	first.Close() // as http.Server may
	early := ask()
	if c, err := first.Accept(); err == nil {
		c.Close()
		t.Fatal("a turn that is over takes in somebody")
	}
	second := l.turn()
	answer(second, early, "second")

	ended := make(chan error)
	go func() { _, err := second.Accept(); ended <- err }()
	closed := make(chan struct{})
	go func() { l.Close(); close(closed) }()
	if err := <-ended; err == nil {
		t.Error("somebody is taken in after the end")
	}
	<-closed
	if _, err := net.Dial("tcp", l.ln.Addr().String()); err == nil {
		t.Error("it still listens")
	}
}
