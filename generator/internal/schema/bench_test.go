package schema

import (
	"testing"

	"iopguide/generator/internal/diag"
)

// BenchmarkFrontMatter reads the same fields in lines that are flat, and with a
// remark that leaves them to the YAML library.
func BenchmarkFrontMatter(b *testing.B) {
	const fields = "title: Paying for an IOP\ndescription: What it costs, and who pays.\n" +
		"summary: Most plans pay. Ask yours.\nweight: 10\nkeywords: [cost, insurance]\nrelated: [costs/insurance.md]\n"
	for _, bench := range []struct{ name, text string }{{"flat", fields}, {"library", fields + "# a remark\n"}} {
		b.Run(bench.name, func(b *testing.B) {
			f := &diag.File{Name: "x.md", Data: []byte("---\n" + bench.text + "---\nText.\n")}
			b.ReportAllocs()
			for b.Loop() {
				var list diag.List
				if v, _ := FrontMatter(f, &list); v == nil {
					b.Fatal(list)
				}
			}
		})
	}
}
