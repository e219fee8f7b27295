package recall

import (
	"slices"
	"strings"
)

// A Line is one line of a comparison: Sign is '-' where only the old text has it,
// '+' where only the new one has, ' ' where both do, and '…' where lines that
// both have are left out.
type Line struct {
	Sign rune
	Text string
}

// around is how many lines that both texts have are shown around a change.
const around = 1

// mostCells is how much of two texts is held against each other, line by line.
const mostCells = 4 << 20

// Lines compares two texts line by line. It returns nil if they are the same.
func Lines(was, now string) []Line {
	a, b := split(was), split(now)
	if slices.Equal(a, b) {
		return nil
	}
	return abridged(aligned(a, b))
}

func split(s string) []string {
	s = strings.TrimSuffix(strings.ReplaceAll(strings.TrimPrefix(s, "\ufeff"), "\r\n", "\n"), "\n")
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// aligned returns all lines of a and b, those they share once.
func aligned(a, b []string) []Line {
	begin := 0
	for begin < len(a) && begin < len(b) && a[begin] == b[begin] {
		begin++
	}
	end := 0
	for end < len(a)-begin && end < len(b)-begin && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	list := signed(' ', a[:begin])
	list = append(list, middle(a[begin:len(a)-end], b[begin:len(b)-end])...)
	return append(list, signed(' ', a[len(a)-end:])...)
}

// middle aligns by the longest common subsequence. Texts too long for that are
// shown one after the other.
func middle(a, b []string) []Line {
	if (len(a)+1)*(len(b)+1) > mostCells {
		return append(signed('-', a), signed('+', b)...)
	}
	longest := common(a, b)
	var list []Line
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			list = append(list, Line{' ', a[i]})
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			list = append(list, Line{'-', a[i]})
			i++
		default:
			list = append(list, Line{'+', b[j]})
			j++
		}
	}
	return append(append(list, signed('-', a[i:])...), signed('+', b[j:])...)
}

// common returns, for each place in a and b, how many lines the rests of both
// have in common.
func common(a, b []string) [][]int32 {
	longest := make([][]int32, len(a)+1)
	for i := range longest {
		longest[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	return longest
}

func signed(sign rune, texts []string) []Line {
	var list []Line
	for _, text := range texts {
		list = append(list, Line{sign, text})
	}
	return list
}

// abridged leaves out the lines that stand far from any change.
func abridged(list []Line) []Line {
	near := make([]bool, len(list))
	for i, l := range list {
		if l.Sign != ' ' {
			for k := max(0, i-around); k <= min(len(list)-1, i+around); k++ {
				near[k] = true
			}
		}
	}
	var short []Line
	for i, l := range list {
		switch {
		case near[i]:
			short = append(short, l)
		case len(short) == 0 || short[len(short)-1].Sign != '…':
			short = append(short, Line{Sign: '…'})
		}
	}
	return short
}
