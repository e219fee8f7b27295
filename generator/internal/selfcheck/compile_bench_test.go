package selfcheck_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// manyRoutes is a self-check of 178 questions, 59 rows of three after the first,
// each of which leads to all three of the next: about 3^60 routes.
func manyRoutes() string {
	const rows = 59
	var b strings.Builder
	question := func(name string, to func(i int) string) {
		fmt.Fprintf(&b, "## %s\n\nHow is number %s now?\n\nA sentence says why we ask this.\n\n", name, name)
		for i := range 3 {
			fmt.Fprintf(&b, "- [Answer %d](#%s)\n", i+1, to(i))
		}
		b.WriteString("\n")
	}
	name := func(row, i int) string { return fmt.Sprintf("q%d-%d", row, i) }
	question("q0", func(i int) string { return name(1, i) })
	for row := 1; row <= rows; row++ {
		for i := range 3 {
			question(name(row, i), func(i int) string {
				if row == rows {
					return fmt.Sprintf("r%d", i)
				}
				return name(row+1, i)
			})
		}
	}
	for i := range 3 {
		fmt.Fprintf(&b, "## r%d\n\n> [!TIP]\n> Rest.\n\n", i)
	}
	b.WriteString("## Checks\n\n- Everyone is asked [q0](#q0) first.\n- Everyone is asked [q0](#q0) before any result.\n" +
		"- Nobody answers more than 60 questions.\n\n")
	return b.String()
}

// dangerTable is a self-check whose first question has nine rows of four
// answers, the last of which leads to an emergency.
func dangerTable() string {
	var b strings.Builder
	b.WriteString("## Table\n\nHow often was it so?\n\n| Last week | Never | Some days | Most days | Every day |\n| --- | --- | --- | --- | --- |\n")
	for i := range 8 {
		fmt.Fprintf(&b, "| Thing %d | 0 | 1 | 2 | 3 |\n", i+1)
	}
	b.WriteString("| Keeping safe | 0 | [1](#now) | [2](#now) | [3](#now) |\n\n- [0 to 9](#rest)\n- [10 or more](#call)\n\n" +
		"## Now\n\n> [!CAUTION]\n> [911](tel:911)\n\n## Rest\n\n> [!TIP]\n> Rest.\n\n## Call\n\n> [!WARNING]\n> Call.\n")
	return b.String()
}

func clean(b *testing.B, text string) {
	if _, _, list := compile(text, "en"); list.HasErrors() {
		b.Fatalf("got %v", list)
	}
}

// BenchmarkCompile reads, proves and renders a tree; BenchmarkParse is what
// goldmark alone takes to parse the same file. The first is to be at most ten
// times the second.
func BenchmarkCompile(b *testing.B) {
	source := manyRoutes()
	clean(b, source)
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		compile(source, "en")
	}
}

func BenchmarkParse(b *testing.B) {
	source := []byte(manyRoutes())
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		md.Parser().Parse(text.NewReader(source))
	}
}

// BenchmarkDangerTable is to take at most 5 ms.
func BenchmarkDangerTable(b *testing.B) {
	source := dangerTable()
	clean(b, source)
	b.ReportAllocs()
	for b.Loop() {
		compile(source, "en")
	}
}
