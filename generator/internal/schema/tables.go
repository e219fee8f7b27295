package schema

// Page is the front matter of a page.
var Page = Field{Name: "page", Doc: "The front matter of a page.", Type: Object, Fields: []Field{
	{Name: "title", Type: Text, Shown: true, Required: true, Example: "Paying for an IOP",
		Doc: "The page's heading and the name of its browser tab."},
	{Name: "linkTitle", Type: Text, Shown: true, Example: "Costs",
		Doc: "A shorter title for menus and lists."},
	{Name: "description", Type: Text, Shown: true, MaxLen: 160, Example: "What an intensive outpatient program costs, and who pays.",
		Doc: "What the page says, in a sentence for search results and lists. Needed to publish."},
	{Name: "summary", Type: Text, Shown: true, MaxWords: 60, Example: "Most health plans pay for an IOP. Ask yours first.",
		Doc: "The page in short, shown first."},
	{Name: "weight", Type: Number, Example: "10",
		Doc: "Order among the pages of its section, the smallest first."},
	{Name: "draft", Type: Flag, Example: "true",
		Doc: "The page is not published yet."},
	{Name: "publishDate", Type: Day, Example: "2026-11-24",
		Doc: "The first day on which the page is published."},
	{Name: "expiryDate", Type: Day, Example: "2027-11-24",
		Doc: "The day from which the page is no longer published."},
	{Name: "lastmod", Type: Day, Example: "2026-11-24",
		Doc: "The day of the last change that readers should know of."},
	{Name: "layout", Type: Text, Example: "page",
		Doc: "page, section, home, self-check, glossary, sources, or the name of a layout of the site's own."},
	{Name: "reviewed", Type: Day, Example: "2026-11-24",
		Doc: "The day of the last clinical review."},
	{Name: "reviewer", Type: Text, Shown: true, Example: "Ana Ruiz, LCSW",
		Doc: "Who reviewed the page."},
	{Name: "reviewOf", Type: Text, Example: "3f9ac21b07de",
		Doc: "The hash of the words that were reviewed; check prints it."},
	{Name: "author", Type: Text, Shown: true, Example: "Ana Ruiz",
		Doc: "Who wrote the page, if it is to be shown."},
	{Name: "funding", Type: Text, Shown: true, Example: "No outside funding",
		Doc: "Who paid for the page, if it is to be shown."},
	{Name: "version", Type: Text, Example: "1.2",
		Doc: "The page's version, if it is to be shown."},
	{Name: "aliases", Type: List, Example: "[/insurance/]",
		Elem: &Field{Type: Text, Required: true, Example: "/insurance/"},
		Doc:  "Old addresses that lead to the page."},
	{Name: "keywords", Type: List, Example: "[cost, insurance]",
		Elem: &Field{Type: Text, Required: true, Example: "insurance"},
		Doc:  "Words that readers may search for."},
	{Name: "related", Type: List, Example: "[/practical/paying-for-it.md]",
		Elem: &Field{Type: Text, Required: true, Example: "/practical/paying-for-it.md"},
		Doc:  "Pages to read next, as files."},
	{Name: "toc", Type: Flag, Example: "false",
		Doc: "false: no table of contents."},
	{Name: "translationKey", Type: Text, Example: "costs",
		Doc: "Pairs translations whose files have different names."},
	{Name: "image", Type: Object, Example: "{src: room.jpg, alt: Chairs in a circle}",
		Doc: "The picture for the page's share card.", Fields: []Field{
			{Name: "src", Type: Text, Required: true, Example: "room.jpg", Doc: "The file, beside the page."},
			{Name: "alt", Type: Text, Shown: true, Required: true, Example: "Chairs in a circle", Doc: "What the picture shows."},
		}},
	{Name: "claims", Type: Flag, Example: "false",
		Doc: "false: the page claims nothing about health, so needs no sources."},
	{Name: "allow", Type: Map, Example: "{reading-grade: quotes the statute}",
		Elem: &Field{Type: Text, Required: true, Example: "quotes the statute"},
		Doc:  "Checks that the page may break, each with the reason."},
	{Name: "params", Type: Map, Example: "{color: blue}", Elem: &Field{Type: Any},
		Doc: "Values for a layout of the site's own."},
}}

