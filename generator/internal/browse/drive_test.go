package browse

import (
	"reflect"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// TestWatch writes down what events tell, until it is to forget.
func TestWatch(t *testing.T) {
	var w Watch
	for _, event := range []any{
		&network.EventRequestWillBeSent{Request: &network.Request{URL: "http://a/"}},
		&network.EventWebSocketCreated{URL: "ws://b/"},
		&network.EventResponseReceived{Response: &network.Response{Status: 200, URL: "http://a/"}},
		&network.EventResponseReceived{Response: &network.Response{Status: 404, URL: "http://a/x"}},
		&network.EventLoadingFailed{Type: "Image", ErrorText: "net::ERR_FAILED"},
		&network.EventLoadingFailed{Type: "Image", Canceled: true},
		&runtime.EventConsoleAPICalled{Type: "log"},
		&runtime.EventExceptionThrown{ExceptionDetails: &runtime.ExceptionDetails{Text: "Uncaught"}},
		&log.EventEntryAdded{Entry: &log.Entry{Source: "security", Level: "error", Text: "refused", URL: "http://a/y"}},
		"something else",
	} {
		w.Note(event)
	}
	want := Did{
		Said:   []Saying{{"console", "log", ""}, {"exception", "Uncaught", ""}, {"security error", "refused", "http://a/y"}},
		Asked:  []string{"http://a/", "ws://b/"},
		Failed: []Failure{{404, "", "http://a/x"}, {0, "Image: net::ERR_FAILED", ""}},
	}
	if got := w.Did(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if w.Forget(); !reflect.DeepEqual(w.Did(), Did{}) {
		t.Errorf("after Forget: got %+v", w.Did())
	}
}

// TestReported puts what a tab did as a report does.
func TestReported(t *testing.T) {
	tab := &tab{root: "http://a/"}
	tab.Watch.did = Did{
		Said:   []Saying{{"console", "log", ""}, {"exception", "Uncaught", ""}, {"security error", "refused", "http://a/y"}},
		Asked:  []string{"http://a/", "data:,x", "http://b/z"},
		Failed: []Failure{{404, "", "http://a/x"}, {0, "Image: net::ERR_FAILED", ""}},
	}
	got := &Seen{}
	got.note("p", tab)
	want := &Seen{
		Asked: 1, Contacts: []string{"p: http://b/z"},
		Said:     []string{"p: a script wrote to the console (log)", "p: a script failed: Uncaught", "p: refused"},
		Failures: []string{"p: 404 for x", "p: Image: net::ERR_FAILED"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
