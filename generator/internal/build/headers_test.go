package build

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/host"
)

var update = flag.Bool("update", false, "rewrite what docs/headers.md takes from the code")

const headersPage = "../../../docs/headers.md"

// TestHeadersPage holds docs/headers.md against the list that hosts are told, for the
// built-in guide as a clinic's own.
func TestHeadersPage(t *testing.T) {
	data, err := os.ReadFile(headersPage)
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	root := hostedAt(t, "https://guide.clinic.example/")
	below := *root // with the same pages
	below.Base, below.Path = "https://www.clinic.example/iop", "/iop/"
	for name, made := range map[string]string{
		"root": classes(root), "below": classes(&below), "kept": kept(root), "types": typesOf(root),
	} {
		page = withBlock(t, page, name, made)
	}
	if *update {
		if err := os.WriteFile(headersPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if page != string(data) && !*update {
		t.Errorf("docs/headers.md is not what the code says; look at the list, then run go test ./generator/internal/build -run TestHeadersPage -update")
	}
	for _, f := range root.Files {
		for _, h := range root.Headers(f.Path, true) {
			if !strings.Contains(page, "| `"+h.Name+"` |") {
				t.Errorf("docs/headers.md does not say why there is %s", h.Name)
			}
		}
	}
}

func hostedAt(t *testing.T, address string) *host.Site {
	t.Helper()
	r := build(t, clinicOver("languages: [en, es]\nbaseURL: "+address+"\n"))
	if r.refused != nil {
		t.Fatal(r.refused)
	}
	return r.hosted.whole()
}

// withBlock puts made between the marks of a block.
func withBlock(t *testing.T, page, name, made string) string {
	t.Helper()
	begin, end := "<!-- made by the code: "+name+" -->\n", "<!-- end -->"
	before, rest, ok := strings.Cut(page, begin)
	_, after, ended := strings.Cut(rest, end)
	if !ok || !ended {
		t.Fatalf("docs/headers.md has no block %s", name)
	}
	return before + begin + made + end + after
}

// classes lists the headers of a file of each class, over https.
func classes(s *host.Site) string {
	var b strings.Builder
	for _, c := range s.Classes() {
		headers := c.Headers
		if strict, sent := s.Strict(); sent {
			headers = append(slices.Clone(headers), strict)
		}
		fmt.Fprintf(&b, "\n**%s**: %s\n\n```http\n", c.Name, c.Doc)
		for _, h := range headers {
			fmt.Fprintln(&b, h)
		}
		b.WriteString("```\n")
	}
	return b.String() + "\n"
}

// anyHash is the hash in a file's name, which is another after each edit of the file.
var anyHash = regexp.MustCompile(`\.[0-9a-f]{10}\.`)

// kept lists for how long files may be kept, with some of each.
func kept(s *host.Site) string {
	examples := map[string][]string{}
	for _, f := range s.Files {
		value, name := host.Cache(f.Path), "`"+anyHash.ReplaceAllString(f.Path, ".0123456789.")+"`"
		if len(examples[value]) < 3 && !slices.Contains(examples[value], name) {
			examples[value] = append(examples[value], name)
		}
	}
	var b strings.Builder
	b.WriteString("\n| `Cache-Control` | files | such as |\n|---|---|---|\n")
	for _, k := range []struct{ value, files string }{
		{host.Forever, "whose name matches `" + host.Hashed + "`"},
		{host.Asking, "all others"},
	} {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.value, k.files, strings.Join(examples[k.value], ", "))
	}
	return b.String() + "\n"
}

// typesOf lists the types of the files of s, by the ends of their names.
func typesOf(s *host.Site) string {
	ends := map[string]string{}
	for _, f := range s.Files {
		ends[f.Path[strings.LastIndexByte(f.Path, '.'):]] = host.Type(f.Path)
	}
	var b strings.Builder
	b.WriteString("\n| file | `Content-Type` |\n|---|---|\n")
	for _, end := range slices.Sorted(maps.Keys(ends)) {
		fmt.Fprintf(&b, "| `%s` | `%s` |\n", end, ends[end])
	}
	return b.String() + "\n"
}
