package serve

import (
	"net/http"
	"strings"
	"testing"
)

const smallCheck = `---
title: What <next>?
description: Two answers, and one next step for you.
layout: self-check
claims: false
---

Words.

## Start

Is it hard?

- [Yes](#ask)
- [No](#wait)

## Ask

> [!TIP]
> **Ask**
>
> Ask someone.

## Wait

> [!TIP]
> **Wait**
>
> Wait a day.
`

func TestMap(t *testing.T) {
	p := shown(t, map[string]string{"content/next.md": smallCheck, "layouts/self-check.html": layout})
	code, body := p.ask(t, "check?page=/next/")
	if code != http.StatusOK {
		t.Fatalf("got %d %s", code, body)
	}
	for _, want := range []string{"Map: What &lt;next&gt;?", "2 routes", "Start: “Yes”", "Ask [routine]", `src="/_preview/map.svg?page=%2Fnext%2F&amp;v=1"`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in %s", want, body)
		}
	}
	if code, svg := p.ask(t, "map.svg?page=/next/"); code != http.StatusOK || !strings.HasPrefix(svg, "<svg ") {
		t.Errorf("the picture: got %d %.80s", code, svg)
	}
	for _, address := range []string{"check?page=/costs/", "check?page=/nothing/", "check", "map.svg?page=/costs/"} {
		if code, _ := p.ask(t, address); code != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", address, code)
		}
	}
	if _, board := p.ask(t, "?show=checks"); !strings.Contains(board, `href="/_preview/check?page=%2Fnext%2F"`) {
		t.Errorf("the board does not lead to the map: %s", board)
	}
}
