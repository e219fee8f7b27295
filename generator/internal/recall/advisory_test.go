package recall

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"iopguide"
	"iopguide/generator/internal/diag"
)

// TestAdvisories holds that those which this program carries are right: their form,
// and that what they speak of is or was in the guide.
func TestAdvisories(t *testing.T) {
	var list diag.List
	for _, a := range ReadAdvisories(&diag.File{Name: "advisories.yaml", Data: advisories}, &list) {
		for _, p := range a.Pages {
			if _, err := iopguide.Default().Open(p); err != nil && !Past.Has(p) {
				t.Errorf("%s: the guide has and had no %s", a.ID, p)
			}
		}
	}
	for _, d := range list {
		t.Errorf("%s: %s; %s", d.Position(), d.Message, d.Help)
	}
}

func TestReadAdvisories(t *testing.T) {
	const rest = "wrong: It was., do: Build again."
	for _, tt := range []struct{ name, text, want, wrong string }{
		{"nothing", "# none yet\n", "[]", ""},
		{"safety first, then the newest",
			"a: {date: 2027-01-02, release: 0.2.0, severity: content, " + rest + "}\n" +
				"b: {date: 2027-01-01, release: 0.2.0, severity: safety, " + rest + "}\n" +
				"c: {date: 2027-01-03, release: 0.2.0, severity: content, " + rest + "}\n", "[b c a]", ""},
		{"another severity", "a: {date: 2027-01-02, release: 0.2.0, severity: grave, " + rest + "}\n", "[a]", "1:49: severity cannot be “grave”"},
		{"no release", "a: {date: 2027-01-02, release: soon, severity: content, " + rest + "}\n", "[a]", "1:32: soon is no release"},
		{"no day", "a: {date: soon, release: 0.2.0, severity: content, " + rest + "}\n", "[a]", "1:11: “soon” is no day of the calendar"},
		{"no file", "a: {date: 2027-01-02, release: 0.2.0, severity: content, pages: [ptsd.md], " + rest + "}\n", "[a]", "1:66: ptsd.md is no file of the guide"},
		{"no words", "a: {date: 2027-01-02, release: 0.2.0, severity: content, do: Build.}\n", "[a]", "1:1: a has no wrong"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var list diag.List
			var ids []string
			for _, a := range ReadAdvisories(&diag.File{Name: "x", Data: []byte(tt.text)}, &list) {
				ids = append(ids, a.ID)
			}
			if got := fmt.Sprint(ids); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			wrong := ""
			if len(list) > 0 {
				wrong = strings.TrimPrefix(list[0].Position().String(), "x:") + ": " + list[0].Message
			}
			if wrong != tt.wrong {
				t.Errorf("got mistake %q, want %q", wrong, tt.wrong)
			}
		})
	}
}

func TestWriteAdvisories(t *testing.T) {
	var b bytes.Buffer
	if err := WriteAdvisories(&b, "0.1.0", nil); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "{\n  \"release\": \"0.1.0\",\n  \"advisories\": []\n}\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestCompareReleases(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"0.1.0", "0.1.0", 0}, {"0.9.0", "0.10.0", -1}, {"1.0.0", "0.10.9", 1}, {"0.1.1", "0.1.0", 1},
		{"0.2.0-rc.1", "0.2.0", -1}, {"0.2.0", "0.2.0-rc.1", 1}, {"0.2.0-rc.1", "0.2.0-rc.2", -1},
		{"", "0.0.0", -1}, {"newest", "0.1.0", -1},
	} {
		if got := CompareReleases(tt.a, tt.b); got != tt.want {
			t.Errorf("%q and %q: got %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func FuzzReadAdvisories(f *testing.F) {
	f.Add([]byte("a: {date: 2027-01-02, release: 0.2.0, severity: content, pages: [content/a.md], wrong: It was., do: Build.}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var list diag.List
		for _, a := range ReadAdvisories(&diag.File{Name: "x", Data: data}, &list) {
			if !list.HasErrors() && (a.Wrong == "" || a.Do == "" || !releaseForm().MatchString(a.Release)) {
				t.Errorf("got %+v without a mistake", a)
			}
		}
	})
}
