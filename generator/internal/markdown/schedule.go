package markdown

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"iopguide/generator/internal/diag"

	"github.com/yuin/goldmark/ast"
)

// schedules shows a week: a fenced block whose language is schedule, with a
// line `Mon 18:00-21:00 Group therapy` for each session. It becomes a drawing
// for the eye and a table for ears, small screens and paper.
var schedules = &ext{renderers: renderers{kindSchedule: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
	if s := n.(*schedule); entering && len(s.sessions) > 0 {
		w.block("<figure class=schedule>")
		w.drawn(s.draw())
		s.table(w)
		w.block("</figure>")
	}
	return ast.WalkContinue
}}}

var kindSchedule = ast.NewNodeKind("Schedule")

// A schedule is the node of a weekly timetable.
type schedule struct {
	ast.BaseBlock
	*language
	sessions []session // by day and time
	prose    []cut
}

func (n *schedule) Kind() ast.NodeKind            { return kindSchedule }
func (n *schedule) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }
func (n *schedule) blocks() []cut                 { return n.prose }

// A session is one line of a timetable. Times are minutes of the day.
type session struct {
	day, from, to int
	what          string
	line          fenceLine
}

var (
	sessionLine = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(\S+)(?:\s+(\S*\d\S*(?:\s*[-–—]\s*\S*\d\S*)?)(?:\s+(.+))?)?`)
	})
	sessionTime = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})$`)
	})
)

func readSchedule(j *job, place cut, lines []fenceLine) ast.Node {
	n := &schedule{language: j.language()}
	for _, l := range lines {
		if s, ok := n.read(j, l); ok {
			s.what = j.typeset(s.what)
			n.sessions = append(n.sessions, s)
		}
	}
	if len(lines) == 0 {
		j.report(place.from, place.to, "bad-schedule", "this timetable has no sessions", sessionHelp)
	}
	slices.SortStableFunc(n.sessions, func(a, b session) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.from, b.from))
	})
	n.overlaps(j)
	return n
}

const sessionHelp = "write a line for each session, such as Mon 18:00-21:00 Group therapy"

// read reads one session, and says which part of its line cannot be read.
func (n *schedule) read(j *job, l fenceLine) (s session, ok bool) {
	m := sessionLine().FindStringSubmatchIndex(l.text)
	day, hours, what := part(m, 1), part(m, 2), part(m, 3)
	fail := func(c cut, message, help string) (session, bool) {
		start, end := l.place(c)
		j.report(start, end, "bad-schedule", message, help)
		return s, false
	}
	word := func(c cut) string { return l.text[c.from:c.to] }
	s = session{day: n.day(word(day)), line: l}
	if s.day < 0 {
		return fail(day, "there is no day "+word(day), n.dayHelp(word(day)))
	}
	if hours.to == 0 {
		return fail(cut{0, len(l.text)}, "this session has no time", sessionHelp)
	}
	if s.from, s.to, ok = hoursOf(word(hours)); !ok {
		return fail(hours, word(hours)+" is no time of a session",
			"write when it begins and ends on a 24-hour clock, such as 18:00-21:00")
	}
	if s.to <= s.from {
		return fail(hours, "this session ends before it begins",
			"write the earlier time first; a session ends on the day it begins")
	}
	if what.to == 0 {
		return fail(cut{0, len(l.text)}, "this session has no name", sessionHelp)
	}
	s.what = word(what)
	n.prose = append(n.prose, placeOf(l, day), placeOf(l, hours), placeOf(l, what))
	return s, true
}

// part returns what group i of a match stands for, the zero cut if nothing.
func part(m []int, i int) cut { return cut{max(m[2*i], 0), max(m[2*i+1], 0)} }

func (n *schedule) dayHelp(word string) string {
	names := n.dayNames()
	for _, l := range languages { // the day in another language of ours
		if i := l.day(word); i >= 0 {
			return "did you mean " + names[i] + "? The days are " + strings.Join(names, ", ")
		}
	}
	if near := diag.Nearest(word, append(names, languages["en"].dayNames()...)); near != "" {
		return "did you mean " + near + "? The days are " + strings.Join(names, ", ")
	}
	return "begin the line with a day: " + strings.Join(names, ", ")
}

