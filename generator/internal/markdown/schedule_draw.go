package markdown

// The measures of a drawn week.
const (
	weekAxis = 54.0 // for the hours, at the left
	weekHead = 34.0 // for the days, at the top
	weekFoot = 12.0
	weekGap  = 6.0 // between days
	weekLine = 18.0
	weekFill = 270.0 // the height that the hours fill, if they are neither few nor many
	weekFull = 640.0 // what they do not exceed, if they can be read in less
)

// A week is the drawing of a schedule: a column for each day from Monday to
// Friday, and for those of the weekend that have sessions; the hours downward.
type week struct {
	*schedule
	svg      svg
	days     []int
	from, to int     // hours of the day
	hour     float64 // the height of one
	column   float64 // the width of a day
}

func (n *schedule) draw() string {
	w := &week{schedule: n, days: []int{0, 1, 2, 3, 4}, from: 24, to: 0}
	shortest := 60
	for _, s := range n.sessions {
		w.from, w.to = min(w.from, s.from/60), max(w.to, (s.to+59)/60)
		shortest = min(shortest, s.to-s.from)
		if s.day >= 5 && s.day > w.days[len(w.days)-1] {
			w.days = append(w.days, s.day)
		}
	}
	hours := float64(w.to - w.from)
	w.hour = min(max(weekFill/hours, 48), 84)
	w.hour = max(w.hour, min((weekLine+4)*60/float64(shortest), 96)) // a line of text in each session
	w.hour = min(w.hour, max(weekFull/hours, 40))
	w.column = (drawingWidth - weekAxis + weekGap) / float64(len(w.days))
	w.grid()
	for _, s := range n.sessions {
		w.session(s)
	}
	return w.svg.drawing("week", w.y(w.to*60)+weekFoot)
}

// y is where a minute of the day lies.
func (w *week) y(minute int) float64 {
	return weekHead + float64(minute-w.from*60)*w.hour/60
}

// x is where the column of the day at i in w.days begins.
func (w *week) x(i int) float64 { return weekAxis + float64(i)*w.column }

func (w *week) grid() {
	for i, day := range w.days {
		x, width := w.x(i), w.column-weekGap
		w.svg.text(x+width/2, 20, weekLine, "t t-b t-m", w.language.days[day].short)
		w.svg.box(x, weekHead, width, w.y(w.to*60)-weekHead, "f-soft")
	}
	for hour := w.from; hour <= w.to; hour++ {
		y := w.y(hour * 60)
		w.svg.text(0, y+5, weekLine, "t t-s", w.hours(hour*60, false))
		if hour > w.from && hour < w.to {
			w.svg.WriteString(`<path class="s-line f-none" d="M` + num(weekAxis) + " " + num(y) + "H640\"/>")
		}
	}
}

// session draws a session and, if a line of it fits, its name.
func (w *week) session(s session) {
	i := 0
	for w.days[i] != s.day {
		i++
	}
	x, y := w.x(i)+1, w.y(s.from)+1
	width, height := w.column-weekGap-2, w.y(s.to)-y-1
	w.svg.box(x, y, width, height, "f-accent")
	room := int(height / weekLine)
	if room < 1 {
		return
	}
	lines := wrap(s.what, width-6, smallSize, room)
	top := y + (height-float64(len(lines))*weekLine)/2 + 13
	w.svg.text(x+width/2, top, weekLine, "t t-s t-m t-on", lines...)
}
