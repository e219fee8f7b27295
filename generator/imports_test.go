package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// arrows are the imports that ARCHITECTURE.md draws: of ours, and of others'.
// A new one is a design change: draw it there first.
var arrows = map[string]string{
	"diag":      "golang.org/x/text/width",
	"overlay":   "golang.org/x/sys",
	"brand":     "diag golang.org/x/image/colornames",
	"card":      "golang.org/x/image golang.org/x/text/unicode/norm",
	"publish":   "golang.org/x/sys",
	"schema":    "diag github.com/adrg/frontmatter go.yaml.in/yaml/v4",
	"markdown":  "diag github.com/yuin/goldmark",
	"selfcheck": "diag markdown github.com/yuin/goldmark",
	"content":   "diag schema markdown selfcheck golang.org/x/text/unicode/norm",
	"site":      "diag schema markdown content golang.org/x/text/feature/plural golang.org/x/text/language github.com/nyaruka/phonenumbers",
	"recall":    "diag schema site",
	"layout":    "diag schema markdown selfcheck content site golang.org/x/text/language",
	"check":     "diag schema markdown selfcheck content site golang.org/x/net/html",
	"host":      "diag",
	"build": "diag overlay brand card schema markdown content site layout check publish recall host github.com/tdewolff/minify/v2 " +
		"github.com/evanw/esbuild github.com/bmatcuk/doublestar/v4 golang.org/x/text/language golang.org/x/image/webp golang.org/x/net/html github.com/andybalholm/brotli",
	"browse":   "host github.com/chromedp/chromedp github.com/chromedp/cdproto",
	"report":   "browse build check content diag host publish recall schema site golang.org/x/net/html",
	"serve":    "diag overlay build github.com/fsnotify/fsnotify",
	"scaffold": "diag schema",
	"testsite": "iopguide",
	"sbom":     "",
	"archive":  "",
	"/release": "archive sbom",
	"/bench": "overlay browse build testsite github.com/alecthomas/kong github.com/yuin/goldmark " +
		"github.com/chromedp/chromedp github.com/chromedp/cdproto golang.org/x/sys",
	"": "iopguide diag overlay schema markdown selfcheck content check host browse build publish recall report serve scaffold archive sbom " +
		"github.com/alecthomas/kong golang.org/x/term golang.org/x/sys rsc.io/qr",
}

const (
	internal = "iopguide/generator/internal/"
	command  = "iopguide/generator"
)

// TestArrows holds the imports of every package against arrows.
func TestArrows(t *testing.T) {
	for path, imports := range listed(t) {
		name := strings.TrimPrefix(strings.TrimPrefix(path, command), "/internal/")
		allowed, known := arrows[name]
		if !known {
			t.Errorf("package %s is not drawn in ARCHITECTURE.md", path)
		}
		for _, imp := range imports {
			if !drawn(imp, strings.Fields(allowed)) {
				t.Errorf("%s imports %s: no such arrow is drawn", path, imp)
			}
		}
	}
}

// drawn reports whether an import is the standard library's or allowed.
func drawn(imp string, allowed []string) bool {
	first, _, _ := strings.Cut(imp, "/")
	if !strings.Contains(first, ".") && first != "iopguide" {
		return true
	}
	if own, ok := strings.CutPrefix(imp, internal); ok {
		return slices.Contains(allowed, own)
	}
	return slices.ContainsFunc(allowed, func(a string) bool { return imp == a || strings.HasPrefix(imp, a+"/") })
}

// listed returns what each package of the program imports, tests apart.
func listed(t *testing.T) map[string][]string {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := map[string][]string{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		if len(p.Imports) > 0 {
			packages[p.ImportPath] = p.Imports
		}
	}
}
