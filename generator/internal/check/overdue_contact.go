package check

import "iopguide/generator/internal/diag"

var overdueContact = &Rule{Name: "overdue-contact", Severity: diag.Warning, Site: checkContacts,
	Doc: `Reports a phone, text or chat line that was not checked for longer than its entry in
contacts.yaml allows. Call it, and write the day under checked.`}

func checkContacts(s *SitePass) {
	for _, lang := range s.Site.Config.Languages {
		s.overdueEntries(s.Site.Data.Values.Contacts[lang], "call or open it, and write the day under checked")
	}
}
