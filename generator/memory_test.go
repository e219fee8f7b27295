package main

import "testing"

// TestGarbage holds how much may lie there while sites of several sizes are built.
func TestGarbage(t *testing.T) {
	for _, tt := range []struct {
		name    string
		sources int64
		want    int
	}{
		{"nothing", 0, 1333},
		{"40 pages", 200 << 10, 1146},
		{"1,000 pages", 4400 << 10, 291},
		{"10,000 pages", 44 << 20, leastGarbage},
		{"more than fits", 1 << 50, leastGarbage},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := garbage(tt.sources); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
