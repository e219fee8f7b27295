package check

var inlineCode = &Rule{Name: "inline-code", Always: true, Output: checkInline,
	Doc: `Reports a style attribute, a script inside a page, or an attribute such as onclick. The page's
own security policy keeps browsers from using them.`}

const (
	inlineMessage = "the finished page has what browsers will not use: "
	inlineScript  = "a <script> without src"
	scriptLink    = "a link to javascript:"
)

func checkInline(p *Pass) {
	for _, what := range p.Output.Inline {
		p.Report(0, 0, inlineMessage+what,
			"put styles and scripts into files of static/")
	}
}
