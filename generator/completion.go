package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"Your shell: bash, zsh or fish."`
}

// Run prints a script that completes the commands and flags of kong's model.
func (c *completionCommand) Run(a *app) error {
	script := map[string]func(*kong.Application) string{"bash": bash, "zsh": zsh, "fish": fish}[c.Shell]
	_, err := fmt.Fprint(a.stdout, script(a.model))
	return err
}

// words returns what can follow a command: its own commands, their flags and its,
// and what its argument may be.
func words(n *kong.Node) []string {
	var words []string
	for _, c := range n.Children {
		words = append(words, c.Name)
	}
	for _, f := range flags(n) {
		words = append(words, "--"+f.Name)
	}
	for _, p := range n.Positional {
		words = append(words, p.EnumSlice()...)
	}
	words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	return append(words, "--help")
}

// flags returns the flags of a command and of those in it, each name once.
func flags(n *kong.Node) []*kong.Flag {
	all := slices.Clone(n.Flags)
	for _, c := range n.Children {
		for _, f := range flags(c) {
			if !slices.ContainsFunc(all, func(o *kong.Flag) bool { return o.Name == f.Name }) {
				all = append(all, f)
			}
		}
	}
	return all
}

// offered returns the commands that people are told of.
func offered(m *kong.Application) []*kong.Node {
	return slices.DeleteFunc(slices.Clone(m.Children), func(n *kong.Node) bool { return n.Hidden })
}

func commands(m *kong.Application) []string {
	var names []string
	for _, n := range offered(m) {
		names = append(names, n.Name)
	}
	return names
}

func bash(m *kong.Application) string {
	var b strings.Builder
	b.WriteString("_iopguide() {\n  local words\n  case \"$COMP_CWORD:${COMP_WORDS[1]}\" in\n")
	fmt.Fprintf(&b, "    1:*) words=\"%s --help\" ;;\n", strings.Join(commands(m), " "))
	for _, n := range offered(m) {
		fmt.Fprintf(&b, "    *:%s) words=\"%s\" ;;\n", n.Name, strings.Join(words(n), " "))
	}
	b.WriteString("  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n")
	b.WriteString("complete -o default -F _iopguide iopguide\n")
	return b.String()
}

func zsh(m *kong.Application) string {
	var b strings.Builder
	b.WriteString("#compdef iopguide\n_iopguide() {\n  if (( CURRENT == 2 )); then\n    local -a commands=(\n")
	for _, n := range offered(m) {
		fmt.Fprintf(&b, "      %s\n", quoted(n.Name+":"+n.Help))
	}
	b.WriteString("    )\n    _describe command commands\n    return\n  fi\n  case $words[2] in\n")
	for _, n := range offered(m) {
		fmt.Fprintf(&b, "    %s) compadd -- %s ;;\n", n.Name, strings.Join(words(n), " "))
	}
	b.WriteString("  esac\n  [[ $words[CURRENT] == -* ]] || _files\n}\ncompdef _iopguide iopguide\n")
	return b.String()
}

func fish(m *kong.Application) string {
	var b strings.Builder
	for _, n := range offered(m) {
		fmt.Fprintf(&b, "complete -c iopguide -n __fish_use_subcommand -f -a %s -d %s\n", n.Name, quoted(n.Help))
		on := "-n " + quoted("__fish_seen_subcommand_from "+n.Name)
		for _, c := range n.Children {
			fmt.Fprintf(&b, "complete -c iopguide %s -f -a %s -d %s\n", on, c.Name, quoted(c.Help))
		}
		for _, f := range flags(n) {
			short := ""
			if f.Short != 0 {
				short = " -s " + string(f.Short)
			}
			fmt.Fprintf(&b, "complete -c iopguide %s -l %s%s -d %s\n", on, f.Name, short, quoted(f.Help))
		}
		for _, p := range n.Positional {
			if values := p.EnumSlice(); len(values) > 0 {
				fmt.Fprintf(&b, "complete -c iopguide %s -f -a %s\n", on, quoted(strings.Join(values, " ")))
			}
		}
	}
	return b.String()
}

// quoted returns text as one word of a shell.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "’") + "'" }
