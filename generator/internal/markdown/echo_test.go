package markdown

import "testing"

// TestEcho holds what a document keeps beside its source: what is written there is not
// kept twice, over the ends of lines too.
func TestEcho(t *testing.T) {
	const line = "You sleep at home and come in for a few hours."
	for _, test := range []struct{ name, source, own, html string }{
		{"a paragraph", line + "\n" + line, "<p></p>", "<p>" + line + "\n" + line + "</p>"},
		{"a list", "- " + line + "\n  " + line, "<ul><li>\n</ul>", "<ul><li>" + line + "\n" + line + "</ul>"},
		{"from Windows", line + "\r\n" + line, "<p>\n</p>", "<p>" + line + "\n" + line + "</p>"},
		{"a few words", "You sleep at home.", "<p>You sleep at home.</p>", "<p>You sleep at home.</p>"},
		{"a sign that is escaped", line + " A < B", "<p> &lt; B</p>", "<p>" + line + " A &lt; B</p>"},
		{"typography", line + " It's -- " + line, "<p>’s – </p>", "<p>" + line + " It’s – " + line + "</p>"},
		{"emphasis", "**" + line + "** " + line, "<p><strong></strong> </p>", "<p><strong>" + line + "</strong> " + line + "</p>"},
		{"code", "`" + line + "`", "<p><code></code></p>", "<p><code>" + line + "</code></p>"},
		{"blanks that mean nothing", line + "   " + line, "<p> </p>", "<p>" + line + " " + line + "</p>"},
	} {
		d, _ := convert(test.source)
		html := string(d.AppendHTML(nil, func(b []byte, _ Slot) []byte { return b }))
		if html != test.html || string(d.own) != test.own {
			t.Errorf("%s: got %q, of which %q is kept; want %q and %q", test.name, html, d.own, test.html, test.own)
		}
	}
}
