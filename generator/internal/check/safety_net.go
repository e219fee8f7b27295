package check

var safetyNet = &Rule{Name: "safety-net", Dated: true, Output: checkSafetyNet,
	Doc: `Reports a self-check whose finished page does not say under each ending below an emergency what to
do if things get worse. Its words stand in strings.yaml.`}

func checkSafetyNet(p *Pass) {
	if !whole(p.Page) {
		return
	}
	_, others := results(p.Page.Tree)
	if names := p.unmarked("safety-net", others); len(names) > 0 {
		p.Report(0, 0, "the finished page does not say what to do if it gets worse, under "+someOf(names),
			`layouts/self-check.html must show it in an element with data-policy="safety-net"; its words stand in strings.yaml`)
	}
}
