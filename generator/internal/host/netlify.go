package host

import (
	"bytes"
	"fmt"
)

// netlify is Netlify. It reads _headers and _redirects at the top of what is published;
// of two rules for a file and a header, it sends the value of the later. It cannot take
// a header away, so that files that are no pages are sent with the policy of pages,
// which means nothing to them. A redirect needs its mark of exclamation, because the
// page that stands at the old address would be sent otherwise.
var netlify = &Host{Name: "netlify", Title: "Netlify",
	Next:   "publish the folder; with --path, what lies beside it belongs into _headers and _redirects at the top of the whole site",
	Inside: func(s *Site) []Written { return s.top(netlifyFiles(s)) },
	Beside: func(s *Site) []Written { return s.below("netlify", netlifyFiles(s)) },
	Note:   noteSingle,
}

func netlifyFiles(s *Site) []Written {
	list, _ := s.rules()
	var headers bytes.Buffer
	for _, r := range list {
		if len(r.headers) == 0 {
			continue
		}
		fmt.Fprintf(&headers, "%s\n", r.pattern)
		for _, h := range r.headers {
			fmt.Fprintf(&headers, "  %s\n", line(h.String()))
		}
	}
	var redirects bytes.Buffer
	for _, r := range s.moves(false) {
		fmt.Fprintf(&redirects, "%s %s 301!\n", r.From, r.To)
	}
	return textFiles(headers.Bytes(), redirects.Bytes())
}

// textFiles returns the two files that Netlify and Cloudflare read, the second if
// anything stands in it.
func textFiles(headers, redirects []byte) []Written {
	files := []Written{{"_headers", headers}}
	if len(redirects) > 0 {
		files = append(files, Written{"_redirects", redirects})
	}
	return files
}

// top returns files if the site is all that its address holds. Otherwise a file that
// must lie at the top of an address is the business of the whole address, and below
// returns them.
func (s *Site) top(files []Written) []Written {
	if s.Path != "/" {
		return nil
	}
	return files
}

// below returns files for a site at a path, by names that begin with the host's.
func (s *Site) below(host string, files []Written) []Written {
	if s.Path == "/" {
		return nil
	}
	named := make([]Written, len(files))
	for i, f := range files {
		named[i] = Written{host + f.Name, f.Data}
	}
	return named
}

// noteSingle says for how many files there is no rule of their own.
func noteSingle(s *Site) string {
	if _, left := s.rules(); left > 0 {
		return askedAgain(left, fmt.Sprintf("there is room for %d rules", mostRules))
	}
	return ""
}

// askedAgain says that there was no room to say of so many files that they may be kept,
// and why.
func askedAgain(files int, why string) string {
	return fmt.Sprintf("%s: %d more files whose names change with their bytes are asked for again at each visit", why, files)
}

// leftMoves says that there was no room for so many redirects, and why.
func leftMoves(left int, why string) string {
	return fmt.Sprintf("%s: at %d more old addresses, the pages that lie there lead on", why, left)
}
