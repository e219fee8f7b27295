package serve

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"time"
)

// canaryLives is how long a system may take to tell of a new file.
const canaryLives = time.Second

// release makes a file in each of the site's folders, and takes it away at once,
// to hear whether the system tells of it. It returns the paths that the system
// is to tell. The name begins with a dot, so that it is no part of a site. Where
// no file can be made, nothing is to be told: a folder that is only read may
// well be told of.
func (w *watcher) release() map[string]bool {
	paths := map[string]bool{}
	for _, root := range w.roots {
		path := filepath.Join(root, ".iopguide-"+rand.Text()[:8])
		if f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err == nil {
			f.Close()
			os.Remove(path)
			paths[path] = true
		}
	}
	return paths
}
