package content

import (
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
)

var languages = []string{"en", "es", "pt"}

func TestURL(t *testing.T) {
	tests := []struct{ source, want string }{
		{"content/_index.md", "/"},
		{"content/about.md", "/about/"},
		{"content/costs/_index.md", "/costs/"},
		{"content/costs/insurance.md", "/costs/insurance/"},
		{"content/es/_index.md", "/es/"},
		{"content/es/costs/insurance.md", "/es/costs/insurance/"},
		{"content/index.md", "/index/"},
		{"content/my_index.md", "/my_index/"},
	}
	for _, tt := range tests {
		if got := URL(tt.source); got != tt.want {
			t.Errorf("URL(%s) = %s, want %s", tt.source, got, tt.want)
		}
	}
}

func TestLang(t *testing.T) {
	tests := []struct{ source, want string }{
		{"content/about.md", "en"},
		{"content/es/about.md", "es"},
		{"content/es/_index.md", "es"},
		{"content/pt/costs/about.md", "pt"},
		{"content/essays/about.md", "en"},
		{"content/es.md", "en"},
		{"content/en/about.md", "en"},
		{"content/costs/es/about.md", "en"},
	}
	for _, tt := range tests {
		if got := Lang(tt.source, languages); got != tt.want {
			t.Errorf("Lang(%s) = %s, want %s", tt.source, got, tt.want)
		}
	}
}

func TestLocalized(t *testing.T) {
	tests := []struct{ first, lang, want string }{
		{"content/about.md", "en", "content/about.md"},
		{"content/about.md", "es", "content/es/about.md"},
		{"content/_index.md", "es", "content/es/_index.md"},
		{"content/costs/insurance.md", "pt", "content/pt/costs/insurance.md"},
	}
	for _, tt := range tests {
		got := Localized(tt.first, tt.lang, languages)
		if got != tt.want {
			t.Errorf("Localized(%s, %s) = %s, want %s", tt.first, tt.lang, got, tt.want)
		}
		if back := Unlocalized(got, &Env{Lang: tt.lang, Languages: languages}); back != tt.first {
			t.Errorf("Unlocalized(%s) = %s, want %s", got, back, tt.first)
		}
	}
}

func TestWhatAFileIs(t *testing.T) {
	tests := []struct {
		source string
		want   string // page, fragment, data or neither
	}{
		{"content/about.md", "page"},
		{"content/_index.md", "page"},
		{"content/costs/_index.md", "page"},
		{"content/_shared.md", "fragment"},
		{"content/_shared/call.md", "fragment"},
		{"content/_shared/_index.md", "fragment"},
		{"content/es/_shared/deep/call.md", "fragment"},
		{"content/_data/notes.md", "data"},
		{"content/_data/sources.yaml", "data"},
		{"content/es/_data/strings.yaml", "data"},
		{"content/room.jpg", "neither"},
		{"content/costs/table.svg", "neither"},
	}
	for _, tt := range tests {
		got := "neither"
		for name, is := range map[string]func(string) bool{"page": IsPage, "fragment": IsFragment, "data": IsData} {
			if !is(tt.source) {
				continue
			}
			if got != "neither" {
				t.Errorf("%s is both %s and %s", tt.source, got, name)
			}
			got = name
		}
		if got != tt.want {
			t.Errorf("%s is %s, want %s", tt.source, got, tt.want)
		}
	}
}

// TestNames holds the names that are refused, and the rename that each message
// names.
func TestNames(t *testing.T) {
	tests := []struct{ name, source, rename string }{
		{"plain", "content/costs/insurance-101.md", ""},
		{"section's own page", "content/costs/_index.md", ""},
		{"fragment", "content/_shared/call.md", ""},
		{"capitals", "content/Insurance.md", "content/insurance.md"},
		{"a space", "content/my page.md", "content/my-page.md"},
		{"several odd letters", "content/what -- is it?.md", "content/what-is-it.md"},
		{"accents", "content/es/qué-es.md", "content/es/que-es.md"},
		{"ñ", "content/es/niños.md", "content/es/ninos.md"},
		{"underscore inside", "content/my_page.md", "content/my-page.md"},
		{"dot inside", "content/v1.2.md", "content/v1-2.md"},
		{"a folder", "content/Our Costs/insurance.md", "content/our-costs/insurance.md"},
		{"hyphens at the ends", "content/-a-.md", "content/a.md"},
		{"capital ending", "content/a.MD", "content/a.md"},
		{"no letter we know", "content/心.md", "content/page.md"},
		{"hidden name", "content/_Shared Parts/Call.md", "content/_shared-parts/call.md"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var list diag.List
			CheckName(&diag.File{Name: tt.source}, tt.source, &list)
			switch {
			case tt.rename == "" && len(list) > 0:
				t.Fatalf("%s is refused: %s", tt.source, list[0].Message)
			case tt.rename == "":
				return
			case len(list) != 1:
				t.Fatalf("%s: got %d diagnostics, want 1", tt.source, len(list))
			}
			if want := "rename it to " + tt.rename + ":"; !strings.HasPrefix(list[0].Help, want) {
				t.Errorf("help is %q, want it to begin with %q", list[0].Help, want)
			}
			if list[0].Severity != diag.Error || list[0].Rule != "file-name" {
				t.Errorf("got %s [%s], want an error [file-name]", list[0].Severity, list[0].Rule)
			}
		})
	}
}

// FuzzRenameIsGood makes sure that nobody who follows the advice is told to
// rename once more.
func FuzzRenameIsGood(f *testing.F) {
	for _, seed := range []string{"a.md", "Ä ö/ß.md", "__x.md", "-.-.md", ".md", "a/./b.md", "_/_.md", "ﬁ.md"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if want := PlainName(name); PlainName(want) != want {
			t.Errorf("%q is to be renamed to %q, and that to %q", name, want, PlainName(want))
		}
	})
}

func TestSortKey(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Copay", "copay"},
		{"Ámbito", "ambito"},
		{"ÑANDÚ", "nandu"},
		{"988", "988"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := SortKey(tt.text); got != tt.want {
			t.Errorf("SortKey(%s) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

// TestPageName tells who saved a page under another ending how to name it.
func TestPageName(t *testing.T) {
	for _, name := range []string{"content/First day.md.txt", "content/first-day.markdown", "content/first-day.MKD"} {
		var list diag.List
		CheckName(&diag.File{Name: name}, name, &list)
		if len(list) != 1 || !strings.Contains(list[0].Message, "does not end in .md") ||
			!strings.HasPrefix(list[0].Help, "rename it to content/first-day.md;") {
			t.Errorf("%s: got %v, want that it be renamed to content/first-day.md", name, list)
		}
	}
}
