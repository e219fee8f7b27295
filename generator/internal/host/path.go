package host

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// segment is a folder in the path of a site. It means the same to every server, quoted
// or not, and none of them keeps it hidden.
var segment = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$`) })

// ParsePath returns p as a Site's Path, with slashes at both ends, or says what is
// wrong with it.
func ParsePath(p string) (string, error) {
	inner := strings.TrimSuffix(strings.TrimPrefix(p, "/"), "/")
	switch {
	case p == "":
		return "", errors.New("a path is missing; write it as /iop/")
	case strings.Contains(p, "://"):
		return "", fmt.Errorf("%s is a whole address; write what comes after the host, as /iop/", p)
	case inner == "":
		if len(p) > 1 {
			return "", fmt.Errorf("the path %s has a folder without a name; write it as /iop/", p)
		}
		return "/", nil
	}
	if strings.HasSuffix(inner, ".html") {
		return "", fmt.Errorf("the path %s is that of a page; write the folder that the site is in, as /iop/", p)
	}
	for folder := range strings.SplitSeq(inner, "/") {
		switch {
		case folder == "":
			return "", fmt.Errorf("the path %s has a folder without a name; write it as /iop/", p)
		case folder == "." || folder == "..":
			return "", fmt.Errorf("the path %s leads out of its own way; write it from the root of the host, as /iop/", p)
		case folder[0] == '.':
			return "", fmt.Errorf("the path %s has a folder that begins with a dot, which hosts keep hidden; give it another name", p)
		case !segment().MatchString(folder):
			return "", fmt.Errorf("the path %s has a character that not every host can be told of; it may have letters of English, digits, and - . _ ~, as /iop/ does", p)
		}
	}
	return "/" + inner + "/", nil
}
