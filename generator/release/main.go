// Command release makes all that a release of iopguide consists of, in a folder:
// for each system an archive with the programs and bills of their materials, the
// built guide for those who can run no program, the advisories, and the SHA-256
// sums of all these.
//
// The same sources, on the same day and by the same version of Go, make the same
// bytes, on whatever computer: nothing of the folder, the user, the clock or the
// system's own archivers goes into them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// A release is one that is being made.
type release struct {
	ctx     context.Context
	dir     string // where its files are gathered
	work    string // where what they are made from lies
	day     time.Time
	version string
	address string // of the folder from which all fetch its archives, "" if there is none yet
	said    io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, said io.Writer) error {
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	dist := flags.String("dist", "dist", "the folder that is to hold the release")
	date := flags.String("date", "", "the day of the release, such as 2026-11-24 (default: that of SOURCE_DATE_EPOCH, else today)")
	only := flags.String("only", "", "make the program for these systems alone, such as linux/amd64,windows/arm64")
	address := flags.String("address", "", "the https address of the folder from which all will fetch these archives, ending in /; the program then writes workflows with it")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *address != "" && !folderAddress.MatchString(*address) {
		return fmt.Errorf("-address %s is no address of a folder; write it as https://downloads.example/iopguide/", *address)
	}
	day, err := dayOf(*date, os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return err
	}
	chosen, err := choose(*only)
	if err != nil {
		return err
	}
	if err := replaceable(*dist); err != nil {
		return err
	}
	work, err := os.MkdirTemp(filepath.Dir(filepath.Clean(*dist)), ".release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	r := &release{ctx: ctx, dir: filepath.Join(work, "dist"), work: work, day: day, address: *address, said: said}
	if err := r.make(chosen); err != nil {
		return err
	}
	return put(r.dir, *dist)
}

// folderAddress matches the addresses that can stand in a workflow as they are.
var folderAddress = regexp.MustCompile(`^https://[A-Za-z0-9.-]+(:[0-9]+)?/([A-Za-z0-9._~+%-]+/)*$`)

// make gathers all files of the release.
func (r *release) make(targets []target) error {
	if err := os.MkdirAll(r.dir, 0o755); err != nil {
		return err
	}
	programs, err := r.programs(targets)
	if err != nil {
		return err
	}
	own := programs[target{runtime.GOOS, runtime.GOARCH}][0]
	out, err := r.output(own, "version")
	if err != nil {
		return err
	}
	if r.version = strings.Fields(out)[1]; !strings.HasPrefix(out, "iopguide ") {
		return fmt.Errorf("iopguide version says %q", out)
	}
	// The first runs the second, which lies beside it as in the archive.
	if out, err = r.output(own, "deploy", "--version"); err != nil || out != "iopguide-deploy "+r.version+"\n" {
		return fmt.Errorf("iopguide-deploy says %q, want version %s: %w", out, r.version, err)
	}
	r.remind()
	for _, t := range targets {
		if err := r.archive(t, programs[t]); err != nil {
			return fmt.Errorf("the archive for %s: %w", t, err)
		}
	}
	if err := r.site(own); err != nil {
		return fmt.Errorf("the built guide: %w", err)
	}
	if out, err = r.output(own, "advisories"); err != nil {
		return err
	}
	if err := r.write("advisories.json", func(w io.Writer) error { _, err := io.WriteString(w, out); return err }); err != nil {
		return err
	}
	return r.sums()
}

// remind says what a maintainer may have forgotten.
func (r *release) remind() {
	kept := "generator/internal/recall/past/" + r.version + ".zip"
	if _, err := os.Stat(kept); err != nil {
		fmt.Fprintf(r.said, "the texts of %s are not kept for later releases; run iopguide past %s, and commit it, before this is published\n", r.version, kept)
	}
}

// write writes a file of the release.
func (r *release) write(name string, fill func(io.Writer) error) error {
	f, err := os.OpenFile(filepath.Join(r.dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if err := fill(f); err != nil {
		f.Close()
		return fmt.Errorf("write %s: %w", name, err)
	}
	return f.Close()
}

// dayOf reads the day of the release.
func dayOf(date, epoch string) (time.Time, error) {
	switch {
	case date != "":
		day, err := time.Parse(time.DateOnly, date)
		if err != nil {
			return day, fmt.Errorf("%s is no day; write it as 2026-11-24", date)
		}
		return day, nil
	case epoch != "":
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH=%s is no number of seconds", epoch)
		}
		return midnight(time.Unix(seconds, 0)), nil
	}
	return midnight(time.Now()), nil
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// replaceable reports whether dist may be taken away for a new release: it holds
// one, or nothing.
func replaceable(dist string) error {
	entries, err := os.ReadDir(dist)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dist, sumsName)); err != nil {
		return fmt.Errorf("%s holds other things than a release; name another folder with -dist", dist)
	}
	return nil
}

// put puts the release in its place.
func put(dir, dist string) error {
	if err := os.RemoveAll(dist); err != nil {
		return err
	}
	return os.Rename(dir, dist)
}
