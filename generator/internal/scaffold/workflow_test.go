package scaffold

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// every returns the workflows of each kind, by what they are.
func every() map[string]Workflow {
	all := map[string]Workflow{}
	for _, service := range Services {
		for _, address := range []string{"", "https://downloads.example/iopguide-0.1.0-linux-amd64.tar.gz"} {
			for _, deploy := range []string{"", "s3://oak-guide/iop"} {
				all[fmt.Sprintf("%s %q %q", service, address, deploy)] = Workflow{Service: service, Address: address, Deploy: deploy,
					Archive: "iopguide-0.1.0-linux-amd64.tar.gz", Sum: strings.Repeat("12", 32)} // that could be read as a number
			}
		}
	}
	return all
}

// pinned matches an action of GitHub's own at one commit, with its version behind.
var pinned = regexp.MustCompile(`^actions/[a-z-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+$`)

// secret matches the one way in which a secret may be named on GitHub.
var secret = regexp.MustCompile(`\$\{\{ secrets\.AWS_[A-Z_]+ \}\}`)

// TestWorkflow holds what makes a workflow safe: nothing of others is run that is not
// pinned, no secret stands in it, no job lasts for ever.
func TestWorkflow(t *testing.T) {
	for name, w := range every() {
		t.Run(name, func(t *testing.T) {
			text := string(w.Text())
			var file struct {
				Env, Variables map[string]any
				Permissions    map[string]string
				Jobs           map[string]struct {
					Timeout     int `yaml:"timeout-minutes"`
					Permissions map[string]string
				}
			}
			if err := yaml.Unmarshal([]byte(text), &file); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			sum := file.Env["IOPGUIDE_SHA256"]
			if w.Service == "gitlab" {
				sum = file.Variables["IOPGUIDE_SHA256"]
			}
			if sum != w.Sum {
				t.Errorf("got the sum %v (%T), want %q", sum, sum, w.Sum)
			}
			for line := range strings.Lines(text) {
				if _, action, ok := strings.Cut(strings.TrimSpace(line), "uses: "); ok && !pinned.MatchString(action) {
					t.Errorf("%s is not pinned", action)
				}
			}
			code := regexp.MustCompile(`(?m)^\s*#.*$`).ReplaceAllString(text, "")
			if left := secret.ReplaceAllString(code, ""); strings.Contains(left, "secrets") || (w.Deploy == "" && left != code) {
				t.Error("it names secrets that it does not need")
			}
			if w.Service != "github" {
				return
			}
			for _, job := range slices.Sorted(maps.Keys(file.Jobs)) {
				if j := file.Jobs[job]; j.Timeout == 0 || len(j.Permissions) > 0 && job != "deploy" {
					t.Errorf("job %s: got %d minutes and the permissions %v", job, j.Timeout, j.Permissions)
				}
			}
			if !maps.Equal(file.Permissions, map[string]string{"contents": "read"}) {
				t.Errorf("got the permissions %v", file.Permissions)
			}
		})
	}
}
