package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A todo is what a journal says is left to do. When it is written, every file
// to be put lies in the stage, a folder within the destination and so on its
// disk, under its number. A number that is missing there has been put.
type todo struct {
	Assets []string // put first, so that no page is without them
	Pages  []string // and all other files
	Delete []string // then deleted: files, then folders, the inner ones first
}

// byJournal puts the new site in place file by file. Nothing that can fail for
// want of room is left when the first file is put.
func (j *job) byJournal() error {
	j.report.Way = Journal
	t, err := j.plan()
	if err != nil {
		return err
	}
	if err := j.fillStage(t); err != nil {
		return err
	}
	data, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if err := replaceFile(j.journal, data); err != nil {
		return err
	}
	j.reached = partSeen
	if err := j.flushParent(); err != nil {
		return err
	}
	return j.finish(t)
}

// plan lists what is to be put and deleted.
func (j *job) plan() (todo, error) {
	files, folders, err := j.leftovers()
	if err != nil {
		return todo{}, err
	}
	put := slices.Concat(j.changed, j.blocked(files))
	var t todo
	for _, o := range put {
		if o.keep || o.left {
			t.Assets = append(t.Assets, o.path)
		} else {
			t.Pages = append(t.Pages, o.path)
		}
	}
	for _, name := range slices.Concat(files, folders) {
		if !j.names.holds(name, true) { // else putting what lies below it makes way
			t.Delete = append(t.Delete, name)
		}
	}
	return t, nil
}

// blocked returns the files with unchanged bytes that are seen only through a
// link to a folder, one of files: the link goes, so they are put anew.
func (j *job) blocked(files []string) (put []output) {
	for _, name := range files {
		if !j.names.holds(name, true) {
			continue
		}
		for _, o := range slices.Concat(j.same, j.left) {
			if strings.HasPrefix(o.path, name+"/") {
				put = append(put, o)
			}
		}
	}
	return put
}

// fillStage moves the files to be put to the disk of the destination.
func (j *job) fillStage(t todo) error {
	if err := at("mkdir", j.stage); err != nil {
		return err
	}
	if err := os.Mkdir(j.stage, 0o700); err != nil {
		return err
	}
	var numbers []string
	for i, name := range slices.Concat(t.Assets, t.Pages) {
		number := strconv.Itoa(i)
		numbers = append(numbers, number)
		if err := j.moveToStage(name, within(j.stage, number)); err != nil {
			return err
		}
	}
	if err := at("flush", j.stage); err != nil {
		return err
	}
	return flush(j.stage, numbers, []string{"."})
}

// moveToStage moves a file from the new folder, or copies it if that is on
// another disk or has no such file, which is then one of the blocked.
func (j *job) moveToStage(name, to string) error {
	if err := at("stage", to); err != nil {
		return err
	}
	from := within(j.fresh, name)
	if os.Rename(from, to) == nil {
		return nil
	}
	if _, err := os.Lstat(from); err != nil {
		from = within(j.dir, name)
	}
	_, err := copyFile(from, to)
	return err
}

// finish does what t says, and may be repeated. The stage is removed when all is
// done, so without it only tidying is left.
func (p place) finish(t todo) error {
	if _, err := os.Lstat(p.stage); err == nil {
		if err := p.putAndDelete(t); err != nil {
			return err
		}
	}
	for _, path := range []string{p.stage, p.journal, p.fresh} {
		if err := removeAll(path); err != nil {
			return err
		}
	}
	return p.flushParent()
}

// putAndDelete changes the site file by file, within the destination whatever
// links lie there.
func (p place) putAndDelete(t todo) error {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	ways := map[string]bool{".": true}
	if err := p.putAll(root, ways, 0, t.Assets); err != nil {
		return err
	}
	if err := p.putAll(root, ways, len(t.Assets), t.Pages); err != nil {
		return err
	}
	return p.deleteAll(root, t.Delete)
}

