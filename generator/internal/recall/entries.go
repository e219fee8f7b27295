package recall

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"iopguide/generator/internal/schema"
)

// table returns what the file at name, site.yaml or a data file, may say, and
// whether it is one.
func table(name string) (schema.Field, bool) {
	if name == "site.yaml" {
		return schema.Partial(schema.Site), true
	}
	dir, file, ok := strings.Cut(name, "/_data/")
	if !ok || !strings.HasPrefix(dir+"/", "content/") {
		return schema.Field{}, false
	}
	field, ok := schema.Data[strings.TrimSuffix(file, ".yaml")]
	return schema.Partial(field), ok && strings.HasSuffix(file, ".yaml")
}

// hashOf returns the Hash of what an entry says, however it is written.
func hashOf(v *schema.Value) string {
	data, err := json.Marshal(v.Any())
	if err != nil {
		return ""
	}
	return Hash(data)
}

// differences returns where shown differs from ours, key by key, or whole if one
// of them has no keys.
func differences(ours, shown *schema.Value) []Difference {
	if ours.Equal(shown) {
		return nil
	}
	keys := map[string]bool{}
	for _, v := range []*schema.Value{ours, shown} {
		for _, k := range v.Keys() {
			keys[k] = true
		}
	}
	if len(ours.Keys()) == 0 || len(shown.Keys()) == 0 {
		return []Difference{{Shown: brief(shown), Ours: brief(ours)}}
	}
	var list []Difference
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		if a, b := ours.Get(k), shown.Get(k); !a.Equal(b) {
			list = append(list, Difference{k, brief(b), brief(a)})
		}
	}
	return list
}

// brief returns a value in one line.
func brief(v *schema.Value) string {
	if v == nil {
		return ""
	}
	switch x := v.Any().(type) {
	case string:
		return x
	case int, bool:
		return fmt.Sprint(x)
	default:
		data, err := json.Marshal(x)
		if err != nil {
			return ""
		}
		return string(data)
	}
}
