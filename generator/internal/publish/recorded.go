package publish

import "crypto/sha256"

// Recorded returns the stamp of what stands in dir. It is not known where no stamp lies
// beside dir, or one that is damaged, or where a publish was killed before its end.
func Recorded(dir string) (s Stamp, known bool) {
	p, err := locate(dir)
	if err != nil {
		return Stamp{}, false
	}
	s, whole := p.readStamp()
	return s, whole && !s.pending && !p.litter()
}

// MadeFrom reports whether inputs, which need no hash, are those of the stamp. Each
// whose size and times do not settle it is read, by read.
func (s Stamp) MadeFrom(inputs []Input, read func(path string) ([]byte, error)) bool {
	_, _, same := s.compare(inputs, read)
	return same
}

// Sums returns the SHA-256 hash of each file that was published, by its path, and of
// those that stay a while of the site before.
func (s Stamp) Sums() (site, left map[string][sha256.Size]byte) {
	site, left = map[string][sha256.Size]byte{}, map[string][sha256.Size]byte{}
	for _, o := range s.outputs {
		if o.left {
			left[o.path] = o.hash
		} else {
			site[o.path] = o.hash
		}
	}
	return site, left
}
