package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var day = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// sample is an archive with a file of every sort.
func sample() Archive {
	program := Of("iopguide", []byte("program"))
	program.Program = true
	return Archive{Folder: "x", Day: day, Comment: "by a test", Files: []File{
		Of("b.txt", []byte("words")), program,
		Of("guide/index.html", bytes.Repeat([]byte("<p>words"), 1000)),
		Of("guide/empty", nil),
	}}
}

// forms are the sorts of archives.
var forms = []struct {
	name string
	pack func(Archive, io.Writer) error
	read func(*testing.T, []byte) []fs.FileInfo
}{
	{"tar.gz", Archive.TarGz, readTarGz},
	{"zip", Archive.Zip, readZip},
}

func packed(t *testing.T, a Archive, pack func(Archive, io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pack(a, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPack reads archives back: names, bytes, modes and the day.
func TestPack(t *testing.T) {
	want := []string{"x/b.txt -rw-r--r-- 5", "x/guide/empty -rw-r--r-- 0", "x/guide/index.html -rw-r--r-- 8000", "x/iopguide -rwxr-xr-x 7"}
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			var got []string
			for _, info := range f.read(t, packed(t, sample(), f.pack)) {
				got = append(got, fmt.Sprint(info.(named).path, " ", info.Mode(), " ", info.Size()))
				if !info.ModTime().Equal(day) {
					t.Errorf("%s: got %v, want %v", info.Name(), info.ModTime(), day)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// A named is a file's facts with its whole path.
type named struct {
	fs.FileInfo
	path string
}

func readTarGz(t *testing.T, data []byte) (all []fs.FileInfo) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for in := tar.NewReader(z); ; {
		h, err := in.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Uname != "" {
			t.Errorf("%s belongs to %d %s, want nobody", h.Name, h.Uid, h.Uname)
		}
		all = append(all, named{h.FileInfo(), h.Name})
	}
}

func readZip(t *testing.T, data []byte) (all []fs.FileInfo) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		from, err := f.Open()
		if err == nil {
			_, err = io.Copy(io.Discard, from) // compares with the sum in the archive
		}
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		all = append(all, named{f.FileInfo(), f.Name})
	}
	return all
}

// TestSameBytes makes the same archives in another order, as a user of another
// place.
func TestSameBytes(t *testing.T) {
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			one, other := sample(), sample()
			slices.Reverse(other.Files)
			want := packed(t, one, f.pack)
			here := time.Local
			time.Local = time.FixedZone("far", 14*3600)
			defer func() { time.Local = here }()
			other.Day = other.Day.In(time.Local)
			if !bytes.Equal(want, packed(t, other, f.pack)) {
				t.Error("the bytes differ")
			}
			other.Day = other.Day.AddDate(0, 0, 1)
			if bytes.Equal(want, packed(t, other, f.pack)) {
				t.Error("the bytes of two days are the same")
			}
		})
	}
}

// TestDay packs on days that a zip file cannot tell.
func TestDay(t *testing.T) {
	tests := []struct {
		name      string
		day, want time.Time
	}{
		{"long ago", time.Unix(0, 0), firstDay},
		{"far ahead", time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), lastDay},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := sample()
			a.Day = tt.day
			for _, info := range readZip(t, packed(t, a, Archive.Zip)) {
				if !info.ModTime().Equal(tt.want) {
					t.Errorf("got %v, want %v", info.ModTime(), tt.want)
				}
			}
		})
	}
}

// TestFailing packs a file that cannot be read.
func TestFailing(t *testing.T) {
	broken := errors.New("broken")
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			a := sample()
			a.Files = append(a.Files, File{Name: "z", Open: func() (io.ReadCloser, error) { return nil, broken }})
			if err := f.pack(a, io.Discard); !errors.Is(err, broken) {
				t.Errorf("got %v, want %v", err, broken)
			}
		})
	}
}

// TestTime packs a file with a time of its own.
func TestTime(t *testing.T) {
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			a, own := sample(), day.Add(-7*time.Hour)
			a.Files = a.Files[:2]
			a.Files[0].Time = own
			all := f.read(t, packed(t, a, f.pack))
			if !all[0].ModTime().Equal(own) || !all[1].ModTime().Equal(day) {
				t.Errorf("got %v and %v, want %v and %v", all[0].ModTime(), all[1].ModTime(), own, day)
			}
		})
	}
}

// TestNames packs a name that is not of ASCII, and says that it is UTF-8.
func TestNames(t *testing.T) {
	data := packed(t, Archive{Folder: "x", Files: []File{Of("año.txt", nil)}}, Archive.Zip)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if f := z.File[0]; f.Name != "x/año.txt" || f.Flags&0x800 == 0 {
		t.Errorf("got %q with flags %x", f.Name, f.Flags)
	}
}

func TestComment(t *testing.T) {
	dir := t.TempDir()
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"ours.zip", packed(t, sample(), Archive.Zip), "by a test"},
		{"words.zip", []byte("words"), ""},
		{"cut.zip", packed(t, sample(), Archive.Zip)[:100], ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(dir, tt.name)
			if err := os.WriteFile(path, tt.data, 0o666); err != nil {
				t.Fatal(err)
			}
			if got := Comment(path); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got := Comment(filepath.Join(dir, "none")); got != "" {
		t.Errorf("no file: got %q", got)
	}
}

func TestText(t *testing.T) {
	if got, want := string(Text([]byte("a\nb\r\nc"))), "a\r\nb\r\nc"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSum(t *testing.T) {
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	if got, want := Sum(sha256.Sum256(nil), "a"), empty+"  a\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
