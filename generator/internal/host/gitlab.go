package host

// gitlab is GitLab Pages. It sends no headers of ours: what a page says itself stands,
// and nobody can be kept from showing it in a frame. It compresses nothing, but sends
// what was compressed beforehand.
var gitlab = &Host{Name: "gitlab", Title: "GitLab Pages", Twins: true,
	Next: "publish the folder as it is; GitLab Pages sends no headers but its own",
	Note: noHeaders("GitLab Pages"),
}
