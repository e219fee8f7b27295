package scaffold

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// said returns what the rows of a table say, a line each.
func said(rows []Row) string {
	var lines []string
	for _, row := range rows {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Key+"="+strings.Join(c.Values, "|"))
		}
		lines = append(lines, strings.Join(cells, " / "))
	}
	return strings.Join(lines, "\n")
}

func TestReadTable(t *testing.T) {
	for _, tt := range []struct{ name, table, want string }{
		{"commas", "name,phone\nOak,217-555-0134\nElm,217-555-0135\n",
			"clinic.name=Oak / clinic.phone=217-555-0134\nclinic.name=Elm / clinic.phone=217-555-0135"},
		{"semicolons and a byte order mark", "\ufeffname;insurance\r\nOak;\"A; B, C\"\r\n", "clinic.name=Oak / clinic.insurance=A|B, C"},
		{"tabs", "name\tphone\ttitle\nOak\t\tThe Oak\n", "clinic.name=Oak / title=The Oak"},
		{"whole keys, and as people write them", "Clinic.Name,Base URL,search.canonical\nOak,https://o.example/,https://a.example/\n",
			"clinic.name=Oak / baseURL=https://o.example/ / search.canonical=https://a.example/"},
		{"languages of a key", "name,hours.en,hours.ES\nOak,All day,Todo el día\n",
			"clinic.name=Oak / clinic.hours.en=All day / clinic.hours.es=Todo el día"},
		{"lists", "name,languages,omit\nOak,\"en, es\",a.md; b.md\n", "clinic.name=Oak / languages=en|es / omit=a.md|b.md"},
		{"cells of several lines", "name,address\nOak,\"12 Oak Street,\n  Springfield\n\"\n", "clinic.name=Oak / clinic.address=12 Oak Street, Springfield"},
		{"quotation marks", "name,title\n\"The \"\"Oak\"\"\", \"Oak, Elm\"\n", `clinic.name=The "Oak" / title=Oak, Elm`},
		{"rows and columns with nothing in them", "name,,phone,\n\nOak,,1,\n,,,\n  ,\n", "clinic.name=Oak / clinic.phone=1"},
		{"a row that ends early", "name,phone,text\nOak\n", "clinic.name=Oak"},
		{"a name for the profile alone", "profile,title\noak,Oak\n", "profile=oak / title=Oak"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var list diag.List
			got := said(ReadTable(&diag.File{Name: "t.csv", Data: []byte(tt.table)}, &list))
			if got != tt.want || len(list) > 0 {
				t.Errorf("got %q and %v, want %q", got, list, tt.want)
			}
		})
	}
}

