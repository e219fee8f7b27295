package markdown

import "strings"

// A language is what the text of a page looks like besides its words. The
// language of a page that has none here is English.
type language struct {
	quotes [2][2]string // outer and inner: opening and closing
	days   [7]day       // from Monday
	hours  func(minute int, full bool) string
	comma  bool // in decimals
}

// A day is a day of the week: short as a timetable is written, and in full.
type day struct{ short, full string }

var languages = map[string]*language{
	"en": {quotes: [2][2]string{{"“", "”"}, {"‘", "’"}}, hours: hours12,
		days: [7]day{{"Mon", "Monday"}, {"Tue", "Tuesday"}, {"Wed", "Wednesday"}, {"Thu", "Thursday"},
			{"Fri", "Friday"}, {"Sat", "Saturday"}, {"Sun", "Sunday"}}},
	"es": {quotes: [2][2]string{{"«", "»"}, {"“", "”"}}, hours: hours24,
		days: [7]day{{"lun", "lunes"}, {"mar", "martes"}, {"mié", "miércoles"}, {"jue", "jueves"},
			{"vie", "viernes"}, {"sáb", "sábado"}, {"dom", "domingo"}}},
	"fr": {quotes: [2][2]string{{"«\u00a0", "\u00a0»"}, {"“", "”"}}, hours: hours24, comma: true,
		days: [7]day{{"lun", "lundi"}, {"mar", "mardi"}, {"mer", "mercredi"}, {"jeu", "jeudi"},
			{"ven", "vendredi"}, {"sam", "samedi"}, {"dim", "dimanche"}}},
	"de": {quotes: [2][2]string{{"„", "“"}, {"‚", "‘"}}, hours: hours24, comma: true,
		days: [7]day{{"Mo", "Montag"}, {"Di", "Dienstag"}, {"Mi", "Mittwoch"}, {"Do", "Donnerstag"},
			{"Fr", "Freitag"}, {"Sa", "Samstag"}, {"So", "Sonntag"}}},
	"pt": {quotes: [2][2]string{{"“", "”"}, {"‘", "’"}}, hours: hours24, comma: true,
		days: [7]day{{"seg", "segunda-feira"}, {"ter", "terça-feira"}, {"qua", "quarta-feira"},
			{"qui", "quinta-feira"}, {"sex", "sexta-feira"}, {"sáb", "sábado"}, {"dom", "domingo"}}},
	"ar": {quotes: [2][2]string{{"«", "»"}, {"“", "”"}}, hours: hours24,
		days: [7]day{{"الاثنين", "الاثنين"}, {"الثلاثاء", "الثلاثاء"}, {"الأربعاء", "الأربعاء"},
			{"الخميس", "الخميس"}, {"الجمعة", "الجمعة"}, {"السبت", "السبت"}, {"الأحد", "الأحد"}}},
}

// language returns the language of the file.
func (j *job) language() *language {
	if l := languages[j.lang()]; l != nil {
		return l
	}
	return languages["en"]
}

var unaccent = strings.NewReplacer("á", "a", "é", "e", "ç", "c", ".", "")

// day returns the number of the day that name is, in the language or in
// English, or -1.
func (l *language) day(name string) int {
	name = unaccent.Replace(strings.ToLower(name))
	for _, l := range []*language{l, languages["en"]} {
		for i, d := range l.days {
			for _, n := range []string{d.short, d.full} {
				if name == unaccent.Replace(strings.ToLower(n)) {
					return i
				}
			}
		}
	}
	return -1
}

// dayNames returns the short names of the days.
func (l *language) dayNames() []string {
	var names []string
	for _, d := range l.days {
		names = append(names, d.short)
	}
	return names
}
