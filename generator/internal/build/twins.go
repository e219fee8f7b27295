package build

import (
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"slices"
	"sync"

	"iopguide/generator/internal/host"

	"github.com/andybalholm/brotli"
)

// A twin is a file once more, compressed: a server sends it to all who can read it,
// and has nothing to compute.

// worthPacking is the size from which a twin is worth a file: what is smaller goes out
// in one packet anyway.
const worthPacking = 1 << 10

// A packing is a way to compress. Its writers are kept: a new one takes much memory.
type packing struct {
	ext     string
	writers sync.Pool // of resetWriter
}

type resetWriter interface {
	io.WriteCloser
	Reset(io.Writer)
}

// brotliLevel is where brotli is nearly as small as it can be: a page of the guide has
// 5.1 KB at 10, 4.9 KB at 11, which takes more than twice the time (25 ms), and 5.6 KB
// at 6, the best that takes next to none. A site is packed once, and read often.
const brotliLevel = 10

// brotliWindow is how far back a writer looks, as a power of two. Nothing of a site is
// much larger, and a wider one only takes memory.
const brotliWindow = 20

var packings = []*packing{
	{ext: ".br", writers: sync.Pool{New: func() any {
		return brotli.NewWriterOptions(nil, brotli.WriterOptions{Quality: brotliLevel, LGWin: brotliWindow})
	}}},
	{ext: ".gz", writers: sync.Pool{New: func() any {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestCompression) // a level that there is
		return w
	}}},
}

// pack returns data compressed: the same bytes each time, on any machine.
func (p *packing) pack(data []byte) []byte {
	var b bytes.Buffer
	w := p.writers.Get().(resetWriter)
	defer p.writers.Put(w)
	w.Reset(&b)
	_, _ = w.Write(data) // a buffer takes all
	_ = w.Close()
	return b.Bytes()
}

// fromTwin is everything a twin is made from.
type fromTwin struct {
	of  *Output
	how *packing
}

// twinOutputs prepares the twins of files.
func (r *Result) twinOutputs(last *Result, files []host.File) {
	for _, f := range files {
		if !slices.Contains(host.Packed, path.Ext(f.Path)) {
			continue
		}
		of := r.Outputs[f.Path]
		for _, p := range packings {
			from := fromTwin{of, p}
			r.put(last, &Output{Path: of.Path + p.ext, Keep: of.Keep, unsure: true, from: from, make: from.draw})
		}
	}
}

func (from fromTwin) draw() product {
	data, _ := from.of.Bytes()
	if len(data) < worthPacking {
		return product{}
	}
	small := from.how.pack(data)
	if len(small) >= len(data) {
		return product{}
	}
	return product{data: small}
}
