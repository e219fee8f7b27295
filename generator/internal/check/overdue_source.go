package check

import "iopguide/generator/internal/diag"

var overdueSource = &Rule{Name: "overdue-source", Severity: diag.Warning, Site: checkSources,
	Doc: `Reports a source that nobody looked at for longer than its entry in sources.yaml allows.
Look whether it still says what the pages say, and write the day under checked.`}

func checkSources(s *SitePass) {
	s.overdueEntries(s.Site.Data.Values.Sources, "look whether it still says so, and write the day under checked")
}
