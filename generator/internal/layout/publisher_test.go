package layout

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

const oakStreet = `region: US
clinic:
  name: Oak & Elm
  url: https://oak.example/
  phone: (217) 555-0134 ext. 12
  email: hello@oak.example
  address: 12 Oak Street, Springfield, IL 62701
  hours: Mon to Fri, 8 am to 6 pm
  insurance: [Medicaid, Medicare]
  locations:
    - {name: East Side, phone: 217-555-0136}
  programs:
    - {name: {en: Evening IOP, es: IOP de noche}, for: adults, when: evenings, url: https://oak.example/evening/}
`

const about = "-- content/about.md --\n---\ntitle: About\nclaims: false\n---\n"

// node returns the one of a page's JSON-LD that has a type, or nil.
func node(t *testing.T, files, path, kind string) map[string]any {
	t.Helper()
	var ld struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(text(t, shown(t, files, path).Head.JSONLD())), &ld); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(ld.Graph, func(n map[string]any) bool { return n["@type"] == kind })
	if i < 0 {
		return nil
	}
	return ld.Graph[i]
}

// TestClinicForEngines holds what search engines are told of a clinic: all that
// site.yaml says and schema.org has a word for, and nothing else.
func TestClinicForEngines(t *testing.T) {
	for name, tt := range map[string]struct{ files, path, want string }{
		"all": {addressed + oakStreet, "content/_index.md", `{"@id":"https://clinic.example/iop/#clinic","@type":"MedicalClinic",` +
			`"address":"12 Oak Street, Springfield, IL 62701",` +
			`"availableService":[{"@type":"MedicalTherapy","description":"adults","name":"Evening IOP","url":"https://oak.example/evening/"}],` +
			`"department":[{"@type":"MedicalClinic","name":"East Side","telephone":"+12175550136"}],` +
			`"email":"hello@oak.example","name":"Oak \u0026 Elm","paymentAccepted":"Medicaid, Medicare",` +
			`"telephone":"+12175550134 ext. 12","url":"https://oak.example/"}`},
		"in Spanish": {addressed + oakStreet, "content/es/_index.md", `"name":"IOP de noche"`},
		"about":      {addressed + oakStreet + about, "content/about.md", `"@type":"MedicalClinic"`},
		"a name":     {plain + "clinic: {name: Oak}\n", "content/_index.md", `{"@type":"MedicalClinic","name":"Oak"}`},
		"no number":  {plain + "clinic: {name: Oak, phone: ask at the desk}\n", "content/_index.md", `"telephone":"ask at the desk"`},
		"a page":     {addressed + oakStreet, "content/a.md", "null"},
		"none":       {addressed, "content/_index.md", "null"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := text(t, node(t, tt.files, tt.path, "MedicalClinic")); !strings.Contains(got, tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestPublisher makes sure that every page refers to the clinic by the name under
// which the home page tells of it.
func TestPublisher(t *testing.T) {
	for name, tt := range map[string]struct{ files, path, kind, want string }{
		"a page":             {addressed + oakStreet, "content/a.md", "MedicalWebPage", `{"@id":"https://clinic.example/iop/#clinic"}`},
		"home":               {addressed + oakStreet, "content/_index.md", "WebSite", `{"@id":"https://clinic.example/iop/#clinic"}`},
		"without an address": {plain + oakStreet, "content/a.md", "MedicalWebPage", "null"},
		"without a clinic":   {addressed, "content/a.md", "MedicalWebPage", "null"},
	} {
		t.Run(name, func(t *testing.T) {
			n := node(t, tt.files, tt.path, tt.kind)
			if got := text(t, n["publisher"]); n == nil || got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
