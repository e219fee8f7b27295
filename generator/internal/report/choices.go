package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"iopguide/generator/internal/host"
	"iopguide/generator/internal/recall"
	"iopguide/generator/internal/site"
)

// choices lists what the owner of the site chose and says.
func choices(s *Subject) Section {
	c := s.Result.Site.Config
	return Section{Title: "What the owner chose and says", Items: []Item{
		told("Pages for frames of other websites (features.embed)", s.framed(), inSettings),
		told("Feed of new pages (features.feed)", feed(s.Result.Site), inSettings),
		told("Search engines", engines(c), inSettings),
		logs(c), s.notices(), s.mailed(), s.omitted(), s.overridden(), s.allowed(),
	}}
}

// inSettings is where what the owner chose was read.
const inSettings = "read site.yaml"

// framed says who may show pages in a frame.
func (s *Subject) framed() string {
	c := s.Result.Site.Config
	if !c.Embed {
		return "off: there are none"
	}
	pages := 0
	if s.Folder != nil {
		for _, p := range s.Folder.Pages {
			if host.Of(p.Path) == host.Frame {
				pages++
			}
		}
	}
	who := "any website may show them"
	if frames := s.Result.Framing().Texts(); len(frames) > 0 {
		who = "only these may show them: " + strings.Join(frames, ", ") + "; only a header of the host can keep others from it"
	}
	return fmt.Sprintf("on: %s in the folder; %s", plural(pages, "page"), who)
}

func feed(s *site.Site) string {
	switch c := s.Config; {
	case !c.Feed:
		return "off: there is none"
	case !s.HasFeed():
		return "on, but there is none: it needs baseURL"
	case c.Content:
		return "on, with all words of the pages"
	}
	return "on"
}

func engines(c *site.Config) string {
	switch {
	case !c.Index:
		return "asked to leave the site out"
	case c.Canonical != "":
		return "sent to " + c.Canonical + "/ in place of this site"
	}
	return "may list the site"
}

// logs repeats what the owner says of the host.
func logs(c *site.Config) Item {
	const what = "What the host keeps of visits (privacy.logs)"
	if c.Logs == "" {
		return open(what, "the owner does not say, and this program cannot see into the host; ask the host, and write it under privacy in site.yaml")
	}
	return Item{What: what, State: Told, Result: fmt.Sprintf("the owner says: %s, for %s", c.Logs, plural(c.LogDays, "day")),
		How: "read site.yaml; nobody looked into the host"}
}

// noticeNames are the keys of notices in site.yaml.
var noticeNames = []string{"privacyPractices", "nondiscrimination", "languageHelp", "healthData", "accessibility"}

// notices lists the legal notices that pages link to.
func (s *Subject) notices() Item {
	i := told("Legal notices that pages link to", "none is named in site.yaml", "read site.yaml; the notices themselves were not opened")
	said := s.Result.Site.Data.Values.Settings.Get("notices")
	for _, name := range noticeNames {
		switch url := said.Get(name).Text(); {
		case url != "":
			i.List = append(i.List, name+": "+url)
		case said.Removed(name) != nil:
			i.List = append(i.List, name+": the owner says that none is needed")
		}
	}
	if len(i.List) > 0 {
		i.Result = fmt.Sprintf("%d of %d are named", len(i.List), len(noticeNames))
	}
	if len(s.found("missing-notices")) > 0 { // the build warns, too
		i.State = Look
	}
	return i
}

// mailed says whether the site tells how to report a weakness.
func (s *Subject) mailed() Item {
	c := s.Result.Site.Config
	return told("Whom to tell of a weakness (security.contact)",
		or(c.SecurityContact, "nobody is named"), "read site.yaml")
}

// omitted lists the pages that are left out.
func (s *Subject) omitted() Item {
	i := told("Pages left out", "none", "built the sources in memory")
	for _, h := range s.Result.Hidden {
		if !strings.HasPrefix(h.Why, "in a language") {
			i.List = append(i.List, h.Page.Path+": "+h.Why)
		}
	}
	if n := len(i.List); n > 0 {
		i.Result = plural(n, "page")
	}
	if len(i.List) > mostLines {
		i.List = listed(i.List)
	}
	return i
}

// mostLines is how long a list may be with a line for each.
const mostLines = 10

// overridden lists what of the guide the site has its own in place of.
func (s *Subject) overridden() Item {
	const what = "What the site has in place of the built-in guide's own"
	if !s.Result.HasBase() {
		return told(what, "all: the site stands alone", "read site.yaml")
	}
	i := told(what, "nothing but settings", "compared each file and entry with that of the release")
	asks := 0
	for _, o := range s.Result.Overrides() {
		if o.State == recall.Same || o.Kind == recall.Setting {
			continue
		}
		i.List = append(i.List, o.Name()+": "+overrideWords[o.State])
		if o.Asks() {
			asks++
		}
	}
	if len(i.List) > 0 {
		i.Result = plural(len(i.List), "file or entry")
		i.Result = strings.Replace(i.Result, "file or entrys", "files and entries", 1)
	}
	if asks > 0 {
		i.State = Look
		i.Result += fmt.Sprintf("; %d of them should be looked at: iopguide diff says why", asks)
	}
	return i
}

// allowed lists the rules that pages may break, each with the reason in the page.
func (s *Subject) allowed() Item {
	i := told("Rules that pages may break, with the reason that stands in the page", "none", "read the front matter of each page")
	for _, p := range s.Result.Site.Pages {
		for _, rule := range slices.Sorted(maps.Keys(p.Allow)) {
			i.List = append(i.List, p.Path+": "+rule+": "+p.Allow[rule])
		}
	}
	if n := len(i.List); n > 0 {
		i.Result = plural(n, "exception") + "; no rule that keeps readers safe can be broken so"
	}
	return i
}

// overrideWords are the states of an override in plain words.
var overrideWords = map[string]string{
	recall.New: "the site's own, beside the guide's", recall.Replaced: "in place of the guide's, as recorded",
	recall.Unrecorded: "in place of the guide's; nothing tells of which version", recall.Stale: "in place of the guide's, which was changed since",
	recall.Gone: "in place of one that the guide no longer has", recall.Removed: "taken away",
}

// corrections says what was corrected in the guide since the folder was built.
func corrections(s *Subject) Section {
	sec := Section{Title: "Corrections since the build"}
	const what = "What the release at hand corrects in the published site"
	switch {
	case s.Folder == nil:
		sec.Items = []Item{open(what, s.unbuilt())}
	case s.Recall == nil:
		sec.Items = []Item{open(what, s.Name+" has no manifest.json that can be read")}
	case s.Recall.Newer:
		sec.Items = []Item{open(what, "the site is of release "+s.Recall.Release+", newer than this program")}
	default:
		sec.Items = []Item{judged(what, corrected(s.Recall), "nothing", "build with this release, and publish",
			"held the site's manifest against the guide and the corrections that release "+s.Release+" has; a later release may have more")}
	}
	return sec
}

// corrected lists corrections, those for people in danger first.
func corrected(r *recall.Report) []string {
	var list []string
	for _, k := range r.Contacts {
		list = append(list, k.Name+" ("+k.Key+", "+k.Lang+"): differs from the guide's of today")
	}
	for _, a := range r.Advisories {
		list = append(list, a.ID+" of "+a.Date+": "+a.Wrong)
	}
	return list
}
