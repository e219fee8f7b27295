package layout

import (
	"fmt"

	"iopguide/generator/internal/schema"
)

var months = map[string][12]string{
	"en": {"January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December"},
	"es": {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
		"septiembre", "octubre", "noviembre", "diciembre"},
}

// longDate writes a day as lang does, such as November 24, 2026. In a language
// whose months we do not know it is 2026-11-24, which all can read.
func longDate(lang string, d schema.Date) string {
	names, ok := months[lang]
	switch {
	case d.IsZero():
		return ""
	case !ok:
		return d.String()
	case lang == "en":
		return fmt.Sprintf("%s %d, %d", names[d.Month-1], d.Day, d.Year)
	}
	return fmt.Sprintf("%d de %s de %d", d.Day, names[d.Month-1], d.Year)
}
