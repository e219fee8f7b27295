package brand

import (
	"maps"
	"os"
	"strings"
	"testing"
)

// ours is the style sheet of the built-in site.
func ours(t testing.TB) *Sheet {
	t.Helper()
	css, err := os.ReadFile("../../../static/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	return Read(css)
}

const sample = `/* --paper: #000; { */
:root {
  --paper: #fff; /* the page */ --ink:#111;
  --accent: #14615a; --on-accent: white;
  --near: var(--accent);
  --round: var(--square); --square: var(--round);
  --wide: 12rem
}
.card { --paper: #f00; }
@media (min-width: 40rem) { :root { --ink: #f00; } }
@media print and (prefers-color-scheme: dark) { :root { --ink: #0f0; } }
@media screen and (prefers-color-scheme:dark) { :root { --paper: #000; --ink: #eee } }
`

// TestRead holds which custom properties count, in light and in dark.
func TestRead(t *testing.T) {
	s := Read([]byte(sample))
	for scheme, want := range map[Scheme]map[string]string{
		Light: {"paper": "#ffffff", "ink": "#111111", "accent": "#14615a", "on-accent": "#ffffff", "near": "#14615a"},
		Dark:  {"paper": "#000000", "ink": "#eeeeee", "accent": "#14615a", "on-accent": "#ffffff", "near": "#14615a"},
	} {
		got := map[string]string{}
		for name, c := range s.colors[scheme] {
			got[name] = c.String()
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", scheme, got, want)
		}
	}
	if start, end := s.Place(Dark, "paper"); sample[start:end] != "#000" {
		t.Errorf("the place of --paper in dark: got %q", sample[start:end])
	}
	if start, end := s.Place(Dark, "accent"); sample[start:end] != "#14615a" {
		t.Errorf("the place of --accent, which dark does not set: got %q", sample[start:end])
	}
}

// TestWith holds that a palette takes the place of the tokens and that all else
// stays, and that a token which dark did not set is put there if it differs.
func TestWith(t *testing.T) {
	s := Read([]byte(sample))
	if got := string(s.With(s.Palette(Colors{}))); got != sample {
		t.Errorf("without a brand: got %s", got)
	}
	crimson := RGB{0xb0, 0x10, 0x30}
	p := s.Palette(Colors{Primary: &crimson})
	got := string(s.With(p))
	for _, want := range []string{"--accent: #b01030;", "--near: #b01030;", "{--accent:" + p[Dark]["accent"].String() + ";",
		"/* --paper: #000; { */", ".card { --paper: #f00; }", "--wide: 12rem\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("got no %q in %s", want, got)
		}
	}
	if again := Read([]byte(got)); !maps.Equal(again.colors[Light], p[Light]) || !maps.Equal(again.colors[Dark], p[Dark]) {
		t.Errorf("what was written reads as %v, want %v", again.colors, p)
	}
}

// TestHelpLine holds that a brand leaves the colors of the help line alone.
func TestHelpLine(t *testing.T) {
	s, c := ours(t), RGB{0xb0, 0x10, 0x30}
	p := s.Palette(Colors{&c, &c})
	for _, scheme := range Schemes {
		for name, was := range s.colors[scheme] {
			if strings.HasPrefix(name, "help") && p[scheme][name] != was {
				t.Errorf("--%s in %s: got %s, want %s", name, scheme, p[scheme][name], was)
			}
		}
	}
}

// FuzzRead holds that any text can be read, that without a brand it stays, and that
// every brand can be written into it.
func FuzzRead(f *testing.F) {
	f.Add(sample)
	for _, text := range []string{"}", "{", ":root{--a:#fff", ":root{--accent:var(--accent)}", "/*", "@media(prefers-color-scheme:dark){:root{--ink:red;}}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, css string) {
		s, c := Read([]byte(css)), RGB{200, 30, 60}
		if got := string(s.With(s.Palette(Colors{}))); got != css {
			t.Errorf("got %q, want %q", got, css)
		}
		p := s.Palette(Colors{&c, &c})
		again := Read(s.With(p))
		for name, want := range p[Light] {
			if got := again.colors[Light][name]; got != want {
				t.Errorf("%q: --%s reads as %s, want %s", css, name, got, want)
			}
		}
	})
}
