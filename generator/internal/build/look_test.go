package build

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

const aLogo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M0 0h300v100z"/></svg>`

// ground returns a PNG of a size, seen through or not.
func ground(t *testing.T, w, h int, through bool) string {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	if through {
		img.Set(0, 0, color.NRGBA{})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestBrandMistakes holds what is said of a brand that cannot be used, where, and
// what to do.
func TestBrandMistakes(t *testing.T) {
	huge := strings.Replace(aLogo, "<path", "<desc>"+strings.Repeat("x", 200<<10)+"</desc><path", 1)
	for name, c := range map[string]struct {
		keys string
		over map[string]string
		want string
	}{
		"pale": {"  primary: \"#fde68a\"\n", nil,
			"site.yaml:4:12: with the primary color #fde68a, links on a tinted panel, such as the footer (in light) have a contrast of 1.10:1, and need 4.5:1" +
				" | the nearest color that passes is #816d00: write primary: \"#816d00\""},
		"no color": {"  primary: teall\n", nil, "site.yaml:4:12: the primary color “teall” is no color | did you mean teal?"},
		"accent":   {"  accent: rgb(1,2)\n", nil, "site.yaml:4:11: the accent color “rgb(1,2)” is no color | rgb() takes three values"},
		"no logo": {"  logo: lgo.svg\n", map[string]string{"static/logo.svg": aLogo},
			"site.yaml:4:9: there is no file static/lgo.svg | did you mean logo.svg?"},
		"large letters": {"  logo: Logo.SVG\n", map[string]string{"static/logo.svg": aLogo},
			"site.yaml:4:9: there is no file static/Logo.SVG | did you mean logo.svg?"},
		"logo by its path here": {"  logo: C:\\Users\\me\\logo.svg\n", map[string]string{"static/logo.svg": aLogo},
			"site.yaml:4:9: there is no file static/C:/Users/me/logo.svg | did you mean logo.svg?"},
		"logo of a website": {"  logo: https://www.oak.example/logo.png\n", nil,
			"site.yaml:4:9: a logo is a file of the site, and this is an address | save the picture in the folder static/ of your site, and write its name here"},
		"document type": {"  logo: logo.svg\n", map[string]string{"static/logo.svg": "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">" + aLogo}, ""},
		"logo beside site.yaml": {"  logo: oak.svg\n", nil,
			"site.yaml:4:9: there is no file static/oak.svg | put the file into the folder static/ of your site, and name it here as it is called there"},
		"kind": {"  logo: logo.pdf\n", map[string]string{"static/logo.pdf": "%PDF"},
			"site.yaml:4:9: a logo is an SVG, PNG, JPEG or WebP file | save it as one of these, in the folder static/"},
		"large": {"  logo: logo.svg\n", map[string]string{"static/logo.svg": huge},
			"site.yaml:4:9: this logo has 201 KB, and every page loads it; it may have 100 | save it smaller: 600 pixels are wide enough"},
		"wide": {"  logo: logo.png\n", map[string]string{"static/logo.png": ground(t, 5000, 2, false)},
			"site.yaml:4:9: this logo has 5000 times 2 pixels; it may have 4000 in each direction | save it smaller: 600 pixels are wide enough"},
		"damaged": {"  logo: logo.png\n", map[string]string{"static/logo.png": ground(t, 9, 9, false)[:60]},
			"site.yaml:4:9: this logo cannot be read: it is damaged, or not what its name says | save it again as PNG or SVG"},
		"script": {"  logo: logo.svg\n", map[string]string{"static/logo.svg": strings.Replace(aLogo, "<path", "<script>x()</script><path", 1)},
			"static/logo.svg:1:63: this drawing cannot be published: it has a <script>, which may run, load or link something" +
				" | save it again as a plain SVG, without scripts, links and outside files"},
		"foreign": {"  logo: logo.svg\n", map[string]string{"static/logo.svg": strings.Replace(aLogo, "<path", `<path style="fill:url(https://a.example/x)"`, 1)},
			"static/logo.svg:1:63: this drawing cannot be published: its <path> leads out of the drawing" +
				" | save it again as a plain SVG, without scripts, links and outside files"},
		"no size": {"  logo: logo.svg\n", map[string]string{"static/logo.svg": strings.Replace(aLogo, ` viewBox="0 0 300 100"`, "", 1)},
			"site.yaml:4:9: the logo does not say how wide and how high it is | save it with its size, or with a viewBox"},
		"icon": {"  favicon: icon.png\n", map[string]string{"static/icon.png": "GIF89a"},
			"site.yaml:4:12: this favicon cannot be read: it is damaged, or not what its name says | save it again as PNG or SVG"},
		"icon's kind": {"  favicon: icon.jpg\n", map[string]string{"static/icon.jpg": "x"},
			"site.yaml:4:12: a favicon is an SVG, PNG or ICO file | save it as one of these, in the folder static/"},
		"other styles": {"  primary: navy\n", map[string]string{"static/css/tokens.css": ":root { --link: #00f; }"},
			"site.yaml:4:12: this site's static/css/tokens.css has no --accent to take this color" +
				" | set --accent there, or delete that file if the one of the built-in guide will do"},
		"own colors": {"  primary: navy\n", map[string]string{"static/css/tokens.css": ":root { --paper: #fff; --muted: #aaa; --accent: red; }"},
			"static/css/tokens.css:1:33: --muted on --paper: small words on the page's background (in light) have a contrast of 2.32:1, and need 4.5:1" +
				" | make one of them lighter or darker"},
		"unread": {"  primary: navy\n", map[string]string{"static/css/tokens.css": ":root { --paper: color-mix(in srgb, red, blue); --accent: red; }"},
			"static/css/tokens.css:1:18: the contrast of --paper cannot be computed, and site.yaml has a brand" +
				` | write it as "#14615a", rgb(20 97 90), hsl(175 66% 23%), oklch(45% 0.08 185) or a name such as navy`},
	} {
		t.Run(name, func(t *testing.T) {
			_, r := made(t, styled(t, c.keys, c.over))
			var got []string
			for _, d := range r.Diags {
				if strings.HasPrefix(d.Rule, "brand") || d.Rule == "contrast" || d.Rule == "svg" {
					got = append(got, d.Position().String()+": "+d.Message+" | "+d.Help)
				}
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), c.want)
			}
		})
	}
}

const shown = "{{with .Logo}}{{.Src}} {{.Width}}x{{.Height}} {{.Plate}} “{{.Alt}}”{{else}}none{{end}}; {{with .Icon}}{{.Name}} {{.Type}}{{end}}"

// TestLogo holds how a logo is shown: its size in the header, on a plate where it
// may have no ground, and by which name.
func TestLogo(t *testing.T) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewRGBA(image.Rect(0, 0, 400, 40)), nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ keys, file, want string }{
		"none":     {"  accent: gold\n", "", "none; favicon.svg image/svg+xml"},
		"drawing":  {"  logo: logo.svg\n", aLogo, "logo.svg 108x36 true “”; favicon.svg image/svg+xml"},
		"path":     {"  logo: static/logo.svg\n", aLogo, "logo.svg 108x36 true “”; favicon.svg image/svg+xml"},
		"opaque":   {"  logo: logo.png\n", ground(t, 72, 72, false), "logo.png 36x36 false “”; favicon.svg image/svg+xml"},
		"through":  {"  logo: logo.png\n", ground(t, 20, 40, true), "logo.png 18x36 true “”; favicon.svg image/svg+xml"},
		"photo":    {"  logo: logo.jpg\n", photo.String(), "logo.jpg 160x16 false “”; favicon.svg image/svg+xml"},
		"named":    {"  logo: logo.svg\nclinic: {name: Oak Street}\n", aLogo, "logo.svg 108x36 true “Oak Street”; favicon.svg image/svg+xml"},
		"in title": {"  logo: logo.svg\nclinic: {name: The guide}\n", aLogo, "logo.svg 108x36 true “”; favicon.svg image/svg+xml"},
		"icon":     {"  favicon: logo.png\n", ground(t, 9, 9, false), "none; logo.png image/png"},
	} {
		t.Run(name, func(t *testing.T) {
			over := map[string]string{"layouts/home.html": "<!doctype html><html lang=en><title>x</title><h1>" + shown + "</h1>"}
			file, _, _ := strings.Cut(strings.TrimPrefix(strings.SplitN(c.keys, ": ", 2)[1], "static/"), "\n")
			over["static/"+file] = c.file
			text, _ := made(t, styled(t, c.keys, over))
			_, got, _ := strings.Cut(text["index.html"], "<h1>")
			got = logoHash.ReplaceAllString(strings.TrimSuffix(got, "</h1>"), "logo.")
			if !strings.HasPrefix(got, c.want) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestIconColors holds that the icon of the tabs has the brand's colors, and that
// an icon of the site's own keeps its own.
func TestIconColors(t *testing.T) {
	for name, c := range map[string]struct{ keys, icon, want string }{
		"both": {"  primary: navy\n  accent: gold\n", "",
			`viewBox="0 0 32 32"><style>.d{fill:#000080}@media(prefers-color-scheme:dark){.d{fill:#6881b6}}</style><path class="d" d="M6`},
		"accent":  {"  accent: gold\n", "", `<path fill="#ffd700" d="M10 25`},
		"its own": {"  primary: navy\n", aLogo, `viewBox="0 0 300 100"><path d=`},
	} {
		t.Run(name, func(t *testing.T) {
			over := map[string]string{}
			if c.icon != "" {
				over["static/favicon.svg"] = c.icon
			}
			text, _ := made(t, styled(t, c.keys, over))
			if got := text["favicon.svg"]; !strings.Contains(got, c.want) {
				t.Errorf("got %s, want %s in it", got, c.want)
			}
		})
	}
}

// TestBrandIsLive holds that a build after an edit of the brand comes out as a build
// from nothing does, with its messages where they now belong.
func TestBrandIsLive(t *testing.T) {
	site := func(before, keys string) map[string]string {
		files := styled(t, keys, map[string]string{"static/logo.svg": aLogo})
		files["site.yaml"] = before + files["site.yaml"]
		return files
	}
	b := newBuilder(bare(site("", "  primary: navy\n")), today)
	build(t, b)
	for _, files := range []map[string]string{
		site("", "  primary: maroon\n"), site("", "  primary: yellow\n"), site("# a line\n", "  primary: yellow\n"),
		site("", "  logo: logo.svg\n"), site("", "  accent: gold\n"), site("", "  primary: navy\n"),
	} {
		b.top[0].FS = bare(files)
		live, fresh := build(t, b), build(t, newBuilder(bare(files), today))
		if got, want := printed(t, live), printed(t, fresh); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// printed returns the paths of the outputs, which hold the hashes of assets, and the
// messages.
func printed(t *testing.T, r *Result) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(strings.Join(r.Paths(), " ") + "\n")
	for _, d := range r.Diags {
		b.WriteString(d.Position().String() + ": " + d.Message + "\n")
	}
	return b.String()
}
