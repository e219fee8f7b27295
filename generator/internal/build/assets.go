package build

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"

	"github.com/evanw/esbuild/pkg/api"
)

// staticRoot is the folder of styles, scripts, icons and other files that are
// published as they are.
const staticRoot = "static/"

// notFoundStyle is the style of 404.html, which stands in that page: shown at
// any depth, it can load nothing.
const notFoundStyle = "css/404.css"

// ownedStyle is the style of what only a clinic's site shows. On others it is as
// good as empty, also where another style imports it.
const ownedStyle = "css/clinic.css"

// An assetSet is the files of static/, ready to publish.
type assetSet struct {
	files    []*diag.File // that it is made from
	look     *look        // likewise
	names    *site.Assets
	bytes    map[string][]byte // by published path
	outputs  []*Output         // they, sorted
	notFound string
	diags    diag.List

	plain bool // names are left without their hash
	owned bool // the site shows what only a clinic's does
	embed bool // it has pages for frames of other sites
	urls  map[string]string
}

// engines are the oldest browsers that the pages must work in.
var engines = []api.Engine{
	{Name: api.EngineChrome, Version: "90"},
	{Name: api.EngineSafari, Version: "14.1"},
	{Name: api.EngineFirefox, Version: "88"},
}

// bundle prepares the files of static/, unless they are those of last. Styles
// and scripts are bundled, lowered for old browsers and minified; a style that
// another imports is part of that one and not published by itself.
func (r *Result) bundle(opts Options, last *Result) {
	files := r.below(staticRoot)
	a := &assetSet{files: files, look: r.look, bytes: map[string][]byte{}, plain: opts.PlainAssets,
		owned: r.settings.config.Owned(), embed: r.settings.config.Embed, urls: map[string]string{}}
	for _, known := range []*assetSet{last.assets, opts.shared.known()} {
		if a.same(known) {
			r.assets = known
			return
		}
	}
	r.publishStatic(a)
	opts.shared.keep(a)
	r.assets = a
}

// same reports whether a comes out as known, which may be nil, did.
func (a *assetSet) same(known *assetSet) bool {
	return known != nil && known.plain == a.plain && known.owned == a.owned && known.embed == a.embed &&
		slices.Equal(known.files, a.files) && a.look.same(known.look)
}

// publishStatic fills a with the files of static/.
func (r *Result) publishStatic(a *assetSet) {
	var code []string
	for name, f := range r.files {
		rel, ok := strings.CutPrefix(name, staticRoot)
		switch {
		case !ok, onlyFramed(rel) && !a.embed:
		case hasExt(f, ".css"), hasExt(f, ".js"):
			code = append(code, rel)
		case hasExt(f, ".svg"):
			if svg := readSVG(f, &a.diags); svg != nil && rel == ownIcon {
				a.publish(rel, r.look.icon(svg.data))
			} else if svg != nil {
				a.publish(rel, svg.data)
			} else {
				a.urls[rel] = rel // or layouts that name it would be at fault too
			}
		default:
			warnOffice(f, &a.diags)
			a.publish(rel, f.Data)
		}
	}
	slices.Sort(code)
	r.code(code, a)
	a.names = site.NewAssets(a.urls)
	r.look.wear(a)
	for _, path := range slices.Sorted(maps.Keys(a.bytes)) {
		a.outputs = append(a.outputs, fileOutput(path, a.bytes[path], a.hashedName(path)))
	}
}

// code publishes the styles and scripts called names, below static/.
func (r *Result) code(names []string, a *assetSet) {
	made := r.transform(names, a)
	if len(made) == 0 { // one has a mistake: layouts that name the others have none
		for _, rel := range names {
			a.urls[rel] = rel
		}
	}
	for rel, data := range made {
		switch {
		case rel == notFoundStyle:
			a.notFound = string(data)
		case rel == framingSize:
			a.bytes[site.EmbedScript] = data
		case slices.Contains(names, rel):
			a.publish(rel, data)
		default: // a file that a style shows, named by its hash already
			a.bytes[rel] = data
		}
	}
}

// publish publishes a file under its name with a hash.
func (a *assetSet) publish(name string, data []byte) {
	to := name
	if !a.plain && !fixedName(name) {
		to = hashed(name, data)
	}
	a.urls[name], a.bytes[to] = to, data
}

// fixedName reports whether others look for the file under just this name.
func fixedName(name string) bool {
	return strings.HasPrefix(name, ".well-known/") || path.Ext(name) == ".txt" || name == "favicon.ico"
}

// hashed puts the hash of data into a file's name, so that it can be cached for
// ever.
func hashed(name string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:])[:10] + ext
}

// transform bundles the styles and scripts called names, below static/. It
// returns those that stand for themselves, by name.
func (r *Result) transform(names []string, a *assetSet) map[string][]byte {
	if len(names) == 0 {
		return nil
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: names, EntryNames: "[dir]/[name]", AssetNames: "[dir]/[name].[hash]", Outbase: ".", Outdir: "/", AbsWorkingDir: "/",
		Bundle: true, Metafile: true, Engines: engines, Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true,
		Format: api.FormatIIFE, LegalComments: api.LegalCommentsNone,
		Plugins: []api.Plugin{r.sourcePlugin(a.owned)},
	})
	r.reportCode(result.Errors, diag.Error, &a.diags)
	r.reportCode(result.Warnings, diag.Warning, &a.diags)
	parts := imported(result.Metafile)
	made := map[string][]byte{}
	for _, out := range result.OutputFiles {
		if rel := strings.TrimPrefix(out.Path, "/"); !parts[rel] {
			made[rel] = out.Contents
		}
	}
	return made
}

