package schema

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
)

// draft is the version of JSON Schema that we write.
const draft = "https://json-schema.org/draft/2020-12/schema"

// JSONSchema writes the schema called name, "page", "site" or "data", for
// editors. That of data describes a folder _data, and has in $defs a schema for
// each of its files.
func JSONSchema(w io.Writer, name string) error {
	var s map[string]any
	switch name {
	case Page.Name:
		s = wholeFile(Page)
	case Site.Name:
		s = wholeFile(Site)
	case "data":
		s = dataSchema()
	default:
		return fmt.Errorf("there is no schema %q; there are page, site and data", name)
	}
	s["$schema"] = draft
	s["title"] = name
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(s)
}

// wholeFile describes a table that cannot be left out.
func wholeFile(field Field) map[string]any {
	field.Required = true
	return schemaOf(&field)
}

func dataSchema() map[string]any {
	defs, files := map[string]any{}, map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(Data)) {
		field := Data[name]
		defs[name] = schemaOf(&field)
		files[name] = map[string]any{"$ref": "#/$defs/" + name}
	}
	return map[string]any{"description": "The files of a folder _data.", "$defs": defs,
		"type": "object", "properties": files, "additionalProperties": false}
}

// schemaOf describes field: what check accepts, as far as JSON Schema can say.
func schemaOf(field *Field) map[string]any {
	s := map[string]any{}
	if field.Doc != "" {
		s["description"] = field.Doc
	}
	if e := exampleOf(field); e != nil {
		s["examples"] = []any{e}
	}
	maps.Copy(s, limits(field))
	if t := jsonTypes[field.Type]; len(t) > 0 {
		if !field.Required {
			t = append(slices.Clone(t), "null")
		}
		s["type"] = t
	}
	if field.Type == Text && len(field.Fields) > 0 {
		forms := Field{Type: Object, Required: true, Fields: field.Fields}
		return map[string]any{"description": field.Doc, "anyOf": []any{s, schemaOf(&forms)}}
	}
	if field.Type == Text && field.Elem != nil {
		entries := Field{Type: Map, Required: true, Elem: field.Elem}
		return map[string]any{"description": field.Doc, "anyOf": []any{s, schemaOf(&entries)}}
	}
	return s
}

// jsonTypes are the types of JSON that a Type may be written as.
var jsonTypes = map[Type][]string{
	Text: {"string", "number"}, Number: {"integer"}, Flag: {"boolean"},
	Day: {"string"}, Every: {"string"}, Address: {"string"}, Web: {"string"}, Origin: {"string"}, Mailbox: {"string"},
	List: {"array"}, Map: {"object"}, Object: {"object"},
}

// limits says what a value must be besides its type.
func limits(field *Field) map[string]any {
	s := map[string]any{}
	switch field.Type {
	case Text:
		textLimits(field, s)
	case Day:
		s["format"] = "date"
		s["pattern"] = `^\d{4}-\d{2}-\d{2}$`
	case Every:
		s["pattern"] = `^[1-9]\d{0,3}(d|mo|y)$`
	case Address:
		s["format"] = "uri"
		s["pattern"] = `^(https?://[^\s/]|mailto:\S+@)\S*$`
	case Web:
		s["format"] = "uri"
		s["pattern"] = `^https?://[^\s/?#@]+([/?#]\S*)?$`
	case Origin:
		s["pattern"] = origin().String()
	case Mailbox:
		s["format"] = "email"
		s["pattern"] = `^\S+@\S+$`
	case List:
		elem := *field.Elem
		elem.Required = true
		s["items"] = schemaOf(&elem)
	case Map:
		s["additionalProperties"] = schemaOf(field.Elem)
	case Object:
		objectLimits(field, s)
	}
	return s
}

func textLimits(field *Field, s map[string]any) {
	if len(field.Values) > 0 {
		values := []any{}
		for _, v := range field.Values {
			values = append(values, v)
		}
		if !field.Required {
			values = append(values, nil)
		}
		s["enum"] = values
	}
	if field.MaxLen > 0 {
		s["maxLength"] = field.MaxLen
	}
	switch {
	case field.MaxWords > 0 && field.Required:
		s["pattern"] = `^\s*(\S+\s+){0,` + strconv.Itoa(field.MaxWords-1) + `}\S+\s*$`
	case field.MaxWords > 0:
		s["pattern"] = `^\s*(\S+\s+){0,` + strconv.Itoa(field.MaxWords-1) + `}\S*\s*$`
	case field.Required:
		s["pattern"] = `\S`
	}
}

func objectLimits(field *Field, s map[string]any) {
	properties, required := map[string]any{}, []string{}
	for i := range field.Fields {
		f := &field.Fields[i]
		properties[f.Name] = schemaOf(f)
		switch {
		case f.Required && f.Unless != "":
			s["if"] = map[string]any{"not": map[string]any{"required": []string{f.Unless}}}
			s["then"] = map[string]any{"required": []string{f.Name}}
		case f.Required:
			required = append(required, f.Name)
		}
	}
	s["properties"], s["additionalProperties"] = properties, false
	if len(required) > 0 {
		s["required"] = required
	}
}
