package schema

import (
	"testing"

	"iopguide/generator/internal/diag"
)

func BenchmarkFrontMatter(b *testing.B) {
	f := &diag.File{Name: "x.md", Data: []byte("---\ntitle: Paying for an IOP\ndescription: What it costs, and who pays.\n" +
		"summary: Most plans pay. Ask yours.\nweight: 10\nkeywords: [cost, insurance]\nrelated:\n  - costs/insurance.md\n---\nText.\n")}
	b.ReportAllocs()
	for b.Loop() {
		var list diag.List
		if v, _ := FrontMatter(f, &list); v == nil {
			b.Fatal(list)
		}
	}
}
