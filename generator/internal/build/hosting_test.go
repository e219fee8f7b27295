package build

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide"
	"iopguide/generator/internal/host"
	"iopguide/generator/internal/overlay"

	"github.com/andybalholm/brotli"
)

// teller is a host that writes down what it is told.
var teller = &host.Host{Name: "teller",
	Inside: func(s *host.Site) []host.Written {
		var b bytes.Buffer
		b.WriteString(s.Path + "\n" + s.Policy + "\n" + strings.Join(s.Frames, " ") + "\n")
		for _, r := range s.Redirects {
			b.WriteString(r.From + " -> " + r.To + "\n")
		}
		return []host.Written{{Name: "_told", Data: b.Bytes()}}
	},
	Beside: func(s *host.Site) []host.Written {
		var b bytes.Buffer
		for _, f := range s.Files {
			b.WriteString(f.Path + "\n")
		}
		return []host.Written{{Name: "paths", Data: b.Bytes()}}
	},
}

// packer is a host that sends twins.
var packer = &host.Host{Name: "packer", Twins: true}

// hostBuilder returns a Builder of the site in tree, for teller if opts name no host.
func hostBuilder(tree fstest.MapFS, opts Options) *Builder {
	opts.Date = today
	if opts.Hosts == nil {
		opts.Hosts = []*host.Host{teller}
	}
	return New(overlay.FS{{FS: tree}}, opts)
}

// toldBy returns what a site's teller wrote down.
func toldBy(t *testing.T, r *Result) string {
	t.Helper()
	if r.refused != nil {
		t.Fatal(r.refused)
	}
	data, _ := r.Outputs["_told"].Bytes()
	return string(data)
}

// clinicOver returns a Builder, for teller, of a clinic's site over the shipped guide.
func clinicOver(settings string) *Builder {
	tree := fstest.MapFS{"site.yaml": {Data: []byte("base: default\nclinic: {name: Oak Street Clinic, phone: (217) 555-0134}\n" + settings)}}
	return New(overlay.FS{{FS: tree}}, Options{Date: today, Hosts: []*host.Host{teller}, Base: overlay.Layer{Name: "default/", FS: iopguide.Default()}})
}

// TestPolicyOfAllPages reads the policy of every page that is published, and wants the
// one for hosts to allow all of it, and nothing that none of them needs.
func TestPolicyOfAllPages(t *testing.T) {
	for name, b := range map[string]*Builder{"small": hostBuilder(guide(t), Options{}), "clinic": clinicOver("languages: [en, es]\n")} {
		t.Run(name, func(t *testing.T) {
			r := build(t, b)
			all := sources(strings.Split(toldBy(t, r), "\n")[1])
			unused := sources(strings.Split(toldBy(t, r), "\n")[1])
			n := 0
			for path, o := range r.Outputs {
				if !strings.HasSuffix(path, ".html") {
					continue
				}
				n++
				data, _ := o.Bytes()
				_, own, _ := strings.Cut(string(data), `http-equiv=Content-Security-Policy content="`)
				own, _, _ = strings.Cut(own, `"`)
				for d, list := range sources(own) {
					for _, s := range list {
						if s != "'none'" && !slices.Contains(all[d], s) {
							t.Errorf("%s: the policy for all pages has no %s %s", path, d, s)
						}
						unused[d] = slices.DeleteFunc(unused[d], func(u string) bool { return u == s })
					}
				}
			}
			for d, list := range unused {
				if len(list) > 0 {
					t.Errorf("no page needs %s %q", d, list)
				}
			}
			if n < 10 {
				t.Errorf("only %d pages were read", n)
			}
		})
	}
}

// sources takes a policy apart, as browsers do.
func sources(policy string) map[string][]string {
	all := map[string][]string{}
	for d := range strings.SplitSeq(policy, ";") {
		if words := strings.Fields(d); len(words) > 0 {
			all[words[0]] = words[1:]
		}
	}
	return all
}

