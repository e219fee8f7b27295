package scaffold

import (
	"cmp"
	"embed"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/schema"
)

// A Page says what an archetype is for.
type Page struct {
	Path   string // of the file, such as content/conditions/grief.md
	Layout string // "" for that which the path asks for
	Title  string // "" for one made from the path
	Lang   string
	Source string // the key of a source that the site has, "" if it has none
	Author string // "" if it is not known
}

// prompts are words in the front matter that are there to be written over.
type prompts struct {
	description, author, funding string
	remarks                      map[string]remark // by key; nil for those of the schema
}

// A remark offers a key: how it is written, and what it is for.
type remark struct{ example, doc string }

var prompted = map[string]prompts{
	"en": {"Write here, in a sentence, what this page tells.", "Write here who wrote this", "Write here who paid for this", nil},
	"es": {"Escriba aquí, en una frase, qué dice esta página.", "Escriba aquí quién la escribió", "Escriba aquí quién la pagó",
		map[string]remark{
			"linkTitle": {"Costos", "Un título más corto, para menús y listas."},
			"summary":   {"La mayoría de los planes pagan un IOP. Pregunte primero al suyo.", "La página en pocas palabras; se muestra primero."},
			"weight":    {"10", "Su lugar entre las páginas de la sección: primero va el número menor."},
			"keywords":  {"[costo, seguro]", "Palabras que alguien podría buscar."},
			"related":   {"[/practical/paying-for-it.md]", "Páginas para leer después, por el nombre de su archivo."},
			"image":     {"{src: sala.jpg, alt: Sillas en círculo}", "La imagen que se muestra al compartir la página."},
		}},
}

// later are the keys of front matter that an archetype offers as remarks.
var later = []string{"linkTitle", "summary", "weight", "keywords", "related", "image"}

//go:embed archetypes
var archetypes embed.FS

// Archetype returns a page to write over. It is a draft, and as it is the site has
// no mistake in it. Where there are no words in the language of the page, they
// are English.
func Archetype(p Page) []byte {
	lang, _, _ := strings.Cut(p.Lang, "-")
	words, known := prompted[lang]
	if !known {
		lang, words = "en", prompted["en"]
	}
	body := body(p, lang)
	var b strings.Builder
	line := func(key, value string) { b.WriteString(key + ": " + schema.Scalar(value) + "\n") }
	b.WriteString("---\n")
	if p.Title == "" {
		p.Title = TitleOf(p.Path)
	}
	line("title", p.Title)
	line("description", words.description)
	if p.Layout != "" {
		line("layout", p.Layout)
	}
	if p.Layout == "self-check" {
		line("author", cmp.Or(p.Author, words.author))
		line("funding", cmp.Or(p.Author, words.funding))
		line("version", "1")
	}
	b.WriteString("draft: true\n")
	if !strings.Contains(body, "[@") && p.Layout != "self-check" {
		b.WriteString("claims: false\n")
	}
	for _, f := range schema.Page.Fields {
		if !slices.Contains(later, f.Name) {
			continue
		}
		r, ok := words.remarks[f.Name]
		if !ok {
			r = remark{f.Example, f.Doc}
		}
		b.WriteString("# " + f.Name + ": " + r.example + "  # " + r.doc + "\n")
	}
	b.WriteString("---\n\n" + body)
	return []byte(b.String())
}

// body returns the words below the front matter.
func body(p Page, lang string) string {
	kind := p.Layout
	if kind == "" && path.Base(p.Path) == "_index.md" {
		kind = "section"
	}
	data, err := archetypes.ReadFile("archetypes/" + kind + "." + lang + ".md")
	if err != nil {
		data, _ = archetypes.ReadFile("archetypes/page." + lang + ".md") // is there for each language
	}
	mark := "[@" + p.Source + "]"
	if p.Source == "" {
		return strings.ReplaceAll(string(data), " [@key]", "")
	}
	return strings.ReplaceAll(string(data), "[@key]", mark)
}

// TitleOf makes a title from the name of a page's file, or of the folder whose own
// page it is.
func TitleOf(source string) string {
	name := path.Base(source)
	if name == "_index.md" {
		name = path.Base(path.Dir(source))
	}
	name = strings.ReplaceAll(strings.TrimSuffix(name, ".md"), "-", " ")
	return strings.ToUpper(name[:1]) + name[1:]
}
