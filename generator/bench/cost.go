package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"time"
)

// A cost is what one process took.
type cost struct {
	Wall, CPU time.Duration
	Peak      int64 // bytes of memory
}

// measure runs a command in the folder dir and returns what it took.
func measure(ctx context.Context, dir string, args []string) (cost, error) {
	flush()
	began := time.Now()
	state, err := run(ctx, dir, args)
	wall := time.Since(began)
	if err != nil {
		return cost{}, err
	}
	return cost{wall, state.UserTime() + state.SystemTime(), peak(state)}, nil
}

// medians returns the median of each part of costs.
func medians(costs []cost) cost {
	return cost{
		Wall: quantile(costs, 0.5, func(c cost) time.Duration { return c.Wall }),
		CPU:  quantile(costs, 0.5, func(c cost) time.Duration { return c.CPU }),
		Peak: quantile(costs, 0.5, func(c cost) int64 { return c.Peak }),
	}
}

// quantile returns the part of items below which the share q of them lies.
func quantile[T any, V cmp.Ordered](items []T, q float64, part func(T) V) V {
	var none V
	if len(items) == 0 {
		return none
	}
	var parts []V
	for _, item := range items {
		parts = append(parts, part(item))
	}
	slices.Sort(parts)
	return parts[min(int(q*float64(len(parts))), len(parts)-1)]
}

// A job is something that a tool is asked to do.
type job string

// The jobs of a tool.
const (
	cold      job = "from nothing"
	unchanged job = "nothing changed"
	edited    job = "one body edited"
)

// A key names one thing that was measured.
type key struct {
	Pages  int
	Medium string // memory or disk
	Tool   string
	Job    job
}

// A trial is one tool with its site.
type trial struct {
	*tool
	site string // its folder
	page string // the file that is edited
	dest string
}

// round runs each trial once, in turn, and adds what it took to costs.
func round(ctx context.Context, trials []trial, at key, number int, costs map[key][]cost) error {
	for _, t := range trials {
		if err := os.RemoveAll(t.dest); err != nil {
			return err
		}
		at.Tool = t.name
		for _, at.Job = range []job{cold, unchanged, edited} {
			if t.bare && at.Job != cold {
				break
			}
			c, err := t.do(ctx, at.Job, number)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", t.name, at.Job, err)
			}
			costs[at] = append(costs[at], c)
		}
	}
	return nil
}

// do measures one job. A page that is edited is put back as it was.
func (t *trial) do(ctx context.Context, j job, number int) (cost, error) {
	dir, args := "", t.args(t.site, t.dest)
	if t.inside {
		dir = t.site
	}
	if j != edited {
		return measure(ctx, dir, args)
	}
	before, err := os.ReadFile(t.page)
	if err != nil {
		return cost{}, err
	}
	after := fmt.Appendf(before[:len(before):len(before)], "\nThis was written in round %d.\n", number)
	if err := os.WriteFile(t.page, after, 0o644); err != nil {
		return cost{}, err
	}
	c, err := measure(ctx, dir, args)
	if err != nil {
		return c, err
	}
	return c, os.WriteFile(t.page, before, 0o644)
}
