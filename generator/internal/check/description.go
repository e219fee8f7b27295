package check

import (
	"strconv"
	"unicode/utf8"
)

// maxDescription is how many characters search engines show.
const maxDescription = 160

var description = &Rule{Name: "description", Page: checkDescription,
	Doc: `Reports a page without a description, or with one over 160 characters. Search engines and
shared links show it, and cut off what is longer.`}

func checkDescription(p *Pass) {
	if p.Page.Front == nil {
		return // front matter that cannot be trusted has its own message
	}
	start, end := p.Page.Place("description")
	switch n := utf8.RuneCountInString(p.Page.Description); {
	case n == 0:
		p.Report(start, end, "this page has no description", "add a line to the front matter, such as description: What a week in an IOP looks like")
	case n > maxDescription:
		p.Report(start, end, "the description has "+strconv.Itoa(n)+" characters; search engines show at most 160", "shorten it")
	}
}
