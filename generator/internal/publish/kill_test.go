package publish

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestMain is, in a child of TestKill, the program to be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("PUBLISH_DIR"); dir != "" {
		publishUntilKilled(dir)
	}
	os.Exit(m.Run())
}

// publishUntilKilled publishes one version after the other, says which before
// it begins, and kills itself at the step that it was told.
func publishUntilKilled(dir string) {
	version, _ := strconv.Atoi(os.Getenv("PUBLISH_VERSION"))
	moment, _ := strconv.Atoi(os.Getenv("PUBLISH_MOMENT"))
	if os.Getenv("PUBLISH_WAY") == Journal {
		swap = func(a, b string) error { return errRefused }
	}
	steps := 0
	failpoint = func(step, path string) error {
		if steps++; steps == moment {
			self, _ := os.FindProcess(os.Getpid())
			self.Kill()
			select {}
		}
		return nil
	}
	for ; ; version++ {
		fmt.Println(version)
		if _, err := Write(context.Background(), dir, siteOf(version, many), Options{}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// TestKill kills a process that publishes 2,000 files in a loop: at 80 steps
// spread over all that it takes, and at 20 points in time.
func TestKill(t *testing.T) {
	for _, way := range []string{Exchange, Journal} {
		t.Run(way, func(t *testing.T) {
			if way == Journal {
				byFile(t)
			}
			dir := filepath.Join(tempDir(t), "public")
			trace(t, dir, 1, many)
			trace(t, dir, 2, many)
			steps := len(trace(t, dir, 3, many))
			version := 3
			for i := range 40 {
				version = killOnce(t, dir, way, version+1, 1+i*(steps-1)/39, 0)
			}
			for i := range 10 {
				version = killOnce(t, dir, way, version+1, 0, time.Duration(3+17*i)*time.Millisecond)
			}
		})
	}
}

// killOnce lets a child publish from version on, kills it, checks what is
// left, publishes that version again and returns it.
func killOnce(t *testing.T, dir, way string, version, moment int, after time.Duration) int {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "PUBLISH_DIR="+dir, "PUBLISH_WAY="+way,
		fmt.Sprint("PUBLISH_VERSION=", version), fmt.Sprint("PUBLISH_MOMENT=", moment))
	var said bytes.Buffer
	child.Stderr = &said
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for first := true; lines.Scan(); first = false {
		version, _ = strconv.Atoi(lines.Text())
		if first && moment == 0 {
			time.AfterFunc(after, func() { child.Process.Kill() })
		}
	}
	if err := child.Wait(); err == nil || !strings.Contains(err.Error(), "killed") || said.Len() > 0 {
		t.Fatalf("the child was not killed: %v\n%s", err, &said)
	}
	old, next := published(version-1, many), published(version, many)
	if way == Exchange {
		wantWhole(t, dir, old, next)
	} else {
		wantUsable(t, dir, old, next)
	}
	mustWrite(t, dir, siteOf(version, many), Options{})
	wantSite(t, dir, next)
	return version
}
