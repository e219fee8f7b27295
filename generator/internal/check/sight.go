package check

import (
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"
)

// A Sight is all that Page rules see of a page: of its View, only what is here.
// Two pages of which it is equal have the same mistakes.
type Sight struct {
	page    *content.Page
	targets *site.Targets
	image   *site.Target
	help    *site.Help
	helps   bool // the page is get-help-now
	credits bool // it is the one about a clinic's guide
}

// See returns what Page rules see of p, which sees v.
func See(p *content.Page, v site.View) Sight {
	return Sight{page: p, targets: v.Targets, image: v.Image, help: v.Help,
		helps: p.Meta == v.Lang.GetHelp, credits: v.Config.Clinic != nil && p.Meta == v.Lang.About}
}

// view returns the View of the page, with no more than is in s.
func (s Sight) view() site.View {
	v := site.View{Targets: s.targets, Image: s.image, Help: s.help, Lang: &site.Lang{}, Config: &site.Config{}}
	if s.helps {
		v.Lang.GetHelp = s.page.Meta
	}
	if s.credits {
		v.Lang.About, v.Config.Clinic = s.page.Meta, &site.Clinic{}
	}
	return v
}

// Find runs every Page rule.
func (s Sight) Find() diag.List {
	var list diag.List
	pass := &Pass{Page: s.page, View: s.view(), rules: Rules, list: &list}
	for _, r := range Rules {
		if r.Page != nil {
			pass.rule = r
			r.Page(pass)
		}
	}
	return list
}

// Page runs every Page rule over p.
func Page(p *content.Page, v site.View) diag.List { return See(p, v).Find() }
