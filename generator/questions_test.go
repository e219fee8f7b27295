package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/markdown"
)

// answered is a row of docs/questions.md: a question, a page, and the heading
// that answers it, by its words and its address.
var answered = regexp.MustCompile(`(?m)^\| (.+?) \| \[.+?\]\(\.\./(content/[^)]+)\) \| \[(.+?)\]\(\.\./(content/[^#)]+)#([^)]+)\) \|$`)

// TestQuestions holds the golden list of plain questions: each has a page and a
// heading that answer it.
func TestQuestions(t *testing.T) {
	list, err := os.ReadFile("../docs/questions.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := answered.FindAllStringSubmatch(string(list), -1)
	if want := strings.Count(string(list), "\n| ") - 1; len(rows) != 40 || want != 40 {
		t.Errorf("%d of %d rows can be read; want 40 of 40", len(rows), want)
	}
	site := shipped(t, build.Options{}).Site
	asked := map[string]bool{}
	for _, row := range rows {
		question, page, heading, again, id := row[1], row[2], row[3], row[4], row[5]
		if asked[question] {
			t.Errorf("%q is asked twice", question)
		}
		asked[question] = true
		p := site.Page(page)
		switch {
		case page != again:
			t.Errorf("%q: the page is %s, and the heading that of %s", question, page, again)
		case p == nil:
			t.Errorf("%q: there is no page %s", question, page)
		case !slices.ContainsFunc(p.Body.Headings, func(h markdown.Heading) bool { return h.ID == id && h.Text == heading }):
			t.Errorf("%q: %s has no heading %q with the id %s", question, page, heading, id)
		}
	}
}
