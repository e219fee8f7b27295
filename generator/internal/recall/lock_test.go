package recall

import (
	"maps"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
)

func lockFile(text string) *diag.File { return &diag.File{Name: LockFile, Data: []byte(text)} }

func TestReadLock(t *testing.T) {
	const page = "content/a.md"
	for _, tt := range []struct {
		name, text string
		want       Lock
		wrong      string // the first mistake, with its place
	}{
		{"nothing", "", Lock{}, ""},
		{"a record", page + ": {ours: \"1234567890123456\", release: 0.1.0}", Lock{page: {"1234567890123456", "0.1.0"}}, ""},
		{"a record of an entry", "content/_data/contacts.yaml#lifeline: {ours: \"ab\", release: 0.1.0}",
			Lock{"content/_data/contacts.yaml#lifeline": {"ab", "0.1.0"}}, ""},
		{"another key", page + ": {ours: \"ab\", release: 0.1.0, theirs: cd}", Lock{page: {"ab", "0.1.0"}},
			"overrides.lock:1:44: there is no key theirs in content/a.md"},
		{"no release", "a: {ours: \"ab\", release: 0.1.0}\nb: {ours: \"ab\"}", Lock{"a": {"ab", "0.1.0"}},
			"overrides.lock:2:1: b has no release"},
		{"twice", page + ": {ours: \"ab\", release: 0.1.0}\n" + page + ": {ours: \"cd\", release: 0.1.0}", Lock{page: {"ab", "0.1.0"}},
			"overrides.lock:2:1: "},
		{"a conflict of git", "<<<<<<< ours\n" + page + ": {ours: \"ab\", release: 0.1.0}\n", Lock{}, "overrides.lock:"},
		{"a list", "- a", Lock{}, "overrides.lock:1:1: here keys with values are expected"},
		{"other text", "\xff\xfea\x00", Lock{}, "overrides.lock:1:1: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var list diag.List
			got := ReadLock(lockFile(tt.text), &list)
			if !maps.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			wrong := ""
			if list.Sort(); len(list) > 0 {
				wrong = list[0].Position().String() + ": " + list[0].Message
			}
			for _, d := range list {
				if d.Rule != "encoding" && !strings.Contains(d.Help, "run iopguide diff --accept") {
					t.Errorf("of %q is said only %q: nobody can mend this file by hand", d.Message, d.Help)
				}
			}
			if (wrong == "") != (tt.wrong == "") || !strings.HasPrefix(wrong, tt.wrong) {
				t.Errorf("got mistake %q, want %q", wrong, tt.wrong)
			}
		})
	}
}

func TestWriteLock(t *testing.T) {
	lock := Lock{"site.yaml#title": {"22", "0.2.0"}, "content/a.md": {"11", "0.1.0"},
		"static/My file: #1.png": {"33", "0.2.0-rc.1"}}
	want := lockHead + `content/a.md: {ours: "11", release: 0.1.0}
site.yaml#title: {ours: "22", release: 0.2.0}
"static/My file: #1.png": {ours: "33", release: "0.2.0-rc.1"}
`
	if got := string(lock.Write()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// FuzzReadLock holds that what can be read is read again as it was written.
func FuzzReadLock(f *testing.F) {
	f.Add([]byte("content/a.md: {ours: \"11\", release: 0.1.0}\n"))
	f.Add([]byte("\"a: #b\": {ours: 1e5, release: ~}\n'yes': {ours: no, release: \"\"}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var list diag.List
		lock := ReadLock(&diag.File{Name: LockFile, Data: data}, &list)
		if list.HasErrors() {
			return
		}
		again := ReadLock(&diag.File{Name: LockFile, Data: lock.Write()}, &list)
		if list.HasErrors() || !maps.Equal(lock, again) {
			t.Errorf("got %v, want %v: %v", again, lock, list)
		}
	})
}
