package scaffold

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"iopguide/generator/internal/schema"
)

// A Profile is the file of one of many sites, as a row of a table has it.
type Profile struct {
	Data []byte
	rows []int // numbers of the row's cells, by the file's lines; -1 for a line that is none's
}

// ProfileYAML writes the profile that a row tells of. It says at its top who wrote it,
// so that Renewable can tell.
func ProfileYAML(row Row) Profile {
	order := make([]int, 0, len(row.Cells))
	for i, c := range row.Cells {
		if c.Key != ProfileColumn {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return rank(row.Cells[a].Key) - rank(row.Cells[b].Key) })
	var p Profile
	var b strings.Builder
	var above []string
	line := func(depth, cell int, text string) {
		b.WriteString(strings.Repeat("  ", depth) + text + "\n")
		p.rows = append(p.rows, cell)
	}
	for _, i := range order {
		c := row.Cells[i]
		parts := strings.Split(c.Key, ".")
		last := len(parts) - 1
		for depth, part := range parts[:last] {
			if depth >= len(above) || above[depth] != part {
				above = append(above[:min(depth, len(above)):min(depth, len(above))], part)
				line(depth, -1, part+":")
			}
		}
		above = parts[:last:last]
		line(last, i, parts[last]+": "+written(c))
	}
	body := b.String()
	top := mark + sum(body) + ").\n" + advice
	p.rows = append(slices.Repeat([]int{-1}, strings.Count(top, "\n")), p.rows...)
	p.Data = []byte(top + body)
	return p
}

// mark begins the files that an import wrote, and advice follows it.
const (
	mark   = "# Made from a table by iopguide profiles import ("
	advice = "# Change the table and import it again with --update: it renews this file, unless you change it here.\n"
)

var marked = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^` + regexp.QuoteMeta(mark) + `([0-9a-f]+)\)\.\n#[^\n]*\n`)
})

// Renewable tells of a profile's file whether an import wrote it, and whether it still
// is what that wrote.
func Renewable(data []byte) (ours, unchanged bool) {
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	m := marked().FindStringSubmatchIndex(text)
	if m == nil {
		return false, false
	}
	return true, text[m[2]:m[3]] == sum(text[m[1]:])
}

// sum tells whether a file is still what was written.
func sum(body string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(body)))[:12] }

// Cell returns the number of the row's cell that a line of the file, counted from 1,
// comes from; -1 if from none.
func (p Profile) Cell(line int) int {
	if line < 1 || line > len(p.rows) {
		return -1
	}
	return p.rows[line-1]
}

// rank is the place of a key in a file, which is the one that site.yaml would have.
func rank(key string) int {
	return slices.IndexFunc(known(), func(c column) bool { return c.key == key || strings.HasPrefix(key, c.key+".") })
}

// written returns the value of a cell as YAML.
func written(c Cell) string {
	field := schema.Field{Type: schema.Text}
	if i := rank(c.Key); i >= 0 {
		field = known()[i].field
	}
	items := make([]string, len(c.Values))
	for i, v := range c.Values {
		items[i] = schema.Scalar(v)
	}
	switch {
	case field.Type == schema.List:
		return "[" + strings.Join(items, ", ") + "]"
	case field.Type == schema.Flag && flags[strings.ToLower(c.Values[0])] != "":
		return flags[strings.ToLower(c.Values[0])]
	case field.Type == schema.Number && strings.Trim(c.Values[0], "0123456789") == "":
		return c.Values[0]
	}
	return items[0]
}

// flags are the words that people and spreadsheets have for true and false.
var flags = map[string]string{"true": "true", "yes": "true", "false": "false", "no": "false"}
