package host

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// s3 is a store for objects such as S3, with or without CloudFront before it. Nothing
// lies inside the site. Beside it lies a plan, which says of each file how it is to be
// uploaded; a function for CloudFront, without which it finds no page for the address of
// a folder; and the headers for CloudFront, a policy for each class of files.
var s3 = &Host{Name: "s3", Title: "S3 and CloudFront",
	Next:   "upload the folder with iopguide deploy, which reads s3-plan.json; the other files are for CloudFront",
	Beside: s3Files,
	Note:   s3Note,
}

func s3Files(s *Site) []Written {
	moves, _ := cloudFrontMoves(s)
	return append([]Written{
		{"s3-plan.json", s3Plan(s)},
		{"cloudfront-function.js", cloudFrontFunction(s, moves)},
	}, cloudFrontHeaders(s)...)
}

// s3File is how a file is to be uploaded.
type s3File struct {
	Path     string `json:"path"`
	Type     string `json:"type"`
	Cache    string `json:"cache"`
	Size     int    `json:"size"`
	Sum      string `json:"sha256"`
	Kind     string `json:"kind"`
	Redirect string `json:"redirect,omitempty"` // where a store that serves pages itself leads to
}

// s3Plan returns the plan, a file a line.
func s3Plan(s *Site) []byte {
	to := map[string]string{}
	for _, r := range s.moves(false) {
		to[strings.TrimPrefix(r.From, s.Path)+"index.html"] = r.To
	}
	var b bytes.Buffer
	path, _ := json.Marshal(s.Path)
	base, _ := json.Marshal(s.Base)
	fmt.Fprintf(&b, "{\"version\":1,\n\"path\":%s,\n\"base\":%s,\n\"order\":\"assets, pages, others; deletions last\",\n\"files\":[", path, base)
	for i, f := range s.Files {
		if i > 0 {
			b.WriteByte(',')
		}
		data, _ := json.Marshal(s3File{f.Path, Type(f.Path), Cache(f.Path), f.Size, hex.EncodeToString(f.Sum[:]), s3Kind(f.Path), to[f.Path]})
		b.WriteByte('\n')
		b.Write(data)
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

// s3Kind returns when the file at path is to be uploaded: an asset before the pages that
// name it, others after.
func s3Kind(path string) string {
	switch {
	case Cache(path) == Forever:
		return "asset"
	case strings.HasSuffix(path, ".html"):
		return "page"
	}
	return "other"
}

// cloudFrontRoom is how many bytes a function of CloudFront may have: a little less than
// its quota of 10 KB.
const cloudFrontRoom = 10_000

// cloudFrontCode is the function, without its two tables. It runs when a reader's request
// comes in. It is written for the older of CloudFront's two sorts of JavaScript, which is
// also valid in the newer. An address that it does not know well stays as it is, so that
// nobody can be led to another host by a slash too many.
const cloudFrontCode = `
function moved(address) {
    return {
        statusCode: 301,
        statusDescription: 'Moved Permanently',
        headers: { location: { value: address } }
    };
}

function handler(event) {
    var request = event.request;
    var uri = request.uri;
    if ((uri + '/').indexOf(site) !== 0) {
        return request;
    }
    var folder = /^(\/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*\/[A-Za-z0-9_~-]+$/.test(uri);
    var place = folder ? uri + '/' : uri.replace(/\/index\.html$/, '/');
    if (Object.prototype.hasOwnProperty.call(moves, place)) {
        return moved(moves[place]);
    }
    if (folder) {
        return moved(place);
    }
    if (uri.charAt(uri.length - 1) === '/') {
        request.uri = uri + 'index.html';
    }
    return request;
}
`

func cloudFrontFunction(s *Site, moves []Redirect) []byte {
	var b bytes.Buffer
	b.WriteString("// Finds the page for the address of a folder, and leads from old addresses to new ones.\n" +
		"// For CloudFront, at the event \"viewer request\".\n")
	site, _ := json.Marshal(s.Path)
	fmt.Fprintf(&b, "var site = %s;\nvar moves = {", site)
	for i, m := range moves {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(cloudFrontMove(m))
	}
	b.WriteString("\n};\n")
	b.WriteString(cloudFrontCode)
	return b.Bytes()
}

func cloudFrontMove(m Redirect) string {
	from, _ := json.Marshal(m.From)
	to, _ := json.Marshal(m.To)
	return fmt.Sprintf("\n    %s: %s", from, to)
}

// cloudFrontMoves returns the redirects that the function has room for, and how many
// there are besides.
func cloudFrontMoves(s *Site) (list []Redirect, left int) {
	room := cloudFrontRoom - len(cloudFrontFunction(s, nil))
	for _, m := range s.moves(false) {
		room -= len(cloudFrontMove(m)) + len(",")
		if room < 0 {
			break
		}
		list = append(list, m)
	}
	return list, len(s.Redirects) - len(list)
}

func s3Note(s *Site) string {
	if _, left := cloudFrontMoves(s); left > 0 {
		return leftMoves(left, "a function of CloudFront has at most 10 KB")
	}
	return ""
}

// cloudFrontHeaders returns a response headers policy for each class of files that the
// site has, as the aws command takes it. How long a file may be kept is written at the
// object, not here.
func cloudFrontHeaders(s *Site) []Written {
	var files []Written
	for _, c := range s.Classes() {
		if c.Name == Frame && !s.frames() {
			continue
		}
		name := "cloudfront-headers.json"
		if c.Name != Page {
			name = "cloudfront-headers-" + c.Name + ".json"
		}
		headers := slices.Clone(c.Headers)
		if h, sent := s.Strict(); sent {
			headers = append(headers, h)
		}
		files = append(files, Written{name, indented(cloudFrontPolicy("iopguide-"+c.Name, c.Doc, headers))})
	}
	return files
}

// cloudFrontPolicy returns headers in CloudFront's words. It has words of its own for
// some, and refuses those among the others.
func cloudFrontPolicy(name, doc string, headers []Header) map[string]any {
	security := map[string]any{}
	others := []map[string]any{}
	for _, h := range headers {
		value := line(h.Value)
		switch h.Name {
		case "Content-Security-Policy":
			security["ContentSecurityPolicy"] = map[string]any{"Override": true, "ContentSecurityPolicy": value}
		case "X-Content-Type-Options":
			security["ContentTypeOptions"] = map[string]any{"Override": true}
		case "Referrer-Policy":
			security["ReferrerPolicy"] = map[string]any{"Override": true, "ReferrerPolicy": value}
		case "Strict-Transport-Security":
			security["StrictTransportSecurity"] = map[string]any{"Override": true, "AccessControlMaxAgeSec": age(value)}
		default:
			others = append(others, map[string]any{"Header": h.Name, "Value": value, "Override": true})
		}
	}
	return map[string]any{
		"Name": name, "Comment": "IOP guide: " + doc,
		"SecurityHeadersConfig": security,
		"CustomHeadersConfig":   map[string]any{"Quantity": len(others), "Items": others},
	}
}

// age returns the seconds of a header's max-age.
func age(value string) int {
	var n int
	fmt.Sscanf(value, "max-age=%d", &n)
	return n
}
