package serve

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// crowd is how many browsers are open at once.
const crowd = 200

// TestCrowd edits from several sides while many browsers listen, and read pages.
// In the end all are told the same, what is served is a build from nothing, and
// once they have left nothing of them is left.
func TestCrowd(t *testing.T) {
	s := startWith(t, Options{}, "/costs/", nil)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
	before := settledUse(client, 0)
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	streams := make([]<-chan message, crowd)
	for i := range streams {
		streams[i] = listenTo(ctx, t, s.url, []string{"/", "/costs/", "/get-help-now/", ""}[i%4])
	}
	var busy sync.WaitGroup
	for k := range 4 {
		busy.Go(func() {
			for i := range 25 {
				s.write("content/costs.md", page("Costs", fmt.Sprintf("Edit %d of %d.", i, k)))
				s.write(fmt.Sprintf("content/more/page-%d.md", k), page(fmt.Sprintf("Page %d", k), fmt.Sprintf("Edit %d.", i)))
			}
		})
		busy.Go(func() {
			for range 25 {
				for _, path := range []string{"", "costs/", "css/site.css", "nothing/"} {
					if resp, err := client.Get(s.url + path); err != nil {
						t.Error(err)
					} else {
						resp.Body.Close()
					}
				}
			}
		})
	}
	busy.Wait()
	s.write("content/costs.md", page("Costs", "The last edit."))
	s.until("the last edit", func(message) bool { return strings.Contains(s.page("costs/"), "The last edit.") })
	s.equalsBuild()
	s.allKnow(streams)
	leave()
	for _, c := range streams {
		for range c { // until it ends
		}
	}
	if after := settledUse(client, before.goroutines); after.goroutines > before.goroutines || after.files > before.files {
		t.Errorf("after the browsers left: got %+v, want %+v", after, before)
	}
}

// allKnow waits until each browser is told of one and the same build.
func (s *running) allKnow(streams []<-chan message) {
	s.t.Helper()
	s.write("static/css/site.css", "p { color: red }\n")
	want := s.until("the style", changed("/css/site.css")).Build
	timeout := time.After(20 * time.Second)
	for i, c := range streams {
		for told := ""; told != want; {
			select {
			case m := <-c:
				told = m.Build
			case <-timeout:
				s.t.Fatalf("browser %d was told of %s, want %s", i, told, want)
			}
		}
	}
}

// use is what a process has of the system.
type use struct{ goroutines, files int }

// settledUse returns it once connections that are closing are closed: when there
// are no more than some goroutines, if that is not 0.
func settledUse(client *http.Client, goroutines int) use {
	client.CloseIdleConnections()
	http.DefaultClient.CloseIdleConnections()
	var u use
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		files, _ := os.ReadDir("/proc/self/fd") // Linux only; elsewhere only goroutines are counted
		u = use{runtime.NumGoroutine(), len(files)}
		if goroutines == 0 || u.goroutines <= goroutines {
			return u
		}
	}
	return u
}
