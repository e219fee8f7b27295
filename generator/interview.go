package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// An interviewer asks a person in a terminal.
type interviewer struct {
	trial *trial
	lines <-chan string // of the person; closed when there are no more
	out   io.Writer
}

// interview asks what the flags have not given, each question until the answer can
// be taken, then shows all answers, to be changed or agreed to.
func interview(t *trial, in io.Reader, out io.Writer, given map[string]string, dir string) error {
	i := &interviewer{t, linesOf(t.app.ctx, in), out}
	fmt.Fprintf(out, "A few questions make the guide your own, in %s. Enter alone skips a question, unless it is\n"+
		"marked *. You can change every answer at the end, and later in site.yaml. Ctrl+C stops; until\n"+
		"the end nothing is written.\n", dir)
	for _, q := range questions {
		if err := i.begin(q, given[q.key]); err != nil {
			return err
		}
	}
	return i.review()
}

// linesOf reads the person's lines. Nothing can end a read from a terminal, so what
// reads goes on until the program ends, which is soon.
func linesOf(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(in); s.Scan(); {
			select {
			case lines <- s.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// line waits for what the person writes.
func (i *interviewer) line() (string, error) {
	fmt.Fprint(i.out, "> ")
	select {
	case line, ok := <-i.lines:
		if ok {
			return strings.TrimSpace(line), nil
		}
	case <-i.trial.app.ctx.Done():
	}
	fmt.Fprintln(i.out)
	return "", errStopped
}

// begin takes the answer that a flag has given, or asks.
func (i *interviewer) begin(q question, given string) error {
	if given != "" {
		err := i.take(q, given)
		if err == nil || !errors.Is(err, errAgain) {
			return err
		}
	}
	if q.ask == "" {
		return nil
	}
	return i.ask(q, "")
}

// ask asks until there is an answer that can be taken. Enter alone takes now, the
// answer before, or what the question has for it.
func (i *interviewer) ask(q question, now string) error {
	fmt.Fprint(i.out, i.words(q, now))
	for {
		answer, err := i.line()
		switch {
		case err != nil:
			return err
		case answer == "" && now != "":
			return nil
		case answer == "-" && now != "":
			answer = ""
		case answer == "":
			answer = q.otherwise
		}
		if err := i.take(q, answer); !errors.Is(err, errAgain) {
			return err
		}
	}
}

// words are those of a question.
func (i *interviewer) words(q question, now string) string {
	var b strings.Builder
	b.WriteString("\n" + q.ask)
	if q.needed {
		b.WriteString(" *")
	}
	b.WriteString("\n")
	if q.hint != "" {
		b.WriteString("  (" + q.hint + ")\n")
	}
	switch {
	case now != "" && q.needed:
		b.WriteString("  Enter keeps " + now + "\n")
	case now != "":
		b.WriteString("  Enter keeps " + now + "; - takes it away\n")
	case q.otherwise != "":
		b.WriteString("  Enter takes " + q.otherwise + "\n")
	}
	return b.String()
}

// errAgain says that an answer could not be taken, and that it was said why.
var errAgain = errors.New("again")

// take takes an answer, or says why it cannot be taken.
func (i *interviewer) take(q question, answer string) error {
	doubt, err := i.trial.take(q, answer)
	if doubt != nil {
		i.say(doubt)
	}
	var no *objection
	if !errors.As(err, &no) {
		return err
	}
	i.say(no)
	return errAgain
}

func (i *interviewer) say(o *objection) {
	fmt.Fprintf(i.out, "  %s\n", o.message)
	if o.help != "" {
		fmt.Fprintf(i.out, "  %s\n", o.help)
	}
}

// review shows all answers until the person agrees.
func (i *interviewer) review() error {
	var asked []question
	for _, q := range questions {
		if q.ask != "" {
			asked = append(asked, q)
		}
	}
	for {
		fmt.Fprint(i.out, "\nThe site will have:\n\n")
		for n, q := range asked {
			fmt.Fprintf(i.out, "  %2d  %-10s %s\n", n+1, q.flag, i.trial.given[q.key])
		}
		fmt.Fprint(i.out, "\nEnter writes it; a number changes that answer.\n")
		answer, err := i.line()
		if err != nil || answer == "" {
			return err
		}
		n, err := strconv.Atoi(answer)
		if err != nil || n < 1 || n > len(asked) {
			fmt.Fprintf(i.out, "  there is no answer %s; write a number from 1 to %d, or press Enter\n", answer, len(asked))
			continue
		}
		if err := i.ask(asked[n-1], i.trial.given[asked[n-1].key]); err != nil {
			return err
		}
	}
}
