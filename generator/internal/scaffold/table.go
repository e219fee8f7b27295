package scaffold

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// A Row is a line of a table of sites: what sets one of them apart.
type Row struct {
	Start, End int // of its first cell that says something, in the table
	Cells      []Cell
}

// A Cell gives a key its value.
type Cell struct {
	Key        string   // such as clinic.phone, or ProfileColumn
	Values     []string // the items of a list, or one
	Start, End int
}

// ProfileColumn is the column that names the profile. Every other is a key.
const ProfileColumn = "profile"

// nameColumn is what a site is called if it has no name in the ProfileColumn.
const nameColumn = "clinic.name"

// Get returns the cell of a key, or nil.
func (r Row) Get(key string) *Cell {
	if i := slices.IndexFunc(r.Cells, func(c Cell) bool { return c.Key == key }); i >= 0 {
		return &r.Cells[i]
	}
	return nil
}

// ReadTable reads a table in CSV, whose first line names the columns. A column is a
// key of site.yaml, such as clinic.phone, or the last part of one, such as phone.
// Commas, semicolons or tabs part the cells, whichever the first line has. A cell
// with nothing in it says nothing. If anything is wrong the rows are of no use.
func ReadTable(f *diag.File, list *diag.List) []Row {
	records := readRecords(f, list)
	if len(records) == 0 {
		if !list.HasErrors() {
			list.Error(f, 0, 0, "table", "there is nothing in this table",
				"name the columns in the first line, such as name,phone,primary, and write a line for each site below it")
		}
		return nil
	}
	t := table{f, list}
	columns := t.columns(records[0])
	if columns == nil {
		return nil
	}
	var rows []Row
	for _, record := range records[1:] {
		if row := t.row(record, columns); len(row.Cells) > 0 {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 && !list.HasErrors() {
		t.wrong(records[0][0], "there is no line below the names of the columns", "write one for each site")
	}
	return rows
}

// A table reports what is wrong in its file.
type table struct {
	f    *diag.File
	list *diag.List
}

func (t table) wrong(p piece, message, help string) {
	t.list.Error(t.f, p.start, p.end, "table", message, help)
}

// row reads the cells of a record. It is empty if they all are.
func (t table) row(record []piece, columns []column) Row {
	var row Row
	for i, p := range record {
		text := oneLine(p.text)
		switch {
		case text == "":
			continue
		case i >= len(columns) || columns[i].key == "":
			t.wrong(p, "there is no name above this cell", "name its column in the first line; a cell that holds the sign "+
				"between cells must stand in quotation marks")
			continue
		case strings.ContainsFunc(text, unprinted):
			t.wrong(p, "there are characters in this cell that nobody can see", "type it anew; they come with text that was pasted")
		}
		if len(row.Cells) == 0 {
			row.Start, row.End = p.start, p.end
		}
		row.Cells = append(row.Cells, Cell{columns[i].key, columns[i].values(text), p.start, p.end})
	}
	if len(row.Cells) > 0 && row.Get(ProfileColumn) == nil && row.Get(nameColumn) == nil {
		t.wrong(piece{"", row.Start, row.End}, "this row has no name", "write into the column name what the clinic is called")
	}
	return row
}

// oneLine returns what a cell says in one line: in a spreadsheet it may have several,
// as an address has.
func oneLine(text string) string {
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r", "\n"), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	for i := range len(lines) - 1 {
		lines[i] = strings.TrimRight(lines[i], ", ")
	}
	return strings.Join(lines, ", ")
}

// unprinted reports whether r cannot be seen. Joiners can: words of some languages
// need them.
func unprinted(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' || r == utf8.RuneError
}

// A column is a key that its cells give a value.
type column struct {
	key   string // "" for a column without a name
	field schema.Field
}

// values returns what text says, the items of a list apart.
func (c column) values(text string) []string {
	if c.field.Type != schema.List {
		return []string{text}
	}
	signs := ",;"
	if c.key == "clinic.insurance" {
		signs = ";" // the name of a plan may hold a comma
	}
	var items []string
	for _, item := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(signs, r) }) {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}
