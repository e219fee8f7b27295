package scaffold

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// A piece is the text of a cell, and where it stands in the file.
type piece struct {
	text       string
	start, end int
}

// saveTable tells how a table becomes text that can be read.
const saveTable = "in Excel choose Save As, CSV UTF-8; in other programs UTF-8, or Unicode, for the character set"

// readRecords cuts a file into lines of cells. None is empty.
func readRecords(f *diag.File, list *diag.List) [][]piece {
	if bytes.HasPrefix(f.Data, []byte("PK\x03\x04")) {
		list.Error(&diag.File{Name: f.Name}, 0, 0, "table", "this is a workbook of a spreadsheet program, not a table as text", saveTable)
		return nil
	}
	var encoding diag.List
	if !schema.CheckText(f, &encoding) {
		for _, d := range encoding {
			d.Help = saveTable
			list.Add(d)
		}
		return nil
	}
	data := bytes.TrimPrefix(f.Data, []byte("\ufeff"))
	begin := len(f.Data) - len(data)
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord = separator(data), -1
	r.TrimLeadingSpace = r.Comma != '\t'
	starts := lineStarts(data)
	offset := func(line, column int) int { return min(starts[min(line, len(starts))-1]+max(column, 1)-1, len(data)) }
	var records [][]piece
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return records
		}
		if err != nil {
			at := begin + misquoted(err, offset, len(data))
			list.Error(f, at, at, "table", "the quotation marks of a cell do not match here",
				"a cell that begins with one ends with one; in such a cell, each that is to be seen is written twice")
			return nil
		}
		pieces := make([]piece, len(record))
		for i, text := range record {
			start := offset(r.FieldPos(i))
			pieces[i] = piece{text, begin + start, begin + start + cellLength(data[start:], byte(r.Comma))}
		}
		records = append(records, pieces)
	}
}

// misquoted returns the place of an error of package csv. What is never closed is told
// where its row begins.
func misquoted(err error, offset func(line, column int) int, end int) int {
	var wrong *csv.ParseError
	if !errors.As(err, &wrong) {
		return 0
	}
	if at := offset(wrong.Line, wrong.Column); wrong.Line == wrong.StartLine && at < end {
		return at
	}
	return offset(wrong.StartLine, 1)
}

// separator is the sign that parts the cells of the first line that holds something:
// in many countries spreadsheets write a semicolon.
func separator(data []byte) rune {
	line, _, _ := bytes.Cut(bytes.TrimLeft(data, "\r\n"), []byte("\n"))
	best, most, quoted := ',', 0, false
	count := map[rune]int{}
	for _, c := range string(line) {
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ',' || c == ';' || c == '\t'):
			if count[c]++; count[c] > most {
				best, most = c, count[c]
			}
		}
	}
	return best
}

// lineStarts returns where each line of data begins.
func lineStarts(data []byte) []int {
	starts := []int{0}
	for i, c := range data {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// cellLength returns how long the cell is that rest begins with.
func cellLength(rest []byte, comma byte) int {
	if len(rest) == 0 || rest[0] != '"' {
		if end := bytes.IndexAny(rest, string(comma)+"\r\n"); end >= 0 {
			return len(bytes.TrimRight(rest[:end], " "))
		}
		return len(rest)
	}
	for i := 1; i < len(rest); i++ {
		switch {
		case rest[i] != '"':
		case i+1 < len(rest) && rest[i+1] == '"':
			i++
		default:
			return i + 1
		}
	}
	return len(rest)
}
