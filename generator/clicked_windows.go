package main

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// ownWindow reports whether the window in which this program runs was opened for
// it alone, and closes when it ends: no other process uses its console.
func ownWindow() bool {
	var processes [2]uint32
	list := windows.NewLazySystemDLL("kernel32.dll").NewProc("GetConsoleProcessList")
	if list.Find() != nil {
		return false
	}
	n, _, _ := list.Call(uintptr(unsafe.Pointer(&processes[0])), uintptr(len(processes)))
	return n == 1
}
