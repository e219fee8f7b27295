package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// mostMemory is what the program may take for 10,000 pages.
const mostMemory = 96 << 20

// TestLarge puts a site of 10,000 pages there, and changes one page. Memory stays
// bounded: no page is held, but for those on the wire.
func TestLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("10,000 pages take a while")
	}
	b := newBucket(t)
	s := made(10_000, strings.Repeat("many words ", 400))
	public := s.build(t, t.TempDir())
	out, errs, peak := measured(t, b, public, "--jobs", "16")
	t.Logf("%speak %d MiB\n%s", out, peak>>20, errs)
	if want := fmt.Sprintf("%d uploads", len(s.files)); !strings.Contains(out, want) {
		t.Errorf("it does not say %q:\n%s", want, out)
	}
	if !regexp.MustCompile(`(?m)^new pages: 10002 files, [0-9.]+ MB, in [0-9.]+ s$`).MatchString(errs) {
		t.Errorf("no progress was told:\n%s", errs)
	}
	if peak > mostMemory {
		t.Errorf("it took %d MiB, want at most %d", peak>>20, mostMemory>>20)
	}
	s.files["topic/page-7/index.html"] += "more"
	s.write(t, public, "topic/page-7/index.html")
	writePlan(t, public, s.plan())
	out, _, peak = measured(t, b, public)
	t.Logf("%speak %d MiB", out, peak>>20)
	if !strings.Contains(out, "1 upload (") || peak > mostMemory {
		t.Errorf("one page: %speak %d MiB", out, peak>>20)
	}
}

// measured runs the program as a process, and returns what it said and its peak of
// memory in bytes, 0 where the system does not tell.
func measured(t *testing.T, b bucket, public string, more ...string) (out, errs string, peak int64) {
	t.Helper()
	cmd := exec.Command(program, append([]string{"s3://" + b.name, "-d", public, "--endpoint", "http://" + s3Host}, more...)...)
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- cmd.Wait() }()
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("%v\n%s%s", err, &o, &e)
			}
			return o.String(), e.String(), peak
		case <-tick.C:
			peak = max(peak, highest(cmd.Process.Pid))
		}
	}
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// highest is the most memory that a process has had so far. What the system tells of
// one that has ended counts the process that started it, too.
func highest(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if m := highWater.FindSubmatch(status); err == nil && m != nil {
		n, _ := strconv.ParseInt(string(m[1]), 10, 64)
		return n << 10
	}
	return 0
}
