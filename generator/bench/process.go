package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A server is a preview that runs.
type server struct {
	root  string        // its address
	start time.Duration // until it served its first page
	cmd   *exec.Cmd
	out   bytes.Buffer // what it said; not to be read while it runs
}

// patience is how long anything may take before it is given up.
const patience = 2 * time.Minute

// startServer runs the command that args returns for a port, and waits until the
// page at url is served.
func startServer(ctx context.Context, args func(port string) []string, url string) (*server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	a := args(port)
	s := &server{root: "http://127.0.0.1:" + port + "/", cmd: exec.CommandContext(ctx, a[0], a[1:]...)}
	s.cmd.Stdout, s.cmd.Stderr = &s.out, &s.out
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	if _, err := s.served(ctx, url, ""); err != nil {
		s.stop()
		return nil, fmt.Errorf("%s does not serve: %w\n%s", a[0], err, s.out.Bytes())
	}
	s.start = time.Since(began)
	return s, nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

// stop ends the server.
func (s *server) stop() {
	if s.cmd.Process.Signal(syscall.SIGTERM) != nil {
		s.cmd.Process.Kill() // where there is no such signal
	}
	s.cmd.Wait()
}

// served asks for the page at url again and again until it holds word, and
// returns when that was.
func (s *server) served(ctx context.Context, url, word string) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		if page, err := get(ctx, s.root+url); err == nil && bytes.Contains(page, []byte(word)) {
			return time.Now(), nil
		}
		select {
		case <-ctx.Done():
			return time.Time{}, fmt.Errorf("waited in vain for %q in %s: %w", word, url, ctx.Err())
		case <-tick.C:
		}
	}
}

func get(ctx context.Context, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", address, resp.Status)
	}
	return data, err
}

// peak returns the most memory that the server has held so far, in bytes, where
// the system says so in a file.
func (s *server) peak() int64 {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	_, after, _ := strings.Cut(string(data), "VmHWM:")
	var kilobytes int64
	fmt.Sscanf(after, "%d kB", &kilobytes)
	return kilobytes << 10
}

// rest waits until the server has done nothing for a moment, so that no edit
// meets the work of the one before.
func (s *server) rest() {
	const moment = 60 * time.Millisecond
	last := s.ticks()
	for range int(patience / moment) {
		time.Sleep(moment)
		now := s.ticks()
		if now == last {
			return
		}
		last = now
	}
}

// ticks returns how long the server has worked, in the system's own unit; 0
// where the system does not say.
func (s *server) ticks() int {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	_, after, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return user + system
}
