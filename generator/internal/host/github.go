package host

// github is GitHub Pages. It sends no headers of ours: what a page says itself stands,
// and nobody can be kept from showing it in a frame. It leaves out folders that begin
// with an underscore unless it is told not to touch the files.
var github = &Host{Name: "github", Title: "GitHub Pages",
	Next:   "publish the folder as it is; GitHub Pages sends no headers but its own",
	Inside: func(*Site) []Written { return []Written{{".nojekyll", nil}} },
	Note:   noHeaders("GitHub Pages"),
}

// noHeaders returns what to say of a host that sends no headers of ours.
func noHeaders(title string) func(*Site) string {
	return func(s *Site) string {
		if len(s.Frames) == 0 {
			return ""
		}
		return title + " sends no headers of ours, so embed: allow: has no effect: anyone may show the pages in a frame"
	}
}
