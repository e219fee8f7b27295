package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// newTerminal returns a terminal, and the side from which a person would see it.
func newTerminal(t *testing.T) (tty, person *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { person.Close() })
	fd := int(person.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tty.Close() })
	return tty, person
}

// TestPlainOutput holds who gets colors, and who a progress bar.
func TestPlainOutput(t *testing.T) {
	tty, _ := newTerminal(t)
	tests := []struct {
		name, env        string
		tty, colors, bar bool
	}{
		{"a terminal", "TERM=xterm", true, true, true},
		{"NO_COLOR", "NO_COLOR=1", true, false, true},
		{"NO_COLOR with nothing in it", "NO_COLOR=", true, true, true},
		{"CI", "CI=true", true, false, false},
		{"a terminal that knows no colors", "TERM=dumb", true, false, true},
		{"a file", "TERM=xterm", false, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := &app{stderr: &bytes.Buffer{}, getenv: func(key string) string {
				name, value, _ := strings.Cut(tt.env, "=")
				if name == key {
					return value
				}
				return ""
			}}
			if tt.tty {
				a.stderr = tty
			}
			if got := a.color(a.stderr); got != tt.colors {
				t.Errorf("colors: got %t, want %t", got, tt.colors)
			}
			if got := a.progress(time.Now()) != nil; got != tt.bar {
				t.Errorf("progress bar: got %t, want %t", got, tt.bar)
			}
		})
	}
}

// TestProgress makes sure that a build which takes over a second shows how far
// it is, on one line, and takes that away at its end.
func TestProgress(t *testing.T) {
	tty, person := newTerminal(t)
	a := &app{stderr: tty, getenv: func(string) string { return "" }}
	quick := time.Now()
	a.progress(quick)(1, 2)
	a.endProgress(quick)
	slow := time.Now().Add(-2 * time.Second)
	show := a.progress(slow)
	show(1, 4)
	show(1, 4) // no news
	show(4, 4)
	a.endProgress(slow)
	tty.WriteString("end")
	var got string
	for buf := make([]byte, 1024); !strings.HasSuffix(got, "end"); {
		n, err := person.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		got += string(buf[:n])
	}
	want := "\r[" + strings.Repeat("=", 10) + strings.Repeat(" ", 30) + "]  25%\r[" + strings.Repeat("=", 40) + "] 100%\r\x1b[Kend"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
