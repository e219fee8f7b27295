package serve

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/schema"
)

// shown returns a preview of the small site with other files, as of a day in
// November 2026. Nothing is drawn yet.
func shown(t *testing.T, files map[string]string) *preview {
	t.Helper()
	all := maps.Clone(smallSite)
	maps.Copy(all, files)
	tree := fstest.MapFS{}
	for name, text := range all {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	opts := build.Options{PlainAssets: true, Date: schema.Date{Year: 2026, Month: 11, Day: 24}}
	r, err := build.New(overlay.FS{{FS: tree}}, opts).Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p := newPreview(Options{}.withDefaults())
	s := &state{serial: "1", list: r.Diags}
	s.good = r
	p.state.Store(s)
	return p
}

// ask returns what p answers at an address of its own.
func (p *preview) ask(t *testing.T, address string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	if !p.sendOwnPath(w, httptest.NewRequest(http.MethodGet, own+address, nil)) {
		t.Fatalf("there is nothing at %s", address)
	}
	return w.Code, w.Body.String()
}

// varied are pages of several sorts.
var varied = map[string]string{
	"site.yaml":                  "title: Small\nlanguages: [en, es]\nreview:\n  every: 12mo\n",
	"content/draft.md":           "---\ntitle: A <script>draft</script>\ndescription: A draft.\ndraft: true\nclaims: false\n---\n\nWords.\n",
	"content/later.md":           "---\ntitle: Later\ndescription: It comes later.\npublishDate: 2027-01-02\nclaims: false\n---\n\nWords.\n",
	"content/reviewed.md":        "---\ntitle: Reviewed\ndescription: It was reviewed.\nreviewed: 2025-01-02\nreviewOf: abc\nclaims: false\n---\n\nWords.\n",
	"content/_index.md":          page("Home", "[Costs](costs.md), [help](get-help-now.md), [hard](hard.md), [reviewed](reviewed.md)."),
	"content/es/_index.md":       page("Inicio", "[Costos](costs.md), [ayuda](get-help-now.md)."),
	"content/es/costs.md":        page("Costos", "Cuesta dinero."),
	"content/es/get-help-now.md": page("Ayuda", "Habla con alguien."),
	"content/hard.md":            page("Hard", strings.Repeat("Comprehensive rehabilitation necessitates considerable deliberation. ", 40)),
}

func TestBoard(t *testing.T) {
	p := shown(t, varied)
	tests := []struct {
		name, address string
		has, lacks    []string
	}{
		{"all", "", []string{"8 pages, 2 left out", "On 2027-01-02 the site changes by itself: content/later.md is due then.",
			"A draft", "Not due before 2027-01-02", "A &lt;script&gt;draft", `hreflang="es"`, "grade 43.0, hard", ">–<"}, []string{"<script>draft"}},
		{"drafts and left out", "?show=drafts", []string{"content/draft.md", "content/later.md"}, []string{">content/costs.md"}},
		{"hard to read", "?show=hard", []string{"content/hard.md"}, []string{"content/draft.md"}},
		{"with mistakes", "?show=mistakes", []string{"No page is like that"}, []string{"<table"}},
		{"waiting for review", "?show=review", []string{"Words changed since the review of 2025-01-02", "Not reviewed yet"}, nil},
		{"found by title", "?find=costos", []string{"content/es/costs.md"}, []string{"content/hard.md</"}},
		{"found by file and address", "?find=es+costs", []string{"content/es/costs.md"}, []string{`">content/costs.md`}},
		{"found nothing, and escaped", "?find=%22%3E%3Cb%3E", []string{"No page is like that", `value="&#34;&gt;&lt;b&gt;"`}, []string{"<b>"}},
		{"no such list", "?show=nothing&sort=nothing&p=-3", []string{"10 pages"}, nil},
		{"after the last page", "?p=999999999999", []string{"No page is like that"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, body := p.ask(t, tt.address)
			if code != http.StatusOK {
				t.Errorf("got %d", code)
			}
			table, _, _ := strings.Cut(body, `<section id="wrong"`)
			for _, words := range tt.has {
				if !strings.Contains(table, words) {
					t.Errorf("no %q in %s", words, table)
				}
			}
			for _, words := range tt.lacks {
				if strings.Contains(table, words) {
					t.Errorf("%q in %s", words, table)
				}
			}
		})
	}
	for path, o := range p.state.Load().good.Outputs {
		if isPage(path) && o.Drawn() {
			t.Errorf("%s was drawn for the board", path)
		}
	}
}

func TestBoardSorts(t *testing.T) {
	p := shown(t, varied)
	for _, o := range p.state.Load().good.Outputs {
		o.Bytes()
	}
	tests := []struct{ address, first, last string }{
		{"", "content/_index.md", "content/reviewed.md"},
		{"?sort=title", "content/draft.md", "content/reviewed.md"},
		{"?sort=title&order=down", "content/reviewed.md", "content/draft.md"},
		{"?sort=lang&order=down", "content/es/_index.md", ""},
		{"?sort=grade&order=down", "content/hard.md", ""},
		{"?sort=words&order=down", "content/hard.md", ""},
		{"?sort=size&order=down", "content/hard.md", ""},
		{"?sort=review", "content/reviewed.md", ""},
		{"?sort=wrong", "content/reviewed.md", ""},
	}
	for _, tt := range tests {
		t.Run(tt.address, func(t *testing.T) {
			v, err := url.ParseQuery(strings.TrimPrefix(tt.address, "?"))
			if err != nil {
				t.Fatal(err)
			}
			b := p.boardOf(p.state.Load(), readQuery(v))
			if got := b.Rows[0].Source; got != tt.first {
				t.Errorf("the first: got %s, want %s", got, tt.first)
			}
			if got := b.Rows[len(b.Rows)-1].Source; tt.last != "" && got != tt.last {
				t.Errorf("the last: got %s, want %s", got, tt.last)
			}
		})
	}
}

// TestBoardOfMany lists many pages, some at a time.
func TestBoardOfMany(t *testing.T) {
	files := map[string]string{}
	for i := range 450 {
		files[fmt.Sprintf("content/page-%03d.md", i)] = page(fmt.Sprintf("Page %03d", i), "Words.")
	}
	p := shown(t, files)
	seen := map[string]bool{}
	q, turns := query{Sort: "title"}, 0
	for ; ; q.Page++ {
		b := p.boardOf(p.state.Load(), q)
		for _, r := range b.Rows {
			if seen[r.Source] {
				t.Errorf("%s is listed twice", r.Source)
			}
			seen[r.Source] = true
		}
		if (b.Earlier == "") != (q.Page == 0) {
			t.Errorf("page %d: the way back is %q", q.Page, b.Earlier)
		}
		turns++
		if b.Later == "" {
			break
		}
		if want := fmt.Sprintf("/_preview/?p=%d&sort=title", q.Page+1); b.Later != want {
			t.Errorf("got %s, want %s", b.Later, want)
		}
	}
	if len(seen) != 453 || turns != 3 {
		t.Errorf("%d pages were listed on %d boards, want 453 on 3", len(seen), turns)
	}
}

// TestBoardTellsWhatIsWrong holds errors first, in the file's order else.
func TestBoardTellsWhatIsWrong(t *testing.T) {
	p := shown(t, varied)
	s := *p.state.Load()
	list := slices.Clone(s.list)
	for _, o := range s.good.Overviews() {
		if o.Source == "content/reviewed.md" {
			list.Error(o.Page.File, 0, 0, "r", "this is <wrong>", "mend it")
		}
	}
	list.Sort()
	s.list = list
	p.state.Store(&s)
	_, body := p.ask(t, "")
	_, wrong, _ := strings.Cut(body, `<section id="wrong"`)
	first, second := strings.Index(wrong, "content/reviewed.md"), strings.Index(wrong, "content/hard.md")
	if first < 0 || second < first || !strings.Contains(wrong, "this is &lt;wrong&gt;") || !strings.Contains(wrong, "1 mistake, 2 warnings") {
		t.Errorf("got %s", wrong)
	}
	if !strings.Contains(body, "the pages are those of the last good version") {
		t.Error("nothing says that the pages are not the last ones")
	}
}

// TestBoardWithoutSite shows what is wrong where there is no good site.
func TestBoardWithoutSite(t *testing.T) {
	p := newPreview(Options{}.withDefaults())
	if code, body := p.ask(t, ""); code != http.StatusOK || !strings.Contains(body, "What to mend") {
		t.Errorf("got %d %s", code, body)
	}
	if code, _ := p.ask(t, "check?page=/"); code != http.StatusNotFound {
		t.Errorf("a map: got %d, want 404", code)
	}
	if code, body := p.ask(t, "bar?page=/"); code != http.StatusOK || body != `{"facts":[],"warnings":[],"all":0}` {
		t.Errorf("a bar: got %d %s", code, body)
	}
}

func TestBar(t *testing.T) {
	files := maps.Clone(varied)
	files["site.yaml"] += "omit: [gone.md]\n"
	files["content/gone.md"] = "---\ntitle: Gone\ndescription: It is gone.\ndraft: true\n---\n"
	files["content/fr/a.md"] = page("Une page", "Des mots.")
	files["content/fr/_data/strings.yaml"] = "skip: Aller au contenu\n"
	p := shown(t, files)
	tests := []struct {
		name, page string
		facts      []string
		warnings   int
	}{
		{"short", "/costs/", []string{"Too short for a reading grade", "3 words", "Makes no claims that need a source", "Not reviewed yet", "About 1 KB to load"}, 0},
		{"hard", "/hard/", []string{"Reads at grade", "200 words", "Makes no claims that need a source", "Not reviewed yet", "About 1 KB to load"}, 1},
		{"reviewed", "/reviewed/", []string{"Too short for a reading grade", "1 word", "Makes no claims that need a source", "Words changed since the review of 2025-01-02", "About 1 KB to load"}, 2},
		{"no page", "/404.html", []string{"There is no page at this address"}, 0},
		{"no such page", "/nowhere/", []string{"There is no page at this address"}, 0},
		{"a draft", "/draft/", []string{"This page is a draft: iopguide serve --drafts shows it"}, 0},
		{"a draft, no slash", "/draft", []string{"This page is a draft"}, 0},
		{"not due", "/later/", []string{"This page is left out: it is not due before 2027-01-02"}, 0},
		{"omitted, and a draft", "/gone/", []string{"This page is left out: site.yaml omits it"}, 0},
		{"of another language", "/fr/a/", []string{"This page is left out: it is in a language that site.yaml does not list"}, 0},
		{"not said", "", []string{"Too short"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, body := p.ask(t, "bar?"+url.Values{"page": {tt.page}}.Encode())
			var b bar
			if err := json.Unmarshal([]byte(body), &b); err != nil {
				t.Fatal(err)
			}
			for i, want := range tt.facts {
				if i >= len(b.Facts) || !strings.HasPrefix(b.Facts[i].Text, want) {
					t.Errorf("fact %d: got %+v, want %q", i, b.Facts, want)
				}
			}
			if len(b.Warnings) != tt.warnings || b.All != 3 {
				t.Errorf("got %d warnings of %d, want %d of 3", len(b.Warnings), b.All, tt.warnings)
			}
		})
	}
}

func TestFactsInWords(t *testing.T) {
	tests := []struct{ got, want string }{
		{grade(build.Reading{Known: true, Grade: 6.24}).Text, "Reads at grade 6.2"},
		{grade(build.Reading{Known: true, Grade: -1}).Text, "Reads at grade 0.0"},
		{grade(build.Reading{Known: true, Grade: 9, Hard: true}).Note, "Hard to read: aim for grade 8 or less."},
		{grade(build.Reading{Known: true, Ease: true, Grade: 75.4}).Text, "Reading ease 75 of 100"},
		{grade(build.Reading{Known: true, Ease: true, Grade: -5, Hard: true}).Text, "Reading ease 0 of 100"},
		{grade(build.Reading{}).Text, "Too short for a reading grade"},
		{reviewed(build.Review{State: build.Reviewed, Days: 0}).Text, "Reviewed today"},
		{reviewed(build.Review{State: build.Reviewed, Days: 1}).Text, "Reviewed 1 day ago"},
		{reviewed(build.Review{State: build.Reviewed, Days: 90}).Text, "Reviewed 3 months ago"},
		{reviewed(build.Review{State: build.Reviewed, Days: 800}).Text, "Reviewed 2 years ago"},
		{reviewed(build.Review{State: build.Overdue, Due: schema.Date{Year: 2026, Month: 1, Day: 2}}).Text, "Review was due by 2026-01-02"},
		{count(1, "word"), "1 word"},
		{count(0, "word"), "0 words"},
		{count(1240, "word"), "1,240 words"},
		{count(1234567, "word"), "1,234,567 words"},
		{kilobytes(1), "1 KB"},
		{kilobytes(11264), "11 KB"},
		{kilobytes(11265), "12 KB"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

// TestMemoryForgets makes sure that what was found out does not pile up.
func TestMemoryForgets(t *testing.T) {
	var m memory[int, int]
	found := 0
	for i := range 3 * least {
		m.get(i, 10, func() int { found++; return i })
		if len(m.known) > least {
			t.Fatalf("%d are kept", len(m.known))
		}
	}
	if got := m.get(3*least-1, 10, func() int { found++; return -1 }); got != 3*least-1 || found != 3*least {
		t.Errorf("the last is not known: got %d after %d", got, found)
	}
}

// TestOwnFiles asks the server for the preview's own files.
func TestOwnFiles(t *testing.T) {
	s := start(t, nil)
	for path, want := range map[string]string{"": "text/html; charset=utf-8", "bar?page=/": "application/json",
		"board.css": "text/css; charset=utf-8", "panel.js": "text/javascript; charset=utf-8",
		"place.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml"} {
		resp, _ := s.get("GET", own+path)
		if got := resp.Header.Get("Content-Type"); resp.StatusCode != http.StatusOK || got != want {
			t.Errorf("%s: got %d %s, want 200 %s", path, resp.StatusCode, got, want)
		}
		if got := resp.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control: got %q, want no-store", path, got)
		}
	}
}
