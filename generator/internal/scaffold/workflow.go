package scaffold

import (
	"bytes"
	"embed"
	"path"
	"strings"
	"sync"
	"text/template"

	"iopguide/generator/internal/schema"
)

// A Workflow tells a service that keeps a site's sources what to do after each
// change, and once a week: to check, build and publish it.
type Workflow struct {
	Service string // one of Services
	Archive string // the name of the archive that holds the program
	Sum     string // its SHA-256, in hexadecimal
	Address string // where it is fetched from; "" if it lies with the sources, at Path
	Deploy  string // the store to publish to, such as s3://bucket/iop; "" for the service's own pages
}

// Services are those that a Workflow can be for.
var Services = []string{"github", "gitlab"}

// workflowFiles are where the services look for a workflow.
var workflowFiles = map[string]string{"github": ".github/workflows/guide.yml", "gitlab": ".gitlab-ci.yml"}

// actions are the steps that GitHub itself provides, each pinned to one commit.
var actions = struct{ Checkout, Upload, Deploy string }{
	Checkout: "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
	Upload:   "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
	Deploy:   "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0",
}

// unpack ends the steps that get the program.
const unpack = `echo "$IOPGUIDE_SHA256  $archive" | sha256sum --check --strict
mkdir -p .iopguide
tar -xzf "$archive" -C .iopguide --strip-components 1`

// fetch begins them where it is fetched: over https alone, and again if the line drops.
const fetch = `set -e
archive=$(mktemp)
curl --fail --silent --show-error --location --proto '=https' --proto-redir '=https' \
  --retry 3 --connect-timeout 20 --max-time 300 --output "$archive" "$IOPGUIDE_ADDRESS"
`

// File returns the name of the workflow's file, as seen from the site's folder.
func (w Workflow) File() string { return workflowFiles[w.Service] }

// Path is where the archive lies if it lies with the sources.
func (w Workflow) Path() string { return path.Join("."+w.Service, w.Archive) }

// Host is the host that the site is built for.
func (w Workflow) Host() string {
	if w.Deploy != "" {
		return "s3"
	}
	return w.Service
}

// Actions are the steps of GitHub's that it uses.
func (w Workflow) Actions() any { return actions }

// Get is what a shell does to get the program into the folder .iopguide: it ends
// before anything is run if the archive is not the one with the sum.
func (w Workflow) Get() string {
	if w.Address != "" {
		return fetch + unpack
	}
	return "set -e\narchive=$IOPGUIDE_ARCHIVE\n" + unpack
}

//go:embed workflows
var workflows embed.FS

var workflowText = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Delims("[[", "]]").Funcs(template.FuncMap{
		"scalar": schema.Scalar, "indent": indent,
	}).ParseFS(workflows, "workflows/*.yml"))
})

// indent moves each line of text n columns to the right.
func indent(n int, text string) string {
	space := strings.Repeat(" ", n)
	return space + strings.ReplaceAll(text, "\n", "\n"+space)
}

// Text returns the words of the file. What is in w has been held to be harmless in a
// shell: addresses and names are of letters, digits and a few signs.
func (w Workflow) Text() []byte {
	var b bytes.Buffer
	if err := workflowText().ExecuteTemplate(&b, w.Service+".yml", w); err != nil {
		panic(err) // the templates are ours, and each service has one
	}
	return b.Bytes()
}
