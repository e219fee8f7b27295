package check

var whoGains = &Rule{Name: "who-gains", Dated: true, Output: checkGains,
	Doc: `Reports a self-check of a clinic's site that does not say who shows it and that any program may be
chosen, or that does not name under each ending below an emergency a neutral way to find one.`}

func checkGains(p *Pass) {
	if !whole(p.Page) || p.View.Config.Clinic == nil {
		return
	}
	if !p.marked("clinic") {
		p.Report(0, 0, "the finished page does not say who shows this self-check",
			`layouts/self-check.html must show it in an element with data-policy="clinic"; its words stand in strings.yaml`)
	}
	_, others := results(p.Page.Tree)
	switch names := p.unmarked("neutral", others); {
	case len(names) == 0:
	case p.View.Help.FindProgram == nil:
		p.Report(0, 0, "the site knows no neutral way to find a program, so the endings of this self-check can name none",
			"add the entry find-treatment to contacts.yaml, for this region")
	default:
		p.Report(0, 0, "the finished page names no neutral way to find a program, under "+someOf(names),
			`layouts/self-check.html must show it in an element with data-policy="neutral"`)
	}
}
