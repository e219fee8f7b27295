package serve

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"iopguide/generator/internal/diag"
)

// TestFollow saves files: browsers are told which page to go to.
func TestFollow(t *testing.T) {
	tests := []struct {
		name  string
		open  string            // the page that a browser has open
		files map[string]string // that are saved at once
		want  string
	}{
		{"a page", "index.html", map[string]string{"content/costs.md": page("Costs", "Edited.")}, "/costs/"},
		{"the open page", "costs/index.html", map[string]string{"content/costs.md": page("Costs", "Edited.")}, "/costs/"},
		{"a new page", "index.html", map[string]string{"content/a/new.md": page("New", "Here.")}, "/a/new/"},
		{"several pages", "index.html", map[string]string{
			"content/get-help-now.md": page("Get help now", "Edited."), "content/costs.md": page("Costs", "Edited.")}, "/costs/"},
		{"several pages, one of them open", "get-help-now/index.html", map[string]string{
			"content/get-help-now.md": page("Get help now", "Edited."), "content/costs.md": page("Costs", "Edited.")}, "/get-help-now/"},
		{"a fragment", "index.html", map[string]string{"content/_words.md": "Words."}, ""},
		{"a layout", "index.html", map[string]string{"layouts/page.html": layout + "<!---->"}, ""},
		{"a style", "index.html", map[string]string{"static/css/site.css": "p { color: red }\n"}, ""},
		{"a page as it was", "index.html", map[string]string{"content/costs.md": smallSite["content/costs.md"]}, ""},
		{"a page with a mistake", "index.html", map[string]string{"content/costs.md": page("Costs", "See [that](nothing.md).")}, ""},
		{"a draft", "index.html", map[string]string{"content/a/new.md": "---\ndraft: true\n" + page("New", "Here.")[4:]}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, b, write := previewOf(t)
			made(t, p, b)
			p.follow = true
			told := p.hub.join(tt.open)
			cause := pending{names: map[string]bool{}}
			for name, text := range tt.files {
				write(name, text)
				cause.names[name] = true
			}
			whole := p.maker(b)(work{cause.list(), t.Context(), t.Context(), func(o outcome) {
				o.cause = cause
				p.publish(o)
			}})
			whole.cause = cause
			p.publish(whole)
			got := ""
			if len(told) > 0 {
				got = read(t, <-told).Follow
			}
			if got != tt.want {
				t.Errorf("told to go to %q, want %q", got, tt.want)
			}
			if kept := read(t, p.state.Load().message).Follow; kept != "" {
				t.Errorf("a page that is opened later is told to go to %q", kept)
			}
		})
	}
}

func read(t *testing.T, data []byte) message {
	t.Helper()
	var m message
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSameList(t *testing.T) {
	a, b := &diag.File{Name: "a", Data: []byte("one\ntwo\n")}, &diag.File{Name: "a", Data: []byte("one\ntwo\nthree\n")}
	of := func(f *diag.File, start int, message string) diag.List {
		return diag.List{{File: f, Start: start, End: start, Rule: "r", Message: message}}
	}
	tests := []struct {
		name string
		x, y diag.List
		want bool
	}{
		{"none", nil, diag.List{}, true},
		{"one more", nil, of(a, 0, "m"), false},
		{"the same", of(a, 4, "m"), of(a, 4, "m"), true},
		{"elsewhere", of(a, 4, "m"), of(a, 5, "m"), false},
		{"another message", of(a, 4, "m"), of(a, 4, "n"), false},
		{"read anew, at the same line", of(a, 4, "m"), of(b, 4, "m"), true},
		{"read anew, at another line", of(a, 4, "m"), of(b, 8, "m"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := sameList(tt.x, tt.y); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
	if sameError(nil, errors.New("a")) || !sameError(errors.New("a"), errors.New("a")) || !sameError(nil, nil) {
		t.Error("errors are compared by what they say")
	}
}

// TestNewsOfTheWhole says errors once, if a part of the outcome was shown before
// the whole of it.
func TestNewsOfTheWhole(t *testing.T) {
	f := &diag.File{Name: "a"}
	var part, whole diag.List
	part.Error(f, 0, 0, "r", "known", "")
	whole.Error(f, 0, 0, "r", "known", "")
	whole.Error(f, 0, 0, "r", "found in drawing", "")
	old := &state{list: part, part: true}
	var got []string
	for _, d := range (&state{list: whole}).news(old) {
		got = append(got, d.Message)
	}
	if want := []string{"found in drawing"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
