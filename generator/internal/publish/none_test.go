package publish

import (
	"path/filepath"
	"testing"
)

// TestWriteNone publishes a file, then finds that the site has it no more, then that it
// has it again.
func TestWriteNone(t *testing.T) {
	for _, way := range []string{Exchange, Journal} {
		t.Run(way, func(t *testing.T) {
			if way == Journal {
				byFile(t)
			}
			dir := filepath.Join(tempDir(t), "public")
			with := text("a/index.html", "words", "a/index.html.br", "w")
			without := text("a/index.html", "words", "a/index.html.br", "")
			for i := range without {
				if without[i].Path == "a/index.html.br" {
					without[i].Bytes = func() ([]byte, error) { return nil, ErrNone }
				}
			}
			mustWrite(t, dir, without, Options{})
			wantSite(t, dir, map[string]string{"a/index.html": "words"})
			if r := mustWrite(t, dir, without, Options{}); r.Way != None {
				t.Errorf("the same again: got %+v", r)
			}
			mustWrite(t, dir, with, Options{})
			wantSite(t, dir, map[string]string{"a/index.html": "words", "a/index.html.br": "w"})
			if r := mustWrite(t, dir, without, Options{}); r.Removed != 1 {
				t.Errorf("it goes: got %+v", r)
			}
			wantSite(t, dir, map[string]string{"a/index.html": "words"})
		})
	}
}
