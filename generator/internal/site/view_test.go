package site

import (
	"reflect"
	"strings"
	"testing"

	"iopguide/generator/internal/content"
)

func TestOrder(t *testing.T) {
	s := newShelf(t, `
-- site.yaml --
title: T
languages: [en]
-- content/a.md --
weight: 20
-- content/b.md --
weight: 10
-- content/c.md --
-- content/d.md --
weight: 10
-- content/z/_index.md --
weight: 1
-- content/y/_index.md --
-- content/x/loose.md --
-- content/_index.md --
`)
	root := s.view("content/_index.md").Section
	if got, want := titles(root.Pages), "b d a c"; got != want {
		t.Errorf("pages: got %s, want %s", got, want)
	}
	var dirs []string
	for _, sub := range root.Sections {
		dirs = append(dirs, sub.Dir)
	}
	if got, want := strings.Join(dirs, " "), "content/z content/x content/y"; got != want {
		t.Errorf("sections: got %s, want %s", got, want)
	}
	if loose := root.Sections[1]; loose.Index != nil || titles(loose.Pages) != "x/loose" {
		t.Errorf("a section without a page of its own: got %+v", loose)
	}
}

func TestMenu(t *testing.T) {
	s := newShelf(t, small)
	for path, want := range map[string]string{
		"content/about.md":    "costs/_index about",
		"content/es/about.md": "costs/_index es/about",
	} {
		if got := titles(s.view(path).Lang.Menu.Pages); got != want {
			t.Errorf("named in site.yaml, seen from %s: got %s, want %s", path, got, want)
		}
	}
	s.files["content/es/costs/_index.md"] = ""
	s.edit("site.yaml", "menu: [costs/_index.md, about.md, gone.md]\n", "")
	for path, want := range map[string]string{
		"content/about.md":    "costs/_index",
		"content/es/about.md": "es/costs/_index",
	} {
		if got := titles(s.view(path).Lang.Menu.Pages); got != want {
			t.Errorf("not named, seen from %s: got %s, want %s", path, got, want)
		}
	}
}

