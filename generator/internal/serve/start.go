package serve

import (
	"context"
	"crypto/subtle"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A Start is for those who began the program with a double click, and may have no
// shell: the page /_preview/start says what to do, and does it. Its functions are
// called one at a time. After New or Open, Run ends: the site that they name is to
// be shown next, at the same Listener, where the browser waits for it.
type Start struct {
	Site      string // the folder of the site that is shown, "" while it is the guide itself
	Folder    string // where a new site would go
	Command   string // what begins the program in a shell
	System    string // that this is, as Go names it
	Questions []Question

	// New makes a site in a folder. It returns what is wrong with the answers by the
	// name of the question, and under "" what is wrong beside them.
	New   func(ctx context.Context, folder string, answers map[string]string) map[string]string
	Open  func(folder string) (wrong string) // takes a site that is there
	Build func(ctx context.Context) (said string, built bool)
}

// A Question is one that a new site has.
type Question struct {
	Name, Ask, Hint string
	Otherwise       string // the answer of who changes nothing
	Needed, File    bool
}

// startPath is the one path of the preview that takes forms.
const startPath = own + "start"

// maxForm is how large a form may be, with a logo.
const maxForm = 11 << 20

// A startPage is what the page says.
type startPage struct {
	*Start
	Token   string
	At      string // the folder that was asked for
	Answers map[string]string
	Wrong   map[string]string
	OpenAt  string
	Shut    string // why OpenAt cannot be opened
	Said    string // by a build
	Built   bool
	Public  string // the folder that it went to
	Ended   bool
}

func (p *preview) startPage() startPage {
	page := startPage{Start: p.start, Token: p.token, At: p.start.Folder, Public: filepath.Join(p.start.Site, "public"),
		Answers: map[string]string{}}
	for _, q := range p.start.Questions {
		page.Answers[q.Name] = q.Otherwise
	}
	return page
}

// begin answers with the page, after it did what its forms ask for.
func (p *preview) begin(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		sendOwn(w, r, http.StatusOK, "start.html", p.startPage())
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) // a build takes as long as it takes
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		http.Error(w, "this form cannot be read; a logo may have 10 MB", http.StatusBadRequest)
		return
	}
	defer r.MultipartForm.RemoveAll()
	if subtle.ConstantTimeCompare([]byte(r.PostFormValue("token")), []byte(p.token)) != 1 {
		http.Error(w, "this page is of an earlier run; open it again", http.StatusForbidden)
		return
	}
	p.acting.Lock()
	defer p.acting.Unlock()
	p.act(w, r)
}

// act does what a form asks for.
func (p *preview) act(w http.ResponseWriter, r *http.Request) {
	page := p.startPage()
	switch do := r.PostFormValue("do"); {
	case do == "stop":
		page.Ended = true
		p.end()
	case do == "build" && p.start.Site != "":
		page.Said, page.Built = p.start.Build(r.Context())
	case do == "open":
		page.OpenAt = folderOf(r.PostFormValue("folder"))
		if page.Shut = p.start.Open(page.OpenAt); page.Shut == "" {
			p.handOver(w, r)
			return
		}
	case do == "new" && p.start.Site == "":
		page.At = folderOf(r.PostFormValue("folder"))
		if page.Answers, page.Wrong = p.answers(r), nil; p.make(r, &page) {
			p.handOver(w, r)
			return
		}
	default:
		http.Error(w, "this preview cannot do that", http.StatusBadRequest)
		return
	}
	code := http.StatusOK
	if page.Shut != "" || page.Wrong != nil {
		code = http.StatusUnprocessableEntity
	}
	sendOwn(w, r, code, "start.html", page)
}

// make makes the site that a form asks for.
func (p *preview) make(r *http.Request, page *startPage) bool {
	answers, drop, err := withFiles(r, p.start.Questions, page.Answers)
	defer drop()
	if err != nil {
		page.Wrong = map[string]string{"": "the logo could not be taken: " + err.Error()}
		return false
	}
	page.Wrong = p.start.New(r.Context(), page.At, answers)
	return len(page.Wrong) == 0
}

// handOver ends this preview, and leads the browser to the start page of the next.
func (p *preview) handOver(w http.ResponseWriter, r *http.Request) {
	p.end()
	w.Header().Set("Connection", "close")
	http.Redirect(w, r, startPath, http.StatusSeeOther)
}

// answers returns what a form says to each question.
func (p *preview) answers(r *http.Request) map[string]string {
	given := map[string]string{}
	for _, q := range p.start.Questions {
		if !q.File {
			given[q.Name] = strings.TrimSpace(r.PostFormValue("answer-" + q.Name))
		}
	}
	return given
}

// withFiles returns the answers with, for each question for a file, the path of a
// copy of what was sent, which drop takes away.
func withFiles(r *http.Request, questions []Question, given map[string]string) (answers map[string]string, drop func(), err error) {
	dir, err := os.MkdirTemp("", "iopguide-")
	if err != nil {
		return nil, func() {}, err
	}
	drop = func() { os.RemoveAll(dir) }
	answers = map[string]string{}
	for name, answer := range given {
		answers[name] = answer
	}
	for _, q := range questions {
		sent := r.MultipartForm.File["answer-"+q.Name]
		if !q.File || len(sent) == 0 || sent[0].Filename == "" {
			continue
		}
		path := filepath.Join(dir, q.Name+strings.ToLower(filepath.Ext(filepath.Base(sent[0].Filename))))
		if err := save(path, sent[0]); err != nil {
			return nil, drop, err
		}
		answers[q.Name] = path
	}
	return answers, drop, nil
}

// save writes what was sent to a file.
func save(path string, sent *multipart.FileHeader) error {
	from, err := sent.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		to.Close()
		return err
	}
	return to.Close()
}

// folderOf reads the path of a folder as people paste it.
func folderOf(text string) string { return strings.Trim(strings.TrimSpace(text), `"'`) }
