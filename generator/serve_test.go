package main

import (
	"bytes"
	"context"
	"net"
	"strings"
	"testing"
)

func TestServeAddress(t *testing.T) {
	tests := []struct {
		name    string
		command serveCommand
		want    string
		refused bool
	}{
		{"none", serveCommand{}, "", false},
		{"address", serveCommand{Address: "localhost:9000"}, "localhost:9000", false},
		{"port", serveCommand{Port: "9000"}, ":9000", false},
		{"bind", serveCommand{Bind: "::1"}, "::1", false},
		{"bind and port", serveCommand{Bind: "[::1]", Port: "9000"}, "[::1]:9000", false},
		{"both ways", serveCommand{Address: "localhost:9000", Port: "9001"}, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.command.address()
			if got != tt.want || (err != nil) != tt.refused {
				t.Errorf("got %q, %v; want %q, refused %t", got, err, tt.want, tt.refused)
			}
		})
	}
}

func TestServeExitCodes(t *testing.T) {
	held, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	tests := []struct {
		name string
		args []string
		code int
		says string
	}{
		{"no site", []string{"-s", t.TempDir()}, usageFault, "no site.yaml"},
		{"another's address", []string{"-s", "..", "--bind", "203.0.113.254"}, usageFault, "it is no address of this computer"},
		{"a name", []string{"-s", "..", "--bind", "example.org"}, usageFault, "it is no address of this computer"},
		{"an unknown editor", []string{"-s", "..", "--editor", "ed"}, usageFault, "no editor is called ed; known are cursor, idea, "},
		{"an editor that is a script", []string{"-s", "..", "--editor", "javascript:{file}"}, usageFault, "opens no editor"},
		{"no port", []string{"-s", "..", "--port", "http"}, usageFault, "is no port"},
		{"taken", []string{"-s", "..", "--address", held.Addr().String()}, machineFault, "is taken by another program"},
		{"stopped", []string{"-s", "..", "--port", "0"}, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := run(stopped, append([]string{"serve"}, tt.args...), &stdout, &stderr, func(string) string { return "" })
			if code != tt.code || !strings.Contains(stderr.String(), tt.says) {
				t.Errorf("got %d %s, want %d %s", code, &stderr, tt.code, tt.says)
			}
		})
	}
}
