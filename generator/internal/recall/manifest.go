package recall

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
)

// ManifestFile is the name of the file, in a built site, that holds its Manifest.
const ManifestFile = "manifest.json"

// A Manifest says what a site was made from. It is public, so it holds nothing
// that the site does not show.
type Manifest struct {
	Release  string            `json:"release"` // of the program that built it
	Date     string            `json:"date"`    // of publishing
	Title    string            `json:"title"`
	Pages    map[string]string `json:"pages"`              // SHA-256 hash of each page's bytes, by path
	Ours     map[string]string `json:"ours"`               // Hash of each source that is ours, by name
	Replaced map[string]string `json:"replaced,omitempty"` // what ours was when the site's own source was put in its place; "" if nobody recorded it
	Contacts Contacts          `json:"contacts"`
}

// The ways in which a file can fail to be a Manifest.
var (
	ErrWebPage    = errors.New("it is a web page")
	ErrNoManifest = errors.New("it is no manifest of a guide")
)

// ReadManifest reads a manifest of any release, also one that is not known yet.
func ReadManifest(data []byte) (*Manifest, error) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	if bytes.HasPrefix(data, []byte("<")) {
		return nil, ErrWebPage
	}
	var m Manifest
	if json.Unmarshal(data, &m) != nil || !releaseForm().MatchString(m.Release) || m.Pages == nil {
		return nil, ErrNoManifest
	}
	return &m, nil
}

// A PageHash is the hash of a page's bytes.
type PageHash struct {
	Path string
	Sum  [sha256.Size]byte
}

// Encode returns m, whose Pages are empty, as JSON with those of pages, which are sorted by
// path and may be many.
func (m *Manifest) Encode(pages []PageHash) ([]byte, error) {
	frame, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	none := []byte(`"pages":{}`) // in a title its quotes are escaped
	before, after, ok := bytes.Cut(frame, none)
	if !ok {
		return nil, errors.New("a manifest has pages already")
	}
	size := len(frame)
	for _, p := range pages {
		size += len(p.Path) + 2*sha256.Size + len(`"":"",`)
	}
	data := append(append(make([]byte, 0, size), before...), `"pages":{`...)
	for i, p := range pages {
		if i > 0 {
			data = append(data, ',')
		}
		if data, err = appendText(data, p.Path); err != nil {
			return nil, err
		}
		data = hex.AppendEncode(append(data, `:"`...), p.Sum[:])
		data = append(data, '"')
	}
	return append(append(data, '}'), after...), nil
}

// appendText appends s as a text of JSON.
func appendText(data []byte, s string) ([]byte, error) {
	if needsNothing(s) {
		return append(append(append(data, '"'), s...), '"'), nil
	}
	text, err := json.Marshal(s)
	return append(data, text...), err
}

// needsNothing reports whether nothing in s needs to be written in another way, as is so of most
// paths.
func needsNothing(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c > '~', c == '"', c == '\\', c == '<', c == '>', c == '&':
			return false
		}
	}
	return true
}

// AddSource notes the source of a published page: that it is ours, or in place of
// ours. A source that we do not have is not noted.
func (m *Manifest) AddSource(name string, data []byte, ours fs.FS, lock Lock) {
	text, err := fs.ReadFile(ours, name)
	if err != nil {
		return
	}
	switch hash := Hash(text); {
	case bytes.Equal(text, data) || Hash(data) == hash:
		m.Ours[name] = hash
	default:
		m.Replaced[name] = lock[name].Ours
	}
}
