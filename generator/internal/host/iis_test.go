package host

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// An element is one of an XML file.
type element struct {
	name     string
	attrs    map[string]string
	children []*element
}

func parseXML(data []byte) (*element, error) {
	d := xml.NewDecoder(strings.NewReader(string(data)))
	stack := []*element{{name: "file"}}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			if len(stack[0].children) != 1 {
				return nil, fmt.Errorf("%d roots", len(stack[0].children))
			}
			return stack[0].children[0], nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			top := stack[len(stack)-1]
			top.children = append(top.children, e)
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if strings.TrimSpace(string(token)) != "" {
				return nil, fmt.Errorf("text between elements: %q", token)
			}
		}
	}
}

// A shape is what IIS's schema (IIS_schema.xml, and the configuration reference of
// learn.microsoft.com/iis) says of an element: its attributes with what their values look
// like, those that it must have, the elements in it, and for an element of a collection
// the attributes that together are its key.
type shape struct {
	attrs    map[string]string
	required []string
	in       map[string]shape
	key      []string
}

// The parts of the schema that web.config and iis-redirects.xml use, of IIS 7.5 to 10.
var (
	anything  = `(?s).*`
	something = `(?s).+`
	truth     = `true|false`

	webServer = shape{in: map[string]shape{
		"httpProtocol": {attrs: map[string]string{"allowKeepAlive": truth}, in: map[string]shape{
			"customHeaders": {in: collection([]string{"name"}, shape{attrs: map[string]string{"name": something, "value": anything}}, "add")}}},
		"staticContent": {in: with(collection([]string{"fileExtension"}, shape{
			attrs: map[string]string{"fileExtension": something, "mimeType": something}, required: []string{"fileExtension", "mimeType"}}, "mimeMap"),
			"clientCache", shape{attrs: map[string]string{"cacheControlMode": "NoControl|DisableCache|UseMaxAge|UseExpires",
				"cacheControlMaxAge": something, "httpExpires": anything, "cacheControlCustom": anything, "setEtag": truth}})},
		"defaultDocument": {attrs: map[string]string{"enabled": truth}, in: map[string]shape{
			"files": {in: collection([]string{"value"}, shape{attrs: map[string]string{"value": something}}, "add")}}},
		// allowAbsolutePathsWhenDelegated and defaultPath are locked for a web.config.
		"httpErrors": {attrs: map[string]string{"errorMode": "DetailedLocalOnly|Custom|Detailed",
			"existingResponse": "Auto|Replace|PassThrough", "defaultResponseMode": "File|ExecuteURL|Redirect"},
			in: collection([]string{"statusCode", "subStatusCode"}, shape{attrs: map[string]string{"statusCode": `[4-9]\d\d`,
				"subStatusCode": `-1|\d{1,3}`, "prefixLanguageFilePath": anything, "path": something, "responseMode": "File|ExecuteURL|Redirect"},
				required: []string{"statusCode", "path"}}, "error")},
		"httpRedirect": {attrs: map[string]string{"enabled": truth, "destination": something, "exactDestination": truth,
			"childOnly": truth, "httpResponseStatus": "Permanent|Found|Temporary"}},
	}}
	configuration = shape{in: map[string]shape{
		"system.webServer": webServer,
		"location": {attrs: map[string]string{"path": something}, required: []string{"path"}, key: []string{"path"},
			in: map[string]shape{"system.webServer": webServer}},
	}}
)

// collection returns the elements of a collection: what adds to it and what removes by
// its key. An element that clears all would take the values of the folders above, so
// there is none.
func collection(key []string, entry shape, add string) map[string]shape {
	entry.key = key
	remove := shape{attrs: map[string]string{}, required: key}
	for _, k := range key {
		remove.attrs[k] = entry.attrs[k]
	}
	return map[string]shape{add: entry, "remove": remove}
}

func with(in map[string]shape, name string, s shape) map[string]shape {
	in[name] = s
	return in
}

// violations returns what in e is not of its shape.
func violations(e *element, s shape, at string) (list []string) {
	at += "/" + e.name
	for name, value := range e.attrs {
		pattern, known := s.attrs[name]
		if !known || !whole(pattern).MatchString(value) {
			list = append(list, fmt.Sprintf("%s: %s=%q", at, name, value))
		}
	}
	for _, name := range s.required {
		if _, ok := e.attrs[name]; !ok {
			list = append(list, at+": no "+name)
		}
	}
	removed, added := map[string]bool{}, map[string]bool{}
	for _, c := range e.children {
		shape, known := s.in[c.name]
		if !known {
			list = append(list, at+": an element "+c.name)
			continue
		}
		list = append(list, violations(c, shape, at)...)
		switch key := keyOf(c, shape.key); {
		case c.name == "remove":
			removed[keyOf(c, shape.required)] = true
		case shape.key != nil && added[key]:
			list = append(list, fmt.Sprintf("%s: %s %q twice", at, c.name, key))
		case shape.key != nil && c.name != "location" && !removed[key]:
			list = append(list, fmt.Sprintf("%s: %s %q is added and not removed before", at, c.name, key))
		case shape.key != nil:
			added[key] = true
		}
	}
	return list
}