func hoursOf(s string) (from, to int, ok bool) {
	m := sessionTime().FindStringSubmatch(s)
	if m == nil {
		return 0, 0, false
	}
	var at [4]int
	for i := range at {
		at[i], _ = strconv.Atoi(m[i+1])
	}
	from, to = at[0]*60+at[1], at[2]*60+at[3]
	return from, to, at[1] < 60 && at[3] < 60 && from < 24*60 && to <= 24*60
}

// overlaps reports sessions that begin before another of the day has ended.
func (n *schedule) overlaps(j *job) {
	for i := 1; i < len(n.sessions); i++ {
		a, b := n.sessions[i-1], n.sessions[i]
		if a.day != b.day || b.from >= a.to {
			continue
		}
		first, second := a.line, b.line
		if second.start < first.start {
			first, second = second, first
		}
		d := diag.Diagnostic{File: j.file, Rule: "bad-schedule", Message: "two sessions overlap",
			Help: "let one end before the other begins, or write both in one line"}
		d.Start, d.End = second.place(cut{0, len(second.text)})
		start, end := first.place(cut{0, len(first.text)})
		d.Related = []diag.Place{{File: j.file, Start: start, End: end, Note: "the other session"}}
		j.list.Add(d)
	}
}

// total returns the hours of all sessions.
func (n *schedule) total() string {
	minutes := 0
	for _, s := range n.sessions {
		minutes += s.to - s.from
	}
	hours := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", float64(minutes)/60), "0"), ".")
	if n.comma {
		hours = strings.Replace(hours, ".", ",", 1)
	}
	return hours
}

func (n *schedule) table(w *output) {
	w.block("<table class=week-table><thead><tr>")
	for _, key := range []string{"schedule-day", "schedule-time", "schedule-what"} {
		w.block("<th scope=col>")
		w.word(key)
	}
	for day := range n.days {
		n.tableDay(w, day)
	}
	w.block("<tfoot><tr><th scope=row colspan=2>")
	w.word("schedule-total")
	w.cell("<td>", n.total())
	w.block("</table>")
}

func (n *schedule) tableDay(w *output, day int) {
	var sessions []session
	for _, s := range n.sessions {
		if s.day == day {
			sessions = append(sessions, s)
		}
	}
	for i, s := range sessions {
		switch {
		case i == 0 && len(sessions) == 1:
			w.cell("<tbody><tr><th scope=row>", n.days[day].full)
		case i == 0:
			w.block("<tbody><tr><th scope=rowgroup")
			w.attr("rowspan", strconv.Itoa(len(sessions)))
			w.tag(">")
			w.text(n.days[day].full)
		default:
			w.block("<tr>")
		}
		w.cell("<td>", n.between(s.from, s.to))
		w.cell("<td>", s.what)
	}
}

// between writes the time from one minute of the day to another.
func (l *language) between(from, to int) string {
	start, end := l.hours(from, true), l.hours(to, true)
	if a, b := clockHalf(start), clockHalf(end); a != "" && a == b {
		start = strings.TrimSuffix(start, a)
	}
	return start + "–" + end
}

// clockHalf returns what says morning or afternoon in a time, if anything.
func clockHalf(s string) string {
	if i := strings.Index(s, "\u00a0"); i >= 0 {
		return s[i:]
	}
	return ""
}

// hours12 writes a minute of the day on a 12-hour clock; in full, with minutes.
func hours12(minute int, full bool) string {
	half := "\u00a0a.m."
	if minute/60%24 >= 12 {
		half = "\u00a0p.m."
	}
	hour := strconv.Itoa((minute/60+11)%12 + 1)
	if full || minute%60 != 0 {
		return fmt.Sprintf("%s:%02d%s", hour, minute%60, half)
	}
	return hour + half
}

// hours24 writes a minute of the day on a 24-hour clock.
func hours24(minute int, _ bool) string {
	return fmt.Sprintf("%02d:%02d", minute/60, minute%60)
}
