package check

var badAlias = &Rule{Name: "bad-alias", Always: true, Page: checkAliases,
	Doc: `Reports an old address under aliases that no page can have: one with the name of a host, or
with a ? or #, which a host takes for a question or a place. Such an address must be redirected by
the host.`}

// notAddress finds what is no part of an address inside the site.
var notAddress = finds(`^[A-Za-z][A-Za-z0-9+.-]*:|^//|[?#\\\x00-\x1f]|(^|/)\.\.(/|$)`)

func checkAliases(p *Pass) {
	for _, v := range p.Page.Front.Get("aliases").List() {
		if notAddress().MatchString(v.Text()) {
			p.Report(v.Start, v.End, v.Text()+" is no old address of a page",
				"write it from the site's root and without a host, such as /insurance/")
		}
	}
}
