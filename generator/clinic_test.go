package main

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"iopguide"
	"iopguide/generator/internal/build"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/schema"
)

// clinicSite is a site.yaml that says all that can be said of a clinic.
const clinicSite = "testdata/browser/clinic"

// ofClinic builds the guide for the clinic of clinicSite.
func ofClinic(t *testing.T) *build.Result {
	t.Helper()
	opts := build.Options{Date: schema.Date{Year: 2026, Month: 11, Day: 25}, Base: overlay.Layer{Name: "default/", FS: iopguide.Default()}}
	r, err := build.New(overlay.FS{{FS: os.DirFS(clinicSite)}}, opts).Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// textOf returns the text of an output, for comparing: without the breaks of lines.
func textOf(t *testing.T, r *build.Result, path string) string {
	t.Helper()
	o := r.Outputs[path]
	if o == nil {
		t.Fatalf("there is no %s", path)
	}
	data, _ := o.Bytes()
	return strings.Join(strings.Fields(string(data)), " ")
}

// TestClinicSite holds a clinic's site against every rule.
func TestClinicSite(t *testing.T) {
	list, err := ofClinic(t).All(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list {
		t.Errorf("%s: %s: %s [%s]", d.Position(), d.Severity, d.Message, d.Rule)
	}
}

// everyPage is what the foot of each page says of a clinic.
var everyPage = []string{"Harbor House", "https://www.harborhouse.example/", "12 Oak Street, Springfield, IL 62701", "tel:+12175550134",
	"https://www.harborhouse.example/npp/", "https://www.harborhouse.example/nondiscrimination/", "https://www.harborhouse.example/languages/",
	"https://www.harborhouse.example/health-data/", "https://www.harborhouse.example/accessibility/", "https://www.harborhouse.example/careers/",
	"https://creativecommons.org/licenses/by/4.0/", "iopguide"}

// pageEnds is what the end of an English page says besides.
var pageEnds = []string{"Talk with Harbor House", "(217) 555-0134", "sms:+12175550135", "mailto:hello@harborhouse.example", "Monday to Friday, 8 am to 6 pm",
	"This number is not a crisis line.", "East Side", "4 Elm Road, Springfield, IL 62704", "tel:+12175550136;ext=12", "Mon, Wed and Fri, 1 pm to 8 pm",
	"https://www.harborhouse.example/oak/", "Evening IOP", "Ages 13 to 17", "Mon, Tue and Thu, 6 to 9 pm", "https://www.harborhouse.example/day/"}

var plans = []string{"Aetna", "Blue Cross Blue Shield", "Cigna", "Medicaid", "Medicare", "UnitedHealthcare"}

// TestClinicEverywhere looks for each thing that site.yaml says of a clinic in
// each place where a reader needs it.
func TestClinicEverywhere(t *testing.T) {
	r := ofClinic(t)
	tests := []struct {
		name, path string
		want, not  []string
	}{
		{"the home page", "index.html", slices.Concat(everyPage, pageEnds, []string{"Harbor House: main website", "Call Harbor House"}), nil},
		{"an article", "conditions/depression/index.html", slices.Concat(everyPage, pageEnds), []string{"Aetna", "Search FindTreatment.gov"}},
		{"a page about paying", "practical/paying-for-it/index.html", slices.Concat(everyPage, pageEnds, plans), nil},
		{"another", "benefits/lower-cost/index.html", plans, nil},
		{"the page about the guide", "about/index.html", slices.Concat(everyPage, pageEnds[1:], plans, []string{"Harbor House shows this copy of the guide."}), nil},
		{"the page for those in need", "get-help-now/index.html", slices.Concat(everyPage, pageEnds), []string{"Call Harbor House"}},
		{"a page in Spanish", "es/what-is-an-iop/index.html", slices.Concat(everyPage, []string{"Hable con Harbor House", "De lunes a viernes, de 8 a 18 h",
			"De lunes a jueves, de 9 a 21 h", "IOP de tarde", "De 13 a 17 años"}), []string{"Monday to Friday", "Evening IOP"}},
		{"a self-check", "check/could-an-iop-fit/index.html", append(everyPage, "Shown by Harbor House"), []string{"Call Harbor House"}},
		{"404.html", "404.html", slices.DeleteFunc(slices.Clone(everyPage[:10]), func(s string) bool { return strings.HasPrefix(s, "12 Oak") }), nil},
	}
	for _, tt := range tests {
		text := textOf(t, r, tt.path)
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", tt.name, want)
			}
		}
		for _, not := range tt.not {
			if strings.Contains(text, not) {
				t.Errorf("%s says %q", tt.name, not)
			}
		}
	}
}

// step is one step of a self-check, in a finished page.
var step = regexp.MustCompile(`<section role=group.*?</section>`)

// TestClinicChecks makes sure that self-checks of a clinic's site say who shows
// them, in each language; that each ending below an emergency names the clinic and a
// neutral way to find another; and that no question and no emergency names it.
func TestClinicChecks(t *testing.T) {
	r, seen := ofClinic(t), 0
	shows := map[string]string{"en": "Shown by Harbor House, which runs such programs.", "es": "La muestra Harbor House, que ofrece programas de este tipo."}
	for _, p := range r.Site.Pages {
		if p.Tree == nil {
			continue
		}
		path := strings.TrimPrefix(p.URL, "/") + "index.html"
		text, endings := textOf(t, r, path), 0
		if !strings.Contains(text, shows[p.Lang]) {
			t.Errorf("%s does not say who shows it", path)
		}
		for _, s := range step.FindAllString(text, -1) {
			named, neutral := strings.Contains(s, "tel:+12175550134"), strings.Contains(s, "https://findtreatment.gov/")
			if ending := strings.Contains(s, "data-policy=safety-net"); named != ending || neutral != ending {
				t.Errorf("%s: names the clinic: %t, another way: %t; want %t: %.200s", path, named, neutral, ending, s)
			} else if ending {
				endings++
			}
		}
		if endings == 0 {
			t.Errorf("%s: found no endings", path)
		}
		seen++
	}
	if seen < 4 {
		t.Errorf("found %d self-checks, want at least 4", seen)
	}
}
