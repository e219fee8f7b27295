//go:build servers

package servers

import (
	"strings"
	"testing"
)

// A check looks at one thing of a stand, and returns how many answers or pages it saw.
type check struct {
	name  string
	bare  bool // it holds for a server that lacks what it needs, too
	check func(t *testing.T, st *stand) int
}

// checks are in the order in which they run: the last ends the server.
var checks = []check{
	{"files", true, files},
	{"redirects", false, redirects},
	{"missing", false, missing},
	{"methods", false, methods},
	{"sorts of files", false, kindsOfFiles},
	{"pages in a browser", true, crawl},
	{"frames", false, frames},
	{"visits", false, visits},
}

func TestNginx(t *testing.T)    { try(t, "nginx") }
func TestApache(t *testing.T)   { try(t, "apache") }
func TestCaddy(t *testing.T)    { try(t, "caddy") }
func TestLighttpd(t *testing.T) { try(t, "lighttpd") }

// try holds a server against the list, in each of its kinds, with each of the sites.
func try(t *testing.T, server string) {
	t.Parallel() // with the other servers: each spends half of its time waiting
	counts := map[string]int{}
	stands := 0
	for _, k := range kinds {
		if k.name != server {
			continue
		}
		for _, s := range sites {
			stands++
			t.Run(strings.NewReplacer("/", "_", " ", "-").Replace(k.String()+" "+s.String()), func(t *testing.T) {
				st := k.start(t, s)
				for _, c := range checks {
					if !k.bare || c.bare {
						t.Run(c.name, func(t *testing.T) { counts[c.name] += c.check(t, st) })
					}
				}
			})
		}
	}
	answers := counts["files"] + counts["redirects"] + counts["missing"] + counts["methods"] + counts["sorts of files"]
	t.Logf("counted: %d answers, %d pages in Chromium, %d frames, %d visits, %d servers",
		answers, counts["pages in a browser"], counts["frames"], counts["visits"], stands)
}
