//go:build unix

package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServeEnds ends serve by a signal, with a browser that listens, and in the
// middle of the first build: it ends soon, and says that nothing is wrong.
func TestServeEnds(t *testing.T) {
	t.Run("with an open page", func(t *testing.T) {
		serve, out, said := startServe(t)
		line, err := out.ReadString('\n')
		if err != nil {
			text, _ := io.ReadAll(said)
			t.Fatalf("%v; stderr: %s", err, text)
		}
		url, _, _ := strings.Cut(strings.TrimPrefix(line, "the site is at "), " ")
		resp, err := http.Get(url + "_preview/events?page=/")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		endsSoon(t, serve, syscall.SIGTERM)
	})
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(sig.String()+", in a build", func(t *testing.T) {
			serve, _, said := startServe(t)
			line, err := said.ReadString('\n') // the last thing before the first build begins
			if err != nil || !strings.HasPrefix(line, "all files are looked at ") {
				t.Fatalf("got %q, %v", line, err)
			}
			endsSoon(t, serve, sig)
		})
	}
}

// startServe runs this very program as iopguide, on the site of the repository,
// and returns what it writes to its standard output and error.
func startServe(t *testing.T) (serve *exec.Cmd, out, said *bufio.Reader) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	serve = &exec.Cmd{Path: self, Args: []string{"iopguide", "serve", "-s", "..", "--port", "0", "--poll"}}
	var pipes [2]io.Reader
	if pipes[0], err = serve.StdoutPipe(); err == nil {
		pipes[1], err = serve.StderrPipe()
	}
	if err == nil {
		err = serve.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = serve.Process.Kill() })
	return serve, bufio.NewReader(pipes[0]), bufio.NewReader(pipes[1])
}

func endsSoon(t *testing.T, serve *exec.Cmd, sig syscall.Signal) {
	t.Helper()
	began := time.Now()
	if err := serve.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	if err := serve.Wait(); err != nil {
		t.Errorf("got %v, want exit code 0", err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("the end took %v, want 2 s at most", took)
	}
}
