package content

import (
	"reflect"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/schema"
)

var english = &Env{Lang: "en", Languages: languages, Markdown: &markdown.Env{Lang: "en"}}

var spanish = &Env{Lang: "es", Languages: languages, Markdown: &markdown.Env{Lang: "es"}}

func compile(path, text string, env *Env, old *Page) *Page {
	return Compile(path, &diag.File{Name: path, Data: []byte(text)}, env, old)
}

// messages returns the diagnostics, one a line.
func messages(list diag.List) string {
	var b strings.Builder
	for _, d := range list {
		b.WriteString(d.Position().String() + ": " + d.Message + " [" + d.Rule + "]\n")
	}
	return b.String()
}

func TestMeta(t *testing.T) {
	p := compile("content/es/costs/insurance.md", `---
title: Paying
linkTitle: Costs
description: Who pays.
summary: Plans pay.
weight: 10
draft: true
publishDate: 2026-11-24
expiryDate: 2027-11-24
lastmod: 2026-12-01
layout: page
reviewed: 2026-11-20
reviewer: Ana Ruiz, LCSW
reviewOf: 3f9ac21b07de
author: Ana Ruiz
aliases: [/insurance/, /pay/]
keywords: [cost]
related: [costs/_index.md]
toc: false
translationKey: costs
claims: false
allow: {reading-grade: quotes the statute}
params: {color: blue, size: 3}
---

Words.
`, spanish, nil)
	if got := messages(p.Diags); got != "" {
		t.Errorf("got messages:\n%s", got)
	}
	day := func(year, month, day int) schema.Date { return schema.Date{Year: year, Month: month, Day: day} }
	want := &Meta{Path: "content/es/costs/insurance.md", URL: "/es/costs/insurance/", Kind: "page",
		Title: "Paying", LinkTitle: "Costs", Description: "Who pays.", Summary: "Plans pay.", Weight: 10,
		Lang: "es", TranslationKey: "costs", Aliases: []string{"/insurance/", "/pay/"},
		Keywords: []string{"cost"}, Related: []string{"costs/_index.md"},
		Published: day(2026, 11, 24), Expires: day(2027, 11, 24), Lastmod: day(2026, 12, 1),
		Reviewed: day(2026, 11, 20), Reviewer: "Ana Ruiz, LCSW", ReviewOf: "3f9ac21b07de",
		Author: "Ana Ruiz", Draft: true, NoTOC: true}
	if !reflect.DeepEqual(p.Meta, want) {
		t.Errorf("meta\ngot  %+v\nwant %+v", p.Meta, want)
	}
	if want := map[string]string{"reading-grade": "quotes the statute"}; !reflect.DeepEqual(p.Allow, want) {
		t.Errorf("allow: got %v, want %v", p.Allow, want)
	}
	if want := map[string]any{"color": "blue", "size": 3}; !reflect.DeepEqual(p.Params, want) {
		t.Errorf("params: got %v, want %v", p.Params, want)
	}
}

func TestDefaults(t *testing.T) {
	tests := []struct {
		path, front string
		env         *Env
		kind, key   string
	}{
		{"content/_index.md", "", english, "home", "content/_index.md"},
		{"content/es/_index.md", "", spanish, "home", "content/_index.md"},
		{"content/costs/_index.md", "", english, "section", "content/costs/_index.md"},
		{"content/es/costs/_index.md", "", spanish, "section", "content/costs/_index.md"},
		{"content/about.md", "", english, "page", "content/about.md"},
		{"content/es/about.md", "", spanish, "page", "content/about.md"},
		{"content/words.md", "layout: glossary\n", english, "glossary", "content/words.md"},
		{"content/costs/_index.md", "layout: poster\n", english, "poster", "content/costs/_index.md"},
	}
	for _, tt := range tests {
		p := compile(tt.path, "---\ntitle: T\n"+tt.front+"---\n", tt.env, nil)
		if p.Kind != tt.kind || p.TranslationKey != tt.key {
			t.Errorf("%s: got kind %s, key %s; want %s, %s", tt.path, p.Kind, p.TranslationKey, tt.kind, tt.key)
		}
		if !p.Claims || p.NoTOC || p.Draft {
			t.Errorf("%s: got claims %t, no contents %t, draft %t; want true, false, false", tt.path, p.Claims, p.NoTOC, p.Draft)
		}
	}
}

func TestName(t *testing.T) {
	m := &Meta{Title: "Paying for an IOP"}
	if got := m.Name(); got != "Paying for an IOP" {
		t.Errorf("got %s", got)
	}
	m.LinkTitle = "Costs"
	if got := m.Name(); got != "Costs" {
		t.Errorf("got %s", got)
	}
}

// TestFaceIsKept edits a page and tells whether its Meta stays the same pointer:
// all that others show of the page then stays.
func TestFaceIsKept(t *testing.T) {
	const text = "---\ntitle: Costs\ndescription: Who pays.\naliases: [/a/]\n---\n\nWords.\n"
	tests := []struct {
		name, old, new string
		kept           bool
	}{
		{"nothing", "", "", true},
		{"body", "Words.", "Other words.", true},
		{"front matter in another order", "title: Costs\ndescription: Who pays.", "description: Who pays.\ntitle: Costs", true},
		{"a comment", "title: Costs", "title: Costs # as it was", true},
		{"a param", "aliases:", "params: {a: 1}\naliases:", true},
		{"what the page may break", "aliases:", "allow: {reading-grade: a law}\naliases:", true},
		{"title", "Costs", "Cost", false},
		{"alias", "[/a/]", "[/a/, /b/]", false},
		{"draft", "aliases:", "draft: true\naliases:", false},
		{"reviewer", "aliases:", "reviewer: Ana\naliases:", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			old := compile("content/a.md", text, english, nil)
			made := compile("content/a.md", strings.Replace(text, tt.old, tt.new, 1), english, old)
			if kept := made.Meta == old.Meta; kept != tt.kept {
				t.Errorf("kept is %t, want %t", kept, tt.kept)
			}
			if made == old {
				t.Error("the page is the same pointer, want a new page")
			}
		})
	}
}

