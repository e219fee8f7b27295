package markdown

import (
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
)

// page returns a page of about 900 words, as long as most of the guide's are.
func page() []byte {
	var b strings.Builder
	section := `## What a day looks like

An IOP is treatment that you go to several days a week. You don't stay the
night: "home" stays home. Most programs run 9 to 19 hours. [@medicare-iop]

- **Groups** meet with a [therapist](/components/group-therapy.md), who leads
- You learn skills -- such as breathing -- and try them at home
- Family may join, if *you* want that [@samhsa-iop; @asam]

| Kind of care | Hours a week |
|--------------|-------------:|
| Outpatient   | 1 to 2       |
| IOP          | 9 to 19      |

> [!NOTE]
> **You can ask**
>
> Ask how long the program takes, who leads it & what it costs.

`
	for range 9 {
		b.WriteString(section)
	}
	return []byte(b.String())
}

func BenchmarkConvert(b *testing.B) {
	f := &diag.File{Name: "x.md", Data: page()}
	env := &Env{Lang: "en", Glossary: glossary}
	b.SetBytes(int64(len(f.Data)))
	b.ReportAllocs()
	for b.Loop() {
		var list diag.List
		shared.Convert(f, 0, env, &list)
	}
}
