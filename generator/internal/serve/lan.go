package serve

import (
	"cmp"
	"net"
	"net/netip"
	"slices"
)

// A Place is where a preview can be opened.
type Place struct {
	Home   string   // the address of the home page on this computer
	Others []string // and on other devices in the same network, the likeliest first; none if it is for this computer only
	Code   string   // which other devices must show, as people read it
	code   string
}

// Pair returns an address at which a device is let in that has not shown the
// code yet.
func (p Place) Pair(address string) string { return address + "?pair=" + p.code }

// placeOf returns where a server can be opened that listens as host at an address.
func placeOf(host string, at *net.TCPAddr, p *pairing) Place {
	home := func(host string) string {
		return "http://" + hostsAt(host, at.Port)[len(hostsAt(host, at.Port))-1] + "/"
	}
	if p == nil {
		return Place{Home: home(host)}
	}
	place := Place{code: p.code, Code: spelled(p.code)}
	if at.IP.IsUnspecified() {
		place.Home = home(defaultHost)
		for _, a := range addresses() {
			if at.IP.To4() == nil || a.Is4() {
				place.Others = append(place.Others, home(a.String()))
			}
		}
		return place
	}
	place.Others = []string{home(host)}
	place.Home = place.Pair(place.Others[0]) // to itself, too, this computer is another one there
	return place
}

// addresses returns those of this computer that others can reach, the likeliest
// to be on the network of a phone first.
func addresses() []netip.Addr {
	var found []netip.Addr
	list, _ := net.InterfaceAddrs() // where they cannot be had, none is named
	for _, a := range list {
		prefix, err := netip.ParsePrefix(a.String())
		if err == nil && rank(prefix.Addr()) > 0 {
			found = append(found, prefix.Addr().Unmap())
		}
	}
	slices.SortStableFunc(found, func(a, b netip.Addr) int { return cmp.Compare(rank(a), rank(b)) })
	return found
}

// networks are those that homes and offices give to their devices. 172.16.0.0 is
// mostly that of programs which run systems in a system.
var networks = []netip.Prefix{
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
}

// rank orders addresses; that of one which only this computer can reach is 0.
func rank(a netip.Addr) int {
	a = a.Unmap()
	if a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsUnspecified() || a.IsMulticast() {
		return 0
	}
	if i := slices.IndexFunc(networks, func(n netip.Prefix) bool { return n.Contains(a) }); i >= 0 {
		return 1 + i
	}
	if a.Is4() {
		return 1 + len(networks)
	}
	return 2 + len(networks)
}
