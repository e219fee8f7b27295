// Package iopguide holds the site that this program is shipped with.
package iopguide

import (
	"embed"
	"io/fs"
)

// all: keeps the files whose names begin with a dot or an underscore, such as
// static/.well-known and content/_data, which go:embed leaves out otherwise.
//
//go:embed site.yaml all:content all:layouts all:static
var files embed.FS

// Default returns the built-in site: site.yaml, content, layouts and static.
// Dot files other than .well-known, and what editors leave behind, are part of
// no site: whoever reads the site passes over them.
func Default() fs.FS { return files }

//go:embed LICENSE LICENSE-content
var licences embed.FS

// Licences returns the terms of the built-in site: LICENSE those of its layouts, styles
// and scripts, LICENSE-content those of its words and pictures.
func Licences() fs.FS { return licences }
