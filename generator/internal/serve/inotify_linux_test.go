package serve

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestInotifyExhausted takes all the watches that this person may have, as an
// editor and a few tools do: the preview follows by looking.
func TestInotifyExhausted(t *testing.T) {
	exhaustInotify(t)
	s := startWith(t, Options{}, "/costs/", nil)
	if want := "sudo sysctl fs.inotify.max_user_instances=512"; !strings.Contains(s.log.String(), want) {
		t.Errorf("log: got %s, want %s", s.log, want)
	}
	s.write("content/costs.md", page("Costs", "Seen by looking."))
	s.until("an edit", changed("/costs/"))
	s.equalsBuild()
}

// exhaustInotify makes inotify instances until there are no more.
func exhaustInotify(t *testing.T) {
	t.Helper()
	limit, err := os.ReadFile("/proc/sys/fs/inotify/max_user_instances")
	if err != nil {
		t.Skip(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(limit)))
	if err != nil || n > 1000 {
		t.Skipf("this computer gives %s of them", limit)
	}
	for range n + 1 {
		fd, err := syscall.InotifyInit1(syscall.IN_CLOEXEC)
		if errors.Is(err, syscall.EMFILE) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { syscall.Close(fd) })
	}
	t.Skip("this computer gives more of them than it says")
}
