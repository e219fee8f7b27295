package sbom

import (
	"bytes"
	"crypto/sha256"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var day = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// sample is a program with a module of every sort.
func sample() Program {
	return Program{Name: "iopguide", Version: "0.1.0", Licence: "MIT AND CC-BY-4.0", Sum: sha256.Sum256([]byte("program")), Day: day,
		Info: &debug.BuildInfo{GoVersion: "go1.26.8", Deps: []*debug.Module{
			{Path: "github.com/BurntSushi/toml", Version: "v1.6.0", Sum: "h1:abc="},
			{Path: "example.org/old", Version: "v2.0.0+incompatible"},
			{Path: "example.org/here", Version: "v1.0.0", Replace: &debug.Module{Path: "example.org/there", Version: "v1.0.1"}},
			{Path: "example.org/folder", Version: "v1.0.0", Replace: &debug.Module{Path: "../folder"}},
		}, Settings: []debug.BuildSetting{{Key: "GOOS", Value: "linux"}}}}
}

func written(t *testing.T, p Program) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// published compiles the schema that CycloneDX publishes.
func published(t *testing.T) *jsonschema.Schema {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/CycloneDX/cyclonedx-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	const address = "http://cyclonedx.org/schema/"
	for _, name := range []string{"bom-1.6.schema.json", "spdx.schema.json", "jsf-0.82.schemax.json"} {
		f, err := os.Open(filepath.Join(strings.TrimSpace(string(out)), "schema", name))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource(address+strings.Replace(name, "schemax", "schema", 1), doc); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := compiler.Compile(address + "bom-1.6.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestSchema holds bills against the schema that CycloneDX publishes.
func TestSchema(t *testing.T) {
	schema := published(t)
	own, _ := debug.ReadBuildInfo()
	of := sample()
	of.Info = own
	for name, data := range map[string][]byte{"a sample": written(t, sample()), "this test": written(t, of),
		"a site": ofSite(t, website()), "a site with own code": ofSite(t, ownCode()), "a site of nothing of ours": ofSite(t, Site{Title: "x"})} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for word, data := range map[string][]byte{
		`"library"`: written(t, sample()), `"complete"`: ofSite(t, website()), `"file"`: ofSite(t, website())} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.Replace(string(data), word, `"book"`, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(doc) == nil {
			t.Errorf("the schema takes a book in place of %s", word)
		}
	}
}

// TestReadBack reads a bill as others do.
func TestReadBack(t *testing.T) {
	var b cdx.BOM
	if err := cdx.NewBOMDecoder(bytes.NewReader(written(t, sample())), cdx.BOMFileFormatJSON).Decode(&b); err != nil {
		t.Fatal(err)
	}
	if got, want := b.SerialNumber, "urn:uuid:"; !strings.HasPrefix(got, want) || got[23] != '8' {
		t.Errorf("serial number: got %s, want a UUID of version 8", got)
	}
	main := b.Metadata.Component
	if main.Name != "iopguide" || main.Version != "0.1.0" || (*main.Licenses)[0].Expression != "MIT AND CC-BY-4.0" {
		t.Errorf("the program: got %+v", main)
	}
	want := []string{
		"pkg:golang/std@1.26.8",
		"pkg:golang/github.com/BurntSushi/toml@v1.6.0",
		"pkg:golang/example.org/old@v2.0.0%2Bincompatible",
		"pkg:golang/example.org/there@v1.0.1",
		"pkg:golang/example.org/folder@v1.0.0",
	}
	if len(*b.Components) != len(want) || len(*(*b.Dependencies)[0].Dependencies) != len(want) {
		t.Fatalf("got %d components, want %d", len(*b.Components), len(want))
	}
	for i, c := range *b.Components {
		if c.PackageURL != want[i] {
			t.Errorf("component %d: got %s, want %s", i, c.PackageURL, want[i])
		}
	}
}

func TestSameProgramSameBill(t *testing.T) {
	if !bytes.Equal(written(t, sample()), written(t, sample())) {
		t.Error("two bills of one program differ")
	}
	other := sample()
	other.Sum[0]++
	if bytes.Equal(written(t, sample()), written(t, other)) {
		t.Error("the bills of two programs are the same")
	}
}
