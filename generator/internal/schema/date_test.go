package schema

import "testing"

func TestParseDate(t *testing.T) {
	for _, s := range []string{"2026-11-24", "2024-02-29", "0001-01-01", "9999-12-31"} {
		if d, ok := ParseDate(s); !ok || d.String() != s {
			t.Errorf("%s: got %v, %v", s, d, ok)
		}
	}
	for _, s := range []string{"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-2", "24.11.2026",
		"2026-11-24T00:00:00Z", " 2026-11-24", "20261124", "+026-11-24"} {
		if d, ok := ParseDate(s); ok || !d.IsZero() {
			t.Errorf("%q: got %v, want none", s, d)
		}
	}
	if got := (Date{}).String(); got != "" {
		t.Errorf("no day: got %q", got)
	}
}

func TestCompare(t *testing.T) {
	days := []Date{{}, {2025, 12, 31}, {2026, 1, 30}, {2026, 2, 1}, {2026, 2, 2}}
	for i, a := range days {
		for j, b := range days {
			if got, want := a.Before(b), i < j; got != want {
				t.Errorf("%v before %v: got %v", a, b, got)
			}
			if got := a.Compare(b); (got == 0) != (i == j) || (got < 0) != (i < j) {
				t.Errorf("%v to %v: got %d", a, b, got)
			}
		}
	}
}

func TestAdd(t *testing.T) {
	tests := []struct{ day, every, want string }{
		{"2026-11-24", "30d", "2026-12-24"},
		{"2026-11-24", "6mo", "2027-05-24"},
		{"2026-11-24", "12mo", "2027-11-24"},
		{"2026-11-24", "1y", "2027-11-24"},
		{"2026-01-31", "1mo", "2026-02-28"},
		{"2024-02-29", "1y", "2025-02-28"},
		{"2026-12-31", "1d", "2027-01-01"},
		{"2026-10-31", "4mo", "2027-02-28"},
	}
	for _, tt := range tests {
		t.Run(tt.day+" "+tt.every, func(t *testing.T) {
			d, _ := ParseDate(tt.day)
			i, ok := ParseInterval(tt.every)
			if got := d.Add(i).String(); !ok || got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	if d := (Date{2026, 1, 31}); d.Add(Interval{}) != d {
		t.Error("no span is to lead to the same day")
	}
}

func TestParseInterval(t *testing.T) {
	for s, want := range map[string]string{"30d": "30d", "6mo": "6mo", "1y": "12mo", "9999d": "9999d"} {
		if i, ok := ParseInterval(s); !ok || i.String() != want || i.IsZero() {
			t.Errorf("%s: got %v, %v", s, i, ok)
		}
	}
	for _, s := range []string{"", "mo", "6", "6m", "6 mo", "0d", "-1d", "+1d", "06mo", "1.5y", "10000d", "12MO", "6mod"} {
		if i, ok := ParseInterval(s); ok || !i.IsZero() {
			t.Errorf("%q: got %v, want none", s, i)
		}
	}
	if got := (Interval{}).String(); got != "" {
		t.Errorf("none: got %q", got)
	}
}
