// Package browser is a package of tests only. They open the built site in a
// real Chromium, as its readers do, and need what ./build.sh test installs:
//
//	go test -tags browser ./generator/browser
//
// A form is the site built with or without baseURL; a way is a form opened from
// disk or served under a path. A sheet is one .html file of a form. The tests
// walk over every sheet that is on disk, so no page can be forgotten, and a test
// whose line begins with "counted:" says how many it saw.
//
// TestMain builds the forms (or takes them from -sites) and starts one browser.
// Every test opens tabs in it, at most one a processor, and each tab remembers
// what its page asked of the network and said on the console. Lighthouse has a
// build tag of its own, lighthouse, because it is slow.
package browser
