package check

import (
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
)

var wordsChanged = &Rule{Name: "words-changed", Severity: diag.Warning, Each: checkWords,
	Doc: `Reports a page whose words are not those that were reviewed. The page says so to its readers.
A review is bound to the words by their hash, under reviewOf.`}

func checkWords(s *SitePass, p *content.Page) {
	if p.Reviewed.IsZero() || p.ReviewOf == p.Hash {
		return
	}
	key, message := "reviewOf", "the words of this page are not those that were reviewed on "
	if p.ReviewOf == "" {
		key, message = "reviewed", "nothing says which words were reviewed on "
	}
	start, end := p.Place(key)
	s.Report(p, start, end, message+p.Reviewed.String(),
		"once the words as they are now are reviewed, write reviewOf: "+p.Hash)
}
