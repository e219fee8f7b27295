package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// A report is what a deploy did.
type report struct {
	uploaded, same, deleted, spared, others, left int
	bytes                                         int64
}

// unfinished adds to an error what stands there now.
func unfinished(err error, r report) error {
	if r.uploaded == 0 || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%w\n%s uploaded before that, and every page there is whole; run this again, and it goes on from here",
		err, plural(r.uploaded, "file"))
}

// String is what was done, in a line.
func (r report) String() string {
	text := fmt.Sprintf("%s (%s), %d as they were, %d deleted", plural(r.uploaded, "upload"), size(r.bytes), r.same, r.deleted)
	if r.spared > 0 {
		text += fmt.Sprintf(", %s of the site before kept until the next deploy", plural(r.spared, "asset"))
	}
	return text
}

// rest tells of files that are not ours.
func (r report) rest() string {
	var b strings.Builder
	if r.others > 0 {
		fmt.Fprintf(&b, "%s of others lie there, too, and were left alone\n", plural(r.others, "file"))
	}
	if r.left > 0 {
		fmt.Fprintf(&b, "%s of the site before had been changed by others, and were left alone\n", plural(r.left, "file"))
	}
	return b.String()
}

// tell prints what would be done, in order.
func (d *deploy) tell(w *work) {
	for _, s := range w.stages() {
		for _, p := range s.puts {
			how := "new"
			if p.over != "" {
				how = "changed"
			}
			fmt.Fprintf(d.out, "upload  %s  (%s, %s; %s; %s", p.Path, how, size(p.Size), p.Type, p.Cache)
			if p.Redirect != "" {
				fmt.Fprintf(d.out, "; redirects to %s", p.Redirect)
			}
			fmt.Fprintln(d.out, ")")
		}
	}
	for _, path := range w.deleted {
		fmt.Fprintf(d.out, "delete  %s\n", path)
	}
	for _, path := range w.spared {
		fmt.Fprintf(d.out, "keep    %s  (until the deploy after this one)\n", path)
	}
	for _, path := range w.left {
		fmt.Fprintf(d.out, "leave   %s  (someone else changed it)\n", path)
	}
	files, bytes := w.total()
	fmt.Fprintf(d.out, "dry run: %s to upload (%s), %d as they are, %d to delete; nothing was changed\n",
		plural(files, "file"), size(bytes), w.same, len(w.deleted))
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// some names the first of paths.
func some(paths []string) string {
	const few = 3
	if len(paths) <= few {
		return strings.Join(paths, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(paths[:few], ", "), len(paths)-few)
}
