package content

import (
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
)

// URL returns the address of the page at path, from the site's root.
func URL(source string) string {
	dir, name := path.Split(strings.TrimPrefix(source, Root))
	if name == "_index.md" {
		return dir
	}
	return dir + strings.TrimSuffix(name, ".md") + "/"
}

// Lang returns the language of the file at path, given the site's languages,
// the first of which lives at the root of content/.
func Lang(source string, languages []string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(source, Root+"/"), "/")
	if i := slices.Index(languages, first); i > 0 {
		return languages[i]
	}
	return languages[0]
}

// Unlocalized returns the path that the page has in the site's first language.
func Unlocalized(source string, env *Env) string {
	if env.Lang == env.Languages[0] {
		return source
	}
	return Root + strings.TrimPrefix(source, Root+"/"+env.Lang)
}

// Localized returns the path of the page's translation into lang.
func Localized(unlocalized, lang string, languages []string) string {
	if lang == languages[0] {
		return unlocalized
	}
	return Root + "/" + lang + strings.TrimPrefix(unlocalized, Root)
}

// IsPage reports whether the file at path is a page.
func IsPage(source string) bool {
	return strings.HasSuffix(source, ".md") && !hidden(source)
}

// IsFragment reports whether the file at path is Markdown for pages to include.
func IsFragment(source string) bool {
	return strings.HasSuffix(source, ".md") && hidden(source) && !IsData(source)
}

// IsData reports whether the file at path lies in a _data folder.
func IsData(source string) bool {
	return slices.Contains(strings.Split(path.Dir(source), "/"), "_data")
}

func hidden(source string) bool {
	parts := strings.Split(source, "/")
	if parts[len(parts)-1] == "_index.md" {
		parts = parts[:len(parts)-1]
	}
	return slices.ContainsFunc(parts, func(p string) bool { return strings.HasPrefix(p, "_") })
}

// CheckName reports a file of content/ whose name would make an address that
// people cannot type: it is to be of lower-case ASCII letters, digits and hyphens.
func CheckName(f *diag.File, source string, list *diag.List) {
	rel := strings.TrimPrefix(source, Root+"/")
	want := PlainName(rel)
	if want == rel {
		return
	}
	message := "the name “" + rel + "” would make an address that is hard to type or link to"
	help := "rename it to " + path.Join(Root, want) + ": small letters a to z, digits and hyphens only"
	if pageName(rel) != rel {
		message = "the name “" + rel + "” does not end in .md, so this is no page"
		help = "rename it to " + path.Join(Root, want) + "; some computers hide the end of a name until asked to show it"
	}
	list.Error(f, 0, 0, "file-name", message, help)
}

// pageName is rel with the ending that it would have, if programs had not given
// it another one that says the same.
func pageName(rel string) string {
	for _, ending := range []string{".md.txt", ".markdown", ".mdown", ".mkd"} {
		if stem := len(rel) - len(ending); stem > 0 && strings.EqualFold(rel[stem:], ending) {
			return rel[:stem] + ".md"
		}
	}
	return rel
}

// PlainName is the nearest name to rel, a file as seen from content/, that makes a
// good address.
func PlainName(rel string) string {
	parts := strings.Split(pageName(rel), "/")
	for i, part := range parts {
		stem, ext := part, ""
		if i == len(parts)-1 {
			ext = path.Ext(part)
			stem = strings.TrimSuffix(part, ext)
		}
		parts[i] = plainPart(stem) + strings.ToLower(ext)
	}
	return strings.Join(parts, "/")
}

// isPlain reports whether stem is of small letters and digits, with single
// hyphens between them.
func isPlain(stem string) bool {
	hyphen := true // another one cannot stand here
	for i := range len(stem) {
		c := stem[i]
		if c != '-' && !('a' <= c && c <= 'z' || '0' <= c && c <= '9') || c == '-' && hyphen {
			return false
		}
		hyphen = c == '-'
	}
	return !hyphen
}

func plainPart(stem string) string {
	under := ""
	if strings.HasPrefix(stem, "_") {
		under, stem = "_", stem[1:]
	}
	if isPlain(stem) {
		return under + stem
	}
	var b strings.Builder
	for _, r := range strings.ToLower(fold(stem)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := strings.Trim(b.String(), "-")
	if name == "" {
		name = "page"
	}
	return under + name
}
