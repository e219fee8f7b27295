package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/scaffold"
)

// A trial builds the site as it would be with an answer, and tells what would be
// wrong with it then. So an answer is held to all that a build is held to.
type trial struct {
	app   *app
	stage *scaffold.Stage
	build *build.Builder
	given map[string]string // the answers taken, as they were given
	set   scaffold.Settings // what they set
	logo  picture           // on the stage
}

func newTrial(a *app, stage *scaffold.Stage) *trial {
	files := overlay.FS{{FS: os.DirFS(stage.Dir)}}
	return &trial{app: a, stage: stage, given: map[string]string{}, set: scaffold.Settings{"base": {"default"}},
		build: build.New(files, build.Options{Release: release, Base: builtIn, PlainAssets: true})}
}

// An objection says why an answer cannot be taken, and what to do.
type objection struct{ message, help string }

func (o *objection) Error() string {
	if o.help == "" {
		return o.message
	}
	return o.message + "; " + o.help
}

// take adds the answer to a question to the settings, or returns an objection; any
// other error is the machine's. doubt, if not nil, is what speaks against an answer
// that was taken. An answer of nothing takes an earlier one away.
func (t *trial) take(q question, answer string) (doubt *objection, err error) {
	logo := t.logo
	defer func() {
		if err != nil {
			err = cmp.Or(t.place(logo), err)
		}
	}()
	next, err := t.with(t.set, q, answer)
	if err != nil {
		return nil, err
	}
	r, err := t.built(next)
	if err != nil {
		return nil, err
	}
	for _, d := range r.Diags {
		if d.Severity == diag.Error {
			return nil, &objection{d.Message, d.Help}
		}
	}
	t.set = next
	t.given[q.key] = answer
	return doubtOf(r, q.key), nil
}

// with returns the settings s with the answer to q, or an objection to it.
func (t *trial) with(s scaffold.Settings, q question, answer string) (scaffold.Settings, error) {
	answer, err := tidied(answer)
	if err != nil {
		return nil, err
	}
	var values []string
	if answer != "" {
		if values, err = q.read(t, answer); err != nil {
			return nil, err
		}
	} else if q.needed {
		return nil, &objection{"this cannot be left out", ""}
	} else if q.key == "brand.logo" {
		err = t.place(picture{})
	}
	return s.With(q.key, values...), err
}

// doubtOf returns what r warns of in the value of key, or nil.
func doubtOf(r *build.Result, key string) *objection {
	value := r.Site.Data.Values.Settings.Get(strings.Split(key, ".")...)
	for _, d := range r.Diags {
		if value != nil && d.Severity == diag.Warning && d.File == value.File && d.Start == value.Start {
			return &objection{d.Message, d.Help}
		}
	}
	return nil
}

// built builds the site with the settings s.
func (t *trial) built(s scaffold.Settings) (*build.Result, error) {
	if err := t.stage.Write("site.yaml", scaffold.SiteYAML(s)); err != nil {
		return nil, unwritten(err, t.stage.Dir)
	}
	r, err := t.build.Build(t.app.ctx)
	if err != nil {
		return nil, failed(err, t.stage.Dir)
	}
	return r, nil
}

// takeAll takes the answers that the flags give. All that is wrong with them is
// told at once.
func (t *trial) takeAll(given map[string]string) error {
	if all, err := t.atOnce(given); all || err != nil {
		return err
	}
	refused := false
	for _, q := range questions {
		if given[q.key] == "" {
			continue
		}
		_, err := t.take(q, given[q.key])
		var no *objection
		switch {
		case errors.As(err, &no):
			refused = true
			fmt.Fprintf(t.app.stderr, "iopguide: --%s: %v\n", q.flag, no)
			if q.key == "clinic.name" {
				t.set = t.set.With(q.key, "Clinic") // so that the others can be looked at
			}
		case err != nil:
			return err
		}
	}
	if refused {
		return &fault{usageFault, errors.New("nothing was written")}
	}
	return nil
}

// atOnce takes all answers, if nothing is wrong with any of them.
func (t *trial) atOnce(given map[string]string) (all bool, err error) {
	next := t.set
	for _, q := range questions {
		if given[q.key] == "" {
			continue
		}
		if next, err = t.with(next, q, given[q.key]); err != nil {
			return false, t.place(picture{}) // take says why
		}
	}
	r, err := t.built(next)
	if err != nil || r.Diags.HasErrors() {
		return false, cmp.Or(err, t.place(picture{}))
	}
	for _, q := range questions {
		if doubt := doubtOf(r, q.key); doubt != nil {
			fmt.Fprintf(t.app.stderr, "iopguide: warning: --%s: %v\n", q.flag, doubt)
		}
	}
	t.set = next
	return true, nil
}

// settings returns what site.yaml is to say.
func (t *trial) settings() scaffold.Settings {
	s := t.set
	if s["title"] == nil {
		s = s.With("title", s["clinic.name"][0]+" IOP Guide")
	}
	if s["languages"] == nil {
		s = s.With("languages", "en", "es")
	}
	return s
}

// A picture is a file of static/.
type picture struct {
	name string // "" for none
	data []byte
}

// pictureKinds are the endings of pictures that every browser shows.
var pictureKinds = []string{".svg", ".png", ".jpg", ".webp"}

// place makes p the logo that is on the stage.
func (t *trial) place(p picture) error {
	for _, ext := range pictureKinds {
		t.stage.Remove("static/logo" + ext)
	}
	t.logo = p
	if p.name == "" {
		t.stage.Remove("static")
		return nil
	}
	if err := t.stage.Write("static/"+p.name, p.data); err != nil {
		return unwritten(err, t.stage.Dir)
	}
	return nil
}

// readPicture reads the picture that a person names, to be the logo.
func readPicture(file string) (picture, error) {
	refuse := func(message, help string) (picture, error) { return picture{}, &objection{message, help} }
	info, err := os.Stat(file)
	if err != nil || info.IsDir() {
		return refuse("there is no file "+file, "write its path, or drag the file into this window")
	}
	ext := strings.Replace(strings.ToLower(filepath.Ext(file)), "jpeg", "jpg", 1)
	if !slices.Contains(pictureKinds, ext) {
		return refuse(filepath.Base(file)+" is no picture that every browser shows", "save it as SVG, PNG, JPEG or WebP")
	}
	const most = 10 << 20
	if info.Size() > most {
		return refuse(filepath.Base(file)+" has over 10 MB", "save it smaller: some 400 pixels wide are enough")
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return refuse(file+" cannot be read", "look at who may read it, or take a copy")
	}
	return picture{"logo" + ext, data}, nil
}
