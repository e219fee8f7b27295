package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A stamp's file is text: the magic, a line of JSON, a line for each input and
// output, and the hash of it all. JSON throughout would take longer to read
// than all else that an unchanged build does.
//
//	iopguide stamp 1
//	{"program":"iopguide 1.0.0","began":1790000000000000000}
//	i SIZE MODTIME CHANGETIME HASH "content/costs.md"
//	o KIND SIZE MODTIME HASH "costs/index.html"
//	end HASH
//
// KIND is page, keep or left.
const (
	stampMagic   = "iopguide stamp"
	stampVersion = stampMagic + " 1\n"
)

// stampHead is the second line.
type stampHead struct {
	Program     string          `json:"program"`
	Options     string          `json:"options"`
	Day         string          `json:"day"`
	Began       int64           `json:"began,omitempty"`
	Pending     bool            `json:"pending,omitempty"`
	Diagnostics json.RawMessage `json:"diagnostics,omitempty"`
}

var errStamp = errors.New("not a whole stamp")

// encodeStamp returns the file of s.
func encodeStamp(s Stamp) []byte {
	head := stampHead{s.Program, s.Options, s.Day, 0, s.pending, s.Diagnostics}
	if !s.Began.IsZero() {
		head.Began = s.Began.UnixNano()
	}
	line, err := json.Marshal(head)
	if err != nil { // the caller's diagnostics are no JSON: a stamp that matches nothing
		line = []byte("{}")
	}
	b := make([]byte, 0, 128*(len(s.Inputs)+len(s.outputs))+len(line)+100)
	b = append(append(append(b, stampVersion...), line...), '\n')
	for _, in := range s.Inputs {
		b = append(b, 'i')
		b = appendNumbers(b, in.Size, in.ModTime, in.ChangeTime)
		b = appendName(b, in.Hash, in.Path)
	}
	for _, o := range s.outputs {
		b = append(append(b, "o "...), o.kind()...)
		b = appendNumbers(b, o.size, o.modTime)
		b = appendName(b, o.hash, o.path)
	}
	return sealStamp(b)
}

// sealStamp adds the last line.
func sealStamp(b []byte) []byte {
	sum := sha256.Sum256(b)
	return append(base64.RawURLEncoding.AppendEncode(append(b, "end "...), sum[:]), '\n')
}

func (o output) kind() string {
	switch {
	case o.keep:
		return "keep"
	case o.left:
		return "left"
	}
	return "page"
}

func appendNumbers(b []byte, numbers ...int64) []byte {
	for _, n := range numbers {
		b = strconv.AppendInt(append(b, ' '), n, 10)
	}
	return b
}

func appendName(b []byte, hash [sha256.Size]byte, path string) []byte {
	b = base64.RawURLEncoding.AppendEncode(append(b, ' '), hash[:])
	return append(strconv.AppendQuote(append(b, ' '), path), '\n')
}

// decodeStamp reads what encodeStamp wrote.
func decodeStamp(data []byte) (Stamp, error) {
	end := bytes.LastIndex(data, []byte("end "))
	if end < 0 || !bytes.HasPrefix(data, []byte(stampVersion)) {
		return Stamp{}, errStamp
	}
	if !bytes.Equal(data, sealStamp(data[:end:end])) {
		return Stamp{}, errStamp
	}
	head, lines, _ := strings.Cut(string(data[len(stampVersion):end]), "\n")
	s, err := decodeHead(head)
	s.Inputs = slices.Grow(s.Inputs, strings.Count(lines, "\ni "))
	s.outputs = slices.Grow(s.outputs, strings.Count(lines, "\no "))
	for line := range strings.Lines(lines) {
		if err == nil {
			err = s.decodeLine(strings.TrimSuffix(line, "\n"))
		}
	}
	return s, err
}

func decodeHead(line string) (Stamp, error) {
	var h stampHead
	if err := json.Unmarshal([]byte(line), &h); err != nil {
		return Stamp{}, err
	}
	s := Stamp{
		Program: h.Program, Options: h.Options, Day: h.Day,
		Diagnostics: h.Diagnostics, pending: h.Pending,
	}
	if h.Began != 0 {
		s.Began = time.Unix(0, h.Began)
	}
	return s, nil
}

func (s *Stamp) decodeLine(line string) error {
	f := fields{rest: line}
	switch f.word() {
	case "i":
		in := Input{Size: f.number(), ModTime: f.number(), ChangeTime: f.number(), Hash: f.hash(), Path: f.name()}
		s.Inputs = append(s.Inputs, in)
	case "o":
		kind := f.word()
		o := output{size: f.number(), modTime: f.number(), hash: f.hash(), path: f.name()}
		o.keep, o.left = kind == "keep", kind == "left"
		if f.err == nil {
			f.err = portable(o.path)
		}
		s.outputs = append(s.outputs, o)
	default:
		return fmt.Errorf("%w: %q", errStamp, line)
	}
	return f.err
}

// fields takes a line apart, from left to right, until the first mistake.
type fields struct {
	rest string
	err  error
}

func (f *fields) word() string {
	word, rest, _ := strings.Cut(f.rest, " ")
	f.rest = rest
	return word
}

func (f *fields) number() int64 {
	n, err := strconv.ParseInt(f.word(), 10, 64)
	f.err = errors.Join(f.err, err)
	return n
}

func (f *fields) hash() (h [sha256.Size]byte) {
	b, err := base64.RawURLEncoding.DecodeString(f.word())
	if err == nil && len(b) != len(h) {
		err = errStamp
	}
	f.err = errors.Join(f.err, err)
	copy(h[:], b)
	return h
}

func (f *fields) name() string {
	s, err := strconv.Unquote(f.rest)
	f.err = errors.Join(f.err, err)
	return s
}
