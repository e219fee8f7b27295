package check

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

var unknownNumber = &Rule{Name: "unknown-number", Always: true, Each: checkNumbers, Site: checkDataNumbers,
	Doc: `Reports a phone or text number that is not in contacts.yaml or the clinic's own, or that
belongs to another region than the site's: in a tel: or sms: link, or in plain text that looks like a
number to call. Also reports a link that shows another number than it calls, or that texts a line which
takes calls alone; and a line of contacts.yaml whose number cannot be called, because it has too many or too few
digits. A wrong digit can cost a life, so every number has one home, with the day it was checked.`}

// checkDataNumbers looks at what pages show of the data and the settings.
func checkDataNumbers(s *SitePass) {
	if s.Site.Data.Values.Settings == nil {
		return // neither region nor clinic is known
	}
	for _, lang := range s.Site.Config.Languages {
		if s.Site.Data.Values.Contacts[lang] != nil {
			n := &numbers{pass: s, contacts: s.Site.Data.Contacts[lang]}
			n.data(lang)
		}
	}
}

func checkNumbers(s *SitePass, p *content.Page) {
	if s.Site.Data.Values.Settings == nil || s.Site.Data.Values.Contacts[p.Lang] == nil {
		return
	}
	n := &numbers{pass: s, page: p, contacts: s.Site.Data.Contacts[p.Lang]}
	for _, key := range []string{"title", "linkTitle", "summary", "description"} {
		n.values(p.Front.Get(key))
	}
	for _, m := range s.saidOn(p, s.Site.View(p).Targets) {
		n.mention(m)
	}
}

// numbers looks at the numbers of one page, or of data; then page is nil.
type numbers struct {
	pass     *SitePass
	page     *content.Page
	contacts *site.Contacts
}

// data looks at what pages show of the data and the settings.
func (n *numbers) data(lang string) {
	data := n.pass.Site.Data.Values
	n.values(data.Settings.Get("description"))
	n.values(data.Settings.Get("footer"))
	n.values(data.Settings.Get("clinic", "hours"))
	n.values(data.Settings.Get("clinic", "programs"))
	for _, l := range data.Settings.Get("clinic", "locations").List() {
		n.values(l.Get("hours"))
	}
	n.values(data.Strings[lang])
	n.values(data.Glossary[lang])
	for _, key := range data.Contacts[lang].Keys() {
		e := data.Contacts[lang].Get(key)
		if region := e.Get("region"); region == nil || region.Text() == n.pass.Site.Config.Region {
			n.values(e.Get("note"))
		}
		if !n.uncallable(e) {
			n.alike(e)
		}
	}
}

// uncallable reports the numbers of a contact that have too many or too few digits to
// be called.
func (n *numbers) uncallable(e *schema.Value) (found bool) {
	region := n.home(e.Get("region").Text())
	for _, key := range []string{"call", "text", "tty"} {
		v := e.Get(key)
		if v == nil || callable(v.Text(), region) {
			continue
		}
		found = true
		n.pass.Add(nil, diag.Diagnostic{File: v.File, Start: v.Start, End: v.End,
			Message: "“" + v.Text() + "” is no number that can be called in " + country(region),
			Help:    "check it digit by digit; one may be missing, or one too many"})
	}
	return found
}

// home is the region whose people dial the numbers of a contact.
func (n *numbers) home(region string) string { return cmp.Or(region, n.pass.Site.Config.Region) }

// alike reports a line whose short numbers for calls and for texts differ by a
// slip: such lines have one number, so one of the two is wrong.
func (n *numbers) alike(e *schema.Value) {
	call, text := e.Get("call"), e.Get("text")
	if call == nil || text == nil || len(dialed(call.Text())) > shortNumber || !slip(dialed(call.Text()), dialed(text.Text())) {
		return
	}
	n.pass.Add(nil, diag.Diagnostic{File: call.File, Start: call.Start, End: call.End,
		Message: "calls go to " + call.Text() + " and texts to " + text.Text() + ", which is nearly the same number",
		Help:    "check both digit by digit, and make them the same"})
}

// shortNumber is how many digits the numbers have that anyone can remember.
const shortNumber = 6

// values looks at the text of v and of what is in it.
func (n *numbers) values(v *schema.Value) {
	if v == nil {
		return
	}
	from := v.Start
	for _, s := range numbersIn(v.Text()) {
		number := v.Text()[s.from:s.to]
		start, end := v.Start, v.End
		if i := bytes.Index(v.File.Data[from:v.End], []byte(number)); i >= 0 {
			start, end = from+i, from+i+len(number)
			from = end
		}
		n.judge(v.File, number, "", start, end)
	}
	for _, key := range v.Keys() {
		n.values(v.Get(key))
	}
	for _, item := range v.List() {
		n.values(item)
	}
}

