package schema

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"sync"
)

// isoTime is a moment of TOML, of which we keep the day.
var isoTime = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})[T ][\d:.]+(Z|[+-]\d{2}:\d{2})?$`)
})

// fromTOML writes simple TOML as YAML: keys with values on their own line, and
// tables one level deep.
func fromTOML(lines []string) []string {
	var yaml []string
	lead := ""
	for _, text := range lines {
		text = strings.TrimSpace(text)
		key, value, ok := strings.Cut(text, "=")
		switch {
		case text == "" || text[0] == '#':
		case text[0] == '[':
			yaml = append(yaml, strings.Trim(text, "[]")+":")
			lead = "  "
		case ok:
			value = isoTime().ReplaceAllString(strings.TrimSpace(value), "$1")
			yaml = append(yaml, lead+strings.TrimSpace(key)+": "+value)
		}
	}
	return yaml
}

// fromJSON writes the JSON object at the start of data as YAML, and returns how
// long it is; 0 if it is no JSON.
func fromJSON(data []byte) (yaml []string, size int) {
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, 0
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, 0
		}
		var value any
		if err := dec.Decode(&value); err != nil {
			return nil, 0
		}
		name, _ := key.(string)
		yaml = append(yaml, name+": "+inline(value))
	}
	if _, err := dec.Token(); err != nil {
		return nil, 0
	}
	return yaml, int(dec.InputOffset())
}

// inline writes a value of JSON as YAML on one line. JSON is YAML, but for the
// escapes that this spells out, and a moment of which we keep the day.
func inline(value any) string {
	if s, ok := value.(string); ok && isoTime().MatchString(s) {
		return isoTime().ReplaceAllString(s, "$1")
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return `""`
	}
	return strings.TrimSpace(b.String())
}
