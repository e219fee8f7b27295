package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// deployer is the program that puts a site into a bucket. It is one of its own, with the
// client for such stores, so that this one stays small.
const deployer = "iopguide-deploy"

type deployCommand struct {
	Args []string `arg:"" optional:"" name:"s3://BUCKET/PREFIX" help:"Where the site goes, and flags: see iopguide deploy --help."`
}

// Run runs the other program, with all that follows deploy on the command line, and ends
// with its exit code.
func (c *deployCommand) Run(a *app) error {
	path, err := findDeployer()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(a.ctx, path, c.Args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, a.stdout, a.stderr
	// It goes on until it has written down how far it came.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	if runtime.GOOS == "windows" {
		cmd.Cancel = func() error { return nil } // the console tells both
	}
	err = cmd.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) && ended.ExitCode() > 0 {
		return &fault{ended.ExitCode(), errTold}
	}
	if err != nil && a.ctx.Err() == nil {
		return &fault{machineFault, fmt.Errorf("run %s: %w", path, err)}
	}
	return err
}

// findDeployer looks for the program beside this one, then on PATH.
func findDeployer() (string, error) {
	name := deployer
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	own, err := os.Executable()
	if err != nil {
		return "", &fault{machineFault, err}
	}
	beside := filepath.Join(filepath.Dir(own), name)
	if info, err := os.Stat(beside); err == nil && info.Mode().IsRegular() {
		return beside, nil
	}
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	return "", &fault{usageFault, fmt.Errorf("deploy needs %s, which lies neither beside this program (%s) nor on PATH; "+
		"the archive of a release holds both, and from the sources ./build.sh deployer makes it", name, filepath.Dir(own))}
}
