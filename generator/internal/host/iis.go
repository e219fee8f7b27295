package host

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

// iis is Microsoft's Internet Information Services. It reads web.config in the folder of
// the site, and the ones of the folders above: so each value is taken away before it is
// given, and nothing of theirs is cleared. It knows no patterns of names, so a file that
// is no page has a location of its own. What needs a part of IIS that is not always
// installed is not there, because a server without it may answer every request with error
// 500: so redirects lie beside the site, and the pages at old addresses lead on without.
// IIS cannot tell https here, so Strict is not sent.
var iis = &Host{Name: "iis", Title: "IIS",
	Next:   "copy the folder with its web.config to the place of the site",
	Inside: func(s *Site) []Written { return []Written{{"web.config", iisConfig(s)}} },
	Beside: iisRedirects,
	Refuse: iisRefuse,
	Note:   iisNote,
}

// iisRoom is how many bytes web.config may have. A server refuses one of more than
// 250 KB, and all its pages with it.
const iisRoom = 240_000

const iisHead = `<?xml version="1.0" encoding="utf-8"?>
<!-- For IIS 7.5 and later, in the folder of the site. If all pages are answered with error
     500.19, the server does not allow this file to say one of these things: the answer says
     which. Take that element away, and the site works without it. -->
<configuration>
`

func iisConfig(s *Site) []byte {
	list, _ := iisLocations(s)
	return iisFile(s, list)
}

