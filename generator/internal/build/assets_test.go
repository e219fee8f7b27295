package build

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/diag"
)

// bare returns a site of one page with layouts that hold what they must, and
// the files over it.
func bare(files map[string]string) fstest.MapFS {
	tree := fstest.MapFS{}
	for name, text := range map[string]string{
		"site.yaml":           "title: The guide\nlanguages: [en]\n",
		"content/_index.md":   "---\ntitle: Start\ndescription: The front page.\nclaims: false\n---\n\nWords.\n",
		"layouts/home.html":   "<!doctype html><html lang=en><title>{{.Head.Title}}</title><h1>{{.Page.Title}}</h1>{{.Body}}",
		"layouts/page.html":   "<!doctype html><html lang=en><title>{{.Head.Title}}</title><h1>{{.Page.Title}}</h1>{{.Body}}",
		"static/css/site.css": "a { color: red }\n",
	} {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return tree
}

// made builds a bare site and returns its files as text, by their names without
// a hash.
func made(t *testing.T, files map[string]string) (map[string]string, *Result) {
	t.Helper()
	r := build(t, newBuilder(bare(files), today))
	text := map[string]string{}
	for path, o := range r.Outputs {
		data, _ := o.Bytes()
		text[unhashed(path)] = string(data)
	}
	return text, r
}

// unhashed takes the hash out of a file's name.
func unhashed(path string) string {
	parts := strings.Split(path, ".")
	if n := len(parts); n > 2 && !strings.Contains(parts[n-2], "/") {
		return strings.Join(slices.Delete(parts, n-2, n-1), ".")
	}
	return path
}

// messages returns the diagnostics of a rule, one a line.
func messages(t *testing.T, r *Result, rule string) string {
	t.Helper()
	list, err := r.All(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, d := range list {
		if d.Rule == rule {
			b.WriteString(d.Position().String() + ": " + d.Message + "\n")
		}
	}
	return b.String()
}

// TestHashedNames holds which files carry the hash of their bytes in their
// name, and which are looked for under the name they have.
func TestHashedNames(t *testing.T) {
	files := map[string]string{
		"static/icon.png": "png", "static/js/site.js": "f()", "static/notes.txt": "hello", "static/favicon.ico": "ico",
		"static/.well-known/change-password": "x", "content/form.pdf": "pdf",
		"content/room.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
	}
	r := build(t, newBuilder(bare(files), today))
	sum := func(text string) string {
		h := sha256.Sum256([]byte(text))
		return hex.EncodeToString(h[:])[:10]
	}
	for path, keep := range map[string]bool{
		"icon." + sum("png") + ".png": true, "notes.txt": false, "favicon.ico": false, ".well-known/change-password": false,
		"form.pdf": false, "css/site." + sum("a{color:red}\n") + ".css": true, "index.html": false, "robots.txt": false, "manifest.json": false,
		"room." + sum(`<svg xmlns="http://www.w3.org/2000/svg"/>`) + ".svg": true,
	} {
		o := r.Outputs[path]
		if o == nil {
			t.Errorf("%s is not made; there are %q", path, r.Paths())
			continue
		}
		if o.Keep != keep {
			t.Errorf("%s: kept for readers of the last site is %t, want %t", path, o.Keep, keep)
		}
	}
	if got, _ := r.assets.names.URL("icon.png"); got != "icon."+sum("png")+".png" {
		t.Errorf("layouts get %s", got)
	}
}

// TestPlainNames makes sure that serve's files keep their names: an edited style
// is swapped in the page, which stays.
func TestPlainNames(t *testing.T) {
	b := newBuilder(bare(map[string]string{"content/room.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`}), today)
	b.opts.PlainAssets = true
	r := build(t, b)
	for _, path := range []string{"css/site.css", "room.svg"} {
		if r.Outputs[path] == nil {
			t.Errorf("%s is not made; there are %q", path, r.Paths())
		}
	}
}

// TestStyles holds what comes out of styles: for old phones, bundled, small.
func TestStyles(t *testing.T) {
	tests := []struct{ name, css, want string }{
		{"small", "/* a remark */\na {\n  color: #ff0000;\n}\n", "a{color:red}\n"},
		{"nesting", ".a { color: red; .b & { color: blue } &:hover { top: 0 } }", ".a{color:red}.b .a{color:#00f}.a:hover{top:0}\n"},
		{"what all phones know by now", ".a { inset: 0 }", ".a{inset:0}\n"},
		{"newer color", ".a { color: oklch(50% 0.1 200) }", "#"},
		{"import", "@import 'part.css';\n@import './deep/more.css';\n.a { top: 0 }", ".p{top:1px}.m{top:2px}.a{top:0}\n"},
		{"import for print", "@import 'part.css' print;", "@media print{.p{top:1px}}\n"},
		{"place in the page", ".a { fill: url(#b) }", ".a{fill:url(#b)}\n"},
		{"letters of every script", ".a::after { content: '→ ñ' }", `.a:after{content:"→ ñ"}` + "\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, r := made(t, map[string]string{"static/css/site.css": tt.css, "static/css/part.css": ".p { top: 1px }",
				"static/css/deep/more.css": ".m { top: 2px }"})
			got := files["css/site.css"]
			if got != tt.want && (len(tt.want) > 1 || !strings.Contains(got, tt.want)) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if m := messages(t, r, "style-or-script"); m != "" {
				t.Error(m)
			}
			if strings.Contains(tt.css, "part.css") && files["css/part.css"] != "" {
				t.Error("a style that another imports is published by itself")
			}
		})
	}
}

// TestPictureOfAStyle makes sure that a picture which a style shows is published
// where the style looks for it.
func TestPictureOfAStyle(t *testing.T) {
	_, r := made(t, map[string]string{"static/css/site.css": ".a { background: url(../img/dot.svg) }",
		"static/img/dot.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`})
	var style string
	for path, o := range r.Outputs {
		if strings.HasPrefix(path, "css/") {
			data, _ := o.Bytes()
			style = string(data)
		}
	}
	_, rest, _ := strings.Cut(style, `url("../`)
	name, _, _ := strings.Cut(rest, `"`)
	o := r.Outputs[name]
	if o == nil {
		t.Fatalf("the style %q shows a file that is not made: %q", style, r.Paths())
	}
	if !o.Keep {
		t.Error("it carries a hash, but is not kept for readers of the last site")
	}
}

func TestScripts(t *testing.T) {
	files, r := made(t, map[string]string{
		"static/js/site.js": "import {f} from './part.js'\n// a remark\nif (false) { never() }\nf(document.body?.id ?? 'none')\n",
		"static/js/part.js": "export const f = (x) => { console.log(x) }\nexport const unused = 1\n"})
	got := files["js/site.js"]
	if !strings.HasPrefix(got, "(()=>{") {
		t.Errorf("it is no classic script for old phones: %s", got)
	}
	for _, not := range []string{"import", "remark", "never", "unused", "export"} {
		if strings.Contains(got, not) {
			t.Errorf("it holds %q: %s", not, got)
		}
	}
	if files["js/part.js"] != "" {
		t.Error("a script that another imports is published by itself")
	}
	if m := messages(t, r, "style-or-script"); m != "" {
		t.Error(m)
	}
}

// TestMistakesInAssets holds the places of mistakes in styles and scripts.
func TestMistakesInAssets(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"script", "static/js/site.js", "f()\nlet x = ;\n", "static/js/site.js:2:9: Unexpected \";\"\n"},
		{"style, which browsers pass over", "static/css/site.css", ".a { color: red }\n.b { colr red }\n", "static/css/site.css:2:10: browsers pass over this, since a : is missing\n"},
		{"style that does not end", "static/css/site.css", ".a { color: red }\n.b {\n  color: red;\n",
			"static/css/site.css:2:4: no } ends what this { begins, so the rules below it are lost\n"},
		{"style that ends twice", "static/css/site.css", ".a { color: red }}\n.b { color: red }\n",
			"static/css/site.css:1:18: this } ends nothing, and the rule below it is lost\n"},
		{"style that ends twice at its end", "static/css/site.css", ".a { color: red }}\n\n/* .b { color: red } */\n",
			"static/css/site.css:1:18: this } ends nothing\n"},
		{"style with a slip in it", "static/css/site.css", ".a { colr: red }\n",
			"static/css/site.css:1:6: browsers know no colr, and pass over this\n"},
		{"import of nothing", "static/css/site.css", "@import 'gone.css';", "static/css/site.css:1:9: there is no file gone.css, as seen from this one\n"},
		{"import of what lies outside", "static/css/site.css", "@import '../../site.yaml';", "static/css/site.css:1:9: there is no file ../../site.yaml, as seen from this one\n"},
		{"picture from the disk", "static/css/site.css", ".a{background:url(/etc/hostname)}", "static/css/site.css:1:15: there is no file /etc/hostname, as seen from this one\n"},
		{"import from another host", "static/css/site.css", "@import 'https://evil.example/a.css';",
			"static/css/site.css:1:9: this would load https://evil.example/a.css, which is no file of this site; keep it in static/\n"},
		{"picture from another host", "static/css/site.css", ".a{background:url(//evil.example/a.png)}",
			"static/css/site.css:1:15: this would load //evil.example/a.png, which is no file of this site; keep it in static/\n"},
		{"picture in itself", "static/css/site.css", ".a{background:url(data:image/png;base64,AAAA)}",
			"static/css/site.css:1:15: this would load data:image/png;base64,AAAA, which is no file of this site; keep it in static/\n"},
		{"script from another host", "static/js/site.js", "import 'https://evil.example/a.js'",
			"static/js/site.js:1:8: this would load https://evil.example/a.js, which is no file of this site; keep it in static/\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, r := made(t, map[string]string{tt.file: tt.text})
			if got := messages(t, r, "style-or-script"); got != tt.want {
				t.Errorf("got  %swant %s", got, tt.want)
			}
		})
	}
}

// TestExplainCode holds how grave a mistake in a style or script is, and what is said of
// it to do: what is passed over in a style is no matter of scripts.
func TestExplainCode(t *testing.T) {
	const over = "browsers pass over what they cannot read; "
	for name, c := range map[string]struct {
		file, text string
		severity   diag.Severity
		passedOver bool
	}{
		"a style that ends twice":            {"static/css/site.css", "a { color: red }}\nb { color: red }\n", diag.Error, false},
		"a style that ends twice at its end": {"static/css/site.css", "a { color: red }}\n", diag.Warning, false},
		"two signs too many at its end":      {"static/css/site.css", "a { color: red }}\n} /* done */", diag.Warning, false},
		"a style that cannot be read":        {"static/css/site.css", "a { color: red; = }\n", diag.Warning, true},
		"a script that does nothing":         {"static/js/site.js", "if (document.title === NaN) { f() }\n", diag.Warning, false},
	} {
		_, r := made(t, map[string]string{c.file: c.text})
		if len(r.assets.diags) == 0 {
			t.Errorf("%s: nothing is told", name)
		}
		for _, d := range r.assets.diags {
			if d.Severity != c.severity || strings.HasPrefix(d.Help, over) != c.passedOver {
				t.Errorf("%s: got %v %q with %q", name, d.Severity, d.Message, d.Help)
			}
		}
	}
}

// TestOneMistakeInAssets makes sure that a style or drawing which cannot be
// published is told once, and not by each layout that names it.
func TestOneMistakeInAssets(t *testing.T) {
	for _, name := range []string{"static/css/base.css", "static/js/site.js", "static/favicon.svg"} {
		tree := guide(t)
		tree[name].Data = []byte(map[string]string{".css": "@import 'gone.css';", ".js": "let a = ;", ".svg": "<a/>"}[path.Ext(name)])
		_, got := drawn(t, build(t, newBuilder(tree, today)))
		if n := strings.Count("\n"+got, "\nstatic/"); n != 1 || strings.Contains(got, "layouts/") {
			t.Errorf("%s: got %d messages, want one\n%s", name, n, got)
		}
	}
}

// TestAssetsAreKept makes sure that styles are not bundled again for an edit
// that is none of theirs.
func TestAssetsAreKept(t *testing.T) {
	tree := bare(nil)
	b := newBuilder(tree, today)
	old := build(t, b)
	tree["content/_index.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Other\n---\n")}
	if r := build(t, b, "content/_index.md"); r.assets != old.assets {
		t.Error("the assets are made again")
	}
	tree["static/css/site.css"] = &fstest.MapFile{Data: []byte("b{top:0}")}
	if r := build(t, b, "static/css/site.css"); r.assets == old.assets {
		t.Error("the assets are not made again")
	}
}

