package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A question is one that a new site asks, and the flag that answers it.
type question struct {
	key, flag string
	needed    bool   // there is no site without an answer
	ask       string // the question; "" if only the flag answers it
	hint      string // what an answer looks like
	otherwise string // the answer of who just presses Enter; "" skips the question
	read      func(t *trial, answer string) ([]string, error)
}

var questions = []question{
	{key: "clinic.name", flag: "name", needed: true, read: asIs,
		ask: "What is your clinic called?"},
	{key: "clinic.phone", flag: "phone", needed: true, read: asIs,
		ask: "What number do people call?", hint: "as you print it, such as (217) 555-0134"},
	{key: "clinic.text", flag: "text", read: asIs,
		ask: "What number do people text?"},
	{key: "clinic.url", flag: "url", read: website,
		ask: "What is the address of your website?", hint: "such as www.clinic.example"},
	{key: "clinic.email", flag: "email", read: asIs,
		ask: "What is your mailbox?", hint: "it is shown on every page; people should write nothing private to it"},
	{key: "clinic.address", flag: "address", read: asIs,
		ask: "Where are you?", hint: "in one line, such as 12 Oak Street, Springfield, IL 62701"},
	{key: "clinic.hours", flag: "hours", read: asIs,
		ask: "When does somebody answer the phone?", hint: "such as Mon to Fri, 8 am to 6 pm"},
	{key: "clinic.insurance", flag: "insurance", read: several,
		ask: "Which insurance plans do you work with?", hint: "with commas between them, such as Medicaid, Medicare"},
	{key: "brand.primary", flag: "primary", read: color,
		ask: "What is your main color?", hint: "such as #1f6f5c or navy; links and buttons have it"},
	{key: "brand.accent", flag: "accent", read: color,
		ask: "And your second color?", hint: "for warm surfaces"},
	{key: "brand.logo", flag: "logo", read: logo,
		ask: "Where is your logo?", hint: "an SVG, PNG, JPEG or WebP file: drag it into this window, or write its path"},
	{key: "languages", flag: "language", read: languages, otherwise: "en,es",
		ask: "In which languages?", hint: "en for English; en,es for English and, as far as there are pages, Spanish"},
	{key: "title", flag: "title", read: asIs},
}

// tidied takes out of an answer what came with typing or pasting it, and objects to
// what nobody can see.
func tidied(answer string) (string, error) {
	if !utf8.ValidString(answer) {
		return "", &objection{"some letters of this cannot be read", "type it anew"}
	}
	answer = strings.Join(strings.Fields(answer), " ")
	if strings.ContainsFunc(answer, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError }) {
		return "", &objection{"there are characters in this that nobody can see", "type it anew; the arrow keys do not work here"}
	}
	return answer, nil
}

func asIs(_ *trial, answer string) ([]string, error) { return []string{answer}, nil }

// several reads a list with commas.
func several(_ *trial, answer string) ([]string, error) {
	var items []string
	for item := range strings.SplitSeq(answer, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items, nil
}

// website reads an address, which people write as they print it.
func website(_ *trial, answer string) ([]string, error) {
	if !strings.Contains(answer, ":") && strings.Contains(answer, ".") {
		answer = "https://" + answer
	}
	return []string{answer}, nil
}

// color reads a color, which may be copied from a message, as primary: "#1f6f5c".
func color(_ *trial, answer string) ([]string, error) {
	if _, value, found := strings.Cut(answer, ": "); found {
		answer = value
	}
	return []string{strings.Trim(answer, ` "'`)}, nil
}

// languages reads the languages of the site. The pages at the root of content/ are
// those of the guide, which are English, so that is the first.
func languages(_ *trial, answer string) ([]string, error) {
	codes, _ := several(nil, strings.ReplaceAll(strings.ToLower(answer), " ", ","))
	if slices.Equal(codes, []string{"en"}) || slices.Equal(codes, []string{"en", "es"}) {
		return codes, nil
	}
	return nil, &objection{"the guide is in English, and some of its pages are in Spanish too", "write en, or en,es"}
}

// logo reads the path of a file, as it is typed, or as it comes when the file is
// dragged into the terminal.
func logo(t *trial, answer string) ([]string, error) {
	p, err := readPicture(pathOf(answer))
	if err != nil {
		return nil, err
	}
	return []string{p.name}, t.place(p)
}

// pathOf returns the path that an answer means: without quotes, with the home
// folder for ~, and without the backslashes that shells put before spaces.
func pathOf(answer string) string {
	for _, quote := range []string{`"`, `'`} {
		if len(answer) > 1 && strings.HasPrefix(answer, quote) && strings.HasSuffix(answer, quote) {
			answer = answer[1 : len(answer)-1]
		}
	}
	if home, err := os.UserHomeDir(); err == nil && strings.HasPrefix(answer, "~"+string(filepath.Separator)) {
		answer = filepath.Join(home, answer[2:])
	}
	if _, err := os.Stat(answer); err != nil && filepath.Separator == '/' {
		answer = strings.ReplaceAll(answer, `\`, "")
	}
	return answer
}
