package serve

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"iopguide/generator/internal/diag"
)

// editors are the addresses at which editors open a file, by the editors' names.
var editors = map[string]string{
	"vscode":   "vscode://file/{file}:{line}:{column}",
	"vscodium": "vscodium://file/{file}:{line}:{column}",
	"cursor":   "cursor://file/{file}:{line}:{column}",
	"zed":      "zed://file/{file}:{line}:{column}",
	"idea":     "idea://open?file={file}&line={line}&column={column}",
	"sublime":  "subl://open?url=file://{file}&line={line}&column={column}",
	"textmate": "txmt://open?url=file://{file}&line={line}&column={column}",
	"none":     "",
}

// unsafeSchemes are those of addresses that no editor answers to, and that do
// harm, or nothing, as a link in a page.
var unsafeSchemes = []string{"", "javascript", "data", "vbscript", "http", "https", "blob", "about"}

// EditorLink returns the form of the addresses that open a file in an editor:
// that of an editor's name, or the one given, in which {file}, {line} and
// {column} stand. It is empty for none.
func EditorLink(editor string) (string, error) {
	if link, ok := editors[strings.ToLower(editor)]; ok {
		return link, nil
	}
	scheme, _, found := strings.Cut(editor, ":")
	switch {
	case !found || !strings.Contains(editor, "{file}"):
		return "", fmt.Errorf("no editor is called %s; known are %s; or write the address that opens a file in yours, "+
			"such as %s", editor, strings.Join(editorNames(), ", "), editors["vscode"])
	case !isScheme(scheme) || slices.Contains(unsafeSchemes, strings.ToLower(scheme)):
		return "", fmt.Errorf("an address that begins with %s: opens no editor; it begins with a word of the editor's own, "+
			"such as vscode:", scheme)
	}
	if _, err := url.Parse(fillEditorLink(editor, "/a/b.md", 1, 1)); err != nil {
		return "", errors.New("this is no address that a browser can follow: " + editor)
	}
	return editor, nil
}

// isScheme reports whether s can begin an address. A browser takes away spaces
// and control characters before it looks, so there may be none.
func isScheme(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("+-.", r)
	})
}

func editorNames() []string {
	var names []string
	for name := range editors {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// editorLink returns the address that opens a file of the site in the writer's
// editor, at offset. It is empty if there is no editor, and for what is no file
// of the writer's, such as one of the site that the program is shipped with.
func (p *preview) editorLink(f *diag.File, offset int) string {
	name, written := strings.CutPrefix(f.Name, p.prefix)
	local := filepath.FromSlash(name)
	if p.editor == "" || !written || !ours(name) || !filepath.IsLocal(local) {
		return ""
	}
	at := f.Position(offset)
	return fillEditorLink(p.editor, filepath.Join(p.folder, local), at.Line, at.Column)
}

// fillEditorLink puts a place into the form of an editor's addresses.
func fillEditorLink(form, file string, line, column int) string {
	file = escapedFile(file)
	if strings.Contains(form, "file/{file}") { // else there would be two slashes
		file = strings.TrimPrefix(file, "/")
	}
	return strings.NewReplacer("{file}", file, "{line}", strconv.Itoa(line), "{column}", strconv.Itoa(column)).Replace(form)
}

// escapedFile returns the path of a file as part of an address. Slashes and a
// Windows drive's colon stay: editors look for them.
func escapedFile(file string) string {
	escaped := url.QueryEscape(filepath.ToSlash(file))
	escaped = strings.NewReplacer("+", "%20", "%2F", "/", "%3A", ":").Replace(escaped)
	if !strings.HasPrefix(escaped, "/") { // C:/guide
		escaped = "/" + escaped
	}
	return escaped
}
