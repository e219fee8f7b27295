package scaffold

import (
	"slices"
	"strings"

	"iopguide/generator/internal/schema"
)

// Settings are what a site.yaml is to say: by key, such as clinic.phone, a value,
// or the items of a list.
type Settings map[string][]string

// With returns s with the values under key; without values, s without key.
func (s Settings) With(key string, values ...string) Settings {
	made := Settings{}
	for k, v := range s {
		made[k] = v
	}
	made[key] = values
	if len(values) == 0 {
		delete(made, key)
	}
	return made
}

// offered are the keys that SiteYAML also writes if they are not set, as remarks.
var offered = []string{"baseURL", "clinic", "brand", "notices", "omit"}

const top = `# The settings of your guide. What is not set here is as in the guide itself.
# A line that begins with # does nothing: take the # and the space after it away to use it.
# iopguide schema site lists every key there is.
`

// SiteYAML writes a site.yaml that says s. A key that schema does not know is
// left out.
func SiteYAML(s Settings) []byte {
	var b strings.Builder
	b.WriteString(top)
	for _, f := range schema.Site.Fields {
		if lines := s.lines(f); len(lines) > 0 {
			b.WriteString("\n# " + f.Doc + "\n" + strings.Join(lines, "\n") + "\n")
		}
	}
	return []byte(b.String())
}

// lines are those of a key at the top of site.yaml, none if it is neither set nor
// offered.
func (s Settings) lines(f schema.Field) []string {
	set := s[f.Name] != nil || slices.ContainsFunc(f.Fields, func(in schema.Field) bool { return s[f.Name+"."+in.Name] != nil })
	switch {
	case !set && !slices.Contains(offered, f.Name):
		return nil
	case f.Type != schema.Object:
		return []string{s.line(f, f.Name)}
	}
	head, lead := f.Name+":", "  "
	if !set {
		head, lead = "# "+head, "#   "
	}
	lines := []string{head}
	for _, in := range f.Fields {
		line := s.line(in, f.Name+"."+in.Name) + "  # " + in.Doc
		if !set {
			line = strings.TrimPrefix(line, "# ")
		}
		lines = append(lines, lead+line)
	}
	return lines
}

// line gives f its value, or, as a remark, the example for it.
func (s Settings) line(f schema.Field, key string) string {
	values := s[key]
	if len(values) == 0 {
		return "# " + f.Name + ": " + f.Example
	}
	written := make([]string, len(values))
	for i, v := range values {
		written[i] = schema.Scalar(v)
	}
	if f.Type == schema.List {
		return f.Name + ": [" + strings.Join(written, ", ") + "]"
	}
	return f.Name + ": " + written[0]
}
