// Package servers is a package of tests only. They start the web servers that people
// run themselves, as their packages install them, with what build --host wrote, and
// hold every answer against the list in package host:
//
//	go test -tags servers ./generator/servers
//
// A site is a clinic's, built for one path and in one form of links. A stand is a
// server that shows a site, on ports of its own on this machine, over http and https:
// an ordinary process, in a folder of its own, that ends with the test. Nothing is
// installed, and no server that runs already is touched. A server that is missing is a
// failure that names its package.
package servers
