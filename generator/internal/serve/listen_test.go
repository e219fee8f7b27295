package serve

import (
	"errors"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"testing"
)

func TestParseAddress(t *testing.T) {
	tests := []struct {
		addr, host string
		port       int
		refused    bool
	}{
		{"", "127.0.0.1", anyPort, false},
		{"127.0.0.1:9000", "127.0.0.1", 9000, false},
		{"localhost", "localhost", anyPort, false},
		{"localhost:", "localhost", anyPort, false},
		{":9000", "127.0.0.1", 9000, false},
		{"[::1]:9000", "::1", 9000, false},
		{"::1", "::1", anyPort, false},
		{"127.0.0.2:0", "127.0.0.2", 0, false},
		{"0.0.0.0:8080", "0.0.0.0", 8080, false},
		{"[::]:8080", "::", 8080, false},
		{"0.0.0.0", "0.0.0.0", anyPort, false},
		{"192.168.1.5:8080", "192.168.1.5", 8080, false},
		{"example.org:8080", "", 0, true},
		{"127.0.0.1.example.org:80", "", 0, true},
		{"9000", "", 0, true},
		{"localhost:http", "", 0, true},
		{"localhost:70000", "", 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.addr, func(t *testing.T) {
			host, port, err := parseAddress(tt.addr)
			if host != tt.host || port != tt.port && err == nil {
				t.Errorf("got %s %d, want %s %d", host, port, tt.host, tt.port)
			}
			if refused := new(*AddressError); errors.As(err, refused) != tt.refused {
				t.Errorf("got %v, refused is to be %t", err, tt.refused)
			}
		})
	}
}

func TestListenSaysWhichPortIsFree(t *testing.T) {
	held, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	port := portOf(held)
	_, _, err = listen(net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), slog.New(slog.DiscardHandler))
	if err == nil {
		t.Fatal("listened at a port that is taken")
	}
	if got, want := err.Error(), "port "+strconv.Itoa(port)+" is taken by another program; "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q and a free one", got, want)
	}
	ln, err := nextFree("127.0.0.1", port)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if portOf(ln) <= port {
		t.Errorf("the next free port after %d: got %d", port, portOf(ln))
	}
}

// TestAnothersAddress listens at an address that is kept for examples, so no
// computer has it.
func TestAnothersAddress(t *testing.T) {
	for _, addr := range []string{"203.0.113.254:0", "203.0.113.254"} {
		_, _, err := listen(addr, slog.New(slog.DiscardHandler))
		if refused := new(*AddressError); !errors.As(err, refused) {
			t.Errorf("%s: got %v, want a refusal", addr, err)
		}
	}
}

func TestHosts(t *testing.T) {
	tests := []struct {
		name, want string
		at         *net.TCPAddr
	}{
		{"usual", "127.0.0.1:8080 127.0.0.1:8080 [::1]:8080 localhost:8080", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}},
		{"all addresses", "127.0.0.1:8080 [::1]:8080 localhost:8080", &net.TCPAddr{IP: net.IPv4zero, Port: 8080}},
		{"port 80", "[::1]:80 [::1] 127.0.0.1:80 127.0.0.1 [::1]:80 [::1] localhost:80 localhost", &net.TCPAddr{IP: net.IPv6loopback, Port: 80}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(hostsOf(tt.at), " "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
