package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// A machine is what was measured on.
type machine struct {
	System string // and its processor
	Cores  int
	Memory int64  // bytes; 0 if not known
	Go     string // that the programs were compiled by
	Disk   string // its file system
	Day    string
	NoShm  bool   // no file system in memory was found
	Load   string // how many programs wanted a processor before it began; "" if not known
}

func thisMachine(memory, disk string) machine {
	return machine{System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(), Memory: installed(),
		Go: runtime.Version(), Disk: fileSystem(disk), Day: time.Now().UTC().Format("2 January 2006"), NoShm: memory == "", Load: load()}
}

// load returns how many programs wanted a processor in the last minute, where the
// system says so in a file.
func load() string {
	data, _ := os.ReadFile("/proc/loadavg")
	minute, _, _ := strings.Cut(string(data), " ")
	return minute
}

// installed returns how much memory the machine has, where the system says so in
// a file.
func installed() int64 {
	data, _ := os.ReadFile("/proc/meminfo")
	var kilobytes int64
	fmt.Sscanf(string(data), "MemTotal: %d kB", &kilobytes)
	return kilobytes << 10
}

// fileSystem returns the kind of file system that dir lies on, where the system
// says so in a file.
func fileSystem(dir string) string {
	data, _ := os.ReadFile("/proc/mounts")
	kind, longest := "unknown", -1
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if len(f) > 2 && len(f[1]) > longest && within(dir, f[1]) {
			kind, longest = f[2], len(f[1])
		}
	}
	return kind
}

func within(dir, above string) bool {
	rel, err := filepath.Rel(above, dir)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, "../")
}
