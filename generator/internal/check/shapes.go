package check

import "regexp/syntax"

// A shapes is a set of patterns for the letters a to z, found much faster than
// by package regexp: words are many, and each page is graded at each build.
type shapes struct {
	// by the letter that one begins with, in the order in which they are tried
	byFirst [26][]shape
}

// A shape is one pattern: for each place the letters that may stand there.
type shape struct {
	letters []uint32 // a bit a letter
	last    bool     // it stands at the end of the word
}

// shapesOf reads a regular expression of letters, classes, groups, alternatives,
// the ? and the $. It panics on any other.
func shapesOf(expression string) *shapes {
	re, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		panic(err)
	}
	s := &shapes{}
	for _, one := range expand(re) {
		for letter := range s.byFirst {
			if one.letters[0]&(1<<letter) != 0 {
				s.byFirst[letter] = append(s.byFirst[letter], one)
			}
		}
	}
	return s
}

// expand returns what re matches, in the order in which package regexp tries it.
func expand(re *syntax.Regexp) []shape {
	switch re.Op {
	case syntax.OpLiteral:
		var s shape
		for _, r := range re.Rune {
			s.letters = append(s.letters, 1<<(r-'a'))
		}
		return []shape{s}
	case syntax.OpCharClass:
		return []shape{{letters: []uint32{class(re.Rune)}}}
	case syntax.OpEndText:
		return []shape{{last: true}}
	case syntax.OpEmptyMatch:
		return []shape{{}}
	case syntax.OpQuest:
		return append(expand(re.Sub[0]), shape{})
	case syntax.OpAlternate:
		var all []shape
		for _, sub := range re.Sub {
			all = append(all, expand(sub)...)
		}
		return all
	case syntax.OpConcat:
		all := []shape{{}}
		for _, sub := range re.Sub {
			all = product(all, expand(sub))
		}
		return all
	}
	panic("no shape for " + re.String())
}

// class returns the letters in the ranges of a class.
func class(ranges []rune) uint32 {
	var letters uint32
	for i := 0; i < len(ranges); i += 2 {
		for r := max(ranges[i], 'a'); r <= min(ranges[i+1], 'z'); r++ {
			letters |= 1 << (r - 'a')
		}
	}
	return letters
}

// product returns each of a followed by each of b.
func product(a, b []shape) []shape {
	var all []shape
	for _, x := range a {
		for _, y := range b {
			letters := append(x.letters[:len(x.letters):len(x.letters)], y.letters...)
			all = append(all, shape{letters, x.last || y.last})
		}
	}
	return all
}

// count returns how many of the shapes stand in w, which is of the letters a to
// z, one after the other.
func (s *shapes) count(w string) int {
	n := 0
next:
	for i := 0; i < len(w); i++ {
		for j := range s.byFirst[w[i]-'a'] {
			if one := &s.byFirst[w[i]-'a'][j]; one.at(w, i) {
				n++
				i += len(one.letters) - 1
				continue next
			}
		}
	}
	return n
}

// at reports whether the shape stands in w from i on.
func (s *shape) at(w string, i int) bool {
	if end := i + len(s.letters); end > len(w) || s.last && end < len(w) {
		return false
	}
	for j, letters := range s.letters {
		if letters&(1<<(w[i+j]-'a')) == 0 {
			return false
		}
	}
	return true
}
