//go:build !linux

package publish

// flush makes files and folders, given as paths below root, outlast a power
// cut.
func flush(root string, files, folders []string) error {
	for _, name := range files {
		if err := syncFile(within(root, name)); err != nil {
			return err
		}
	}
	for _, name := range folders {
		if err := syncFolder(within(root, name)); err != nil {
			return err
		}
	}
	return syncDisk(root)
}
