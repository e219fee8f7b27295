package check

import (
	"net/netip"
	"path"
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
		host, at := hostOf(t.URL)
		switch own, ok := below(t.URL, base); {
		case ok:
			d.Message = "this link has the full address of this site"
			d.Help = "link to the file, such as " + s.fileAt(own) + ": such a link is checked, and leads to the same page in every copy"
		case isPrivate(host):
			d.Message = host + " is your own computer or network: this link leads readers nowhere"
			d.Help = "link to the file, such as " + s.fileAt(at) + ", or to a public address"
		default:
			return
		}
		s.Add(p, d)
	})
}

// fileAt returns what is published at an address from the root, as a link would name it,
// or another page.
func (s *SitePass) fileAt(address string) string {
	at := path.Join(content.Root, address)
	if f := s.Site.Data.Files[at]; f != nil && f.URL != "" {
		return strings.TrimPrefix(at, content.Root)
	}
	if page := s.pageAt(at); page != "" {
		return strings.TrimPrefix(page, content.Root)
	}
	return "/get-help-now.md"
}

// isWeb reports whether url begins with http: or https:.
func isWeb(url string) bool { return len(url) > 4 && strings.EqualFold(url[:4], "http") }

// hostOf returns the host that url names, in small letters, and the address on it, from
// the root.
func hostOf(url string) (host, address string) {
	_, rest, _ := strings.Cut(url, "://")
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, address = rest[:end], bare(rest[end:])
	if in, ok := strings.CutPrefix(host, "["); ok {
		host, _, _ = strings.Cut(in, "]")
	} else {
		host, _, _ = strings.Cut(host, ":")
	}
	return strings.ToLower(host), address
}

// bare returns an address without what is asked of it and the place in it.
func bare(address string) string {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		return address[:i]
	}
	return address
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

// below returns the address in a site at base, from its root, if url is base or lies
// below it. Nothing does if base is "".
func below(url, base string) (address string, ok bool) {
	if base == "" || len(url) < len(base) || !strings.EqualFold(url[:len(base)], base) {
		return "", false
	}
	rest := url[len(base):]
	return bare(rest), rest == "" || strings.Contains("/#?", rest[:1])
}
