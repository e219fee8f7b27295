package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// published is the folder from which all can fetch the archives of this release, such
// as https://downloads.example/iopguide/. Whoever makes a release sets it when it is
// built (generator/release -address); "" if there is none.
var published string

// linux is the name of this release's archive for Linux.
const linux = "iopguide-" + release + "-linux-amd64.tar.gz"

// A pinned is an archive of the program of which the bytes are known.
type pinned struct {
	name    string // of its file
	sum     string // SHA-256, in hexadecimal
	address string // "" if it came from a disk
	data    []byte
}

const (
	// mostArchive is how long an archive may be: several times what ours is.
	mostArchive = 200 << 20
	// mostPatience is how long a host may take to send one.
	mostPatience = 10 * time.Minute
)

// pin gets the archive that program names, by address or file; where nothing is named,
// that of this release, if it is known where it is. It makes sure that the archive
// holds the programs called names for Linux, and runs nothing of it.
func pin(ctx context.Context, program string, names ...string) (*pinned, error) {
	if program == "" && published != "" {
		program = published + linux
	}
	if program == "" {
		return nil, &fault{usageFault, fmt.Errorf("missing: --program; name the archive %s, by the https address of a copy of it "+
			"that everybody can fetch, or by its file, which is then put beside the site's sources", linux)}
	}
	p, err := &pinned{}, error(nil)
	if strings.Contains(program, "://") {
		p, err = download(ctx, program)
	} else {
		p.name = path.Base(strings.ReplaceAll(program, `\`, "/"))
		p.data, err = os.ReadFile(program)
		if err != nil {
			err = &fault{usageFault, fmt.Errorf("--program: %w", err)}
		}
	}
	if err != nil {
		return nil, err
	}
	if !plainName().MatchString(p.name) {
		return nil, &fault{usageFault, fmt.Errorf("--program: %s is no name for the archive; call it %s", p.name, linux)}
	}
	if err := holdsPrograms(p.data, names...); err != nil {
		return nil, &fault{usageFault, fmt.Errorf("--program %s: %w; it is to be %s", program, err, linux)}
	}
	p.sum = fmt.Sprintf("%x", sha256.Sum256(p.data))
	return p, nil
}

// The names and addresses that a workflow may hold: nothing in them means anything to
// a shell, to YAML or to the service.
var (
	plainName    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+-]*\.tar\.gz$`) })
	plainAddress = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~+%-]+)+$`)
	})
)

// download fetches an archive. What goes into a workflow is the address as it was
// given, not where it led to: that may be good for an hour.
func download(ctx context.Context, address string) (*pinned, error) {
	u, err := url.Parse(address)
	if err != nil || !plainAddress().MatchString(address) {
		return nil, &fault{usageFault, fmt.Errorf("--program %s is no address that a workflow can hold; "+
			"write it as https://downloads.example/%s, without a password or anything behind a question mark", address, linux)}
	}
	ctx, cancel := context.WithTimeout(ctx, mostPatience)
	defer cancel()
	response, err := ask(ctx, u, "*/*")
	if err == nil {
		defer response.Body.Close()
	}
	var data []byte
	switch {
	case err != nil:
	case response.StatusCode != http.StatusOK:
		return nil, &fault{machineFault, fmt.Errorf("%s: the host answers %d %s", u, response.StatusCode, http.StatusText(response.StatusCode))}
	default:
		data, err = io.ReadAll(io.LimitReader(response.Body, mostArchive))
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, &fault{machineFault, fmt.Errorf("%s: the host did not send it within %d minutes", u, int(mostPatience.Minutes()))}
	}
	if err != nil {
		return nil, &fault{machineFault, unreached(u, err)}
	}
	return &pinned{name: path.Base(u.Path), address: address, data: data}, nil
}

var (
	errNoArchive = errors.New("this is no .tar.gz archive")
	errNoProgram = errors.New("a program for Linux is missing in it")
	errProcessor = errors.New("the program in it is for another processor than amd64, which these services have")
)

// holdsPrograms makes sure that an archive has, in a folder, the programs called names
// for Linux.
func holdsPrograms(archive []byte, names ...string) error {
	z, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return errNoArchive
	}
	missing := slices.Clone(names)
	for t := tar.NewReader(z); len(missing) > 0; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("%w: %s", errNoProgram, strings.Join(missing, ", "))
		}
		if err != nil {
			return errNoArchive
		}
		i := slices.Index(missing, path.Base(h.Name))
		if i < 0 || h.Typeflag != tar.TypeReg || strings.Count(path.Clean(h.Name), "/") != 1 {
			continue
		}
		data, err := io.ReadAll(io.LimitReader(t, mostArchive))
		if err != nil {
			return errNoArchive
		}
		if err := isProgram(data); err != nil {
			return err
		}
		missing = slices.Delete(missing, i, i+1)
	}
	return nil
}

// isProgram makes sure that data is a program of ours, for Linux on amd64.
func isProgram(data []byte) error {
	f, err := elf.NewFile(bytes.NewReader(data))
	if err != nil {
		return errNoProgram
	}
	info, err := buildinfo.Read(bytes.NewReader(data))
	switch {
	case err != nil || info.Main.Path != "iopguide" && !strings.HasPrefix(info.Main.Path, "iopguide/"):
		return errNoProgram
	case f.Machine != elf.EM_X86_64:
		return errProcessor
	}
	return nil
}
