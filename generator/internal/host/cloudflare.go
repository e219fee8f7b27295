package host

import (
	"bytes"
	"fmt"
	"slices"
)

// cloudflare is Cloudflare Pages. It reads _headers and _redirects at the top of what is
// published. All rules that fit a file hold, and two values of a header are joined: so a
// special rule takes the header away before it sets it anew. It sends readers from
// /x/index.html to /x/ by itself.
var cloudflare = &Host{Name: "cloudflare", Title: "Cloudflare Pages",
	Next:   netlify.Next,
	Inside: func(s *Site) []Written { return s.top(cloudflareFiles(s)) },
	Beside: func(s *Site) []Written { return s.below("cloudflare", cloudflareFiles(s)) },
	Refuse: cloudflareRefuse,
	Note:   cloudflareNote,
}

// What Cloudflare Pages takes, by its documentation.
const (
	cloudflareLine      = 2000 // characters in a line of _headers
	cloudflareRedirects = 2000 // without patterns
	cloudflareRedirect  = 1000 // characters
)

func cloudflareFiles(s *Site) []Written {
	moves, _ := cloudflareMoves(s)
	var redirects bytes.Buffer
	for _, r := range moves {
		fmt.Fprintf(&redirects, "%s\n", cloudflareMove(r))
	}
	return textFiles(cloudflareHeaders(s), redirects.Bytes())
}

func cloudflareHeaders(s *Site) []byte {
	list, _ := s.rules()
	var b bytes.Buffer
	for i, r := range list {
		drop := slices.Clone(r.drop)
		if i == 0 {
			// It would let any site read the pages.
			drop = append(drop, "Access-Control-Allow-Origin")
		} else {
			for _, h := range r.headers {
				drop = append(drop, h.Name)
			}
		}
		fmt.Fprintf(&b, "%s\n", r.pattern)
		for _, name := range drop {
			fmt.Fprintf(&b, "  ! %s\n", name)
		}
		for _, h := range r.headers {
			fmt.Fprintf(&b, "  %s\n", line(h.String()))
		}
	}
	return b.Bytes()
}

// cloudflareMoves returns the redirects that there is room for, and how many there are
// besides.
func cloudflareMoves(s *Site) (list []Redirect, left int) {
	for _, r := range s.moves(true) {
		if len(list) < cloudflareRedirects && len(cloudflareMove(r)) <= cloudflareRedirect {
			list = append(list, r)
		}
	}
	return list, len(s.Redirects) - len(list)
}

func cloudflareMove(r Redirect) string { return r.From + " " + r.To + " 301" }

func cloudflareRefuse(s *Site) string {
	for _, l := range bytes.Split(cloudflareHeaders(s.widest()), []byte("\n")) {
		if len(l) > cloudflareLine {
			return fmt.Sprintf("a header would be %d characters long, and Cloudflare Pages takes %d; "+
				"name fewer addresses in embed: allow:", len(l), cloudflareLine)
		}
	}
	return ""
}

func cloudflareNote(s *Site) string {
	if _, left := cloudflareMoves(s); left > 0 {
		return leftMoves(left, "Cloudflare Pages takes 2,000 redirects")
	}
	return noteSingle(s)
}
