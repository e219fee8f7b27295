package serve

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"syscall"
)

const (
	defaultHost = "127.0.0.1"
	defaultPort = 8080
	portsTried  = 100
)

// An AddressError says that a server may not listen at an address.
type AddressError struct{ message string }

func (e *AddressError) Error() string { return e.message }

// listen listens at addr, an address of this computer, and returns its host. A
// port that addr does not name is the first one that is free.
func listen(addr string, log *slog.Logger) (net.Listener, string, error) {
	host, port, err := parseAddress(addr)
	if err != nil {
		return nil, "", err
	}
	var ln net.Listener
	if port != anyPort {
		ln, err = listenAt(host, port)
	} else if ln, err = nextFree(host, defaultPort); err == nil && portOf(ln) != defaultPort {
		log.Info(fmt.Sprintf("port %d is taken, so this is port %d", defaultPort, portOf(ln)))
	}
	if err != nil {
		return nil, "", taken(host, port, err)
	}
	if host == "localhost" && !ln.Addr().(*net.TCPAddr).IP.IsLoopback() { // a computer whose localhost is another one
		ln.Close()
		return nil, "", notHere(addr)
	}
	return ln, host, nil
}

// listenAt listens at a port of a host. 0.0.0.0 stands for the addresses of its
// own kind only.
func listenAt(host string, port int) (net.Listener, error) {
	network := "tcp"
	if ip := net.ParseIP(host); ip != nil && ip.To4() != nil {
		network = "tcp4"
	}
	return net.Listen(network, net.JoinHostPort(host, strconv.Itoa(port)))
}

// anyPort is the port of an address that does not name one.
const anyPort = -1

// parseAddress reads an address of a computer. Names other than localhost are
// refused: what they lead to is for others to say.
func parseAddress(addr string) (host string, port int, err error) {
	host, digits, err := net.SplitHostPort(addr)
	if err != nil { // no port
		host, digits = strings.Trim(addr, "[]"), ""
	}
	if host == "" {
		host = defaultHost
	}
	if host != "localhost" && net.ParseIP(host) == nil {
		return "", 0, notHere(addr)
	}
	if digits == "" {
		return host, anyPort, nil
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil {
		return "", 0, &AddressError{digits + " is no port; a port is a number from 1 to 65535"}
	}
	return host, int(n), nil
}

func notHere(addr string) error {
	return &AddressError{"cannot serve at " + addr + ": it is no address of this computer; " +
		"use 127.0.0.1 for this computer only, or 0.0.0.0 for phones in the same network too, " +
		"with a port if you like, such as 127.0.0.1:9000"}
}

// nextFree listens at the first free port from first on.
func nextFree(host string, first int) (net.Listener, error) {
	var failed error
	for port := first; port < min(first+portsTried, 1<<16); port++ {
		ln, err := listenAt(host, port)
		if err == nil {
			return ln, nil
		}
		if failed == nil {
			failed = err
		}
	}
	return nil, failed
}

// taken says why a port cannot be had, and which one can.
func taken(host string, port int, err error) error {
	if errors.Is(err, syscall.EADDRNOTAVAIL) {
		return notHere(host)
	}
	message := fmt.Sprintf("cannot use port %d", port)
	if errors.Is(err, syscall.EADDRINUSE) {
		message = fmt.Sprintf("port %d is taken by another program", port)
	}
	if port == anyPort {
		return fmt.Errorf("cannot listen on %s: %w", host, err)
	}
	if ln, err := nextFree(host, max(port+1, 1024)); err == nil {
		message += fmt.Sprintf("; %d is free", portOf(ln))
		ln.Close()
	}
	return fmt.Errorf("%s (%w)", message, err)
}

func portOf(ln net.Listener) int { return ln.Addr().(*net.TCPAddr).Port }
