package build

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"iopguide"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
)

// clinics returns a folder with n profiles over the small site.
func clinics(t testing.TB, n int) (*Builder, []string) {
	t.Helper()
	tree := guide(t)
	for i := range n {
		tree[fmt.Sprintf("profiles/c%d.yaml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"title: Guide %d\nclinic: {name: Clinic %d, phone: 503-555-%04d}\n", i, i, i)}
	}
	src := overlay.FS{{FS: tree}}
	names, list, err := Profiles(src)
	if err != nil || list != nil {
		t.Fatal(err, list)
	}
	return New(src, Options{Date: today}), names
}

// shippedClinics returns a folder over the site that the program carries, with n profiles:
// each is of another clinic with another brand, and every second has an address.
func shippedClinics(t testing.TB, n int) (*Builder, []string) {
	t.Helper()
	tree := fstest.MapFS{"site.yaml": &fstest.MapFile{Data: []byte("base: default\n")}}
	for i := range n {
		address := ""
		if i%2 == 0 {
			address = fmt.Sprintf("baseURL: https://c%d.example/iop&more/\n", i)
		}
		tree[fmt.Sprintf("profiles/c%d.yaml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"title: Guide %d\nclinic: {name: Clinic %d, phone: 503-555-%04d}\nbrand: {primary: \"#1%x5a5a\"}\n%s", i, i, i, i%16, address)}
	}
	src := overlay.FS{{FS: tree}}
	names, list, err := Profiles(src)
	if err != nil || list != nil {
		t.Fatal(err, list)
	}
	return New(src, Options{Date: today, Base: overlay.Layer{Name: "default/", FS: iopguide.Default()}}), names
}

// TestShippedProfiles does what TestProfileIsABuild does for the site that the program
// carries, twice for each: once with what the others have made.
func TestShippedProfiles(t *testing.T) {
	b, names := shippedClinics(t, 2)
	build(t, b)
	for _, name := range append(names, names...) {
		opts := b.opts
		opts.Profile = name
		equal(t, name, build(t, b.Profile(name)), build(t, New(b.top, opts)))
	}
}

// TestProfileIsABuild holds each profile, which begins from the folder's own
// result, against a build of it from nothing.
func TestProfileIsABuild(t *testing.T) {
	b, names := clinics(t, 5)
	build(t, b)
	for _, name := range names {
		r := build(t, b.Profile(name))
		if r.Compiled != 0 {
			t.Errorf("%s: %d pages were compiled again", name, r.Compiled)
		}
		alone := New(b.top, Options{Date: today, Profile: name})
		equal(t, name, r, build(t, alone))
	}
}

// TestUnlikeProfiles does the same for profiles that differ in all that reaches into
// pages: look, languages, what is left out, how links end. The order must not matter.
func TestUnlikeProfiles(t *testing.T) {
	profiles := map[string]string{
		"east": "title: East\nclinic: {name: East, phone: 503-555-0101, hours: {en: All day, es: Todo el día}}\n" +
			"brand: {primary: \"#7a2048\", logo: logo.svg}\nlanguages: [en]\nbaseURL: https://east.example/iop/\n",
		"west": "title: West\nclinic: {name: West, phone: 503-555-0102}\nbrand: {primary: navy, accent: \"#ffd166\"}\n" +
			"baseURL: https://west.example/\nsearch: {canonical: \"https://east.example/iop/\"}\nomit: [\"help/*\"]\n",
		"north": "search: {index: false}\nlinks: folder\nlanguages: [en]\nomit: [es/what.md, help/money.md]\n",
		"south": "footer:\nlanguages: [en, es, fr]\nnotices: {accessibility: \"https://south.example/a/\"}\n",
	}
	tree := guide(t)
	tree["static/logo.svg"] = &fstest.MapFile{Data: []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18" fill="#7a2048"/></svg>`)}
	for name, text := range profiles {
		tree["profiles/"+name+".yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	b := New(overlay.FS{{FS: tree}}, Options{Date: today})
	build(t, b)
	for _, name := range []string{"east", "west", "north", "south", "east"} {
		r := build(t, b.Profile(name))
		equal(t, name, r, build(t, New(b.top, Options{Date: today, Profile: name})))
		if got := len(r.Outputs); got < 15 {
			t.Errorf("%s: got %d files", name, got)
		}
	}
}

// TestProfileMistakes holds what a profile cannot say, and where that is told.
func TestProfileMistakes(t *testing.T) {
	for _, tt := range []struct{ name, profile, want string }{
		{"another base", "base: default\n",
			"profiles/x.yaml:1:1: base cannot differ from site.yaml: all profiles are made from the same pages"},
		{"another first language", "title: X\nlanguages: [es]\n",
			"profiles/x.yaml:2:12: the first language must be en, that of the pages that all profiles share"},
		{"fewer languages", "languages: [en]\n", ""},
		{"no languages", "languages:\n", ""},
		{"no title", "title:\n", "profiles/x.yaml:1:1: site.yaml has no title"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tree := guide(t)
			tree["profiles/x.yaml"] = &fstest.MapFile{Data: []byte(tt.profile)}
			r := build(t, New(overlay.FS{{FS: tree}}, Options{Date: today, Profile: "x"}))
			got := ""
			for _, d := range r.Diags {
				if d.Severity == diag.Error {
					got += d.Position().String() + ": " + d.Message
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSameAddress(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	src := overlay.FS{{FS: fstest.MapFS{
		"site.yaml":       file("title: All\nbaseURL: https://all.example/\n"),
		"profiles/a.yaml": file("baseURL: https://www.clinic.example/iop\n"),
		"profiles/b.yaml": file("title: B\nbaseURL: https://WWW.clinic.example/iop/\n"),
		"profiles/c.yaml": file("title: C\n"),
		"profiles/d.yaml": file("baseURL:\n"),
		"profiles/e.yaml": file("baseURL:\n"),
		"profiles/f.yaml": file("title: F\n"),
		"profiles/g.yaml": file("baseURL: nowhere\n"),
		"profiles/h.yaml": file("title: [\n"),
	}}}
	for _, tt := range []struct {
		name string
		of   []string
		want []string
	}{
		{"each its own", []string{"a", "c", "d", "e"}, nil},
		{"two say the same", []string{"a", "b"}, []string{"profiles/b.yaml:2:10: the profiles a and b have the same baseURL"}},
		{"two that say nothing", []string{"c", "f"}, []string{"site.yaml:2:10: the profiles c and f have the same baseURL"}},
		{"one that cannot be read", []string{"c", "g", "h"}, nil},
		{"all", []string{"a", "b", "c", "d", "e", "f"}, []string{"profiles/b.yaml:2:10: the profiles a and b have the same baseURL",
			"site.yaml:2:10: the profiles c and f have the same baseURL"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list, err := SameAddress(src, tt.of)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range list {
				got = append(got, d.Position().String()+": "+d.Message)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestProfileName(t *testing.T) {
	for name, want := range map[string]string{
		"oak": "oak", "Oak Street Clinic": "oak-street-clinic", "Clínica Ñandú, Inc.": "clinica-nandu-inc",
		"A/B": "a-b", "_x": "x", "../..": "clinic", "": "clinic", "橡树": "clinic", "Oak.yaml": "oak-yaml",
		"con": "con-clinic", "NUL": "nul-clinic", "com1": "com1-clinic", "com10": "com10", "conrad": "conrad",
	} {
		if got := ProfileName(name); got != want || !profileName().MatchString(got) {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// BenchmarkProfile makes all files of a clinic's profile of the site that the program
// carries, sharing what others made; BenchmarkLone makes them from nothing. Each file
// is made once, as a build that publishes it does.
func BenchmarkProfile(b *testing.B) {
	builder, names := shippedClinics(b, 20)
	build(b, builder)
	for i := 0; b.Loop(); i++ {
		allMade(b, build(b, builder.Profile(names[i%len(names)])))
	}
}

func BenchmarkLone(b *testing.B) {
	builder, names := shippedClinics(b, 20)
	for i := 0; b.Loop(); i++ {
		opts := builder.opts
		opts.Profile = names[i%len(names)]
		allMade(b, build(b, New(builder.top, opts)))
	}
}

func allMade(b *testing.B, r *Result) {
	if _, err := r.All(b.Context(), nil); err != nil {
		b.Fatal(err)
	}
}
