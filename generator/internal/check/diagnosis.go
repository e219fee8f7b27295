package check

import "iopguide/generator/internal/selfcheck"

var diagnosis = &Rule{Name: "diagnosis", Dated: true, Page: checkVerdicts, Output: checkPurpose,
	Doc: `Reports a self-check that does not say what it is for and what it is not, and warns of an ending
that sounds like a diagnosis, such as "you have depression" or "you do not need care". A few answers cannot
tell that; an ending says what a good next step is.`}

// verdicts are how a diagnosis, or the refusal of care, is said.
var verdicts = map[string]finder{
	"en": anyOf(`\b(?:you|they|he|she) (?:\w+ )?(?:have|has|suffers? from|(?:are|is) suffering from) ` +
		`(?:[\w-]+ ){0,3}(?:disorder|depression|anxiety|ptsd|ocd|adhd|addiction|bipolar|psychosis|schizophrenia|illness|dependence)\b` +
		`|\b(?:this|that|it|these) (?:is|are|looks? like|sounds? like|shows?|means?|suggests?) (?:[\w-]+ ){0,2}` +
		`(?:disorder|depression|ptsd|ocd|adhd|addiction|psychosis|schizophrenia|mental illness)\b` +
		`|\b(?:you|they|he|she) (?:do not|don't|does not|doesn't) need (?:\w+ ){0,2}(?:care|treatment|help|therapy|iop|program|hospital)\b` +
		`|\b(?:you|they|he|she) needs? no (?:\w+ )?(?:care|treatment|help|therapy|iop|program|hospital)\b` +
		`|\b(?:you|they|he|she) (?:are|is) (?:an addict|an alcoholic|clinically depressed|depressed|bipolar|mentally ill|psychotic|fine|healthy)\b`),
	"es": anyOf(`\b(?:tienes?|padeces?|sufres?)(?: de)? (?:\pL+ ){0,3}` +
		`(?:trastorno|depresión|ansiedad|adicción|bipolar|psicosis|esquizofrenia|enfermedad)` +
		`|\bno (?:necesitas?|le hace falta|te hace falta) (?:\pL+ ){0,2}(?:atención|tratamiento|ayuda|terapia|programa|hospital)` +
		`|\b(?:eres|usted es|ella es|él es) (?:adict[oa]|alcohólic[oa]|bipolar)`),
}

// supposed finds that what follows is not claimed: "if you have depression",
// "do you have an addiction program?".
var supposed = anyOf(`\b(?:if|when|whether|unless|until|once|who|do|does|did|or|and if|si|cuando|aunque)\s+(?:usted |él |ella |ellos )?$`)

func checkVerdicts(p *Pass) {
	verdict := verdicts[language(p.Page)]
	if !whole(p.Page) || verdict == nil {
		return
	}
	emergencies, others := results(p.Page.Tree)
	for _, s := range append(emergencies, others...) {
		p.verdicts(verdict, selfcheck.Text{Words: s.Name, Place: s.Place})
		for _, text := range s.Words {
			p.verdicts(verdict, text)
		}
	}
}

// verdicts reports what sounds like a diagnosis in text.
func (p *Pass) verdicts(verdict finder, text selfcheck.Text) {
	from := text.Start
	for _, m := range verdict().FindAllStringIndex(text.Words, -1) {
		found := text.Words[m[0]:m[1]]
		if supposed().MatchString(text.Words[:m[0]]) {
			continue
		}
		at := sourceOf(p.Page, found, from, text.End, text.Place)
		p.Warn(at.Start, at.End, "“"+found+"” sounds like a diagnosis, which a few answers cannot make",
			"say what a good next step is, and who can tell more")
		if at != text.Place {
			from = at.End
		}
	}
}

func checkPurpose(p *Pass) {
	if whole(p.Page) && !p.marked("purpose") {
		p.Report(0, 0, "the finished page does not say what the self-check is for and what it is not",
			`layouts/self-check.html must show it in an element with data-policy="purpose"; its words stand in strings.yaml`)
	}
}
