package check

import (
	"net/netip"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var ownAddress = &Rule{Name: "own-address", Severity: diag.Warning, Each: checkOwnAddress,
	Doc: `Reports a link to a page of this site by its full address, or by that of a preview. Nobody is told when
that page moves, and the link leads out of a preview and of a copy that a clinic hosts. The address of a preview,
such as http://127.0.0.1:8080/, leads readers nowhere. A link names the file instead.`}

func checkOwnAddress(s *SitePass, p *content.Page) {
	base := s.Site.Config.BaseURL
	eachSlot(p, s.Site.View(p).Targets, func(f *diag.File, slot *markdown.Slot, t *site.Target) {
		if slot.Kind != markdown.LinkOpen || t.URL != slot.Dest || !isWeb(t.URL) {
			return
		}
		d := diag.Diagnostic{File: f, Start: slot.Start, End: slot.End}
		switch host, path := hostOf(t.URL); {
		case base != "" && below(t.URL, base):
			d.Message = "this link has the full address of this site"
			d.Help = "link to the file, such as /get-help-now.md: such a link is checked, and leads to the same page in every copy"
		case isPrivate(host):
			d.Message = host + " is your own computer or network: this link leads readers nowhere"
			d.Help = "link to the file, such as " + s.fileAt(path) + ", or to a public address"
		default:
			return
		}
		s.Add(p, d)
	})
}

// fileAt returns the file of the page at path, as a link would name it, or that of another.
func (s *SitePass) fileAt(path string) string {
	path = strings.TrimSuffix(strings.TrimSuffix(path, "index.html"), "/")
	for _, file := range []string{path + ".md", path + "/_index.md"} {
		if s.Site.Page(content.Root+file) != nil {
			return file
		}
	}
	return "/get-help-now.md"
}

// isWeb reports whether url begins with http: or https:.
func isWeb(url string) bool { return len(url) > 4 && strings.EqualFold(url[:4], "http") }

// hostOf returns the host that url names, in small letters, and the path on it.
func hostOf(url string) (host, path string) {
	_, rest, _ := strings.Cut(url, "://")
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, path = rest[:end], rest[end:]
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	if in, ok := strings.CutPrefix(host, "["); ok {
		host, _, _ = strings.Cut(in, "]")
	} else {
		host, _, _ = strings.Cut(host, ":")
	}
	return strings.ToLower(host), path
}

// isPrivate reports whether readers cannot reach host: it is the computer of the one
// who wrote it, or in its network.
func isPrivate(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") {
		return true
	}
	if host == "" || (host[0] < '0' || host[0] > '9') && !strings.Contains(host, ":") {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && (ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified())
}

// below reports whether url is base or lies below it.
func below(url, base string) bool {
	if len(url) < len(base) || !strings.EqualFold(url[:len(base)], base) {
		return false
	}
	rest := url[len(base):]
	return rest == "" || strings.Contains("/#?", rest[:1])
}
