package brand

// What WCAG 2.2 asks for.
const (
	ForText  = 4.5 // words
	ForSigns = 3.0 // large words, the borders of controls, lines one must see
)

// A Pair is two tokens of which one is seen on the other.
type Pair struct {
	Over, Under string
	Needs       float64
	What        string // in words that a clinic knows
}

// Pairs are all that the styles use, in light and in dark. A test holds them
// against the styles, another against what a browser shows.
var Pairs = []Pair{
	{"accent", "paper", ForText, "links on the page's background"},
	{"accent", "soft", ForText, "links on a tinted panel, such as the footer"},
	{"accent", "raised", ForText, "links and buttons on a card"},
	{"on-accent", "accent", ForText, "the words on a button"},
	{"accent", "sky", ForSigns, "buttons at the top of the front page"},
	{"accent", "warm", ForSigns, "lines in a drawing on its warm parts"},
	{"on-sun", "sun", ForText, "the sign of a tip"},
	{"ink", "paper", ForText, "words on the page's background"},
	{"ink", "soft", ForText, "words on a tinted panel"},
	{"ink", "raised", ForText, "words on a card"},
	{"ink", "sky", ForText, "words at the top of the front page"},
	{"ink", "warm", ForText, "words in a drawing on its warm parts"},
	{"muted", "paper", ForText, "small words on the page's background"},
	{"muted", "soft", ForText, "small words on a tinted panel"},
	{"muted", "raised", ForText, "small words on a card"},
	{"edge", "paper", ForSigns, "borders on the page's background"},
	{"edge", "soft", ForSigns, "borders on a tinted panel"},
	{"edge", "raised", ForSigns, "borders on a card"},
}

// A Failure is a pair that cannot be told apart well enough.
type Failure struct {
	Pair
	Scheme Scheme
	Ratio  float64
}

// Failures returns the pairs of p that fail.
func (p Palette) Failures() []Failure {
	return append(p[Light].failures(Light), p[Dark].failures(Dark)...)
}

// failures returns the pairs that fail. Those whose tokens the styles do not have
// are passed over.
func (t Tokens) failures(scheme Scheme) []Failure {
	var found []Failure
	for _, p := range Pairs {
		over, ok := t[p.Over]
		under, both := t[p.Under]
		if !ok || !both {
			continue
		}
		if ratio := Contrast(over, under); ratio < p.Needs {
			found = append(found, Failure{p, scheme, ratio})
		}
	}
	return found
}

// Of reports whether the failure is that of the token name.
func (f Failure) Of(name string) bool { return f.Over == name || f.Under == name }