func TestUnion(t *testing.T) {
	for _, tt := range []struct {
		name     string
		policies []string
		want     string
	}{
		{"none", nil, ""},
		{"one", []string{"default-src 'none'; base-uri 'none'"}, "default-src 'none'; base-uri 'none'"},
		{"nothing beside something", []string{"default-src 'none'; connect-src 'none'", "default-src 'none'; connect-src 'self'"},
			"default-src 'none'; connect-src 'self'"},
		{"each has its own", []string{"default-src 'none'; style-src 'sha256-a'; base-uri 'none'", "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'"},
			"default-src 'none'; script-src 'self'; style-src 'self' 'sha256-a'; base-uri 'none'"},
	} {
		if got := Union(tt.policies); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestTwins unpacks the twins of a site, and wants one beside each file of text that
// becomes smaller by it, and beside no other.
func TestTwins(t *testing.T) {
	r := build(t, hostBuilder(guide(t), Options{Hosts: []*host.Host{packer}}))
	unpack := map[string]func(io.Reader) (io.Reader, error){
		".br": func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		".gz": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
	}
	n := 0
	for name, o := range r.Outputs {
		data, _ := o.Bytes()
		for ext, reader := range unpack {
			twin := r.Outputs[name+ext]
			if there := twin != nil && twin.Exists(); there != wantsTwin(name, data) {
				t.Errorf("%s, of %d bytes: is there a twin %s? got %t", name, len(data), ext, there)
				continue
			} else if !there {
				continue
			}
			n++
			small, _ := twin.Bytes()
			plain, err := reader(bytes.NewReader(small))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(plain)
			if err != nil || !bytes.Equal(got, data) {
				t.Errorf("%s%s does not hold %s: %v", name, ext, name, err)
			}
			if len(small) >= len(data) || twin.Keep != o.Keep {
				t.Errorf("%s%s has %d bytes of %d, and is kept: %t, want %t", name, ext, len(small), len(data), twin.Keep, o.Keep)
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d twins were unpacked", n)
	}
}

func wantsTwin(name string, data []byte) bool {
	return slices.Contains([]string{".html", ".css", ".js", ".svg", ".json", ".xml", ".txt"}, path.Ext(name)) && len(data) >= 1024
}

// TestPackedAgain holds that a writer which was used before writes the same bytes.
func TestPackedAgain(t *testing.T) {
	words := bytes.Repeat([]byte("an evening program, three times a week. "), 400)
	for _, p := range packings {
		first := p.pack(words)
		p.pack(words[:5000])
		if again := p.pack(words); !bytes.Equal(first, again) {
			t.Errorf("%s: the second time it comes out otherwise", p.ext)
		}
	}
}

// TestEveryTypeIsKnown holds the list of types against what is published.
func TestEveryTypeIsKnown(t *testing.T) {
	r := build(t, clinicOver("baseURL: https://www.clinic.example/iop/\nsecurity: {contact: mailto:a@clinic.example}\n"))
	for _, f := range r.hosted.site.Files {
		if host.Type(f.Path) == host.Type("unknown") {
			t.Errorf("%s has the type %s", f.Path, host.Type(f.Path))
		}
		if hashed := host.Cache(f.Path) == host.Forever; hashed != f.Hashed {
			t.Errorf("%s is kept for ever: %t, but its name changes with its bytes: %t", f.Path, hashed, f.Hashed)
		}
	}
	if len(r.hosted.site.Files) < 100 {
		t.Errorf("only %d files were looked at", len(r.hosted.site.Files))
	}
}

// TestHostsAreBuiltAgain edits a site under hosts, and wants each rebuild to come out as
// a build from nothing; and a file for a host to stay the same value where nothing of it
// changed.
func TestHostsAreBuiltAgain(t *testing.T) {
	tree := guide(t)
	b := hostBuilder(tree, Options{})
	last := build(t, b)
	again := build(t, b)
	if last.Outputs["_told"] != again.Outputs["_told"] {
		t.Error("the host's file is prepared again though nothing has changed")
	}
	for _, e := range []struct{ what, file, old, now string }{
		{"words", "content/help/travel.md", "\n---\n", "\n---\n\nMore words.\n"},
		{"an alias", "content/help/travel.md", "\nweight: 20", "\nweight: 20\naliases: [/bus/]"},
		{"who may frame", "site.yaml", "title:", "embed: {allow: [https://www.clinic.example]}\ntitle:"},
		{"the form of links", "site.yaml", "title:", "links: folder\ntitle:"},
	} {
		was := tree[e.file].Data
		tree[e.file] = &fstest.MapFile{Data: bytes.Replace(was, []byte(e.old), []byte(e.now), 1)}
		if bytes.Equal(tree[e.file].Data, was) {
			t.Fatalf("%s: nothing was edited in %s", e.what, e.file)
		}
		before := toldBy(t, last)
		last = build(t, b, e.file)
		equal(t, e.what, last, build(t, hostBuilder(tree, Options{})))
		if changes := toldBy(t, last) != before; changes != (e.what != "words") {
			t.Errorf("after %s: the host's file changed: %t", e.what, changes)
		}
	}
}

// TestTwinsAreMadeAgain edits a page, and wants another twin of it, and of no page that
// came out the same.
func TestTwinsAreMadeAgain(t *testing.T) {
	tree, opts := guide(t), Options{Hosts: []*host.Host{packer}}
	b := hostBuilder(tree, opts)
	before := build(t, b)
	const edited, other = "help/travel/index.html.gz", "404.html.gz"
	f := tree["content/help/travel.md"]
	tree["content/help/travel.md"] = &fstest.MapFile{Data: append(bytes.Clone(f.Data), "\nMore words.\n"...)}
	after, cold := build(t, b, "content/help/travel.md"), build(t, hostBuilder(tree, opts))
	got, _ := after.Outputs[edited].Bytes()
	was, _ := before.Outputs[edited].Bytes()
	want, _ := cold.Outputs[edited].Bytes()
	if !bytes.Equal(got, want) || bytes.Equal(got, was) {
		t.Errorf("%s is that of the page as it was: %t", edited, bytes.Equal(got, was))
	}
	if before.Outputs[other] != after.Outputs[other] {
		t.Errorf("%s is made again, and its page was not", other)
	}
}

// TestFramesChangeNoPage holds that who may frame pages is said by hosts alone.
func TestFramesChangeNoPage(t *testing.T) {
	with := func(settings string) map[string][]byte {
		tree := guide(t)
		tree["site.yaml"] = &fstest.MapFile{Data: []byte("title: The guide\nfeatures: {embed: true}\n" + settings)}
		files, _ := drawn(t, build(t, hostBuilder(tree, Options{})))
		return files
	}
	anyone, some := with(""), with("embed: {allow: [https://www.clinic.example]}\n")
	if some["embed/index.html"] == nil {
		t.Error("there are no pages for frames")
	}
	for path := range some {
		if same := bytes.Equal(anyone[path], some[path]); same == (path == "_told") {
			t.Errorf("%s is the same: %t", path, same)
		}
	}
}

func TestHostPath(t *testing.T) {
	for _, tt := range []struct{ name, base, flag, path, want, refused string }{
		{"nothing is known", "", "", "", "/", ""},
		{"the flag", "", "", "/iop/", "/iop/", ""},
		{"the address", "https://a.example/iop/", "", "", "/iop/", ""},
		{"the address of a root", "https://a.example", "", "", "/", ""},
		{"both", "https://a.example/iop", "", "/iop/", "/iop/", ""},
		{"the flag's address", "https://a.example/x/", "https://b.example/iop/", "", "/iop/", ""},
		{"they contradict", "https://a.example/guide/", "", "/iop/", "",
			"--path /iop/ is not where baseURL https://a.example/guide (site.yaml:2:10) leads, which is /guide/; leave --path out, or mend one of them"},
		{"flags contradict", "", "https://b.example", "/iop/", "",
			"--path /iop/ is not where --base-url https://b.example leads, which is /; leave --path out, or mend one of them"},
		{"a path no host takes", "https://a.example/a%20b/", "", "", "",
			"in baseURL https://a.example/a%20b (site.yaml:2:10), the path /a%20b has a character that not every host can be told of; " +
				"it may have letters of English, digits, and - . _ ~, as /iop/ does"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tree := guide(t)
			settings := "title: The guide\n"
			if tt.base != "" {
				settings += "baseURL: " + tt.base + "\n"
			}
			tree["site.yaml"] = &fstest.MapFile{Data: []byte(settings)}
			r := build(t, hostBuilder(tree, Options{Path: tt.path, BaseURL: tt.flag}))
			if tt.refused == "" {
				if got, _, _ := strings.Cut(toldBy(t, r), "\n"); got != tt.want {
					t.Errorf("got %s, want %s", got, tt.want)
				}
				return
			}
			var refused *host.Refused
			if !errors.As(r.refused, &refused) || refused.Reason != tt.refused {
				t.Errorf("got  %v\nwant %s", r.refused, tt.refused)
			}
			if r.Outputs["_told"] != nil {
				t.Error("there is a file for the host")
			}
		})
	}
}

// TestRedirects lists old addresses as hosts are told of them.
func TestRedirects(t *testing.T) {
	tree := guide(t)
	edit := func(name, old, now string) {
		tree[name] = &fstest.MapFile{Data: bytes.Replace(tree[name].Data, []byte(old), []byte(now), 1)}
	}
	edit("content/help/travel.md", "\nweight: 20", "\nweight: 20\naliases: [/bus/, tram/index.html]")
	for form, want := range map[string]string{"folder": "bus/ -> help/travel/\n", "file": "bus/ -> help/travel/index.html\n"} {
		tree["site.yaml"] = &fstest.MapFile{Data: []byte("title: The guide\nlinks: " + form + "\n")}
		if got := toldBy(t, build(t, hostBuilder(tree, Options{}))); !strings.Contains(got, want) || !strings.Contains(got, "tram/ -> ") {
			t.Errorf("%s: got %s, want %s", form, got, want)
		}
	}
}
