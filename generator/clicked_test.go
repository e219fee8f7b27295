package main

import (
	"bytes"
	"maps"
	"path/filepath"
	"strings"
	"testing"
)

func TestClicked(t *testing.T) {
	home := filepath.FromSlash(t.TempDir())
	program := filepath.Join(home, "Downloads", "iopguide")
	tests := []struct {
		name string
		launch
		want bool
	}{
		{"Windows, a window of its own", launch{system: "windows", window: true, terminals: 3}, true},
		{"Windows, with words", launch{system: "windows", window: true, terminals: 3, args: 1}, false},
		{"Windows, a shell", launch{system: "windows", terminals: 3}, false},
		{"Windows, in a pipe", launch{system: "windows", terminals: 1}, false},
		{"macOS, Finder", launch{system: "darwin", program: program, here: home, home: home, terminals: 3}, true},
		{"macOS, with words", launch{system: "darwin", program: program, here: home, home: home, terminals: 3, args: 2}, false},
		{"macOS, a shell in the home folder", launch{system: "darwin", program: "Downloads/iopguide", here: home, home: home, terminals: 3}, false},
		{"macOS, a shell elsewhere", launch{system: "darwin", program: program, here: filepath.Dir(program), home: home, terminals: 3}, false},
		{"macOS, found on PATH", launch{system: "darwin", program: "iopguide", here: home, home: home, terminals: 3}, false},
		{"macOS, a script in the home folder", launch{system: "darwin", program: program, here: home, home: home, terminals: 0}, false},
		{"macOS, nobody's", launch{system: "darwin", program: program, terminals: 3}, false},
		{"Linux, a desktop", launch{system: "linux", desktop: true}, true},
		{"Linux, with words", launch{system: "linux", desktop: true, args: 1}, false},
		{"Linux, a shell", launch{system: "linux", desktop: true, terminals: 3}, false},
		{"Linux, a shell, into a file", launch{system: "linux", desktop: true, terminals: 1}, false},
		{"Linux, a server", launch{system: "linux"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.clicked(); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

func TestLinger(t *testing.T) {
	in, out := strings.NewReader("\nmore"), &bytes.Buffer{}
	linger(in, out)
	if !strings.Contains(out.String(), "Enter") {
		t.Errorf("got %q", out)
	}
}

func TestObjections(t *testing.T) {
	tests := []struct {
		name, said string
		want       map[string]string
	}{
		{"nothing", "", map[string]string{}},
		{"two answers", "iopguide: --phone: this is no number: 12; write ten digits\niopguide: --primary: no color\niopguide: nothing was written\n",
			map[string]string{"phone": "this is no number: 12; write ten digits", "primary": "no color"}},
		{"the folder", "iopguide: /a holds a site already; choose another folder\n", map[string]string{"": "/a holds a site already; choose another folder"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := objections(tt.said); !maps.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
