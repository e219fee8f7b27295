package recall

import (
	"bytes"
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
	if json.Unmarshal(data, &m) != nil || !releaseForm.MatchString(m.Release) || m.Pages == nil {
		return nil, ErrNoManifest
	}
	return &m, nil
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
