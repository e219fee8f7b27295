package serve

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

func TestPace(t *testing.T) {
	for took, want := range map[time.Duration]time.Duration{
		0: glance, 5 * time.Millisecond: glance, 40 * time.Millisecond: 800 * time.Millisecond, time.Second: glanceAtAll,
	} {
		if got := pace(took); got != want {
			t.Errorf("after a look of %v: got %v, want %v", took, got, want)
		}
	}
}

// TestDiffer changes a file between two looks, in ways that are hard to see.
func TestDiffer(t *testing.T) {
	old, now := time.Now().Add(-time.Hour), time.Now()
	tests := []struct {
		name          string
		before, after time.Time // of writing
		replaced      bool
		text          string
		seen          bool
	}{
		{"untouched", old, old, false, "some", false},
		{"untouched, young", now, now, false, "some", false},
		{"longer", old, old, false, "longer", true},
		{"later", old, now, false, "some", true},
		{"other words, in the same moment", now, now, false, "same", true},
		{"another file, as long and as old", old, old, true, "same", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, dir := watched(t)
			file := filepath.Join(dir, "content", "a.md")
			put(t, file, "some")
			at := func(when time.Time) {
				if err := os.Chtimes(file, when, when); err != nil {
					t.Fatal(err)
				}
			}
			at(tt.before)
			first := w.scan(t.Context())
			if tt.replaced {
				put(t, file+"~", tt.text)
				if err := os.Rename(file+"~", file); err != nil {
					t.Fatal(err)
				}
			} else {
				put(t, file, tt.text)
			}
			at(tt.after)
			var want []string
			if tt.seen {
				want = []string{"content/a.md"}
			}
			if got := w.differ(first, w.scan(t.Context())); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestReasons(t *testing.T) {
	tests := []struct {
		name, system, want string
		why                error
	}{
		{"folders", "linux", "the system watches no more folders for one person; to mend that: sudo sysctl fs.inotify.max_user_watches=524288", syscall.ENOSPC},
		{"watchers", "linux", "the system has given all its watchers to other programs; to mend that: sudo sysctl fs.inotify.max_user_instances=512", syscall.EMFILE},
		{"another system", "darwin", syscall.EMFILE.Error(), syscall.EMFILE},
		{"silence", "linux", errSilent.Error(), errSilent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := reason(tt.why, tt.system) + remedy(tt.why, tt.system); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