var compiled = map[string]*regexp.Regexp{}

// whole returns the expression that matches what pattern matches from beginning to end.
func whole(pattern string) *regexp.Regexp {
	if compiled[pattern] == nil {
		compiled[pattern] = regexp.MustCompile("^(" + pattern + ")$")
	}
	return compiled[pattern]
}

// keyOf returns the key of an element of a collection. Keys know no capital letters.
func keyOf(e *element, key []string) string {
	var values []string
	for _, k := range key {
		values = append(values, strings.ToLower(e.attrs[k]))
	}
	return strings.Join(values, " ")
}

// TestIISGrammar holds all of IIS's files against its schema.
func TestIISGrammar(t *testing.T) {
	sites := testSites()
	sites["many"] = many(5000)
	for name, s := range sites {
		for _, f := range all(iis, s) {
			root, err := parseXML(f.Data)
			if err != nil {
				t.Errorf("%s: %s: %v", name, f.Name, err)
				continue
			}
			if got := violations(root, configuration, ""); root.name != "configuration" || len(got) > 0 {
				t.Errorf("%s: %s: got %s %q, want a configuration without violations", name, f.Name, root.name, got)
			}
		}
	}
}

// TestIISGrammarFails holds that the grammar of the test refuses what IIS would.
func TestIISGrammarFails(t *testing.T) {
	const begin, end = `<configuration><system.webServer>`, `</system.webServer></configuration>`
	for name, text := range map[string]string{
		"an unknown section":     begin + `<rewrite />` + end,
		"a section cleared":      begin + `<httpProtocol><customHeaders><clear /></customHeaders></httpProtocol>` + end,
		"added, not removed":     begin + `<httpProtocol><customHeaders><add name="A" value="b" /></customHeaders></httpProtocol>` + end,
		"added twice":            begin + `<defaultDocument><files><remove value="a" /><add value="a" /><add value="A" /></files></defaultDocument>` + end,
		"no path":                begin + `<httpErrors><remove statusCode="404" subStatusCode="-1" /><error statusCode="404" subStatusCode="-1" /></httpErrors>` + end,
		"a value not of the set": begin + `<staticContent><clientCache cacheControlMode="Never" /></staticContent>` + end,
		"a location twice":       `<configuration><location path="a" /><location path="A" /></configuration>`,
	} {
		root, err := parseXML([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if len(violations(root, configuration, "")) == 0 {
			t.Errorf("%s: got no violation", name)
		}
	}
}

// child returns the element below e on the way of names, or an empty one.
func (e *element) child(names ...string) *element {
	for _, name := range names {
		i := slices.IndexFunc(e.children, func(c *element) bool { return c.name == name })
		if i < 0 {
			return &element{}
		}
		e = e.children[i]
	}
	return e
}

// apply changes headers as a system.webServer says.
func (e *element) apply(headers map[string]string) {
	for _, c := range e.child("httpProtocol", "customHeaders").children {
		if c.name == "remove" {
			delete(headers, c.attrs["name"])
		} else {
			headers[c.attrs["name"]] = c.attrs["value"]
		}
	}
}

// TestIISHeaders holds that files are sent with the headers and types of the list, read as
// IIS does: what is said of the folder, then of each location on the way to the file.
func TestIISHeaders(t *testing.T) {
	for name, s := range testSites() {
		t.Run(name, func(t *testing.T) {
			root, err := parseXML(file(t, all(iis, s), "web.config"))
			if err != nil {
				t.Fatal(err)
			}
			types := map[string]string{}
			for _, c := range root.child("system.webServer", "staticContent").children {
				types[c.attrs["fileExtension"]] = c.attrs["mimeType"]
			}
			for _, f := range s.Files {
				got := map[string]string{"X-Powered-By": "ASP.NET", "Cache-Control": "of a folder above"}
				root.child("system.webServer").apply(got)
				for _, l := range root.children {
					if at := l.attrs["path"]; l.name == "location" && (f.Path == at || strings.HasPrefix(f.Path, at+"/")) {
						l.child("system.webServer").apply(got)
					}
				}
				sameHeaders(t, f.Path, got, s.Headers(f.Path, false))
				if got, want := types[f.Path[strings.LastIndex(f.Path, "."):]], Type(f.Path); got != want {
					t.Errorf("%s: got type %q, want %q", f.Path, got, want)
				}
			}
		})
	}
}

// TestIISRedirects holds that no redirect is for a folder in which another file lies.
func TestIISRedirects(t *testing.T) {
	s := testSites()["root"]
	s.Redirects = append(s.Redirects, Redirect{"css/", "costs/"}, Redirect{"old/", "costs/"})
	root, err := parseXML(file(t, all(iis, s), "iis-redirects.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range root.children {
		got = append(got, l.attrs["path"]+" "+l.child("system.webServer", "httpRedirect").attrs["destination"])
	}
	if want := "money /costs/, old/prices /costs/"; strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
}
