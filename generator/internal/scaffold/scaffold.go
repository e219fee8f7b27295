// Package scaffold writes what a person begins with: the few files of a new site, the
// first words of a new page, and one of many sites from a line of a table.
//
// Settings are what a site.yaml says, by key, such as clinic.phone. SiteYAML
// writes them with what schema tells of each key, and beside them, as remarks,
// those that a clinic is likely to want next. An archetype is a page to write
// over: front matter from the same tables, and a body in the language of the
// page.
//
// A Stage is a folder that is filled before anybody sees it. What is in it comes
// to its place as a whole or not at all, and never over a file that is there.
//
// A table of sites, in CSV, is read into Rows of Cells, each with its place. ProfileYAML
// writes the profile of a Row, and knows of each line the cell that it comes from: so
// what a build finds wrong with the profile is told of the table.
//
// The package knows nothing of flags and terminals, and asks nobody: who calls it
// has the answers.
package scaffold
