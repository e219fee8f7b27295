// Package sbom writes bills of materials, as CycloneDX 1.6 documents in JSON
// (https://cyclonedx.org). That of a Go program lists what is linked into it: what
// the linker noted in the program itself, so that it cannot be another program's.
// That of a site lists its files. The same program, or site, always has the same
// bill.
package sbom

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
)

// A Program is what a bill is written for.
type Program struct {
	Name, Version string
	Licence       string           // of the program itself, as an SPDX expression
	Info          *debug.BuildInfo // what the linker noted
	Sum           [32]byte         // SHA-256 of the program's file
	Day           time.Time        // on which it was released
}

// standard is the bill's name for what comes with Go itself.
const standard = "std"

type bill struct {
	Format       string        `json:"bomFormat"`
	Spec         string        `json:"specVersion"`
	Serial       string        `json:"serialNumber"`
	Version      int           `json:"version"`
	Metadata     metadata      `json:"metadata"`
	Components   []component   `json:"components"`
	Dependencies []dependency  `json:"dependencies"`
	Compositions []composition `json:"compositions,omitempty"`
}

type metadata struct {
	Time      string    `json:"timestamp"`
	Tools     *tools    `json:"tools,omitempty"`
	Component component `json:"component"`
}

type tools struct {
	Components []component `json:"components"`
}

type component struct {
	Type       string      `json:"type"`
	Ref        string      `json:"bom-ref,omitempty"`
	Name       string      `json:"name"`
	Version    string      `json:"version,omitempty"`
	About      string      `json:"description,omitempty"`
	Hashes     []hash      `json:"hashes,omitempty"`
	Licences   []licence   `json:"licenses,omitempty"`
	URL        string      `json:"purl,omitempty"`
	Parts      []component `json:"components,omitempty"`
	Properties []property  `json:"properties,omitempty"`
}

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type licence struct {
	Expression string `json:"expression"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref string   `json:"ref"`
	On  []string `json:"dependsOn"`
}

// A composition says how much is known of the parts of what it names, or of what
// that depends on.
type composition struct {
	Aggregate    string   `json:"aggregate"`
	Assemblies   []string `json:"assemblies,omitempty"`
	Dependencies []string `json:"dependencies,omitempty"`
}

// Write writes the bill of a program to w.
func Write(w io.Writer, p Program) error {
	main := p.component()
	b := bill{Format: "CycloneDX", Spec: "1.6", Serial: serial(p.Sum), Version: 1,
		Metadata:   metadata{Time: stampOf(p.Day), Component: main},
		Components: []component{module(standard, strings.TrimPrefix(p.Info.GoVersion, "go"), "")},
	}
	for _, m := range p.Info.Deps {
		if m.Replace != nil && m.Replace.Version != "" { // by no folder of this computer
			m = m.Replace
		}
		b.Components = append(b.Components, module(m.Path, m.Version, m.Sum))
	}
	all := dependency{Ref: main.Ref, On: []string{}}
	for _, c := range b.Components {
		all.On = append(all.On, c.Ref)
	}
	b.Dependencies = []dependency{all}
	return b.write(w)
}

// write writes the bill itself.
func (b bill) write(w io.Writer) error {
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return fmt.Errorf("write a bill of materials: %w", err)
	}
	_, err = w.Write(append(data, '\n'))
	return err
}

// stampOf is a day as bills tell it.
func stampOf(day time.Time) string { return day.UTC().Format(time.RFC3339) }

// component returns the program itself, with how it was built.
func (p Program) component() component {
	c := component{Type: "application", Name: p.Name, Version: p.Version, URL: purl("generic", p.Name, p.Version),
		Hashes: []hash{{"SHA-256", hex.EncodeToString(p.Sum[:])}}}
	c.Ref = c.URL
	if p.Licence != "" {
		c.Licences = []licence{{p.Licence}}
	}
	for _, s := range p.Info.Settings {
		c.Properties = append(c.Properties, property{"go:build:" + s.Key, s.Value})
	}
	return c
}

// module returns a Go module. sum is what go.sum holds of it: a hash of all its
// files, which is no hash that CycloneDX knows.
func module(path, version, sum string) component {
	u := purl("golang", path, version)
	c := component{Type: "library", Ref: u, Name: path, Version: version, URL: u}
	if sum != "" {
		c.Properties = []property{{"go:sum", sum}}
	}
	return c
}

// purl returns a package URL. The case of a module's path counts, so it stays.
func purl(kind, path, version string) string {
	names := strings.Split(path, "/")
	for i, name := range names {
		names[i] = url.PathEscape(name)
	}
	return "pkg:" + kind + "/" + strings.Join(names, "/") + "@" + url.QueryEscape(version)
}

// serial returns the name of the one bill of a file: a UUID of version 8.
func serial(sum [32]byte) string {
	sum[6] = sum[6]&0x0f | 0x80
	sum[8] = sum[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
