package report

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestRead finds in one file each what a report must tell of.
func TestRead(t *testing.T) {
	page := func(head, body string) string {
		return `<!doctype html><html lang=en><head><title>A</title>` + head + `</head><body><h1>A</h1><div id=help><a href="tel:911">911</a></div>` + body + `</body></html>`
	}
	leaving := func(f *Folder) []string { return f.Leaving }
	going := func(f *Folder) []string { return f.Going }
	asking := func(f *Folder) []string { return f.Asking }
	storing := func(f *Folder) []string { return f.Storing }
	naming := func(f *Folder) []string { return f.Naming }
	lacks := func(f *Folder) []string { return f.Pages[0].Lacks }
	for _, c := range []struct {
		name, file, data string
		found            func(*Folder) []string
		want             string // "" for nothing
	}{
		{"nothing", "a.html", page("", ""), leaving, ""},
		{"own files", "a.html", page("<link rel=stylesheet href=../a.css>", "<img src=/b.png alt=''>"), leaving, ""},
		{"picture of another host", "a.html", page("", "<img src=//t.example/p.gif alt=''>"), leaving, "//t.example/p.gif"},
		{"with a backslash", "a.html", page("", `<img src="\\t.example\p.gif" alt=''>`), leaving, "t.example"},
		{"in a data address", "a.html", page("", "<img src=data:image/gif;base64,AA alt=''>"), leaving, ""},
		{"frame", "a.html", page("", "<iframe src=https://t.example/></iframe>"), leaving, "<iframe>"},
		{"preconnect", "a.html", page("<link rel=preconnect href=https://t.example>", ""), leaving, "preconnect"},
		{"style in a page", "a.html", page("<style>@import 'https://t.example/a.css'</style>", ""), leaving, "t.example/a.css"},
		{"style sheet", "a.css", "a{background:url(https://t.example/p.png)}", leaving, "t.example/p.png"},
		{"own style sheet", "a.css", "a{background:url(p.png)}", leaving, ""},
		{"drawing", "a.svg", `<svg><image href="https://t.example/p.png"/></svg>`, leaving, "t.example/p.png"},
		{"form", "a.html", page("", "<form action=https://t.example/send></form>"), going, "t.example/send"},
		{"refresh", "a.html", page("<meta http-equiv=refresh content='0; url=https://t.example/'>", ""), going, "t.example"},
		{"link is no load", "a.html", page("", "<a href=https://t.example/>T</a>"), leaving, ""},
		{"fetch", "a.js", `fetch("/x")`, asking, "fetch"},
		{"import", "a.js", `import ("./x.js")`, asking, "import"},
		{"beacon in a page", "a.html", page("<script>navigator.sendBeacon('/x')</script>", ""), asking, "sendBeacon"},
		{"data for machines", "a.html", page(`<script type=application/ld+json>{"a":"fetch"}</script>`, ""), asking, ""},
		{"a word within a word", "a.js", "prefetched=1", asking, ""},
		{"cookie", "a.js", `document["cookie"]="a=1"`, storing, "cookie"},
		{"storage", "a.js", "try{sessionStorage.a=1}catch(e){}", storing, "sessionStorage"},
		{"worker", "a.js", "navigator.serviceWorker.register('/w.js')", storing, "serviceWorker"},
		{"address in a script", "a.js", `x.src="https://t.example/p?"+y`, naming, "https://t.example/p?"},
		{"comment of a licence", "a.js", `/* https://t.example/licence */`, naming, ""},
		{"whole page", "a.html", page("", ""), lacks, ""},
		{"no language", "a.html", strings.Replace(page("", ""), " lang=en", "", 1), lacks, "does not say its language"},
		{"no title", "a.html", strings.Replace(page("", ""), "<title>A</title>", "", 1), lacks, "has no title"},
		{"two headings of the first level", "a.html", page("", "<h1>B</h1>"), lacks, "2 headings of the first level"},
		{"a level left out", "a.html", page("", "<h3>B</h3>"), lacks, "level 3 follows one of level 1"},
		{"no text for a picture", "a.html", page("", "<img src=a.png>"), lacks, "a.png"},
		{"a name twice", "a.html", page("", "<p id=x></p><p id=x></p>"), lacks, "#x"},
		{"no help", "a.html", strings.Replace(page("", ""), "tel:", "x", 1), lacks, "no help line"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := Read(fstest.MapFS{c.file: {Data: []byte(c.data)}})
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(c.found(f), "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestHash is the sum that sha256sum prints of what it prints of the files.
func TestHash(t *testing.T) {
	f, err := Read(fstest.MapFS{"a.txt": {Data: []byte("a")}, "b/c.txt": {Data: []byte("c")}, "old.css": {Data: []byte("x")}})
	if err != nil {
		t.Fatal(err)
	}
	left := map[string][32]byte{"old.css": f.Sums["old.css"]}
	// (sha256sum a.txt b/c.txt) | sha256sum
	if got, want := f.Hash(left), "892bb17f994bd2a97054be9c4cbe4e1d0b3292adbc2ad9944b9b9139a77d8648"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestPlain puts policies in plain words.
func TestPlain(t *testing.T) {
	for _, c := range []struct{ name, policy, says, opens string }{
		{"a page", "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'none'", "could talk with the site's own host alone", ""},
		{"a self-check", "default-src 'none'; script-src 'self'; form-action 'none'", "can send nothing, but", ""},
		{"a hash", "default-src 'none'; style-src 'sha256-AA='; form-action 'none'", "no script runs", ""},
		{"scripts in pages", "default-src 'none'; script-src 'unsafe-inline'; form-action 'none'", "", "script-src allows 'unsafe-inline'"},
		{"another host", "default-src 'none'; img-src 'self' https://t.example; form-action 'none'", "", "img-src allows https://t.example"},
		{"forms", "default-src 'none'", "", "does not forbid that forms are sent"},
		{"no default", "script-src 'self'; form-action 'none'", "", "does not forbid all that it does not name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			says, opens := plain(c.policy)
			if !strings.Contains(says, c.says) || opens != c.opens {
				t.Errorf("got %q and %q, want %q and %q", says, opens, c.says, c.opens)
			}
		})
	}
}

// TestOpen puts together what was not checked for one reason.
func TestOpen(t *testing.T) {
	r := &Report{Sections: []Section{{Items: []Item{open("A", "x"), {What: "B", State: Fine}}}, {Items: []Item{open("C", "y"), open("D", "x")}}}}
	got := r.Open()
	if len(got) != 2 || got[0].Why != "x" || !slices.Equal(got[0].Whats, []string{"A", "D"}) || got[1].Why != "y" {
		t.Errorf("got %v", got)
	}
}

// TestLinked tells the sites that links lead to from the one that they stand in.
func TestLinked(t *testing.T) {
	f, err := Read(fstest.MapFS{"404.html": {Data: []byte(`<a href=https://guide.example/a/>A</a><a href=https://other.example/>B</a>`)}})
	if err != nil {
		t.Fatal(err)
	}
	for base, want := range map[string]string{
		"":                           "guide.example (1), other.example (1)",
		"https://guide.example/":     "other.example (1)",
		"https://guide.example":      "other.example (1)",
		"https://guide.example/iop/": "guide.example (1), other.example (1)",
	} {
		if got := strings.Join(f.linked(base).List, ""); got != want {
			t.Errorf("at %q: got %s, want %s", base, got, want)
		}
	}
}
