package markdown

import "testing"

func TestAppendAttr(t *testing.T) {
	for _, tt := range []struct{ name, value, want string }{
		{"a word", "week", " a=week"},
		{"nothing", "", " a"},
		{"two words", "a b", ` a="a b"`},
		{"signs of tags", "a<b>=`c`", " a=\"a<b>=`c`\""},
		{"single quotes", "it's", ` a="it's"`},
		{"double quotes", `say "x"`, ` a='say "x"'`},
		{"more single quotes", `'a' "b`, ` a="'a' &#34;b"`},
		{"as many of both", `'"`, ` a="'&#34;"`},
		{"more double quotes", `"a" 'b`, ` a='"a" &#39;b'`},
		{"an ampersand", "a & b", ` a="a & b"`},
		{"an ampersand at the end", "b&", " a=b&"},
		{"what looks like a character", "b=1&copy=2", ` a="b=1&amp;copy=2"`},
		{"a number of a character", "&#34;", " a=&amp;#34;"},
		{"a line end of Windows", "a\r\nb", " a=\"a\nb\""},
		{"no character", "a\x00", " a=a\ufffd"},
	} {
		if got := string(AppendAttr(nil, "a", tt.value)); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestAppendText(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"words", "a b", "a b"},
		{"white space", " a \t b\n\n c\r\nd ", " a b\nc\nd "},
		{"signs of tags", "<b> & 'c' \"d\"", "&lt;b> & 'c' \"d\""},
		{"what looks like a character", "&copy; && &#3", "&amp;copy; && &amp;#3"},
		{"an ampersand at the end", "a &", "a &amp;"},
	} {
		if got := string(AppendText(nil, tt.text)); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
