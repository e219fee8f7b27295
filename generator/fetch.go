package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"iopguide/generator/internal/recall"
)

// mostManifest is how long a manifest may be: that of a hundred thousand pages.
const mostManifest = 16 << 20

// patience is how long a site may take to send its manifest.
const patience = 30 * time.Second

// fetch asks a site for its manifest. address is that of its first page, or of the
// manifest itself.
func fetch(ctx context.Context, address string) (*recall.Manifest, error) {
	u, err := manifestURL(address)
	if err != nil {
		return nil, &fault{usageFault, err}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	response, err := ask(ctx, u, "application/json")
	if err != nil {
		return nil, &fault{machineFault, unreached(u, err)}
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, &fault{machineFault, turnedAway(u, response.StatusCode)}
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, mostManifest+1))
	if err != nil {
		return nil, &fault{machineFault, unreached(u, err)}
	}
	return parsed(u.String(), data)
}

// ask asks a host for what is at u, of a type that accept names. Nothing else is sent
// along but the name of this program, and no cookie is kept.
func ask(ctx context.Context, u *url.URL, accept string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "iopguide/"+release)
	request.Header.Set("Accept", accept)
	return (&http.Client{CheckRedirect: redirect}).Do(request)
}

// parsed reads a manifest that came from where.
func parsed(where string, data []byte) (*recall.Manifest, error) {
	if len(data) > mostManifest {
		return nil, &fault{machineFault, fmt.Errorf("%s is far too long for a manifest", where)}
	}
	m, err := recall.ReadManifest(data)
	switch {
	case errors.Is(err, recall.ErrWebPage):
		return nil, &fault{machineFault, fmt.Errorf("%s is a web page and no manifest; is the address that of the guide's first page?", where)}
	case err != nil:
		return nil, &fault{machineFault, fmt.Errorf("%s is no manifest that this program knows", where)}
	}
	return m, nil
}

// manifestURL returns where the manifest of the site at address is.
func manifestURL(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" {
		return nil, fmt.Errorf("%s is no address; write it as https://www.clinic.example/iop/", address)
	}
	u.RawQuery, u.Fragment = "", ""
	switch {
	case strings.HasSuffix(u.Path, "/"+recall.ManifestFile):
		return u, nil
	case strings.HasSuffix(u.Path, "/index.html"):
		u.Path = strings.TrimSuffix(u.Path, "index.html")
	}
	return u.JoinPath(recall.ManifestFile), nil
}

var (
	errRedirects = errors.New("it leads from one address to the next and never arrives")
	errUnsafe    = errors.New("it leads from https to an address that is not safe")
)

// redirect follows an address to the next, not for ever, and never from https to
// one that anybody on the way could change.
func redirect(next *http.Request, via []*http.Request) error {
	switch {
	case len(via) >= 5:
		return errRedirects
	case via[len(via)-1].URL.Scheme == "https" && next.URL.Scheme != "https":
		return errUnsafe
	}
	return nil
}

// turnedAway says what a site's refusal most likely means.
func turnedAway(u *url.URL, status int) error {
	what := fmt.Sprintf("%s: the host answers %d %s", u, status, http.StatusText(status))
	switch status {
	case http.StatusNotFound, http.StatusGone:
		return fmt.Errorf("%s; name the address of the guide's first page, and see that manifest.json was copied to the host", what)
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("%s; ask the folder that was built instead, such as public", what)
	}
	return errors.New(what)
}

// unreached says in plain words why a host could not be asked.
func unreached(u *url.URL, err error) error {
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var cause *url.Error
	switch {
	case errors.Is(err, errRedirects), errors.Is(err, errUnsafe):
		if errors.As(err, &cause) {
			err = cause.Err
		}
		return fmt.Errorf("%s: %w", u, err)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: the host did not answer within %d seconds", u, int(patience.Seconds()))
	case errors.As(err, &name):
		return fmt.Errorf("%s: there is no host %s, or this computer is not connected", u, u.Hostname())
	case errors.As(err, &certificate):
		return fmt.Errorf("%s: the host's certificate is not right, so anybody could have answered: %w", u, certificate.Err)
	case errors.Is(err, http.ErrSchemeMismatch):
		return fmt.Errorf("%s: the host does not speak https there; is it http?", u)
	case errors.As(err, &cause):
		err = cause.Err
	}
	return fmt.Errorf("%s: the host cannot be reached: %w", u, err)
}
