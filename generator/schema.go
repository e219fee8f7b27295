package main

import (
	"fmt"
	"runtime"

	"iopguide/generator/internal/schema"
)

type schemaCommand struct {
	Name string `arg:"" enum:"page,site,data" help:"page for front matter, site for site.yaml, data for content/_data/."`
}

// Run prints the schema.
func (c *schemaCommand) Run(a *app) error { return schema.JSONSchema(a.stdout, c.Name) }

type versionCommand struct{}

// Run prints the release, and the system that this program is made for.
func (versionCommand) Run(a *app) error {
	_, err := fmt.Fprintln(a.stdout, "iopguide", release, runtime.GOOS+"/"+runtime.GOARCH)
	return err
}
