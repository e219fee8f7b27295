//go:build browser

package browser

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
)

// nextStep is a small self-check, with answers and with points.
//
//go:embed testdata/next-step.md
var nextStep string

// atStep is the step that shows, what is ticked in it, and what was answered.
const atStep = `(() => {
	const words = e => e.textContent.trim(), step = [...document.querySelectorAll(".sc > .step")].filter(s => s.checkVisibility());
	return [step.map(s => s.dataset.name).join(" and "),
		[...document.querySelectorAll(".sc :checked")].map(i => words(i.closest("fieldset").querySelector("legend")) + " " + words(i.parentNode)).join(", "),
		[...document.querySelectorAll(".my-answers li")].map(li => words(li.querySelector(".name")) + " " + words(li.querySelector(".answer"))).join(", "),
	].join("; ");
})()`

// clickAnswer clicks an answer of the step that shows.
const clickAnswer = `[...document.querySelectorAll(".step:not([hidden]) .answers a")].find(a => a.textContent.trim() === %q).click()`

// TestPreviewSelfCheck edits a self-check while it is being answered. Its reader
// stays at the question, and what was answered and ticked stays, as long as the
// question is there; then they are at the start.
func TestPreviewSelfCheck(t *testing.T) {
	const name = "content/check/next-step.md"
	d := newDesk(t, func(t *testing.T, d *desk) { d.write(name, nextStep) })
	d.visit("check/next-step/")
	for _, a := range []string{"No", "Most of it"} {
		d.do(fmt.Sprintf(clickAnswer, a))
	}
	d.do(`document.querySelector(".step:not([hidden]) fieldset:nth-of-type(2) label:nth-of-type(2) input").click()`)
	const where = "Last week; Eating Hard; Safety: No, Daily life: Most of it"
	d.see(fmt.Sprintf("%s === %q", atStep, where))
	d.do(`window.same = true; document.querySelector(".step:not([hidden]) .continue").focus(); history.length`)

	question := "## Sleep\n\nDo you sleep at night?\n\n- [Yes](#last-week)\n- [No](#last-week)\n\n"
	added := strings.NewReplacer("(#last-week)\n\n## Last week", "(#sleep)\n\n"+question+"## Last week",
		"Most of it; Last week: 0", "Most of it; Sleep: Yes; Last week: 0",
		"Most of it; Last week: 2", "Most of it; Sleep: No; Last week: 2").Replace(nextStep)
	moved := strings.Replace(strings.Replace(added, question, "", 1), "## Call 911 now\n", question+"## Call 911 now\n", 1)
	fresh := newTab(t)
	steps := []struct{ name, text, seen, want string }{
		{"words of the question", strings.Replace(nextStep, "In the last week, how", "In the last days, how", 1), "In the last days", where},
		{"words of an answer given", strings.ReplaceAll(nextStep, "Most of it", "Nearly all of it"), "Nearly all of it", where},
		{"a question added before it", added, "Do you sleep at night?", where},
		{"a question moved after it", moved, "Do you sleep at night?", where},
		{"a row added", strings.Replace(nextStep, "| Eating |", "| Walking | 0 | 1 |\n| Eating |", 1), "Walking", where},
		{"a question removed", nextStep, "In the last week", where},
		{"a title", strings.Replace(nextStep, "title: What could", "title: What might", 1), "What might my next step be", where},
		{"its name, which then is asked of nobody else", strings.NewReplacer("## Last week", "## Last days", "#last-week", "#last-days",
			"Last week:", "Last days:").Replace(nextStep), "What could my next step be", strings.Replace(where, "Last week", "Last days", 1)},
		{"the question itself", withoutPoints(), "How much of your day", "Safety; ; "},
	}
	for _, s := range steps {
		d.write(name, s.text)
		d.see(fmt.Sprintf("document.body.textContent.includes(%q) && %s === %q && window.same", s.seen, atStep, s.want))
		(&scribe{desk: d}).served("check/next-step/")
		if err := fresh.open(d.root + "check/next-step/"); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		want, err := ask[string](fresh, stepsOnly)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		d.see(fmt.Sprintf("%s === %q", stepsOnly, want))
		if strings.HasPrefix(s.want, "Last") {
			d.see(`document.activeElement.matches(".step:not([hidden]) .continue")`)
		}
	}
	d.do(fmt.Sprintf(clickAnswer, "No"))
	d.see(fmt.Sprintf("%s === %q", atStep, "Daily life; ; Safety: No"))

	d.write("static/js/self-check.js", d.read("static/js/self-check.js")+"\ndocument.documentElement.dataset.script = \"new\";\n")
	d.see(`document.documentElement.dataset.script === "new" && window.same === undefined`)
	d.see(fmt.Sprintf("%s === %q", atStep, "Daily life; ; Safety: No"))
	d.do("history.back()")
	d.see(fmt.Sprintf("%s === %q", atStep, "Safety; ; "))
	d.quiet("issue: GenericIssue") // that nobody used the pages in the history: the clicks are a script's
	t.Logf("counted: %d edits of a self-check that is being answered", len(steps)+1)
}

// stepsOnly is all steps of a self-check, whichever shows.
const stepsOnly = `[...document.querySelectorAll(".sc > .step")].map(s => {
	const copy = s.cloneNode(true);
	copy.hidden = false;
	for (const e of copy.querySelectorAll(".status")) e.textContent = "";
	return copy.outerHTML;
}).join("\n")`

// withoutPoints is nextStep without its question that asks for points.
func withoutPoints() string {
	from, to := strings.Index(nextStep, "## Last week"), strings.Index(nextStep, "## Call 911 now")
	rest := strings.NewReplacer("(#last-week)", "(#ask-for-an-assessment)", "; Last week: 2 or more", "").Replace(nextStep[:from] + nextStep[to:])
	row := strings.Index(rest, "| had a bad day")
	return rest[:row] + rest[row+strings.Index(rest[row:], "\n")+1:]
}
