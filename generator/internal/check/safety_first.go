package check

import "iopguide/generator/internal/selfcheck"

var safetyFirst = &Rule{Name: "safety-first", Always: true, Page: checkSafetyFirst,
	Doc: `Reports a self-check whose first step is no safety question: a question of which all answers
but one lead straight to an emergency, and which has an answer for those who are not sure. It also reports an
answer "not sure" of any safety question that leads elsewhere, or to the wrong emergency: about thoughts of
suicide, to the crisis line first; about overdose, withdrawal or acting now, to the emergency number first.`}

// A vocabulary is how a language speaks of danger.
type vocabulary struct {
	unsure   finder // an answer of somebody who does not know
	body     finder // what kills within hours: overdose, withdrawal
	acting   finder // being about to act
	thoughts finder
	safe     string // an answer of somebody who does not know, in full
}

var vocabularies = map[string]*vocabulary{
	"en": {
		unsure: anyOf(`\bnot (?:\w+ )?(?:sure|certain)\b|\bunsure\b|\buncertain\b|\bdon't know\b|\bdo not know\b|` +
			`\bcan(?:not|'t| not) (?:tell|say)\b|\bmaybe\b|\bperhaps\b`),
		body: anyOf(`\boverdos|\bwithdrawal\b|\bshak(?:y|ing)\b|\bseizures?\b|\ba fit\b|\bfits\b|\bpassed out\b|` +
			`\bstopped (?:drinking|or cut)|\btak(?:en|e|ing) too (?:much|many)\b|\btook too (?:much|many)\b|\btoo much of a\b`),
		acting: anyOf(`\babout to\b|\bact(?:ing)? on\b|\bin danger\b|\bstay safe\b|\bkeep(?:ing)? (?:\w+ )?safe\b|\bhurt myself\b`),
		thoughts: anyOf(`\bthoughts?\b|\bthink(?:s|ing)?\b|\bsuicid|\bend(?:ing)? (?:your|my|their|his|her) li(?:fe|ves)\b|` +
			`\bwant(?:s|ing)? to die\b|\bwish(?:ed|ing)? (?:\w+ ){0,3}dead\b`),
		safe: "I am not sure",
	},
	"es": {
		unsure: anyOf(`\bno (?:\pL+ )?(?:estoy|está) (?:\pL+ )?segur|\bno (?:lo )?sé(?:\PL|$)|\bno sabría\b|\bquizá|\btal vez\b`),
		body: anyOf(`\bsobredosis\b|\babstinencia\b|\btembl|\btiembl|\bconvulsi|\bdejó de (?:beber|tomar)\b|\bdejé de (?:beber|tomar)\b|` +
			`\b(?:tomado|consumido|tomé|tomó) demasiad`),
		acting:   anyOf(`\ba punto de\b|\ben peligro\b|\ba salvo\b|\bhacer(?:me|se)? daño ahora\b|\bllevarlo a cabo\b`),
		thoughts: anyOf(`\bpens(?:ado|ando|ar|amiento)|\bpiensa|\bsuicid|\bquitar(?:se|me|te) la vida\b|\bmorir`),
		safe:     "No estoy seguro",
	},
}

func checkSafetyFirst(p *Pass) {
	t := p.Page.Tree
	if !whole(p.Page) {
		return
	}
	words := vocabularies[language(p.Page)]
	if !p.asksSafety(t.Steps[0], words) || words == nil {
		return
	}
	emergencies, _ := results(t)
	lines := map[string]bool{}
	for _, s := range emergencies {
		lines[first(s, p.View.Help)] = true
	}
	for _, s := range safetyQuestions(t) {
		p.unsure(s, words, lines)
	}
}

