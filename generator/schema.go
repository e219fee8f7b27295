package main

import (
	"fmt"

	"iopguide/generator/internal/schema"
)

type schemaCommand struct {
	Name string `arg:"" enum:"page,site,data" help:"page for front matter, site for site.yaml, data for content/_data/."`
}

// Run prints the schema.
func (c *schemaCommand) Run(a *app) error { return schema.JSONSchema(a.stdout, c.Name) }

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(a *app) error {
	_, err := fmt.Fprintln(a.stdout, "iopguide", release)
	return err
}
