package build

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif" // so that the sizes of these pictures are known
	_ "image/jpeg"
	_ "image/png"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"

	_ "golang.org/x/image/webp" // likewise
)

// A picture is a file of content/ that is no Markdown: mostly a picture.
type picture struct {
	source *diag.File
	plain  bool
	file   *site.File
	data   []byte
	output *Output // nil if it is not published
	diags  diag.List
}

var imageExts = []string{".png", ".jpg", ".jpeg", ".gif", ".webp"}

// picture prepares the pictures and other files of content/, those that are not
// the same as in last.
func (r *Result) picture(opts Options, last *Result) {
	numbers := r.changed(last)
	if len(numbers) < len(r.names) {
		r.pictures = maps.Clone(last.pictures)
	} else {
		r.pictures = map[string]*picture{}
	}
	var names []string // of those to look at
	var made []*picture
	for _, i := range numbers {
		name, f := r.names[i], r.sources[i]
		if !strings.HasPrefix(name, content.Root+"/") || content.IsData(name) || path.Ext(name) == ".md" {
			continue
		}
		old := last.pictures[name]
		if old != nil && (old.source != f || old.plain != opts.PlainAssets) {
			old = nil
		}
		names, made = append(names, name), append(made, old)
	}
	whole(len(names), func(i int) {
		if made[i] == nil {
			made[i] = newPicture(names[i], r.files[names[i]], opts.PlainAssets)
		}
	})
	for i, name := range names {
		r.pictures[name] = made[i]
	}
}

// heavy is how many bytes a picture may have. A phone far from a mast takes seconds for
// as many, and a picture that fills its screen needs fewer.
const heavy = 300_000

// weigh reports a picture that readers would wait for.
func (p *picture) weigh() {
	ext, size := strings.ToLower(path.Ext(p.file.Path)), len(p.source.Data)
	if size <= heavy || ext != ".svg" && !slices.Contains(imageExts, ext) {
		return
	}
	says := fmt.Sprintf("%d KB", size/1000)
	if size >= 1_000_000 {
		says = fmt.Sprintf("%.1f MB", float64(size)/1e6)
	}
	p.diags.Warn(p.source, 0, 0, "heavy-picture", "this picture has "+says+"; readers on a phone would wait for it",
		fmt.Sprintf("scale it to at most 1600 pixels wide and save it as JPEG or WebP, with at most %d KB", heavy/1000))
}

// warnOffice reports a file to fetch that is a document of an office program.
func warnOffice(f *diag.File, list *diag.List) {
	if site.IsOffice(f.Name) {
		list.Warn(f, 0, 0, "office-file", "readers cannot open this document on many phones, and it may hold names and earlier versions that you do not see",
			"save it as PDF, and put that in its place; take it out if readers are not to have it")
	}
}

// spoken are the words that a drawing says of itself. In a page they would be heard
// after the words that the page has for it.
var spoken = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?s)<(?:title|desc)\b[^>]*>.*?</(?:title|desc)>|<(?:title|desc)\b[^>]*/>`)
})

func newPicture(name string, f *diag.File, plain bool) *picture {
	p := readPicture(name, f, plain)
	if url := p.file.URL; url != "" {
		p.output = fileOutput(url[1:], p.data, p.file.Problem == "" && !plain)
	}
	return p
}

func readPicture(name string, f *diag.File, plain bool) *picture {
	rel := strings.TrimPrefix(name, content.Root+"/")
	p := &picture{source: f, plain: plain, data: f.Data, file: &site.File{Path: name, Name: f.Name}}
	content.CheckName(f, name, &p.diags)
	p.weigh()
	ext := strings.ToLower(path.Ext(name))
	switch {
	case ext == ".svg":
		svg := readSVG(f, &p.diags)
		if svg == nil {
			p.file.Problem = site.Refused
			return p
		}
		p.data, p.file.Width, p.file.Height = svg.data, svg.width, svg.height
		if svg.inline {
			p.file.SVG = spoken().ReplaceAllString(svg.inPage(), "")
		}
	case slices.Contains(imageExts, ext):
		size, _, err := image.DecodeConfig(bytes.NewReader(f.Data))
		if err != nil {
			p.file.Problem = "it is damaged, or not what its name says"
			return p
		}
		p.file.Width, p.file.Height = size.Width, size.Height
	default:
		warnOffice(f, &p.diags)
		p.file.Problem = "it is not a picture"
		p.file.URL = "/" + rel // a file to fetch, such as a form, keeps its name
		return p
	}
	if !plain {
		rel = hashed(rel, p.data)
	}
	p.file.URL = "/" + rel
	return p
}
