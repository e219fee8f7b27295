package build

import (
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
)

// meantLanguages returns list with a warning for each folder that is named almost as a
// language is, such as sp, and holds what seems to be a translation: its files have the
// names of pages of the first language. It stands in the place of what follows from that.
func (r *Result) meantLanguages(list diag.List) diag.List {
	type folder struct {
		first        *content.Page
		pages, alike int // besides its own page
	}
	folders, languages := map[string]*folder{}, r.settings.config.Languages
	for i, p := range r.ordered {
		if p == nil || r.why[i].why != "" || r.base != "" && strings.HasPrefix(p.File.Name, r.base) {
			continue
		}
		dir, rest, nested := strings.Cut(strings.TrimPrefix(p.Path, content.Root+"/"), "/")
		if !nested || len(dir) != 2 || dir != strings.ToLower(dir) || isLanguage(dir) || slices.Contains(languages, dir) {
			continue
		}
		f := folders[dir]
		if f == nil {
			f = &folder{first: p}
			folders[dir] = f
		}
		if rest == "_index.md" {
			continue
		}
		f.pages++
		if r.pages[content.Root+"/"+rest] != nil {
			f.alike++
		}
	}
	for dir, f := range folders {
		if f.alike == 0 || 4*f.alike < 3*f.pages {
			continue
		}
		file := f.first.File
		at := strings.TrimSuffix(file.Name, f.first.Path) + content.Root + "/" + dir + "/"
		list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool {
			return (d.Rule == "orphan-page" || d.Rule == "missing-index") && strings.HasPrefix(d.File.Name, at)
		})
		help := "if it is a translation, name the folder by the two letters of its language, such as es for Spanish"
		if !slices.Contains(languages, "es") {
			help += ", and write languages: [" + strings.Join(languages, ", ") + ", es] in site.yaml"
		}
		list.Warn(file, 0, 0, "languages", content.Root+"/"+dir+"/ has the names of pages that are there already, and "+dir+" is no language", help)
	}
	return list
}
