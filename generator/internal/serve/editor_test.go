package serve

import (
	"path/filepath"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
)

func TestEditorLink(t *testing.T) {
	tests := []struct{ name, editor, want, refused string }{
		{"a name", "VSCodium", "vscodium://file/{file}:{line}:{column}", ""},
		{"none", "none", "", ""},
		{"an address", "my-ed://open?f={file}", "my-ed://open?f={file}", ""},
		{"an unknown name", "ed", "", "no editor is called ed; known are cursor, idea, none, "},
		{"an address without a file", "ed://open", "", "no editor is called"},
		{"a script", "javascript:alert('{file}')", "", "opens no editor"},
		{"a script, written otherwise", "JavaScript:{file}", "", "opens no editor"},
		{"a script behind a space", " javascript:{file}", "", "opens no editor"},
		{"a script with a tab in it", "java\tscript:{file}", "", "opens no editor"},
		{"data", "data:text/html,{file}", "", "opens no editor"},
		{"a website", "https://evil.example/{file}", "", "opens no editor"},
		{"no scheme", "://{file}", "", "opens no editor"},
		{"no address", "ed://%zz/{file}", "", "no address that a browser can follow"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := EditorLink(tt.editor)
			if got != tt.want || (err != nil) != (tt.refused != "") {
				t.Fatalf("got %q, %v; want %q, refused: %q", got, err, tt.want, tt.refused)
			}
			if err != nil && !strings.Contains(err.Error(), tt.refused) {
				t.Errorf("got %v, want %s", err, tt.refused)
			}
		})
	}
}

func TestFillEditorLink(t *testing.T) {
	tests := []struct{ name, form, file, want string }{
		{"vscode", "vscode", "/home/ana/guide/content/costs.md", "vscode://file/home/ana/guide/content/costs.md:3:5"},
		{"a drive", "vscode", `C:/guide/content/costs.md`, "vscode://file/C:/guide/content/costs.md:3:5"},
		{"odd characters", "vscode", "/a b/ü&?#%/x.md", "vscode://file/a%20b/%C3%BC%26%3F%23%25/x.md:3:5"},
		{"idea", "idea", "/a/x&line=9.md", "idea://open?file=/a/x%26line%3D9.md&line=3&column=5"},
		{"sublime", "sublime", "/a/x.md", "subl://open?url=file:///a/x.md&line=3&column=5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := fillEditorLink(editors[tt.form], tt.file, 3, 5); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// TestEditorLinkOfFiles holds which files can be opened: those of the writer.
func TestEditorLinkOfFiles(t *testing.T) {
	dir := t.TempDir()
	p := newPreview(Options{Watch: []string{dir}, Prefix: "clinic/", Editor: editors["vscode"]}.withDefaults())
	link := "vscode://file/" + strings.TrimPrefix(escapedFile(filepath.Join(dir, "content", "costs.md")), "/") + ":2:1"
	for name, want := range map[string]string{
		"clinic/content/costs.md":     link,
		"content/costs.md":            "",
		"(built in) content/costs.md": "",
		"clinic/content/../../x.md":   "",
		"clinic/secret.md":            "",
	} {
		if got := p.editorLink(&diag.File{Name: name, Data: []byte("a\nb")}, 2); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	p.editor = ""
	if got := p.editorLink(&diag.File{Name: "clinic/content/costs.md"}, 0); got != "" {
		t.Errorf("without an editor: got %q", got)
	}
}
