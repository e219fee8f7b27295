package host

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// azure is Azure Static Web Apps. It reads one file. Only the first route that fits an
// address holds; its headers take the place of the global ones, and an empty value takes
// one away. Pages link to each other relative to their address, so it must end in a
// slash.
var azure = &Host{Name: "azure", Title: "Azure Static Web Apps",
	Next:   "publish the folder; with --path, the file beside it belongs at the top of the whole site, under its name without azure-",
	Inside: func(s *Site) []Written { return s.top(azureFile(s)) },
	Beside: func(s *Site) []Written { return s.below("azure-", azureFile(s)) },
	Refuse: azureRefuse,
	Note:   azureNote,
}

// azureRoom is how many bytes the file may have: a little less than the 20 KB of the
// documentation, which does not say of which sort.
const azureRoom = 20_000

type azureConfig struct {
	Routes            []azureRoute             `json:"routes,omitempty"`
	ResponseOverrides map[string]azureOverride `json:"responseOverrides"`
	GlobalHeaders     map[string]string        `json:"globalHeaders"`
	MimeTypes         map[string]string        `json:"mimeTypes,omitempty"`
	TrailingSlash     string                   `json:"trailingSlash"`
}

type azureRoute struct {
	Route      string            `json:"route"`
	Redirect   string            `json:"redirect,omitempty"`
	StatusCode int               `json:"statusCode,omitempty"`
	Headers    map[string]string `json:"headers,omitempty"`
}

type azureOverride struct {
	Rewrite    string `json:"rewrite"`
	StatusCode int    `json:"statusCode"`
}

func azureFile(s *Site) []Written {
	routes, _, _ := azureFit(s)
	return []Written{{"staticwebapp.config.json", azureData(s, routes)}}
}

// azureData returns the file with these routes before all that it needs.
func azureData(s *Site, routes []azureRoute) []byte {
	return indented(azureConfig{
		Routes:            append(routes, azureRoutes(s)...),
		ResponseOverrides: map[string]azureOverride{"404": {s.Path + "404.html", 404}},
		GlobalHeaders:     byName(s.Headers("index.html", true), nil),
		MimeTypes:         azureTypes(s),
		TrailingSlash:     "always",
	})
}

// azureFit returns the routes that there is room for besides: for old addresses, and for
// single files that are kept forever where others whose names end alike are not. These
// have at most half of the room. It says how many of each are left out.
func azureFit(s *Site) (routes []azureRoute, moves, files int) {
	room := azureRoom - len(azureData(s, nil))
	single, files := azureSome(azureSingle(s), room/2)
	moved, moves := azureSome(azureMoves(s), room-azureSize(single))
	return append(moved, single...), moves + len(s.Redirects) - len(s.moves(true)), files
}

// azureSome returns the first of routes, as far as there is room, and how many there are
// besides.
func azureSome(routes []azureRoute, room int) (some []azureRoute, left int) {
	for i := range routes {
		if room -= azureSize(routes[i : i+1]); room < 0 {
			return routes[:i], len(routes) - i
		}
	}
	return routes, 0
}

// azureSize returns how many bytes routes take, each line of which stands two deeper.
func azureSize(routes []azureRoute) int {
	n := 0
	for _, r := range routes {
		data := indented(r)
		n += len(data) + 2*bytes.Count(data, []byte("\n")) + len(",")
	}
	return n
}

// azureRoutes returns the routes for files that are not sent with the headers of pages.
// What ends alike comes first, so that a drawing in embed/ is a drawing.
func azureRoutes(s *Site) []azureRoute {
	general := s.Headers("index.html", true)
	var routes []azureRoute
	for _, e := range s.ends() {
		r := special(s.Path+"*"+e.end, general, s.Headers(e.of(), true))
		routes = append(routes, azureRoute{Route: r.pattern, Headers: byName(r.headers, r.drop)})
	}
	if !s.frames() {
		return routes
	}
	// By the documentation, a pattern that ends in /* does not fit the page of the folder itself.
	r := special("", general, s.Headers(Framed+"index.html", true))
	for _, p := range []string{"index.html", "*"} {
		routes = append(routes, azureRoute{Route: s.Path + Framed + p, Headers: byName(r.headers, r.drop)})
	}
	return routes
}

// azureTypes returns types by ends of names, those alone that are a bare type.
func azureTypes(s *Site) map[string]string {
	types := map[string]string{}
	for _, e := range s.ends() {
		if t := Type("x" + e.end); !strings.Contains(t, ";") && t != Type("x") {
			types[e.end] = t
		}
	}
	return types
}

// azureMoves returns routes for old addresses. A route for a folder's page fits its
// folder, too.
func azureMoves(s *Site) []azureRoute {
	var routes []azureRoute
	for _, m := range s.moves(true) {
		routes = append(routes, azureRoute{Route: m.From + "index.html", Redirect: m.To, StatusCode: 301})
	}
	return routes
}

// azureSingle returns routes for files that are kept forever where others whose names end
// alike are not.
func azureSingle(s *Site) []azureRoute {
	general := s.Headers("index.html", true)
	var routes []azureRoute
	for _, e := range s.ends() {
		if !e.mixed() {
			continue
		}
		for _, f := range e.hashed {
			r := special(s.Path+f, general, s.Headers(f, true))
			routes = append(routes, azureRoute{Route: r.pattern, Headers: byName(r.headers, r.drop)})
		}
	}
	return routes
}

func azureRefuse(s *Site) string {
	if n := len(azureData(s.widest(), nil)); n > azureRoom {
		return fmt.Sprintf("its file would have %d bytes, and Azure takes 20 KB; "+
			"name fewer addresses in embed: allow:", n)
	}
	return ""
}

func azureNote(s *Site) string {
	_, moves, files := azureFit(s)
	switch {
	case moves > 0:
		return leftMoves(moves, "Azure takes a file of 20 KB")
	case files > 0:
		return askedAgain(files, "Azure takes a file of 20 KB")
	}
	return ""
}

// byName returns headers by their names, and an empty value for each that is dropped.
func byName(headers []Header, drop []string) map[string]string {
	m := map[string]string{}
	for _, name := range drop {
		m[name] = ""
	}
	for _, h := range headers {
		m[h.Name] = line(h.Value)
	}
	return m
}

// indented returns value, which is made of strings and numbers, as JSON that a person
// can read.
func indented(value any) []byte {
	data, _ := json.MarshalIndent(value, "", " ")
	return append(data, '\n')
}