func TestTrail(t *testing.T) {
	s := newShelf(t, small)
	for path, want := range map[string]string{
		"content/_index.md":             "",
		"content/about.md":              "_index",
		"content/costs/_index.md":       "_index",
		"content/costs/free.md":         "_index costs/_index",
		"content/costs/plans/hmo.md":    "_index costs/_index costs/plans/_index",
		"content/es/_index.md":          "",
		"content/es/about.md":           "es/_index",
		"content/es/costs/insurance.md": "es/_index", // its section has no page of its own
	} {
		if got := titles(s.view(path).Trail.Pages); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestNeighbours(t *testing.T) {
	s := newShelf(t, small)
	s.files["content/costs/third.md"] = "weight: 30\n"
	s.arrange()
	for path, want := range map[string]string{
		"content/costs/insurance.md": "nil costs/free",
		"content/costs/free.md":      "costs/insurance costs/third",
		"content/costs/third.md":     "costs/free nil", // late has no weight
		"content/costs/late.md":      "nil nil",
		"content/costs/_index.md":    "nil nil",
	} {
		v := s.view(path)
		if got := titles([]*content.Meta{v.Prev, v.Next}); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

func TestRelated(t *testing.T) {
	s := newShelf(t, small)
	if got, want := titles(s.view("content/costs/insurance.md").Related.Pages), "about costs/free"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	s.files["content/es/costs/insurance.md"] = "related: [/about.md, free.md]\n"
	s.arrange()
	if got, want := titles(s.view("content/es/costs/insurance.md").Related.Pages), "es/about costs/free"; got != want {
		t.Errorf("in Spanish: got %s, want %s", got, want)
	}
}

// TestTranslations pairs pages by path and by key.
func TestTranslations(t *testing.T) {
	s := newShelf(t, small+`
-- content/costs/money.md --
translationKey: money
-- content/es/dinero.md --
translationKey: money
-- content/only.md --
-- content/half.md --
translationKey: half
-- content/es/half.md --
-- content/es/get-help-now.md --
`)
	for path, want := range map[string]string{
		"content/_index.md":             "same es/_index",
		"content/es/_index.md":          "same _index",
		"content/about.md":              "same es/about",
		"content/costs/insurance.md":    "same es/costs/insurance",
		"content/es/costs/insurance.md": "same costs/insurance",
		"content/costs/money.md":        "same es/dinero",
		"content/es/dinero.md":          "same costs/money",
		"content/half.md":               "same es/half", // the key stands on one side only
		"content/es/half.md":            "same half",
		"content/only.md":               "home es/_index",
	} {
		langs := s.view(path).Translations.Langs
		if len(langs) != 1 {
			t.Errorf("%s: got %d other languages, want 1", path, len(langs))
			continue
		}
		got := "home "
		if langs[0].Same {
			got = "same "
		}
		if got += titles([]*content.Meta{langs[0].Page}); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
		help := "es/get-help-now"
		if langs[0].Lang == "en" {
			help = "get-help-now"
		}
		if got := titles([]*content.Meta{langs[0].Help}); got != help {
			t.Errorf("%s: help is %s, want %s", path, got, help)
		}
	}
}

// TestKeyGoesBeforePath makes sure that a key, which is written on purpose,
// counts for more than where a file lies.
func TestKeyGoesBeforePath(t *testing.T) {
	s := newShelf(t, small+"-- content/x.md --\ntranslationKey: k\n-- content/es/x.md --\n-- content/es/y.md --\ntranslationKey: k\n")
	if got := titles([]*content.Meta{s.view("content/x.md").Translations.Langs[0].Page}); got != "es/y" {
		t.Errorf("got %s, want es/y", got)
	}
}

// TestSharedWays makes sure that pages without a source, such as 404.html, lead
// to the homes of the other languages.
func TestSharedWays(t *testing.T) {
	s := newShelf(t, small)
	langs := s.site.Shared("en").Translations.Langs
	if len(langs) != 1 || langs[0].Same || titles([]*content.Meta{langs[0].Page}) != "es/_index" {
		t.Errorf("got %+v, want the Spanish home", langs)
	}
}

func TestLists(t *testing.T) {
	s := newShelf(t, small+"-- content/words.md --\nlayout: glossary\n-- content/sources.md --\nlayout: sources\n")
	var got []string
	for _, u := range s.view("content/sources.md").Lists.Sources {
		got = append(got, u.Key+": "+titles(u.Pages))
	}
	if want := []string{"va: costs/insurance", "nimh: about costs/insurance"}; !reflect.DeepEqual(got, want) {
		t.Errorf("sources: got %q, want %q", got, want)
	}
	got = nil
	for _, term := range s.view("content/words.md").Lists.Terms {
		got = append(got, term.Term)
	}
	if want := []string{"Ärger", "IOP"}; !reflect.DeepEqual(got, want) {
		t.Errorf("terms: got %q, want %q", got, want)
	}
	if l := s.view("content/about.md").Lists; l != nil {
		t.Errorf("an ordinary page sees lists: %+v", l)
	}
	var dirs []string
	for _, sub := range s.view("content/_index.md").Lists.Sections {
		dirs = append(dirs, sub.Dir)
	}
	if want := []string{"content/costs"}; !reflect.DeepEqual(dirs, want) {
		t.Errorf("home: got %q, want %q without the other languages", dirs, want)
	}
}

// TestSourcesOfIncludes makes sure that what an include cites counts for the
// page that includes it.
func TestSourcesOfIncludes(t *testing.T) {
	s := newShelf(t, small+"-- content/sources.md --\nlayout: sources\n")
	s.files["content/costs/free.md"] = "```include\n/_shared/call.md\n```\n"
	s.arrange()
	if got, want := titles(s.view("content/sources.md").Lists.Sources[0].Pages), "costs/free costs/insurance"; got != want {
		t.Errorf("va: got %s, want %s", got, want)
	}
}

func TestWays(t *testing.T) {
	s := newShelf(t, small)
	costs := s.site.Page("content/costs/_index.md")
	all := s.site.View(costs).Lang.Ways()
	s.site.Place(costs.Path).EachWay(func(m *content.Meta) { all = append(all, m) })
	ways := titles(all)
	for _, want := range []string{"_index", "about", "get-help-now", "costs/insurance", "costs/late", "costs/plans/_index", "es/_index"} {
		if !strings.Contains(" "+ways+" ", " "+want+" ") {
			t.Errorf("no way leads to %s: got %s", want, ways)
		}
	}
}

// TestViewsAreKept edits one thing at a time and names the pages whose View is
// no longer equal: all others would not be rendered again.
func TestViewsAreKept(t *testing.T) {
	const text = small + "-- content/sources.md --\nlayout: sources\n"
	tests := []struct {
		name, file, old, new string
		changed              string
	}{
		{"nothing", "", "", "", ""},
		{"a body", "content/about.md", "and", "or", ""},
		{"a setting written otherwise", "site.yaml", "title: The guide", "title: 'The guide'", ""},
		{"a contact written otherwise", "contacts.yaml", `call: "911"`, "call: '911'", ""},
		{"a title", "content/costs/free.md", "weight: 20", "weight: 20\ntitle: No cost",
			"_index costs/_index costs/insurance"},
		{"an order", "content/costs/free.md", "weight: 20", "weight: 5", "_index costs/_index costs/free costs/insurance"},
		{"a source that one page cites", "sources.yaml", "Care", "Caring", "costs/insurance sources"},
		{"a citation more", "content/about.md", "[@nimh]", "[@nimh] [@va]", "about sources"},
		{"a term", "glossary.yaml", "A word.", "A German word.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShelf(t, text)
			old := s.site
			if tt.file == "" {
				s.arrange()
			} else {
				s.edit(tt.file, tt.old, tt.new)
			}
			var changed []*content.Meta
			for _, p := range s.site.Pages {
				if old.View(old.Page(p.Path)) != s.site.View(p) {
					changed = append(changed, p.Meta)
				}
			}
			if got := titles(changed); got != tt.changed {
				t.Errorf("changed: got %q, want %q", got, tt.changed)
			}
		})
	}
}

// TestViewsCompare makes sure that no field of a View is one that Go compares
// only by panicking, when it hides in an interface.
func TestViewsCompare(t *testing.T) {
	s := newShelf(t, small)
	var a, b any = s.view("content/about.md"), s.view("content/about.md")
	if a != b {
		t.Error("a View is not equal to itself")
	}
	fields := reflect.TypeOf(View{})
	for i := range fields.NumField() {
		if kind := fields.Field(i).Type.Kind(); kind != reflect.Pointer {
			t.Errorf("field %s is a %s, want a pointer", fields.Field(i).Name, kind)
		}
	}
}