// Site is site.yaml.
var Site = Field{Name: "site", Doc: "The settings of a site.", Type: Object, Fields: []Field{
	{Name: "base", Type: Text, Values: []string{"default"}, Example: "default",
		Doc: "default: the site lies over the guide that the program is shipped with, and says only what differs."},
	{Name: "title", Type: Text, Shown: true, Required: true, Unless: "base", Example: "The IOP guide",
		Doc: "The name of the site."},
	{Name: "description", Type: Text, Shown: true, Example: "A plain guide to intensive outpatient programs.",
		Doc: "What the site is for, in a sentence."},
	{Name: "baseURL", Type: Web, Example: "https://www.clinic.example/iop/",
		Doc: "Where the site will be: for the sitemap, the feed, share cards, and the files of build --host."},
	{Name: "links", Type: Text, Values: []string{"folder", "file"}, Example: "folder",
		Doc: "Whether links end in a slash or in index.html. Without baseURL: file, else folder."},
	{Name: "languages", Type: List, Example: "[en, es]", Elem: &Field{Type: Text, Required: true, Example: "en"},
		Doc: "The site's languages. The first is at the root of content/."},
	{Name: "region", Type: Text, Example: "US",
		Doc: "The region whose phone numbers the site may show."},
	{Name: "clinic", Type: Object, Example: "{name: Oak Street Clinic, phone: (217) 555-0134}",
		Doc: "The treatment center whose site this is.", Fields: clinic},
	{Name: "brand", Type: Object, Example: `{primary: "#14615a", logo: logo.svg}`,
		Doc: "The colors, logo and icon of the clinic.", Fields: []Field{
			{Name: "primary", Type: Text, Example: `"#14615a"`,
				Doc: "The color of links and buttons, in any notation of CSS. In dark it is made lighter where it must be."},
			{Name: "accent", Type: Text, Example: `"#f6bc66"`, Doc: "The color of warm fills, in any notation of CSS."},
			{Name: "logo", Type: Text, Example: "logo.svg", Doc: "The logo: an SVG, PNG, JPEG or WebP file of static/."},
			{Name: "favicon", Type: Text, Example: "icon.svg",
				Doc: "The icon of browser tabs: an SVG, PNG or ICO file of static/. Without it: ours, in the clinic's colors."},
		}},
	{Name: "notices", Type: Object, Example: "{privacyPractices: https://www.clinic.example/npp/}",
		Doc: "Where the clinic's own legal notices are. A name with nothing after it says that it needs none.", Fields: []Field{
			notice("privacyPractices", "npp", "The notice of privacy practices."),
			notice("nondiscrimination", "nondiscrimination", "The notice of nondiscrimination."),
			notice("languageHelp", "languages", "The notice of help in other languages."),
			notice("healthData", "health-data", "The consumer health data privacy policy."),
			notice("accessibility", "accessibility", "The accessibility statement."),
		}},
	{Name: "footer", Type: List, Example: "[{text: Our clinic, url: https://www.clinic.example/}]",
		Doc: "Links at the foot of every page.",
		Elem: &Field{Type: Object, Example: "{text: Our clinic, url: https://www.clinic.example/}", Fields: []Field{
			{Name: "text", Type: Text, Shown: true, Required: true, Example: "Our clinic", Doc: "The words of the link."},
			{Name: "url", Type: Address, Required: true, Example: "https://www.clinic.example/",
				Doc: "Where it leads."},
		}}},
	{Name: "menu", Type: List, Example: "[costs/_index.md]",
		Elem: &Field{Type: Text, Required: true, Example: "costs/_index.md"},
		Doc:  "The pages that the header links to, as files below content/. Without it: the sections."},
	{Name: "omit", Type: List, Example: "[conditions/ocd.md]",
		Elem: &Field{Type: Text, Required: true, Example: "conditions/ocd.md"},
		Doc:  "Pages to leave out, as files or patterns below content/."},
	{Name: "review", Type: Object, Example: "{every: 12mo}", Doc: "The clinical review of pages.", Fields: []Field{
		{Name: "every", Type: Every, Example: "12mo", Doc: "How long a review holds."},
	}},
	{Name: "embed", Type: Object, Example: "{allow: [https://www.clinic.example]}",
		Doc: "The pages in embed/, for frames in other websites.", Fields: []Field{
			{Name: "allow", Type: List, Example: `[https://www.clinic.example, "https://*.clinic.example"]`,
				Elem: &Field{Type: Origin, Required: true, Example: "https://www.clinic.example"},
				Doc:  "The websites that may show them. Without it: any. It takes effect through a host, so only with build --host."},
		}},
	{Name: "privacy", Type: Object, Example: "{logs: the address and the page, days: 14}",
		Doc: "What the host keeps of visits, for the privacy page.", Fields: []Field{
			{Name: "logs", Type: Text, Required: true, Example: "the address and the page", Doc: "What is kept."},
			{Name: "days", Type: Number, Required: true, Example: "14", Doc: "For how many days."},
		}},
	{Name: "features", Type: Object, Example: "{feed: false}", Doc: "What is made besides pages.", Fields: []Field{
		{Name: "feed", Type: Flag, Example: "false",
			Doc: "false: no feed of new pages. true, as for a clinic: the whole text of all pages, for other programs."},
		{Name: "embed", Type: Flag, Example: "true",
			Doc: "true, as for a clinic: each page once more in embed/, for a frame in other websites."},
	}},
	{Name: "search", Type: Object, Example: "{index: false}", Doc: "What search engines may do.", Fields: []Field{
		{Name: "index", Type: Flag, Example: "false", Doc: "false: they are asked to leave the site out."},
		{Name: "canonical", Type: Web, Example: "https://www.guide.example/",
			Doc: "The site with these same pages that they are to show in place of this one."},
	}},
	{Name: "security", Type: Object, Example: "{contact: mailto:security@clinic.example}",
		Doc: "For people who find a weakness.", Fields: []Field{
			{Name: "contact", Type: Address, Example: "mailto:security@clinic.example", Doc: "Where to report it."},
		}},
	{Name: "params", Type: Map, Example: "{color: blue}", Elem: &Field{Type: Any},
		Doc: "Values for layouts of the site's own."},
}}

