package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/term"
)

// A launch is how the program was begun, as far as the system tells.
type launch struct {
	system    string // as Go names it
	args      int
	window    bool   // on Windows: the window was opened for this program alone
	program   string // as it was called
	here      string // the working folder
	home      string
	terminals int  // of standard input, output and error
	desktop   bool // on Linux: there is one to show a browser on
}

// clicked reports whether a person began the program by a double click, and not
// from a shell. No system tells it outright:
//
//   - Windows opens a window for the program, which no other program uses;
//   - macOS has Terminal run the program by its whole path, in the person's own
//     folder; who types just that in Terminal gets the same;
//   - on Linux a desktop begins it without any terminal.
func (l launch) clicked() bool {
	if l.args > 0 {
		return false
	}
	switch l.system {
	case "windows":
		return l.window
	case "darwin":
		return l.terminals == 3 && filepath.IsAbs(l.program) && l.home != "" && l.here == l.home
	}
	return l.terminals == 0 && l.desktop
}

// launched tells how this program was begun.
func launched() launch {
	here, _ := os.Getwd() // neither is the same as the other if it is not known
	home, _ := os.UserHomeDir()
	l := launch{system: runtime.GOOS, args: len(os.Args) - 1, window: ownWindow(), program: os.Args[0], here: here, home: home,
		desktop: os.Getenv("DISPLAY")+os.Getenv("WAYLAND_DISPLAY") != ""}
	for _, f := range []*os.File{os.Stdin, os.Stdout, os.Stderr} {
		if term.IsTerminal(int(f.Fd())) {
			l.terminals++
		}
	}
	return l
}

// linger keeps the window open until the person has read what went wrong.
func linger(in io.Reader, out io.Writer) {
	fmt.Fprint(out, "press Enter to close this window ")
	_, _ = bufio.NewReader(in).ReadString('\n')
}
