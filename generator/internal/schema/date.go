package schema

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Date is a day, without time or zone. The zero Date is no day.
type Date struct{ Year, Month, Day int }

// ParseDate reads a day written as 2026-11-24, if there is such a day.
func ParseDate(s string) (Date, bool) {
	if len(s) != len(time.DateOnly) {
		return Date{}, false
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, false
	}
	return Date{t.Year(), int(t.Month()), t.Day()}, true
}

// String returns the day as 2026-11-24, "" for none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Compare returns -1 if d is before o, 1 if it is after, 0 if they are the same.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// Before reports whether d is before o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// Add returns the day that i is after d. A month after its 31st is the last day
// of a shorter month.
func (d Date) Add(i Interval) Date {
	first := time.Date(d.Year, time.Month(d.Month+i.Months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	t := first.AddDate(0, 0, min(d.Day, last)-1+i.Days)
	return Date{t.Year(), int(t.Month()), t.Day()}
}

// An Interval is a span of time. The zero Interval is none.
type Interval struct{ Months, Days int }

// maxSpan is the largest number that an Interval is written with.
const maxSpan = 9999

// ParseInterval reads a span written as 30d, 6mo or 1y.
func ParseInterval(s string) (Interval, bool) {
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > maxSpan || strconv.Itoa(n) != digits {
		return Interval{}, false
	}
	switch s[len(digits):] {
	case "d":
		return Interval{Days: n}, true
	case "mo":
		return Interval{Months: n}, true
	case "y":
		return Interval{Months: 12 * n}, true
	}
	return Interval{}, false
}

// IsZero reports whether i is no span.
func (i Interval) IsZero() bool { return i == Interval{} }

// String returns the span as it is written, years as months; "" for none.
func (i Interval) String() string {
	switch {
	case i.Months > 0:
		return strconv.Itoa(i.Months) + "mo"
	case i.Days > 0:
		return strconv.Itoa(i.Days) + "d"
	}
	return ""
}
