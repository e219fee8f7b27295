package browse

import (
	"errors"
	"io/fs"
	"net"
	"net/http"
	"path"
	"strings"

	"iopguide/generator/internal/host"
)

// A server shows a published site on this computer, and is the proxy that lets nothing
// else through.
type server struct {
	http    *http.Server
	address string // host and port
	root    string
}

// serve begins to serve files.
func serve(files fs.FS) (*server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := l.Addr().String()
	s := &server{&http.Server{Handler: &published{files, address}}, address, "http://" + address + "/"}
	go s.http.Serve(l)
	return s, nil
}

func (s *server) close() { s.http.Close() }

// published answers with the files of a site, as a plain host does.
type published struct {
	files   fs.FS
	address string
}

func (p *published) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Host != p.address || r.Method == http.MethodConnect {
		http.Error(w, "this is another host", http.StatusForbidden)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	code := http.StatusOK
	data, err := fs.ReadFile(p.files, name)
	if err != nil {
		name, code = "404.html", http.StatusNotFound
		data, err = fs.ReadFile(p.files, name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", host.Type(name))
	w.WriteHeader(code)
	w.Write(data)
}
