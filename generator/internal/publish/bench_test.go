package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// bigSite is 10,000 pages of 6 KB in folders of their own; those whose number
// is below changed differ from one version to the next.
func bigSite(version, changed int) []File {
	body := bytes.Repeat([]byte("word "), 1200)
	var files []File
	for i := range 10000 {
		v := 0
		if i < changed {
			v = version
		}
		files = append(files, File{
			Path:  fmt.Sprintf("s%d/p%d/index.html", i/40, i),
			Bytes: func() ([]byte, error) { return fmt.Appendf(nil, "%s%d %d", body, i, v), nil },
		})
	}
	return files
}

// bigStamp is a stamp with 10,000 inputs.
func bigStamp() (Stamp, error) {
	s := Stamp{Program: "p", Began: time.Now().Add(time.Hour)}
	for i := range 10000 {
		s.Inputs = append(s.Inputs, Input{Path: fmt.Sprintf("content/s%d/p%d.md", i/40, i), Size: 1, Hash: sha256.Sum256(nil)})
	}
	return s, nil
}

// BenchmarkWrite publishes 10,000 pages on the disk of the test's folder, which
// TMPDIR chooses.
func BenchmarkWrite(b *testing.B) {
	for _, c := range []struct {
		name    string
		changed int
	}{{"first", -1}, {"all changed", 10000}, {"one changed", 1}, {"none changed", 0}} {
		b.Run(c.name, func(b *testing.B) {
			dir := filepath.Join(b.TempDir(), "public")
			version := 1
			mustWrite(b, dir, bigSite(version, c.changed), Options{Seal: bigStamp})
			for b.Loop() {
				if c.changed < 0 {
					b.StopTimer()
					os.RemoveAll(dir)
					b.StartTimer()
				}
				version++
				mustWrite(b, dir, bigSite(version, c.changed), Options{Seal: bigStamp})
			}
		})
	}
}

// BenchmarkUnchanged is all that a build with nothing to do does here.
func BenchmarkUnchanged(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "public")
	s, _ := bigStamp()
	if _, err := Write(context.Background(), dir, bigSite(1, 0), Options{Seal: bigStamp}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, same := Unchanged(dir, s, nil); !same {
			b.Fatal("changed")
		}
	}
}