// iisFile returns web.config with these locations.
func iisFile(s *Site, locations []string) []byte {
	var b bytes.Buffer
	b.WriteString(iisHead)
	b.WriteString("  <system.webServer>\n")
	iisHeaders(&b, []string{"X-Powered-By"}, s.Headers("index.html", false))
	iisTypes(&b, s)
	b.WriteString(`    <defaultDocument enabled="true">
      <files>
        <remove value="index.html" />
        <add value="index.html" />
      </files>
    </defaultDocument>
`)
	fmt.Fprintf(&b, `    <httpErrors>
      <remove statusCode="404" subStatusCode="-1" />
      <error statusCode="404" subStatusCode="-1" responseMode="File" path="%s" />
    </httpErrors>
  </system.webServer>
`, attribute(strings.ReplaceAll(s.Path[1:]+"404.html", "/", `\`)))
	for _, l := range locations {
		b.WriteString(l)
	}
	b.WriteString("</configuration>\n")
	return b.Bytes()
}

// iisHeaders writes that drop is not sent and headers are.
func iisHeaders(b *bytes.Buffer, drop []string, headers []Header) {
	b.WriteString("    <httpProtocol>\n      <customHeaders>\n")
	for _, name := range drop {
		fmt.Fprintf(b, "        <remove name=\"%s\" />\n", attribute(name))
	}
	for _, h := range headers {
		fmt.Fprintf(b, "        <remove name=\"%s\" />\n", attribute(h.Name))
		fmt.Fprintf(b, "        <add name=\"%s\" value=\"%s\" />\n", attribute(h.Name), attribute(h.Value))
	}
	b.WriteString("      </customHeaders>\n    </httpProtocol>\n")
}

// iisTypes writes the types of the site's files. A file whose type IIS does not know, it
// does not send. The header that says how long a file may be kept is among the headers.
func iisTypes(b *bytes.Buffer, s *Site) {
	b.WriteString("    <staticContent>\n      <clientCache cacheControlMode=\"NoControl\" cacheControlCustom=\"\" />\n")
	ends := []string{".html"}
	for _, e := range s.ends() {
		ends = append(ends, e.end)
	}
	for _, e := range ends {
		fmt.Fprintf(b, "      <remove fileExtension=\"%s\" />\n", attribute(e))
		fmt.Fprintf(b, "      <mimeMap fileExtension=\"%s\" mimeType=\"%s\" />\n", attribute(e), attribute(Type("x"+e)))
	}
	b.WriteString("    </staticContent>\n")
}

// iisLocations returns what is said of a part of the site, as far as there is room: the
// pages of embed/, and single files. It says for how many files nothing is said.
func iisLocations(s *Site) (list []string, left int) {
	list = iisFrames(s)
	room := iisRoom - len(iisFile(s, list))
	for _, f := range s.Files {
		if strings.HasSuffix(f.Path, ".html") {
			continue
		}
		location := iisSpecial(f.Path, special("", iisAbove(s, f.Path), s.Headers(f.Path, false)))
		if !simple().MatchString(f.Path) || len(location) > room {
			left++
			continue
		}
		room -= len(location)
		list = append(list, location)
	}
	return list, left
}

// iisFrames returns the location of embed/, if there is one.
func iisFrames(s *Site) []string {
	if !s.frames() {
		return nil
	}
	r := special("", s.Headers("index.html", false), s.Headers(Framed+"index.html", false))
	return []string{iisSpecial(strings.TrimSuffix(Framed, "/"), r)}
}

// iisAbove returns the headers that the file at p would be sent with if it had no
// location of its own.
func iisAbove(s *Site, p string) []Header {
	if strings.HasPrefix(p, Framed) {
		return s.Headers(Framed+"index.html", false)
	}
	return s.Headers("index.html", false)
}

// iisSpecial returns a location in which a rule holds.
func iisSpecial(at string, r rule) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "  <location path=\"%s\">\n  <system.webServer>\n", attribute(at))
	iisHeaders(&b, r.drop, r.headers)
	b.WriteString("  </system.webServer>\n  </location>\n")
	return b.String()
}

// iisRedirects returns locations for web.config that lead from old addresses to new ones.
// They need HTTP Redirection, which is not in the default installation of IIS.
func iisRedirects(s *Site) []Written {
	var b bytes.Buffer
	for _, r := range s.moves(false) {
		b.WriteString(iisMove(s, r))
	}
	if b.Len() == 0 {
		return nil
	}
	return []Written{{"iis-redirects.xml", slices.Concat([]byte(iisRedirectsHead), b.Bytes(), []byte("</configuration>\n"))}}
}

const iisRedirectsHead = `<?xml version="1.0" encoding="utf-8"?>
<!-- Redirects for old addresses. Only for a server on which the role service "HTTP
     Redirection" is installed: copy the locations to the end of web.config, which may have at
     most 250 KB. Without them, the pages that lie at old addresses lead on. -->
<configuration>
`

// iisMove returns the location that leads from an old address to its new one. A location
// holds for all that lies below it, so there is none where a file lies that is not the
// page of the old address.
func iisMove(s *Site, r Redirect) string {
	from := strings.TrimPrefix(r.From, s.Path)
	if i, _ := slices.BinarySearchFunc(s.Files, from, byPath); !alone(s.Files[i:], from) {
		return ""
	}
	return fmt.Sprintf(`  <location path="%s">
  <system.webServer>
    <httpRedirect enabled="true" destination="%s" exactDestination="true" httpResponseStatus="Permanent" />
  </system.webServer>
  </location>
`, attribute(strings.TrimSuffix(from, "/")), attribute(r.To))
}

// byPath compares a file with a path.
func byPath(f File, path string) int { return strings.Compare(f.Path, path) }

// alone reports whether files, sorted, begin with no other file in folder than its page.
func alone(files []File, folder string) bool {
	for _, f := range files {
		if !strings.HasPrefix(f.Path, folder) {
			return true
		}
		if f.Path != folder+"index.html" {
			return false
		}
	}
	return true
}

func iisRefuse(s *Site) string {
	if n := len(iisFile(s.widest(), iisFrames(s.widest()))); n > iisRoom {
		return fmt.Sprintf("its web.config would have %d bytes, and IIS reads 250 KB; "+
			"name fewer addresses in embed: allow:", n)
	}
	return ""
}

func iisNote(s *Site) string {
	if _, left := iisLocations(s); left > 0 {
		return fmt.Sprintf("IIS reads a web.config of 250 KB: %d files that are no pages are sent "+
			"with the headers of pages, and asked for again at each visit", left)
	}
	return ""
}

// attribute returns text as it stands between the double quotes of an attribute.
func attribute(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(line(text)))
	return strings.ReplaceAll(b.String(), "&#39;", "'")
}
