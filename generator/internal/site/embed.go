package site

import "strings"

// embedRoot is the folder of the pages that other sites show in a frame, and of
// what they need for it.
const embedRoot = "/embed/"

// EmbedScript is where the script is published that gives frames their height.
// Other sites name it, so it has no hash.
const EmbedScript = "embed/embed.js"

// EmbedURL returns the address at which the page at url is framed by other sites.
// That of a language's front page lists all the others.
func EmbedURL(url string) string { return embedRoot + strings.TrimPrefix(url, "/") }

// IsEmbedURL reports whether the address url is kept for frames, in capital
// letters too: some hosts make no difference.
func IsEmbedURL(url string) bool { return strings.HasPrefix(strings.ToLower(url), embedRoot) }

// unknownBase stands for the address of a site that does not know its own.
const unknownBase = "https://your-guide.example"

// FromOutside returns the address of a page or file of the site for use in
// another site, in the form that the site's links have. known says whether it is
// the real one.
func (c *Config) FromOutside(url string) (address string, known bool) {
	with := *c
	if known = c.BaseURL != ""; !known {
		with.BaseURL = unknownBase
	}
	address = with.Absolute(url)
	if c.FileLinks && strings.HasSuffix(url, "/") {
		address += "index.html"
	}
	return address, known
}