// clinic are the keys that tell of a clinic.
var clinic = []Field{
	{Name: "name", Type: Text, Shown: true, Required: true, Example: "Oak Street Clinic", Doc: "Its name."},
	{Name: "url", Type: Web, Example: "https://www.clinic.example/", Doc: "Its website."},
	{Name: "phone", Type: Text, Example: "(217) 555-0134", Doc: "The number to call, as people in its country write it."},
	{Name: "text", Type: Text, Example: "(217) 555-0135", Doc: "The number to text."},
	{Name: "email", Type: Mailbox, Example: "hello@clinic.example", Doc: "Its mailbox."},
	{Name: "address", Type: Text, Shown: true, Example: `"12 Oak Street, Springfield, IL 62701"`, Doc: "Where it is, in one line."},
	byLanguage("hours", `"Mon to Fri, 8 am to 6 pm"`, "When somebody answers."),
	{Name: "locations", Type: List, Example: "[{name: East Side, address: 4 Elm Road, phone: (217) 555-0136}]",
		Doc: "The places where it treats people, if there are several.",
		Elem: &Field{Type: Object, Required: true, Fields: []Field{
			{Name: "name", Type: Text, Shown: true, Required: true, Example: "East Side", Doc: "What people call it."},
			{Name: "address", Type: Text, Shown: true, Example: `"4 Elm Road, Springfield, IL 62704"`, Doc: "Where it is, in one line."},
			{Name: "phone", Type: Text, Example: "(217) 555-0136", Doc: "The number to call."},
			byLanguage("hours", `"Mon to Thu, 9 am to 9 pm"`, "When it is open."),
			{Name: "url", Type: Address, Example: "https://www.clinic.example/east/", Doc: "Its page, such as one with a map."},
		}}},
	{Name: "insurance", Type: List, Example: "[Medicaid, Medicare]",
		Elem: &Field{Type: Text, Shown: true, Required: true, Example: "Medicaid"},
		Doc:  "The plans that it works with, by their names."},
	{Name: "programs", Type: List, Example: `[{name: Evening IOP, for: adults, when: "Mon, Wed and Thu, 6 to 9 pm"}]`,
		Doc: "Its programs.",
		Elem: &Field{Type: Object, Required: true, Fields: []Field{
			byLanguage("name", "Evening IOP", "Its name.").required(),
			byLanguage("for", "adults", "Whom it is for."),
			byLanguage("when", `"Mon, Wed and Thu, 6 to 9 pm"`, "Its days and hours."),
			{Name: "url", Type: Address, Example: "https://www.clinic.example/evening/", Doc: "Its page."},
		}}},
}

