package recall

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
)

// TestEncode holds a manifest that is put together against one that is written at once.
func TestEncode(t *testing.T) {
	pages := []PageHash{}
	all := map[string]string{}
	for _, path := range []string{`a"b\c.html`, "a&b/<c>.html", "a/index.html", "año/\u2028/index.html"} {
		sum := sha256.Sum256([]byte(path))
		pages, all[path] = append(pages, PageHash{path, sum}), hex.EncodeToString(sum[:])
	}
	made := func() *Manifest {
		return &Manifest{Release: "1", Date: "2026-11-24", Title: `"pages":{}`, Pages: map[string]string{}, Ours: map[string]string{"a.md": "x"}}
	}
	for _, n := range []int{0, 1, len(pages)} {
		m := made()
		for _, p := range pages[:n] {
			m.Pages[p.Path] = all[p.Path]
		}
		want, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		got, err := made().Encode(pages[:n])
		if err != nil || string(got) != string(want) {
			t.Errorf("%d pages: got %s, %v, want %s", n, got, err, want)
		}
	}
}
