//go:build servers

package servers

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"iopguide/generator/internal/host"
)

// hosts are the servers under test, as --host takes them.
const hosts = "nginx,apache,caddy,lighttpd"

// A site is a clinic's guide, built for one path.
type site struct {
	path, links, base string
	packed            bool              // it comes out of an archive
	dir, host         string            // where it lies, and what is for its server
	files             map[string][]byte // by path; without twins and hosts' files
	list              *host.Site        // what the list is asked with
}

// sites are built for the root of a host and for a folder of one, in both forms of
// links. At the root they have an address of their own, over https.
var sites = []*site{
	{path: "/", links: "folder", base: "https://guide.example"},
	{path: "/", links: "file", base: "https://guide.example", packed: true},
	{path: "/a/b/", links: "folder", base: "https://www.clinic.example/a/b"},
	{path: "/a/b/", links: "file", packed: true},
}

// moved are the site's old addresses, as they are asked for.
var moved = []string{"who-we-are", "old/page.php", "Old%20Page"}

func (s *site) String() string { return fmt.Sprintf("%s %s", s.path, s.links) }

// open reads the site in its folder below dir, and builds it if it is not there.
func (s *site) open(dir string) error {
	dir = filepath.Join(dir, strings.Trim(strings.ReplaceAll(s.path, "/", "-"), "-")+s.links)
	s.dir, s.host = filepath.Join(dir, "public"), filepath.Join(dir, "public.host")
	if s.packed {
		s.dir, s.host = filepath.Join(dir, "iopguide-site", "site"), filepath.Join(dir, "iopguide-site", "host")
	}
	if _, err := os.Stat(s.host); err == nil {
		return s.read()
	}
	if err := prepare(dir, s.links); err != nil {
		return err
	}
	args := []string{"build", "-s", dir, "--host", hosts, "--path", s.path}
	if s.base != "" {
		args = append(args, "-b", s.base+"/")
	}
	if s.packed {
		args = append(args, "--zip", dir+".zip")
	}
	if err := command(*program, args...); err != nil {
		return err
	}
	if s.packed {
		if err := unpack(dir+".zip", dir); err != nil {
			return err
		}
	}
	return s.read()
}

// unpack unpacks an archive into dir, as a person does.
func unpack(archive, dir string) error {
	z, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer z.Close()
	return os.CopyFS(dir, z)
}

// beside returns a file that is for the server.
func (s *site) beside(name string) string {
	data, err := os.ReadFile(filepath.Join(s.host, name))
	if err != nil {
		panic(err) // the tests have nothing to look at
	}
	return string(data)
}

// read reads the site's files.
func (s *site) read() error {
	s.files = map[string][]byte{}
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(s.dir, path)
		name = filepath.ToSlash(name)
		if strings.HasSuffix(name, ".htaccess") || slices.Contains([]string{".br", ".gz"}, filepath.Ext(name)) {
			return nil
		}
		s.files[name], err = os.ReadFile(path)
		return err
	})
	s.list = &host.Site{Path: s.path, Base: s.base, Policy: s.policy(), Frames: []string{allowed}}
	return err
}

// pages returns the paths of all HTML files but 404.html, sorted.
func (s *site) pages() []string {
	var list []string
	for name := range s.files {
		if strings.HasSuffix(name, ".html") && name != "404.html" {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// twin reports whether the file at path has a twin with that ending.
func (s *site) twin(path, ending string) bool {
	_, err := os.Stat(filepath.Join(s.dir, filepath.FromSlash(path)+ending))
	return err == nil
}

var stated = regexp.MustCompile(`Content-Security-Policy"? content="([^"]+)"`)

// policy returns one in which all pages of the site fit, from what stands in them.
func (s *site) policy() string {
	order := []string{"default-src", "script-src", "style-src", "img-src", "font-src", "connect-src", "base-uri", "form-action"}
	sources := map[string][]string{}
	for _, page := range append(s.pages(), "404.html") {
		m := stated.FindSubmatch(s.files[page])
		if m == nil {
			panic(page + " states no policy")
		}
		for d := range strings.SplitSeq(string(m[1]), "; ") {
			name, values, _ := strings.Cut(d, " ")
			if !slices.Contains(order, name) {
				panic(page + " has a directive that no other has: " + d)
			}
			sources[name] = append(sources[name], strings.Fields(values)...)
		}
	}
	var parts []string
	for _, name := range order {
		values := slices.Compact(slices.Sorted(slices.Values(sources[name])))
		if len(values) > 1 {
			values = slices.DeleteFunc(values, func(v string) bool { return v == "'none'" })
		}
		if len(values) > 0 {
			parts = append(parts, name+" "+strings.Join(values, " "))
		}
	}
	return strings.Join(parts, "; ")
}