// putAll puts files, the first of which has the number first, and waits for the
// disk, so that what is put next never outlives them.
func (p place) putAll(root *os.Root, ways map[string]bool, first int, files []string) error {
	waiting, err := p.waiting()
	if err != nil {
		return err
	}
	folders := map[string]bool{}
	for i, name := range files {
		number := strconv.Itoa(first + i)
		if !waiting[number] {
			continue
		}
		from := path.Join(stageName, number)
		if err := p.put(root, ways, from, name); err != nil {
			return err
		}
		folders[path.Dir(name)] = true
	}
	if err := at("flush", p.dir); err != nil {
		return err
	}
	return flush(p.dir, nil, withParents(folders))
}

// waiting returns the numbers in the stage.
func (p place) waiting() (map[string]bool, error) {
	entries, err := os.ReadDir(p.stage)
	if err != nil {
		return nil, err
	}
	numbers := make(map[string]bool, len(entries))
	for _, e := range entries {
		numbers[e.Name()] = true
	}
	return numbers, nil
}

// put renames one file into its place. ways are the folders known to be there.
func (p place) put(root *os.Root, ways map[string]bool, from, name string) error {
	if err := p.makeWay(root, ways, path.Dir(name)); err != nil {
		return err
	}
	if err := at("put", within(p.dir, name)); err != nil {
		return err
	}
	err := root.Rename(from, name)
	if err == nil {
		return nil
	}
	if info, statErr := root.Lstat(name); statErr != nil || !info.IsDir() {
		return err
	}
	// A folder of the old site stands in the way.
	if err := root.RemoveAll(name); err != nil {
		return err
	}
	return root.Rename(from, name)
}

// makeWay makes dir a folder. A file or link of the old site may stand in its
// way.
func (p place) makeWay(root *os.Root, ways map[string]bool, dir string) error {
	if ways[dir] {
		return nil
	}
	if err := p.makeWay(root, ways, path.Dir(dir)); err != nil {
		return err
	}
	ways[dir] = true
	info, err := root.Lstat(dir)
	if err == nil && info.IsDir() {
		return nil
	}
	if err := at("mkdir", within(p.dir, dir)); err != nil {
		return err
	}
	if err == nil {
		if err := root.Remove(dir); err != nil {
			return err
		}
	}
	return root.Mkdir(dir, 0o755)
}

// deleteAll deletes files and folders that are still there. A folder that is
// not empty stays: on a disk that does not tell upper from lower case it may
// be one of the new site's.
func (p place) deleteAll(root *os.Root, list []string) error {
	folders := map[string]bool{}
	for _, name := range list {
		if err := at("delete", within(p.dir, name)); err != nil {
			return err
		}
		err := root.Remove(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrExist) {
			return err
		}
		folders[path.Dir(name)] = true
	}
	if err := at("flush", p.dir); err != nil {
		return err
	}
	return flush(p.dir, nil, withParents(folders))
}

// withParents returns folders and those that they lie in, the inner ones first.
func withParents(folders map[string]bool) []string {
	all := map[string]bool{".": true}
	for dir := range folders {
		for ; !all[dir]; dir = path.Dir(dir) {
			all[dir] = true
		}
	}
	var list []string
	for dir := range all {
		list = append(list, dir)
	}
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	return list
}

// readJournal returns what a journal says, if there is a whole one.
func (p place) readJournal() (todo, bool) {
	data, err := os.ReadFile(p.journal)
	if err != nil {
		return todo{}, false
	}
	t, err := decodeTodo(data)
	return t, err == nil
}

// decodeTodo reads a journal. One with a path that leads elsewhere is none.
func decodeTodo(data []byte) (todo, error) {
	var t todo
	if err := json.Unmarshal(data, &t); err != nil {
		return todo{}, err
	}
	for _, name := range slices.Concat(t.Assets, t.Pages) {
		if err := portable(name); err != nil {
			return todo{}, err
		}
	}
	for _, name := range t.Delete {
		if !fs.ValidPath(name) || name == "." {
			return todo{}, fmt.Errorf("%q is not a path within the site", name)
		}
	}
	return t, nil
}