// byLanguage is text that may be written once for all languages, or once for each.
func byLanguage(name, example, doc string) Field {
	return Field{Name: name, Type: Text, Shown: true, Example: example,
		Elem: &Field{Type: Text, Shown: true, Required: true, Example: example},
		Doc:  doc + " In one language, or for each by its two letters."}
}

func (f Field) required() Field {
	f.Required = true
	return f
}

func notice(name, page, doc string) Field {
	return Field{Name: name, Type: Address, Example: "https://www.clinic.example/" + page + "/", Doc: doc}
}

// Data are the files of a _data folder, by name without .yaml.
var Data = map[string]Field{
	"contacts": {Name: "contacts", Type: Map,
		Doc: "Every phone, text and chat line that content may name.", Elem: &contact},
	"sources":  {Name: "sources", Type: Map, Doc: "The sources that pages cite.", Elem: &source},
	"glossary": {Name: "glossary", Type: Map, Doc: "Words that readers may not know.", Elem: &term},
	"strings":  {Name: "strings", Type: Map, Doc: "The words of the interface.", Elem: &words},
}

var contact = Field{Type: Object, Example: `{name: Poison Help, role: help, call: "1-800-222-1222", checked: 2026-11-24}`,
	Doc: "A phone, text or chat line.", Fields: []Field{
		{Name: "name", Type: Text, Shown: true, Required: true, Example: "Poison Help", Doc: "Its name."},
		{Name: "region", Type: Text, Example: "US", Doc: "Where it can be reached; without it, everywhere."},
		{Name: "role", Type: Text, Required: true, Values: []string{"emergency", "crisis", "help"}, Example: "help",
			Doc: "What it is for."},
		{Name: "call", Type: Text, Example: `"1-800-222-1222"`, Doc: "The number to call."},
		{Name: "text", Type: Text, Example: `"741741"`, Doc: "The number to text."},
		{Name: "textWord", Type: Text, Example: "HOME", Doc: "The word to text to it."},
		{Name: "press", Type: Text, Example: `"2"`, Doc: "The key to press after calling."},
		{Name: "chat", Type: Address, Example: "https://988lifeline.org/chat/", Doc: "Where to chat."},
		{Name: "tty", Type: Text, Example: `"1-800-487-4889"`, Doc: "The number for a TTY."},
		{Name: "url", Type: Address, Example: "https://poisonhelp.hrsa.gov/", Doc: "Its website."},
		{Name: "hours", Type: Text, Shown: true, Example: "24/7", Doc: "When somebody answers."},
		{Name: "languages", Type: List, Example: "[en, es]", Elem: &Field{Type: Text, Required: true, Example: "en"},
			Doc: "The languages that are spoken."},
		{Name: "source", Type: Text, Example: "hrsa-poison-help", Doc: "The key of the source that tells of it."},
		{Name: "checked", Type: Day, Required: true, Example: "2026-11-24",
			Doc: "The day on which a person last saw that it is right."},
		{Name: "every", Type: Every, Example: "6mo", Doc: "How often to look again."},
		{Name: "note", Type: Text, Shown: true, Example: "This is not a crisis line.", Doc: "What a caller should know."},
		{Name: "remove", Type: Flag, Example: "true", Doc: "true: take it away; say why under because."},
		{Name: "because", Type: Text, Example: "We have a crisis line of our own.",
			Doc: "Why it differs from the one below it, or is taken away."},
	}}

