package sbom

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"testing"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// website is a site as most clinics have it.
func website() Site {
	return Site{Title: `Oak & Elm's "Guide"`, Sum: sha256.Sum256([]byte("site")), Day: day, Builder: "iopguide", Release: "0.1.0",
		Licence: "MIT AND CC-BY-4.0", Guide: true,
		Files: []File{{"costs/index.html", sha256.Sum256([]byte("costs"))}, {"index.html", sha256.Sum256([]byte("home"))}}}
}

// ownCode is a site with a script of its owner.
func ownCode() Site {
	s := website()
	s.Own = []string{"static/js/own.js"}
	return s
}

func ofSite(t *testing.T, s Site) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteSite(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readSite reads the bill of a site as others do.
func readSite(t *testing.T, s Site) cdx.BOM {
	t.Helper()
	var b cdx.BOM
	if err := cdx.NewBOMDecoder(bytes.NewReader(ofSite(t, s)), cdx.BOMFileFormatJSON).Decode(&b); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestReadSiteBack(t *testing.T) {
	s := website()
	b := readSite(t, s)
	main := b.Metadata.Component
	if main.Name != s.Title || len(main.Version) != 64 || main.Licenses != nil {
		t.Errorf("the site: got %+v", main)
	}
	if tool := (*b.Metadata.Tools.Components)[0]; tool.Name != "iopguide" || tool.Version != "0.1.0" || tool.Hashes != nil {
		t.Errorf("the tool: got %+v", tool)
	}
	if b.Metadata.Timestamp != "2026-11-24T00:00:00Z" {
		t.Errorf("the day: got %s", b.Metadata.Timestamp)
	}
	files := *main.Components
	if len(files) != 2 || files[1].Name != "index.html" || (*files[1].Hashes)[0].Value != "4ea140588150773ce3aace786aeef7f4049ce100fa649c94fbbddb960f1da942" {
		t.Errorf("the files: got %+v", files)
	}
	if len(*b.Components) != 1 || (*(*b.Components)[0].Licenses)[0].Expression != "MIT AND CC-BY-4.0" {
		t.Errorf("what it is made with: got %+v, want the guide", b.Components)
	}
	if on := *(*b.Dependencies)[0].Dependencies; len(on) != 1 || on[0] != "pkg:generic/iopguide@0.1.0" {
		t.Errorf("what it depends on: got %v, want the guide", on)
	}
}

// TestKnown says of sites whether all is known of what they are made with.
func TestKnown(t *testing.T) {
	alone := website()
	alone.Guide = false
	tests := []struct {
		name  string
		site  Site
		want  cdx.CompositionAggregate
		parts int
	}{
		{"of the guide", website(), cdx.CompositionAggregateComplete, 1},
		{"with own code", ownCode(), cdx.CompositionAggregateUnknown, 1},
		{"without the guide", alone, cdx.CompositionAggregateComplete, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := readSite(t, tt.site)
			all := *b.Compositions
			if all[0].Aggregate != cdx.CompositionAggregateComplete || (*all[0].Assemblies)[0] != "site" {
				t.Errorf("its files: got %+v, want complete", all[0])
			}
			if all[1].Aggregate != tt.want || (*all[1].Dependencies)[0] != "site" {
				t.Errorf("what it is made with: got %+v, want %s", all[1], tt.want)
			}
			if got := len(*b.Components); got != tt.parts {
				t.Errorf("got %d parts, want %d", got, tt.parts)
			}
			if text := string(ofSite(t, tt.site)); strings.Contains(text, "own.js") != (tt.site.Own != nil) {
				t.Errorf("own code is told wrongly:\n%s", text)
			}
		})
	}
}

func TestSameSiteSameBill(t *testing.T) {
	if !bytes.Equal(ofSite(t, website()), ofSite(t, website())) {
		t.Error("two bills of one site differ")
	}
	other := website()
	other.Sum[0]++
	if readSite(t, website()).SerialNumber == readSite(t, other).SerialNumber {
		t.Error("the bills of two sites have the same name")
	}
}
