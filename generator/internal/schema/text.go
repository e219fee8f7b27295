package schema

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"

	"iopguide/generator/internal/diag"
)

// saveAs tells how a file becomes UTF-8.
const saveAs = "save it again as UTF-8: in Notepad with Save as, Encoding; " +
	"in VS Code with a click on the encoding in the bottom line, Save with Encoding"

// CheckText reports whether f is text in UTF-8, and one version of it. If it is not,
// it says which encoding it seems to be in, or where two versions stand, and how to
// mend that. Nothing else can then be said of the file.
func CheckText(f *diag.File, list *diag.List) bool {
	at, name := 0, utf16Name(f.Data)
	if name == "" {
		at = invalid(f.Data)
		if at < 0 {
			return oneVersion(f, list)
		}
		name = "Windows-1252"
		if f.Data[at] == 0 {
			list.Error(f, at, at+1, "encoding", "this file is no text",
				"if it is a picture or a document, give it the ending it had; else write it anew")
			return false
		}
	}
	list.Error(f, at, at, "encoding", "this file is not in UTF-8; it looks like "+name, saveAs)
	return false
}

// oneVersion reports the marks with which Git and other programs leave two versions
// of some lines in a file, for a person to choose. Without the first or the last mark
// there is no choice left, but a line that may be meant.
func oneVersion(f *diag.File, list *diag.List) bool {
	start := lineWith(f.Data, 0, "<<<<<<< ")
	if start < 0 {
		return true
	}
	end := lineWith(f.Data, start, ">>>>>>> ")
	if end < 0 {
		return true
	}
	list.Error(f, start, start+7, "two-versions", "from here on, two versions of some lines stand in this file, one below the other",
		"keep what is right of both, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>")
	return false
}

// lineWith returns where the first line at or after from stands that begins with prefix,
// or -1.
func lineWith(data []byte, from int, prefix string) int {
	if from == 0 && bytes.HasPrefix(data, []byte(prefix)) {
		return 0
	}
	if i := bytes.Index(data[from:], []byte("\n"+prefix)); i >= 0 {
		return from + i + 1
	}
	return -1
}

// invalid returns the place of the first byte that no UTF-8 text has, or -1.
func invalid(data []byte) int {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return i
	}
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}

// utf16Name returns the kind of UTF-16 that data seems to be, or "". It goes by
// the mark at the start, or by where the zeros are: in text of our languages
// every second byte is mostly 0.
func utf16Name(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return "UTF-16 LE"
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return "UTF-16 BE"
	}
	if bytes.IndexByte(data, 0) < 0 {
		return ""
	}
	var zeros [2]int
	for i, b := range data {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch many := len(data)/4 + 1; {
	case zeros[1] >= many && zeros[0] < many/4+1:
		return "UTF-16 LE"
	case zeros[0] >= many && zeros[1] < many/4+1:
		return "UTF-16 BE"
	}
	return ""
}

// characters reports the characters of f between start and end with which YAML
// would see other lines than people do, and then returns false; with all, also
// those that are broken or that nobody can see. In pages a rule looks for these.
func characters(f *diag.File, start, end int, all bool, list *diag.List) bool {
	ok, indent := true, true
	for i := start; i < end; {
		r, size := utf8.DecodeRune(f.Data[i:end])
		what, fatal := "", false
		switch {
		case r == '\r' && i+1 < len(f.Data) && f.Data[i+1] == '\n':
		case breaksYAML(r):
			what, fatal = "a control character", true
		case indent && r > 0x7f && unicode.IsSpace(r):
			what, fatal = "a space of an unusual kind at the start of the line", true
		case all && r == utf8.RuneError:
			what = "a broken character"
		case all && unseen(r):
			what = "a character that nobody can see"
		}
		if what != "" {
			list.Error(f, i, i+size, "encoding", fmt.Sprintf("here is %s (U+%04X)", what, r),
				"delete it and type it anew; such characters come with text that was pasted")
		}
		ok = ok && !fatal
		indent = r == '\n' || indent && unicode.IsSpace(r)
		i += size
	}
	return ok
}

// breaksYAML reports whether YAML refuses r, or ends a line at it where
// editors do not.
func breaksYAML(r rune) bool {
	return unicode.IsControl(r) && r != '\t' && r != '\n' || r == 0x2028 || r == 0x2029
}

// unseen reports whether r takes no room, or turns the direction of writing.
func unseen(r rune) bool {
	switch r {
	case 0x200b, 0x2060, 0xfeff, 0xfffe, 0xffff:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
