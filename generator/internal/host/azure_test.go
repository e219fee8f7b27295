package host

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// azureDocumented is staticwebapp.config.json as it is documented, as far as we use it.
// Another key is an error.
type azureDocumented struct {
	Routes []struct {
		Route, Redirect string
		StatusCode      int
		Headers         map[string]string
	}
	ResponseOverrides map[string]struct {
		Rewrite    string
		StatusCode int
	}
	GlobalHeaders, MimeTypes map[string]string
	TrailingSlash            string
}

// azureRouteForm is the form of a route: a star stands at its end or before an end of names.
var azureRouteForm = regexp.MustCompile(`^/[A-Za-z0-9._/-]*(\*(\.[a-z0-9]+)?)?$`)

func readAzure(t *testing.T, s *Site) azureDocumented {
	t.Helper()
	name := "staticwebapp.config.json"
	if s.Path != "/" {
		name = "azure-" + name
	}
	d := json.NewDecoder(bytes.NewReader(file(t, all(azure, s), name)))
	d.DisallowUnknownFields()
	var c azureDocumented
	if err := d.Decode(&c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAzureGrammar(t *testing.T) {
	sites := testSites()
	sites["many"] = many(5000)
	for name, s := range sites {
		c := readAzure(t, s)
		for _, r := range c.Routes {
			if !azureRouteForm.MatchString(r.Route) {
				t.Errorf("%s: got route %q, which has no form of the documentation", name, r.Route)
			}
			if (r.Redirect == "") != (r.StatusCode == 0) || r.StatusCode != 0 && r.StatusCode != 301 {
				t.Errorf("%s: route %q: got redirect %q with status %d", name, r.Route, r.Redirect, r.StatusCode)
			}
		}
		for end := range c.MimeTypes {
			if !regexp.MustCompile(`^\..+$`).MatchString(end) {
				t.Errorf("%s: got a type for %q", name, end)
			}
		}
		if o := c.ResponseOverrides["404"]; o.Rewrite != s.Path+"404.html" || o.StatusCode != 404 {
			t.Errorf("%s: got %+v for what is not found", name, o)
		}
		if !slices.Contains([]string{"always", "never", "auto"}, c.TrailingSlash) {
			t.Errorf("%s: got trailingSlash %q", name, c.TrailingSlash)
		}
	}
}

// TestAzureHeaders holds that files are sent with the headers of the list, read as Azure
// documents it: the first route that fits holds, for a folder one for its page; its
// headers go over the global ones, and an empty one takes away.
func TestAzureHeaders(t *testing.T) {
	for name, s := range testSites() {
		t.Run(name, func(t *testing.T) {
			c := readAzure(t, s)
			for _, f := range s.Files {
				got := map[string]string{}
				for name, value := range c.GlobalHeaders {
					got[name] = value
				}
				i := slices.IndexFunc(c.Routes, func(r struct {
					Route, Redirect string
					StatusCode      int
					Headers         map[string]string
				}) bool {
					return azureFits(r.Route, s.Path+f.Path)
				})
				if i >= 0 {
					if c.Routes[i].Redirect != "" {
						continue
					}
					for name, value := range c.Routes[i].Headers {
						if got[name] = value; value == "" {
							delete(got, name)
						}
					}
				}
				sameHeaders(t, f.Path, got, s.Headers(f.Path, true))
			}
		})
	}
}

// azureFits reports whether a route fits the path of a file. One that ends in /* does not
// fit the page of the folder.
func azureFits(route, path string) bool {
	before, after, star := strings.Cut(route, "*")
	if !star {
		return route == path
	}
	return strings.HasPrefix(path, before) && strings.HasSuffix(path, after) && (after != "" || path != before+"index.html")
}

func TestAzureRedirects(t *testing.T) {
	var got []string
	for _, r := range readAzure(t, testSites()["path"]).Routes {
		if r.Redirect != "" {
			got = append(got, r.Route+" "+r.Redirect)
		}
	}
	if want := "/iop/money/index.html /iop/costs/, /iop/old/prices/index.html /iop/"; strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
}
