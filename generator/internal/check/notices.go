package check

import (
	"strings"

	"iopguide/generator/internal/diag"
)

var missingNotices = &Rule{Name: "missing-notices", Severity: diag.Warning, Site: checkNotices,
	Doc: `Reports a clinic's site in the United States that does not link to the notices that clinics there
usually have on their websites: privacy practices (HIPAA, 45 CFR 164.520), nondiscrimination and free language help
(Section 1557 of the Affordable Care Act), health data privacy (Washington's My Health My Data Act) and an accessibility
statement. This is no legal advice. Which of them the law asks of a clinic depends on how it is paid, how large it is and
in which states it works, and small or cash-only practices may not need all of them: ask a lawyer. For one that you do not
need, write its name with nothing after it.`}

// usualNotices are the notices by their keys in site.yaml, each with the law that
// asks for it.
var usualNotices = []struct{ key, law string }{
	{"privacyPractices", " (HIPAA)"},
	{"nondiscrimination", " (Section 1557)"},
	{"languageHelp", " (Section 1557)"},
	{"healthData", " (readers in Washington state)"},
	{"accessibility", ""},
}

func checkNotices(s *SitePass) {
	settings := s.Site.Data.Values.Settings
	if s.Site.Config.Clinic == nil || s.Site.Config.Region != "US" {
		return
	}
	at := settings.Get("notices")
	var missing []string
	for _, n := range usualNotices {
		if at.Get(n.key) == nil && at.Removed(n.key) == nil {
			missing = append(missing, n.key+n.law)
		}
	}
	if len(missing) == 0 {
		return
	}
	if at == nil {
		at = settings.Get("clinic")
	}
	s.Add(nil, diag.Diagnostic{File: at.File, Start: at.KeyStart, End: at.KeyEnd,
		Message: "notices that clinics in the United States usually link to are missing: " + strings.Join(missing, ", "),
		Help: "write the address of each under notices; for one that you do not need, its name with nothing after it. " +
			"This is no legal advice: a small or cash-only practice may not need all of them, and iopguide check --rules says more"})
}