// sourcePlugin lets esbuild read the site's files, and nothing else. What a style
// would load from another host, or carries in itself, the pages' policy forbids.
func (r *Result) sourcePlugin(owned bool) api.Plugin {
	return api.Plugin{Name: "site", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			switch {
			case strings.HasPrefix(args.Path, "#"):
				return api.OnResolveResult{External: true}, nil // a place in the page
			case elsewhere().MatchString(args.Path):
				return api.OnResolveResult{}, fmt.Errorf("this would load %s, which is no file of this site; keep it in static/", short(args.Path))
			}
			rel := args.Path
			if args.Kind != api.ResolveEntryPoint {
				rel = path.Join(path.Dir(args.Importer), args.Path)
			}
			if r.files[staticRoot+rel] == nil {
				return api.OnResolveResult{}, nil // esbuild says that it is missing
			}
			return api.OnResolveResult{Path: rel, Namespace: "site"}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "site"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			text := string(r.look.style(args.Path, r.files[staticRoot+args.Path].Data))
			if args.Path == ownedStyle && !owned {
				text = ""
			}
			return api.OnLoadResult{Contents: &text, Loader: loader(args.Path)}, nil
		})
	}}
}

// elsewhere finds an address that is not a file's.
var elsewhere = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)^([a-z][a-z0-9+.-]*:|//)`) })

// short cuts an address that may be long, as data: is.
func short(address string) string {
	if r := []rune(address); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return address
}

func loader(name string) api.Loader {
	switch path.Ext(name) {
	case ".css":
		return api.LoaderCSS
	case ".js":
		return api.LoaderJS
	}
	return api.LoaderFile
}

// imported returns the sources that others import, from esbuild's report.
func imported(metafile string) map[string]bool {
	var meta struct {
		Inputs map[string]struct {
			Imports []struct{ Path string }
		}
	}
	_ = json.Unmarshal([]byte(metafile), &meta) // esbuild's own; empty after an error
	parts := map[string]bool{}
	for _, in := range meta.Inputs {
		for _, i := range in.Imports {
			parts[strings.TrimPrefix(i.Path, "site:")] = true
		}
	}
	return parts
}

// reportCode turns esbuild's messages into diagnostics at their places.
func (r *Result) reportCode(messages []api.Message, severity diag.Severity, list *diag.List) {
	for _, m := range messages {
		d := diag.Diagnostic{File: &diag.File{Name: staticRoot}, Severity: severity, Rule: "style-or-script"}
		at := m.Location
		if m.Text == unclosedRule && len(m.Notes) > 0 {
			at = m.Notes[0].Location // of the brace that is open, and not of the file's end
		}
		if at != nil {
			if f := r.files[staticRoot+strings.TrimPrefix(at.File, "site:")]; f != nil {
				d.File = f
				d.Start = lineStart(f.Data, at.Line) + at.Column
				d.End = d.Start + at.Length
			}
		}
		explainCode(m, &d)
		list.Add(d)
	}
}

// What esbuild says where the rules after a mistake are lost.
const (
	unclosedRule = `Expected "}" to go with "{"`
	unopenedRule = `Unexpected "}"`
)

// styleRemark finds a comment of a style.
var styleRemark = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?s)/\*.*?\*/`) })

// explainCode says in d what m says, in plain words. A style in which rules are lost
// is an error, though browsers take what is left.
func explainCode(m api.Message, d *diag.Diagnostic) {
	isStyle := hasExt(d.File, ".css")
	file, missing := strings.CutPrefix(m.Text, `Could not resolve "`)
	property, unknown := strings.CutSuffix(m.Text, `" is not a known CSS property`)
	below := string(d.File.Data[min(d.End, len(d.File.Data)):])
	d.Message, d.Help = m.Text, "mend the line, or take back what you changed last in this file"
	switch {
	case isStyle && m.Text == unclosedRule:
		d.Severity, d.Message = diag.Error, "no } ends what this { begins, so the rules below it are lost"
		d.Help = "put } into a line of its own, after the last line that belongs to it"
	case isStyle && m.Text == unopenedRule && strings.Trim(styleRemark().ReplaceAllString(below, ""), " \t\r\n\f}") == "":
		d.Message, d.Help = "this } ends nothing", "take it out"
	case isStyle && m.Text == unopenedRule:
		d.Severity, d.Message = diag.Error, "this } ends nothing, and the rule below it is lost"
		d.Help = "take it out, or put back the { before the lines that it ends"
	case isStyle && m.Text == `Expected ":"`:
		d.Message, d.Help = "browsers pass over this, since a : is missing", "write it as color: red;"
	case isStyle && unknown:
		d.Message, d.Help = "browsers know no "+strings.TrimPrefix(property, `"`)+", and pass over this", "mend the word, or take it out"
		if len(m.Notes) > 0 {
			d.Help = strings.NewReplacer(`"`, "", " instead", "", "Did", "did").Replace(m.Notes[0].Text)
		}
	case missing:
		name := strings.TrimSuffix(file, `"`)
		d.Message = "there is no file " + name + ", as seen from this one"
		d.Help = "write where it lies"
		if to := path.Join(path.Dir(d.File.Name), name); strings.HasPrefix(to, staticRoot) && !path.IsAbs(name) {
			d.Help += "; this names " + to
		} else {
			d.Help += " in static/; what is outside of it is not published"
		}
	case isStyle && d.Severity == diag.Warning:
		d.Help = "browsers pass over what they cannot read; " + d.Help
	}
}

// lineStart returns where the line begins, counted from 1.
func lineStart(data []byte, line int) int {
	at := 0
	for ; line > 1; line-- {
		i := slices.Index(data[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
	}
	return at
}