// TestHashIsOfTheWords makes sure that a review holds while the words do, and
// no longer.
func TestHashIsOfTheWords(t *testing.T) {
	const text = `---
title: Costs
summary: Plans pay.
---

## What it costs

Ask your *health* plan.[^a] It pays a part. [@nimh]

| who | how much |
|---|---|
| plan | most |

> [!NOTE]
> **Keep** the letter.

[^a]: Not all do.
`
	tests := []struct {
		name, old, new string
		same           bool
	}{
		{"nothing", "", "", true},
		{"bold for italics", "*health*", "**health**", true},
		{"a link", "*health*", "[health](plan.md)", true},
		{"another address", "Ask your", "Ask [your](a.md)", true},
		{"broken into lines", "It pays", "It\npays", true},
		{"a setting", "title: Costs", "title: Costs\nweight: 3", true},
		{"a description", "title: Costs", "title: Costs\ndescription: New.", true},
		{"an id", "## What it costs", "## What it costs {#costs}", true},
		{"a word of the body", "a part", "a small part", false},
		{"title", "title: Costs", "title: Cost", false},
		{"summary", "Plans pay", "Plans do pay", false},
		{"heading", "What it costs", "What that costs", false},
		{"cell", "most", "little", false},
		{"card", "the letter", "each letter", false},
		{"footnote", "Not all do", "Most do", false},
		{"a word moved over a heading", "## What it costs\n\nAsk your", "## What it costs Ask\n\nyour", false},
	}
	hash := func(text string) string {
		p := compile("content/a.md", text, english, nil)
		return p.Hash
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			edited := strings.Replace(text, tt.old, tt.new, 1)
			if tt.old != "" && edited == text {
				t.Fatalf("the text does not hold %q", tt.old)
			}
			if same := hash(edited) == hash(text); same != tt.same {
				t.Errorf("same hash is %t, want %t", same, tt.same)
			}
		})
	}
	if h := hash(text); len(h) != 12 {
		t.Errorf("hash %q has %d characters, want 12", h, len(h))
	}
}

// TestMistakesStayInThePage holds the mistakes that keep a file from being
// read: the page is there all the same, and says no more than it knows.
func TestMistakesStayInThePage(t *testing.T) {
	tests := []struct{ name, path, text, want string }{
		{"unknown key", "content/a.md", "---\ntitle: A\ntitel: B\n---\n",
			`content/a.md:3:1: there is no key titel [unknown-key]`},
		{"Windows-1252", "content/a.md", "---\ntitle: caf\xe9\n---\n", "content/a.md:2:11: this file is not in UTF-8; it looks like Windows-1252 [encoding]"},
		{"bad name", "content/A b.md", "---\ntitle: A\n---\n",
			"content/A b.md:1:1: the name “A b.md” would make an address that is hard to type or link to [file-name]"},
		{"no fence at the end", "content/a.md", "---\ntitle: A\n\nWords.\n", "content/a.md:1:1: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := compile(tt.path, tt.text, english, nil)
			if p.Meta == nil || p.Body == nil {
				t.Fatal("there is no page")
			}
			got := messages(p.Diags)
			if strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, tt.want) {
				t.Errorf("got %q, want one message %q", got, tt.want)
			}
		})
	}
}

func TestPlace(t *testing.T) {
	p := compile("content/a.md", "---\ntitle: A\nreviewer: Ana\n---\n", english, nil)
	start, end := p.Place("reviewer")
	if got := string(p.File.Data[start:end]); got != "Ana" {
		t.Errorf("reviewer is at %q, want Ana", got)
	}
	if start, end := p.Place("draft"); start != 0 || end != 0 {
		t.Errorf("a missing key is at %d to %d, want the start of the file", start, end)
	}
}

func TestFragment(t *testing.T) {
	env := &Env{Lang: "en", Languages: languages, Markdown: &markdown.Env{Lang: "en",
		Glossary: markdown.NewGlossary([]markdown.Entry{{Key: "iop", Term: "IOP", Definition: "A program."}})}}
	text := "---\n\nCall [988](tel:988). An IOP helps.\n\n<b>raw</b>\n"
	g := CompileFragment("content/_shared/call.md", &diag.File{Name: "content/_shared/call.md", Data: []byte(text)}, env)
	if got := messages(g.Diags); got != "" {
		t.Errorf("got messages:\n%s", got)
	}
	if len(g.Body.Terms) != 0 {
		t.Errorf("the glossary's terms are linked: %v", g.Body.Terms)
	}
	if len(g.Body.Slots) != 2 || g.Body.Slots[0].Dest != "tel:988" {
		t.Errorf("got slots %+v, want one link to tel:988", g.Body.Slots)
	}
	if len(g.Body.Dropped) != 1 {
		t.Errorf("got %d dropped elements, want 1", len(g.Body.Dropped))
	}
	bad := CompileFragment("content/_Shared.md", &diag.File{Name: "content/_Shared.md", Data: []byte("a\xff")}, env)
	if got := messages(bad.Diags); strings.Count(got, "\n") != 2 {
		t.Errorf("got %q, want a message on the encoding and one on the name", got)
	}
}
