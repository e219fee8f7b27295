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

// listen listens at addr, on this computer only, and returns the address of the
// home page. A port that addr does not name is the first one that is free.
func listen(addr string, log *slog.Logger) (net.Listener, string, error) {
	host, port, err := parseAddress(addr)
	if err != nil {
		return nil, "", err
	}
	ln, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(max(port, 0))))
	if port == anyPort {
		if ln, err = nextFree(host, defaultPort); err == nil && portOf(ln) != defaultPort {
			log.Info(fmt.Sprintf("port %d is taken, so this is port %d", defaultPort, portOf(ln)))
		}
	}
	if err != nil {
		return nil, "", taken(host, port, err)
	}
	if !ln.Addr().(*net.TCPAddr).IP.IsLoopback() { // a computer whose localhost is another one
		ln.Close()
		return nil, "", notHere(addr)
	}
	return ln, "http://" + net.JoinHostPort(host, strconv.Itoa(portOf(ln))) + "/", nil
}

// anyPort is the port of an address that does not name one.
const anyPort = -1

// parseAddress reads an address of this computer.
func parseAddress(addr string) (host string, port int, err error) {
	host, digits, err := net.SplitHostPort(addr)
	if err != nil { // no port
		host, digits = strings.Trim(addr, "[]"), ""
	}
	if host == "" {
		host = defaultHost
	}
	if host != "localhost" && !net.ParseIP(host).IsLoopback() {
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
	return &AddressError{"cannot serve at " + addr + ": the preview is for this computer only; " +
		"use 127.0.0.1, ::1 or localhost, with a port if you like, such as 127.0.0.1:9000"}
}

// nextFree listens at the first free port from first on.
func nextFree(host string, first int) (net.Listener, error) {
	var failed error
	for port := first; port < min(first+portsTried, 1<<16); port++ {
		ln, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
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
