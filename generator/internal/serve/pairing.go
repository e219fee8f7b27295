package serve

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A pairing lets in the browsers of other computers that have shown the code:
// short enough to type on a phone, and made anew at each start. A browser that
// shows it gets a cookie with a secret that is too long to guess. This computer
// itself needs none.
type pairing struct {
	code   string
	secret string
	cookie string // its name: cookies are told apart by host, not by port
	mu     sync.Mutex
	wrong  []time.Time // when a wrong code was shown, within the last minute
}

const (
	codeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789" // 32, none of which looks like another
	codeLength  = 8
	maxWrong    = 10 // codes a minute: a guess at 2^40 of them takes a hundred thousand years
)

func newPairing(port int) *pairing {
	raw := make([]byte, codeLength)
	_, _ = rand.Read(raw) // never fails
	for i, b := range raw {
		raw[i] = codeLetters[int(b)%len(codeLetters)]
	}
	return &pairing{code: string(raw), secret: rand.Text(), cookie: "preview-" + strconv.Itoa(port)}
}

// admits reports whether the browser that sent r may see the preview. If not, it
// answers: by letting in one that shows the code, or by asking for it.
func (p *pairing) admits(w http.ResponseWriter, r *http.Request) bool {
	if fromThisComputer(r) {
		return true
	}
	query := r.URL.Query()
	shown := plainCode(query.Get("pair"))
	switch {
	case p.knows(r) && shown == "":
		return true
	case shown == "":
		ask(w, http.StatusForbidden, "")
	case p.tired():
		ask(w, http.StatusTooManyRequests, "Too many wrong codes were entered. Wait a minute, then try again.")
	case !equal(shown, p.code):
		p.note()
		ask(w, http.StatusForbidden, "That is not the code. It is made anew each time that iopguide serve starts.")
	default:
		query.Del("pair")
		http.SetCookie(w, &http.Cookie{Name: p.cookie, Value: p.secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
		w.Header().Set("Referrer-Policy", "no-referrer")
		to := url.URL{Path: "/" + strings.TrimLeft(r.URL.Path, "/"), RawQuery: query.Encode()}
		http.Redirect(w, r, to.String(), http.StatusSeeOther)
	}
	return false
}

// knows reports whether the browser has shown the code before.
func (p *pairing) knows(r *http.Request) bool {
	for _, c := range r.CookiesNamed(p.cookie) {
		if equal(c.Value, p.secret) {
			return true
		}
	}
	return false
}

// tired reports whether too many wrong codes were shown within the last minute.
func (p *pairing) tired() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.wrong) > 0 && time.Since(p.wrong[0]) > time.Minute {
		p.wrong = p.wrong[1:]
	}
	return len(p.wrong) >= maxWrong
}

func (p *pairing) note() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrong = append(p.wrong, time.Now())
}

// equal compares in a time that tells nothing of where two strings differ.
func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// plainCode returns a code as it is compared: people type small letters, and a
// space or hyphen in the middle.
func plainCode(typed string) string {
	return strings.NewReplacer(" ", "", "-", "").Replace(strings.ToUpper(typed))
}

// spelled returns a code as people read it: in two halves.
func spelled(code string) string { return code[:len(code)/2] + "-" + code[len(code)/2:] }

// fromThisComputer reports whether a request came over loopback.
func fromThisComputer(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && net.ParseIP(host).IsLoopback()
}

const askStyle = `:root{color-scheme:light dark}body{font:1.125rem/1.5 system-ui,sans-serif;max-width:28rem;margin:12vh auto;padding:0 1.25rem}` +
	`label{display:block;font-weight:600}input,button{font:inherit;padding:.6rem .8rem;margin:.4rem 0;border-radius:.4rem;` +
	`border:1px solid}input{width:11ch;letter-spacing:.1em;text-transform:uppercase}button{font-weight:600}`

// askPolicy is the content security policy of the page that asks for the code.
var askPolicy = func() string {
	sum := sha256.Sum256([]byte(askStyle))
	return fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		base64.StdEncoding.EncodeToString(sum[:]))
}()

// askPage is all that a browser sees which is not paired.
var askPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Enter the code</title>
<style>` + askStyle + `</style>
</head>
<body>
<main>
<h1>Enter the code</h1>
{{with .}}<p role="alert">{{.}}</p>
{{end}}<p>This is the preview of a site that somebody is writing. The code stands in the window where iopguide serve runs.</p>
<form method="get">
<label for="pair">Code</label>
<input id="pair" name="pair" required autofocus autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="12">
<button>Open the preview</button>
</form>
</main>
</body>
</html>
`))

// ask answers with the page that asks for the code, and says what was wrong.
func ask(w http.ResponseWriter, status int, wrong string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", askPolicy)
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(status)
	_ = askPage.Execute(w, wrong) // the browser is gone
}
