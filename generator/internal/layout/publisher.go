package layout

import (
	"strings"

	"iopguide/generator/internal/site"
)

// tellsOfClinic reports whether the page is one that tells whose site this is: the
// home page, or the one about the guide.
func (d *Data) tellsOfClinic() bool {
	return d.Frame.config.Clinic != nil && (d.Page.Kind == "home" || d.Is(d.view.Lang.About))
}

// publisher refers to the clinic that publishes a page or site, if one does. Without an
// address there is nothing by which to refer to it.
func publisher(c *site.Config) *reference {
	if id := clinicID(c); c.Clinic != nil && id != "" {
		return &reference{id}
	}
	return nil
}

// clinicID is by what other pages refer to the clinic.
func clinicID(c *site.Config) string {
	if root := c.Absolute("/"); root != "" {
		return root + "#clinic"
	}
	return ""
}

// clinic describes the clinic in the words of schema.org, as far as site.yaml does.
// Its hours are left out: they are written for people, and say when somebody
// answers, which need not be when the doors are open.
func clinic(d *Data) object {
	k, c := d.Clinic(), d.view.Config
	o := facility(k.Name, k.Address, k.Phone, k.URL, c.Region)
	with(o, "@id", clinicID(c))
	with(o, "email", k.Email)
	with(o, "paymentAccepted", strings.Join(k.Insurance, ", "))
	if l := d.view.Assets.Logo; l != nil {
		with(o, "logo", c.Absolute(l.URL))
	}
	if i := d.view.Lang.Card; i != nil {
		with(o, "image", c.Absolute(i.URL))
	}
	var places, services []object
	for _, l := range k.Locations {
		places = append(places, facility(l.Name, l.Address, l.Phone, l.URL, c.Region))
	}
	for _, p := range k.Programs {
		s := object{"@type": "MedicalTherapy", "name": p.Name}
		with(s, "description", p.For)
		services = append(services, located(s, p.URL))
	}
	if places != nil {
		o["department"] = places
	}
	if services != nil {
		o["availableService"] = services
	}
	return o
}

// facility is a place where people are treated. Its address is text: in what parts
// it falls is not known.
func facility(name, address, number, url, region string) object {
	o := object{"@type": "MedicalClinic", "name": name}
	with(o, "address", address)
	with(o, "telephone", telephone(number, region))
	return located(o, url)
}

// telephone writes a number as it is dialled from anywhere, or, if it cannot be
// told, as it is written.
func telephone(number, region string) string {
	p, ok := site.ReadPhone(number, region)
	switch {
	case !ok:
		return number
	case p.Ext != "":
		return p.Dial + " ext. " + p.Ext
	}
	return p.Dial
}

// with adds what is known.
func with(o object, key, value string) {
	if value != "" {
		o[key] = value
	}
}
