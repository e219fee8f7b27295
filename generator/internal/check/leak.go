package check

import (
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var leak = &Rule{Name: "leak", Always: true, Page: checkLeak, Output: checkLazy,
	Doc: `Reports a picture of a self-check that is fetched by itself, or anything of its finished page that is
fetched late. A browser fetches it when its step is shown, so whoever keeps the host's logs would learn which
answers were given. A drawing (SVG) without ids and styles of its own stands in the page, and is not fetched.`}

func checkLeak(p *Pass) {
	p.eachFetched(func(f *diag.File, s *markdown.Slot) {
		p.ReportIn(f, s.Start, s.End, "this picture is fetched when its step is shown, which tells the host what was answered",
			"use a drawing (SVG) without ids and styles of its own, or leave the picture out")
	})
}

// eachFetched calls do for each picture of a self-check that does not stand in
// the page itself.
func (p *Pass) eachFetched(do func(*diag.File, *markdown.Slot)) {
	if p.Page.Tree == nil {
		return
	}
	eachSlot(p.Page, p.View.Targets, func(f *diag.File, s *markdown.Slot, t *site.Target) {
		if s.Kind == markdown.Picture && t.File != nil && t.File.SVG == "" {
			do(f, s)
		}
	})
}

// checkLazy reports what a layout adds. Pictures of the author are told above.
func checkLazy(p *Pass) {
	late := p.Output.Lazy
	for _, l := range p.Output.Loads {
		if l.Element == "style" {
			late = append(late[:len(late):len(late)], "style")
		}
	}
	p.eachFetched(func(*diag.File, *markdown.Slot) { late = nil })
	if p.Page.Tree != nil && len(late) > 0 {
		p.Report(0, 0, "the finished page fetches something only when it is shown, which tells the host what was answered: <"+late[0]+">",
			`in layouts/self-check.html, take out loading="lazy" and what a <style> fetches`)
	}
}