func TestWrongTable(t *testing.T) {
	for _, tt := range []struct {
		name, table string
		want        []string
	}{
		{"nothing", "", []string{"1:1 there is nothing in this table"}},
		{"no rows", "name,phone\n,\n", []string{"1:1 there is no line below the names of the columns"}},
		{"no column for the name", "phone,primary\n1,navy\n", []string{"1:1 there is no column name"}},
		{"no names of columns", "Oak,217-555-0134\n", []string{"1:1 the first line names no column that this program knows"}},
		{"an unknown column", "name,fone,x\nOak,1,2\n", []string{"1:6 there is no column fone", "1:11 there is no column x"}},
		{"what does not fit into a cell", "name,programs,params\nOak,1,2\n",
			[]string{"1:6 programs does not fit into one cell", "1:15 params does not fit into one cell"}},
		{"two columns for one key", "name,phone,clinic.phone\nOak,1,2\n", []string{"1:12 there are two columns for clinic.phone"}},
		{"for all languages and for one", "name,hours,hours.es\nOak,1,2\n",
			[]string{"1:12 the columns clinic.hours and clinic.hours.es cannot stand side by side"}},
		{"a row without a name", "name,phone\nOak,1\n,2\n", []string{"3:2 this row has no name"}},
		{"a comma that parts too much", "name,address\nOak,12 Oak Street, Springfield\n", []string{"2:20 there is no name above this cell"}},
		{"a mark of quotation amid a cell", "name,phone\nThe \"Oak\",1\n", []string{"2:5 the quotation marks of a cell do not match here"}},
		{"a mark of quotation that is not closed", "name,phone\nElm,2\n\"Oak,1\nAsh,3\n", []string{"3:1 the quotation marks of a cell do not match here"}},
		{"one in the last line", "name,phone\nElm,2\nOak,\"1\n", []string{"3:1 the quotation marks of a cell do not match here"}},
		{"one that is closed too early", "name,phone\n\"Oak\"s,1\n", []string{"2:5 the quotation marks of a cell do not match here"}},
		{"what nobody can see", "\ufeffname,phone\nOak,\u202a217-555-0134\u202c\n", []string{"2:5 there are characters in this cell that nobody can see"}},
		{"Latin-1", "name,phone\nCl\xednica,1\n", []string{"2:3 this file is not in UTF-8; it looks like Windows-1252"}},
		{"UTF-16", "n\x00a\x00m\x00e\x00\n\x00O\x00", []string{"1:1 this file is not in UTF-8; it looks like UTF-16 LE"}},
		{"a workbook", "PK\x03\x04\x14\x00", []string{"1:1 this is a workbook of a spreadsheet program, not a table as text"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var list diag.List
			ReadTable(&diag.File{Name: "t.csv", Data: []byte(tt.table)}, &list)
			var got []string
			for _, d := range list {
				got = append(got, fmt.Sprintf("%d:%d %s", d.Position().Line, d.Position().Column, d.Message))
				if d.Help == "" {
					t.Errorf("%s: no help", d.Message)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestShortNames holds that the last part of a key means one key alone.
func TestShortNames(t *testing.T) {
	seen := map[string]string{}
	for _, c := range known() {
		if was := seen[short(c.key)]; was != "" {
			t.Errorf("%s may be %s or %s", short(c.key), was, c.key)
		}
		seen[short(c.key)] = c.key
	}
	for _, name := range []string{"name", "title", "baseURL", "phone", "logo", "index", "canonical", "languageHelp"} {
		if seen[name] == "" {
			t.Errorf("there is no column %s", name)
		}
	}
}

func TestProfileYAML(t *testing.T) {
	var list diag.List
	rows := ReadTable(&diag.File{Name: "t.csv", Data: []byte("index,name,profile,hours.es,primary,hours.en,days,insurance,title\n" +
		"FALSE,Oak,oak,Día,#1f6f5c,Day,14,Blue #1; No,No\n")}, &list)
	if len(rows) != 1 {
		t.Fatalf("got %v and %v", rows, list)
	}
	p := ProfileYAML(rows[0])
	_, body, _ := strings.Cut(string(p.Data), advice)
	want := `title: "No"
clinic:
  name: Oak
  hours:
    es: Día
    en: Day
  insurance: ["Blue #1", "No"]
brand:
  primary: "#1f6f5c"
privacy:
  days: 14
search:
  index: false
`
	if body != want {
		t.Errorf("got %s, want %s", body, want)
	}
	var cells []string
	for line := range strings.Count(string(p.Data), "\n") + 2 {
		if i := p.Cell(line); i >= 0 {
			cells = append(cells, fmt.Sprint(line, " ", rows[0].Cells[i].Key))
		}
	}
	if want := []string{"3 title", "5 clinic.name", "7 clinic.hours.es", "8 clinic.hours.en", "9 clinic.insurance", "11 brand.primary",
		"13 privacy.days", "15 search.index"}; !slices.Equal(cells, want) {
		t.Errorf("lines: got %q, want %q", cells, want)
	}
}

func TestRenewable(t *testing.T) {
	made := string(ProfileYAML(Row{Cells: []Cell{{Key: "title", Values: []string{"Oak"}}}}).Data)
	for _, tt := range []struct {
		name, data      string
		ours, unchanged bool
	}{
		{"as it was written", made, true, true},
		{"with the line ends of Windows", strings.ReplaceAll(made, "\n", "\r\n"), true, true},
		{"changed", made + "description: Mine\n", true, false},
		{"another title", strings.Replace(made, "Oak", "Elm", 1), true, false},
		{"without its first line", made[strings.Index(made, "\n")+1:], false, false},
		{"by hand", "title: Oak\n", false, false},
		{"nothing", "", false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if ours, unchanged := Renewable([]byte(tt.data)); ours != tt.ours || unchanged != tt.unchanged {
				t.Errorf("got %t and %t, want %t and %t", ours, unchanged, tt.ours, tt.unchanged)
			}
		})
	}
}

// FuzzReadTable holds that any file is read, that every mistake and cell lies in it, and
// that what a profile says is read back as the table has it.
func FuzzReadTable(f *testing.F) {
	for _, s := range []string{"name,phone\nOak,1\n", "\ufeffname;title\r\n\"O\"\"ak\";a: b\r\n", "profile\tname\thours.es\nx\ty\tz\n",
		"name,index,days,insurance\nOak,FALSE,14,\"A;B\"\n", "name\n\"", "\"name\"\n\r\n \"a\nb\"\n", "name,hours,url,baseURL\nO,p,q,#\n", "PK\x03\x04",
		"name,a\xff\n", "title,name,languages,privacyPractices\n- x,y,\"en,es\",~\n", "name,omit\nOak,;\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := &diag.File{Name: "t.csv", Data: data}
		var list diag.List
		rows := ReadTable(file, &list)
		for _, d := range list {
			if d.Start < 0 || d.End < d.Start || d.End > len(d.File.Data) || d.Message == "" {
				t.Errorf("%q: %d to %d of %d", d.Message, d.Start, d.End, len(data))
			}
		}
		if list.HasErrors() {
			return
		}
		for _, row := range rows {
			readRow(t, file, row)
		}
	})
}

// readRow fails unless the profile of a row says what the row does.
func readRow(t *testing.T, file *diag.File, row Row) {
	t.Helper()
	p := ProfileYAML(row)
	if ours, unchanged := Renewable(p.Data); !ours || !unchanged {
		t.Errorf("not known again:\n%s", p.Data)
	}
	var list diag.List
	v := schema.Decode(&diag.File{Name: "p.yaml", Data: p.Data}, schema.Partial(schema.Site), &list)
	for _, d := range list {
		if p.Cell(d.Position().Line) < 0 {
			t.Errorf("%s is told of no cell:\n%s", d.Message, p.Data)
		}
	}
	for _, c := range row.Cells {
		if c.Start < 0 || c.End <= c.Start || c.End > len(file.Data) {
			t.Errorf("%s: %d to %d of %d", c.Key, c.Start, c.End, len(file.Data))
		}
		if len(list) > 0 || c.Key == ProfileColumn {
			continue
		}
		value := v.Get(strings.Split(c.Key, ".")...)
		got := value.Texts()
		if len(c.Values) > 0 && value.List() == nil {
			got = []string{value.Text()}
		}
		if f := flags[strings.ToLower(strings.Join(c.Values, " "))]; f != "" && len(got) == 1 && got[0] == f {
			continue // as a spreadsheet has it
		}
		if !slices.Equal(got, c.Values) {
			t.Errorf("%s: got %q, want %q, in\n%s", c.Key, got, c.Values, p.Data)
		}
	}
}