var source = Field{Type: Object, Example: `{label: NIMH, title: Depression, publisher: NIMH, url: https://www.nimh.nih.gov/, checked: 2026-11-24}`,
	Doc: "A document that pages cite.", Fields: []Field{
		{Name: "label", Type: Text, Shown: true, Required: true, Example: "NIMH", Doc: "Its name where space is short."},
		{Name: "title", Type: Text, Shown: true, Required: true, Example: "Depression", Doc: "Its title."},
		{Name: "publisher", Type: Text, Shown: true, Required: true, Example: "National Institute of Mental Health",
			Doc: "Who publishes it."},
		{Name: "date", Type: Text, Example: `"2024"`, Doc: "When it was published, as it says itself."},
		{Name: "url", Type: Address, Required: true, Example: "https://www.nimh.nih.gov/", Doc: "Where it is."},
		{Name: "checked", Type: Day, Required: true, Example: "2026-11-24",
			Doc: "The day on which a person last saw that it says what we say."},
		{Name: "every", Type: Every, Example: "12mo", Doc: "How often to look again."},
	}}

var term = Field{Type: Object, Example: "{term: copay, definition: A set amount you pay for a visit or a day of care.}",
	Doc: "A word and its meaning.", Fields: []Field{
		{Name: "term", Type: Text, Shown: true, Required: true, Example: "copay", Doc: "The word."},
		{Name: "also", Type: List, Example: "[copays, copayment]",
			Elem: &Field{Type: Text, Required: true, Example: "copays"},
			Doc:  "Other forms of it that link to the definition."},
		{Name: "definition", Type: Text, Shown: true, Required: true,
			MaxWords: 35, Example: "A set amount you pay for a visit or a day of care.",
			Doc: "What it means, in plain words."},
	}}

var words = Field{Type: Text, Example: "Call", Doc: "Words of the interface, or their plural forms.",
	Fields: []Field{
		{Name: "zero", Type: Text, Example: `"%d pages"`, Doc: "For none, where a language has a form for it."},
		{Name: "one", Type: Text, Example: `"%d page"`, Doc: "For one."},
		{Name: "two", Type: Text, Example: `"%d pages"`, Doc: "For two, where a language has a form for it."},
		{Name: "few", Type: Text, Example: `"%d pages"`, Doc: "For a few, where a language has a form for it."},
		{Name: "many", Type: Text, Example: `"%d pages"`, Doc: "For many, where a language has a form for it."},
		{Name: "other", Type: Text, Required: true, Example: `"%d pages"`, Doc: "For all other numbers."},
	}}

// likely maps keys of other site generators to ours.
var likely = map[string]string{
	"date": "publishDate", "published": "publishDate", "publish": "publishDate",
	"expires": "expiryDate", "updated": "lastmod", "modified": "lastmod",
	"tags": "keywords", "categories": "keywords", "order": "weight", "position": "weight",
	"redirect_from": "aliases", "template": "layout", "type": "layout", "excerpt": "summary",
	"name": "title", "phone": "call", "lang": "languages", "base_url": "baseURL", "url": "baseURL",
}