// asksSafety reports a first step that is no safety question, or is one with
// gaps. Answers of those who are not sure are left to unsure.
func (p *Pass) asksSafety(start *selfcheck.Step, words *vocabulary) bool {
	var passing []*selfcheck.Answer
	unsure, known := false, words != nil
	for _, a := range start.Answers {
		switch {
		case known && words.unsure().MatchString(a.Label):
			unsure = true
		case !isEmergency(a.To):
			passing = append(passing, a)
		}
	}
	asked := start.Points == nil && len(safetyQuestions(&selfcheck.Tree{Steps: []*selfcheck.Step{start}})) > 0
	switch {
	case !asked:
		p.Report(start.Start, start.End, "the first step of a self-check asks about safety; “"+start.Name+"” does not",
			"begin with a question of which all answers but one lead straight to an ending with > [!CAUTION]")
	case len(passing) > 1:
		p.Report(start.Start, start.End, labelsOf(passing)+" lead to no emergency; only one answer may",
			"of the first question all answers but one lead straight to an ending with > [!CAUTION]")
	case known && !unsure:
		p.Report(start.Start, start.End, "“"+start.Name+"” has no answer for somebody who is not sure",
			"add one that leads to an ending with > [!CAUTION], such as ["+words.safe+"](#"+emergencyAfter(start)+")")
	}
	return asked
}

// labelsOf names two answers or more.
func labelsOf(answers []*selfcheck.Answer) string {
	var names []string
	for _, a := range answers {
		names = append(names, "“"+a.Label+"”")
	}
	if len(names) == 2 {
		return names[0] + " and " + names[1] + " both"
	}
	return someOf(names)
}

// emergencyAfter returns the id of the first emergency that an answer leads to.
func emergencyAfter(s *selfcheck.Step) string {
	for _, a := range s.Answers {
		if isEmergency(a.To) {
			return a.To.ID
		}
	}
	return ""
}

// unsure checks where those go who do not know. lines are what the emergencies
// name first: where none names the right line, emergency-ending tells that.
func (p *Pass) unsure(s *selfcheck.Step, words *vocabulary, lines map[string]bool) {
	for _, a := range s.Answers {
		if !words.unsure().MatchString(a.Label) {
			continue
		}
		about, gets := words.about(s, a), ""
		if isEmergency(a.To) {
			gets = first(a.To, p.View.Help)
		}
		switch {
		case !isEmergency(a.To):
			p.Report(a.Start, a.End, "somebody who is not sure about “"+s.Name+"” gets no help at once",
				"let this answer lead to an ending with > [!CAUTION]")
		case about == "now" && gets == "crisis" && lines["emergency"]:
			p.Report(a.Start, a.End, "“"+s.Name+"” asks about a danger to life within hours, and this answer leads to the crisis line first",
				"let it lead to the ending that calls the emergency number first")
		case about == "thoughts" && gets == "emergency" && lines["crisis"]:
			p.Report(a.Start, a.End, "“"+s.Name+"” asks about thoughts, and this answer leads to the emergency number first",
				"let it lead to the ending that reaches the crisis line first")
		}
	}
}

// about tells what somebody is not sure of who gives answer a to s: "now" for
// what kills within hours, "thoughts", or "" if that cannot be told. A question
// that does not say it, such as "Is one of these true?", says it by its other
// answers that lead to an emergency.
func (v *vocabulary) about(s *selfcheck.Step, a *selfcheck.Answer) string {
	if v.body().MatchString(a.Label) || v.acting().MatchString(a.Label) {
		return "now"
	}
	if topic, known := v.topic(s.Question); known {
		return topic
	}
	labels := ""
	for _, other := range s.Answers {
		if other != a && isEmergency(other.To) {
			labels += other.Label + ". "
		}
	}
	topic, _ := v.topic(labels)
	return topic
}

// topic tells what text asks about. It may speak of danger without saying which:
// of thoughts and of acting on them.
func (v *vocabulary) topic(text string) (topic string, known bool) {
	thoughts, acting := v.thoughts().MatchString(text), v.acting().MatchString(text)
	switch {
	case v.body().MatchString(text):
		return "now", true
	case thoughts && acting:
		return "", true
	case thoughts:
		return "thoughts", true
	case acting:
		return "now", true
	}
	return "", false
}
