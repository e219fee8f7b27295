package build

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/layout"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/schema"
)

// A folder with files profiles/NAME.yaml is many sites: each is the folder's own
// with one of these files over its site.yaml. A profile is a build that begins
// from the result of another, so what both have is made once.

// profilesRoot is the folder of the profiles.
const profilesRoot = "profiles"

// profileFile returns the name of the file of a profile.
func profileFile(name string) string { return path.Join(profilesRoot, name+".yaml") }

// profileName is what a profile may be called: it is a folder of the site, too.
var profileName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*$`) })

// deviceName is what Windows calls a device, and no folder.
var deviceName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:con|prn|aux|nul|(?:com|lpt)[0-9])$`) })

// Profiles returns the names of the profiles in src, sorted, and what is wrong with
// the names of their files.
func Profiles(src overlay.FS) ([]string, diag.List, error) {
	entries, err := src.ReadDir(profilesRoot)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("read %s: %w", profilesRoot, err)
	}
	var list diag.List
	var names []string
	of := map[string]string{} // files, by the name in small letters
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".yaml")
		other, yml := strings.CutSuffix(e.Name(), ".yml")
		f := &diag.File{Name: src.Display(path.Join(profilesRoot, e.Name()))}
		was := of[strings.ToLower(cut(name, other, ok))]
		switch {
		case e.IsDir() || !ok && !yml:
			continue
		case was != "":
			list.Error(f, 0, 0, "profile", "there is a profile of this name in "+was+" already", "give one of them another name")
		case yml:
			list.Error(f, 0, 0, "profile", "the name of a profile's file ends in .yaml", "name it "+other+".yaml")
		case !profileName().MatchString(name):
			list.Error(f, 0, 0, "profile", "a profile's name is its folder on the site: small letters, digits and hyphens",
				"name the file "+ProfileName(name)+".yaml")
		case deviceName().MatchString(name):
			list.Error(f, 0, 0, "profile", "Windows makes no folder called "+name+", and a profile's name is its folder on the site",
				"name the file "+ProfileName(name)+".yaml")
		default:
			names = append(names, name)
		}
		of[strings.ToLower(cut(name, other, ok))] = e.Name()
	}
	slices.Sort(names)
	return names, list, nil
}

func cut(yaml, yml string, isYAML bool) string {
	if isYAML {
		return yaml
	}
	return yml
}

// letters are those of which a profile's name can be made.
var letters = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[A-Za-z0-9\p{Latin}]`) })

// ProfileName returns the name that a profile may have in the place of name: name
// itself, if that will do.
func ProfileName(name string) string {
	if !letters().MatchString(name) {
		return "clinic"
	}
	plain := content.PlainName(strings.ReplaceAll(name, "/", " ") + ".yaml")
	plain = strings.Trim(strings.TrimSuffix(plain, ".yaml"), "_")
	if deviceName().MatchString(plain) {
		return plain + "-clinic"
	}
	return plain
}

// SameAddress reports profiles that would have the same address, each address once:
// the canonical addresses of one would lead to the other.
func SameAddress(src overlay.FS, names []string) (diag.List, error) {
	shared, _, err := readSettings(src, settingsFile)
	if err != nil {
		return nil, err
	}
	var addresses []string
	of := map[string][]string{} // profiles, by address
	at := map[string][]*schema.Value{}
	for _, name := range names {
		own, whole, err := readSettings(src, profileFile(name))
		if err != nil {
			return nil, err
		}
		v := schema.Merge(shared, own).Get("baseURL")
		if v == nil || !whole {
			continue
		}
		address := strings.TrimRight(strings.ToLower(v.Text()), "/")
		if of[address] == nil {
			addresses = append(addresses, address)
		}
		of[address], at[address] = append(of[address], name), append(at[address], v)
	}
	var list diag.List
	for _, address := range addresses {
		if len(of[address]) > 1 {
			list.Add(sameAddress(of[address], at[address]))
		}
	}
	return list, nil
}

// sameAddress tells of profiles whose address stands at the same values, or at values
// that say the same.
func sameAddress(names []string, at []*schema.Value) diag.Diagnostic {
	const most = 5
	listed := strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
	if more := len(names) - most; more > 0 {
		listed = strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", more)
	}
	first, last := at[0], at[len(at)-1]
	d := diag.Diagnostic{File: last.File, Start: last.Start, End: last.End, Rule: "profile",
		Message: "the profiles " + listed + " have the same baseURL", Help: "each is a site of its own: give it an address of its own"}
	if first.File == last.File {
		d.Help = "each is a site of its own: write its baseURL into its file, or take this one away"
	} else {
		d.Related = []diag.Place{{File: first.File, Start: first.Start, End: first.End, Note: "here for " + names[0]}}
	}
	return d
}

// readSettings returns what one file of settings says, and whether that is all it was
// to say: what is wrong with it, a build tells.
func readSettings(src overlay.FS, name string) (said *schema.Value, whole bool, err error) {
	var wrong diag.List
	f, err := readFile(src, name, nil, &wrong)
	if err != nil || f == nil || !schema.CheckText(f, &wrong) {
		return nil, false, err
	}
	said = schema.Decode(f, schema.Partial(schema.Site), &wrong)
	return said, !wrong.HasErrors(), nil
}

// Profile returns a Builder of the profile called name. It begins from the last
// result of b, which it shares with those of other profiles.
func (b *Builder) Profile(name string) *Builder {
	if b.last != nil && (b.shared == nil || b.shared.base != b.last) {
		b.shared = &shared{base: b.last, texts: layout.NewTexts(b.last.Site)}
	}
	opts := b.opts
	opts.Profile, opts.shared = name, b.shared
	p := &Builder{top: b.top, src: b.src, opts: opts, last: b.last, all: b.all, stale: maps.Clone(b.stale)}
	p.stale[profileFile(name)] = true
	return p
}

// A shared is what profiles have in common that the base, from whose result they begin,
// has not: its pages were never drawn, and it is no clinic's. A nil one keeps nothing.
type shared struct {
	base   *Result
	texts  *layout.Texts
	assets atomic.Pointer[assetSet] // of the profile that was built last
}

func (s *shared) said() *layout.Texts {
	if s == nil {
		return nil
	}
	return s.texts
}

func (s *shared) known() *assetSet {
	if s == nil {
		return nil
	}
	return s.assets.Load()
}

func (s *shared) keep(a *assetSet) {
	if s != nil {
		s.assets.Store(a)
	}
}

// settingsFiles returns the files that the settings are put together from, the top
// one first.
func (r *Result) settingsFiles() []*diag.File {
	var files []*diag.File
	if f := r.ownFile(); f != nil {
		files = append(files, f)
	}
	return append(append(files, r.files[settingsFile]), r.under[settingsFile]...)
}

// ownFile returns the file of the profile that is built, nil if it is none.
func (r *Result) ownFile() *diag.File {
	if r.profile == "" {
		return nil
	}
	return r.files[profileFile(r.profile)]
}

// ownBase reports a profile that would lie over another site than the folder does: all
// profiles are made from the same pages.
func (r *Result) ownBase() {
	f := r.ownFile()
	if f == nil {
		return
	}
	own, shared := r.decoded[f.Name].value, r.decoded[r.files[settingsFile].Name].value
	v := own.Get("base")
	if v == nil {
		v = own.Removed("base")
	}
	if v != nil && v.Text() != shared.Get("base").Text() {
		r.lacking.Error(f, v.KeyStart, v.KeyEnd, "profile", "base cannot differ from site.yaml: all profiles are made from the same pages",
			"take it out here, and say it in site.yaml for all")
	}
}