// called returns the number that an address calls or texts, and the scheme by
// which it does; "" for other addresses.
func called(url string) (scheme, number string) {
	scheme, number, _ = strings.Cut(url, ":")
	if scheme = strings.ToLower(scheme); scheme != "tel" && scheme != "sms" {
		return "", ""
	}
	if i := strings.IndexAny(number, "?;&,"); i >= 0 {
		number = number[:i]
	}
	return scheme, number
}

// mention looks at a number of the page.
func (n *numbers) mention(m mention) {
	if m.shows == "" {
		n.judge(m.file, m.number, m.scheme, m.start, m.end)
		return
	}
	does := map[string]string{"tel": "calls", "sms": "texts"}[m.scheme]
	n.pass.Add(n.page, diag.Diagnostic{File: m.file, Start: m.start, End: m.end,
		Message: "this link shows " + m.shows + " and " + does + " " + m.number,
		Help:    "make the two the same, and check them digit by digit"})
}

// judge reports a number that nobody vouches for.
func (n *numbers) judge(f *diag.File, number, scheme string, start, end int) {
	region, digits := n.pass.Site.Config.Region, dialed(number)
	if strings.ContainsFunc(number, func(r rune) bool { return r >= 'A' && r <= 'Z' }) && scheme != "" {
		digits = number // what a phone makes of letters in an address is not sure
	}
	var foreign, otherwise *site.Contact
	for _, c := range n.known() {
		switch {
		case !reachedBy(c, digits, ""):
		case c.Region != "" && c.Region != region:
			foreign = c
		case !reachedBy(c, digits, scheme):
			otherwise = c
		default:
			return
		}
	}
	near, sound := n.nearest(digits)
	d := diag.Diagnostic{File: f, Start: start, End: end}
	switch {
	case near != "" && !sound:
		return // the one to mend is in contacts.yaml or site.yaml, and told there
	case digits == "":
		d.Message, d.Help = "this link has no number", "write the number after "+scheme+":"
	case otherwise != nil && scheme == "sms":
		d.Message, d.Help = otherwise.Name+" takes calls at "+number+", not texts", "write tel: in place of sms:"
	case otherwise != nil:
		d.Message, d.Help = otherwise.Name+" takes texts at "+number+", not calls", "write sms: in place of tel:"
	case foreign != nil:
		d.Message = number + " is " + foreign.Name + " of region " + foreign.Region + ", and this site is for " + country(region)
		d.Help = "name the line of " + country(region) + " that does the same"
	default:
		d.Message = "the number " + number + " is not in contacts.yaml"
		d.Help = "check it digit by digit; if it is right, add it there with the day it was checked"
		if near != "" {
			d.Help = "did you mean " + near + "? Otherwise " + d.Help
		}
	}
	n.pass.Add(n.page, d)
}

// written returns numbers as they are written, and as a phone dials them.
func (n *numbers) written(numbers []string) []string {
	both := slices.Clone(numbers)
	for _, number := range numbers {
		if p, ok := site.ReadPhone(number, n.pass.Site.Config.Region); ok {
			both = append(both, p.Dial)
		}
	}
	return both
}

// known returns the contacts of the site, and the clinic's numbers as some of them.
func (n *numbers) known() []*site.Contact {
	c := n.pass.Site.Config.Clinic
	if c == nil {
		return n.contacts.All
	}
	var own []*site.Contact
	call, text := c.Phones()
	for _, number := range n.written(call) {
		own = append(own, &site.Contact{Name: c.Name, Call: number})
	}
	for _, number := range n.written(text) {
		own = append(own, &site.Contact{Name: c.Name, Text: number})
	}
	return append(own, n.contacts.All...)
}

// nearest returns a known number that differs by a slip, or "": if there is one, a
// sound number, which can be called.
func (n *numbers) nearest(digits string) (near string, sound bool) {
	for _, c := range n.known() {
		for _, number := range []string{c.Call, c.Text, c.TTY} {
			if number == "" || !slip(digits, dialed(number)) {
				continue
			}
			if near = number; callable(number, n.home(c.Region)) {
				return near, true
			}
		}
	}
	return near, false
}

// slip reports whether two numbers, or keys, differ as those do that were copied by
// hand: by one sign, by two that changed places, or by one that is missing.
func slip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i, j := 0, len(b)
	for i < len(a) && a[i] == b[i] {
		i++
	}
	for j > i && len(a)-(len(b)-j) > i && a[len(a)-(len(b)-j)-1] == b[j-1] {
		j--
	}
	switch left := a[i : len(a)-(len(b)-j)]; j - i {
	case 1:
		return true
	case 2:
		return len(left) == 2 && left[0] == b[i+1] && left[1] == b[i]
	}
	return false
}
