package check

import (
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// overdueEntries reports the entries of a data file that were not checked in
// time.
func (p *SitePass) overdueEntries(entries *schema.Value, help string) {
	for _, key := range entries.Keys() {
		checked, every := entries.Get(key, "checked"), entries.Get(key, "every")
		if checked == nil || every == nil {
			continue
		}
		if due := checked.Date().Add(every.Every()); due.Before(p.Day) {
			p.Add(nil, diag.Diagnostic{File: checked.File, Start: checked.Start, End: checked.End,
				Message: key + " should have been checked by " + due.String(), Help: help})
		}
	}
}
