package browse

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Find returns the path of a browser of Chromium's kind on this computer, "" if none
// has a usual name or place.
func Find(getenv func(string) string) string {
	for _, name := range places(runtime.GOOS, getenv) {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// places are the usual names and places of browsers on a system.
func places(system string, getenv func(string) string) []string {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
		"microsoft-edge", "microsoft-edge-stable", "brave-browser"}
	switch system {
	case "darwin":
		for _, app := range []string{"Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser"} {
			for _, root := range []string{"/Applications", filepath.Join(getenv("HOME"), "Applications")} {
				names = append(names, filepath.Join(root, app+".app", "Contents", "MacOS", app))
			}
		}
	case "windows":
		for _, root := range []string{"ProgramFiles", "ProgramFiles(x86)", "LocalAppData"} {
			for _, app := range []string{`Google\Chrome`, `Microsoft\Edge`, `Chromium`} {
				program := "chrome.exe"
				if app == `Microsoft\Edge` {
					program = "msedge.exe"
				}
				if dir := getenv(root); dir != "" {
					names = append(names, dir+`\`+app+`\Application\`+program)
				}
			}
		}
	}
	return names
}

// Is reports whether there is a program at path that can be started.
func Is(path string) bool {
	found, err := exec.LookPath(path)
	if err != nil {
		return false
	}
	info, err := os.Stat(found)
	return err == nil && info.Mode().IsRegular()
}