// TestStyleOfClinics makes sure that the style of what only a clinic's site shows
// is sent by such a site, and by no other.
func TestStyleOfClinics(t *testing.T) {
	files := map[string]string{"static/css/site.css": "@import \"base.css\";\n@import \"clinic.css\";\n",
		"static/css/base.css": "a { color: red }\n", "static/css/clinic.css": ".own { color: blue }\n"}
	tests := []struct {
		name, settings string
		want           bool
	}{
		{"no clinic", "", false},
		{"a clinic", "clinic: {name: Oak}\n", true},
		{"notices", "notices: {healthData: https://www.clinic.example/}\n", true},
		{"links of its own", "footer: [{text: Team, url: https://www.clinic.example/}]\n", true},
	}
	for _, tt := range tests {
		files["site.yaml"] = "title: The guide\nlanguages: [en]\n" + tt.settings
		text, _ := made(t, files)
		if got := strings.Contains(text["css/site.css"], ".own"); got != tt.want || !strings.Contains(text["css/site.css"], "red") {
			t.Errorf("%s: got %s", tt.name, text["css/site.css"])
		}
		if alone, ok := text["css/clinic.css"]; ok {
			t.Errorf("%s: published by itself: %q", tt.name, alone)
		}
	}
}

// TestStyleOfClinicLive makes sure that the style comes and goes with the clinic.
func TestStyleOfClinicLive(t *testing.T) {
	tree := bare(map[string]string{"static/css/site.css": "@import \"clinic.css\";\n", "static/css/clinic.css": ".own { color: blue }\n"})
	b := newBuilder(tree, today)
	for _, clinic := range []string{"", "clinic: {name: Oak}\n", ""} {
		tree["site.yaml"] = &fstest.MapFile{Data: []byte("title: The guide\nlanguages: [en]\n" + clinic)}
		css := ""
		for path, o := range build(t, b, "site.yaml").Outputs {
			if unhashed(path) == "css/site.css" {
				data, _ := o.Bytes()
				css = string(data)
			}
		}
		if got, want := strings.Contains(css, ".own"), clinic != ""; got != want {
			t.Errorf("with %q: got %q", clinic, css)
		}
	}
}
