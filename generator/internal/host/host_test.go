package host

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// of returns a host that wants the files in pairs of names and bytes.
func of(name string, pairs ...string) *Host {
	return &Host{Name: name, Inside: func(*Site) []Written {
		var all []Written
		for i := 0; i < len(pairs); i += 2 {
			all = append(all, Written{pairs[i], []byte(pairs[i+1])})
		}
		return all
	}}
}

func TestInside(t *testing.T) {
	full := of("full", "z", "")
	full.Refuse = func(*Site) string { return "it has no room; take another" }
	for _, tt := range []struct {
		name          string
		hosts         []*Host
		want, refused string
	}{
		{"none", nil, "", ""},
		{"one that wants none", []*Host{{Name: "github"}}, "", ""},
		{"sorted", []*Host{of("one", "b", "1", "a", "2"), of("two", "c", "3")}, "a=2 b=1 c=3", ""},
		{"shared", []*Host{of("one", "a", "1"), of("two", "a", "1")}, "a=1", ""},
		{"two of one name", []*Host{of("one", "a", "1"), of("two", "a", "2")}, "",
			"the hosts one and two each want a file a of their own; build once for each, into another folder each time"},
		{"refused", []*Host{of("one", "a", "1"), full}, "", "--host full: it has no room; take another"},
	} {
		files, err := Inside(tt.hosts, &Site{})
		var got []string
		for _, w := range files {
			got = append(got, w.Name+"="+string(w.Data))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, s, tt.want)
		}
		var refused *Refused
		if errors.As(err, &refused); tt.refused != "" && (refused == nil || refused.Reason != tt.refused) || tt.refused == "" && err != nil {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.refused)
		}
	}
}

// TestNamesOfFiles holds that which files a host wants depends neither on the policy nor
// on sizes and sums, which are not known when they are asked first; and that no two
// hosts share a name.
func TestNamesOfFiles(t *testing.T) {
	early := &Site{Path: "/iop/", Base: "https://www.clinic.example/iop", Files: []File{{Path: "index.html"}, {Path: "css/a.0123456789.css", Hashed: true}},
		Redirects: []Redirect{{"old/", "new/"}}}
	late := *early
	late.Policy = "default-src 'none'"
	late.Files = []File{{Path: "index.html", Size: 9, Sum: [32]byte{1}}, {Path: "css/a.0123456789.css", Hashed: true, Size: 3}}
	seen := map[string]bool{}
	for _, h := range Hosts {
		if seen[h.Name] {
			t.Errorf("there are two hosts %s", h.Name)
		}
		seen[h.Name] = true
		for what, ask := range map[string]func([]*Host, *Site) ([]Written, error){"inside": Inside, "beside": Beside} {
			first, err := ask([]*Host{h}, early)
			then, errThen := ask([]*Host{h}, &late)
			if err != nil || errThen != nil {
				t.Fatal(err, errThen)
			}
			same := slices.EqualFunc(first, then, func(a, b Written) bool { return a.Name == b.Name })
			if !same {
				t.Errorf("%s: its files %s have other names when all is known", h.Name, what)
			}
		}
	}
}

func TestFind(t *testing.T) {
	for _, tt := range []struct{ name, found, near string }{
		{"nginx", "nginx", ""}, {"ngnix", "", "nginx"}, {"Apache", "", "apache"}, {"wordpress", "", ""}, {"", "", ""},
	} {
		h, near := Find(tt.name)
		got := ""
		if h != nil {
			got = h.Name
		}
		if got != tt.found || near != tt.near {
			t.Errorf("%q: got %q, or %q; want %q, or %q", tt.name, got, near, tt.found, tt.near)
		}
	}
}

func TestParsePath(t *testing.T) {
	for given, want := range map[string]string{
		"/": "/", "/iop/": "/iop/", "iop": "/iop/", "/iop": "/iop/", "iop/": "/iop/", "/a/b/": "/a/b/", "/~oak/IOP-2.0_a/": "/~oak/IOP-2.0_a/",
		"": "", "//": "", "/a//b/": "", "//a/": "", "/../": "", "/a/./b/": "", "/.a/": "", "/a b/": "", "/a?b/": "", "/a#b/": "", "/a%20b/": "",
		"/a\nb/": "", `/a"b/`: "", "/a'b/": "", "/a$b/": "", "/a;b/": "", "/a{b}/": "", `\a\`: "", "C:/a/": "", "/é/": "", "/a*/": "", "https://a.example/iop/": "",
	} {
		got, err := ParsePath(given)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q and %v, want %q", given, got, err, want)
		}
	}
}
