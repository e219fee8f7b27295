package publish

import (
	"os"
	"strings"
)

// mountBelow returns a mount point within dir, or "". Removing the old site
// would go through it and empty what is mounted there.
func mountBelow(dir string) string {
	table, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(table)) {
		fields := strings.Fields(line)
		if len(fields) < 5 {
			continue
		}
		if mount := unescapeMount.Replace(fields[4]); strings.HasPrefix(mount, dir+"/") {
			return mount
		}
	}
	return ""
}

// unescapeMount undoes how the kernel writes the characters that would break a
// line of its table into other fields.
var unescapeMount = strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)
