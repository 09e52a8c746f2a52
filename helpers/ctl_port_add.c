/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl port add. */
#include <errno.h>
#include <getopt.h>

#include "ctl_port.h"
#include "log.h"
#include "number.h"

static int parse_number(const char *text, unsigned int base, uint64_t max, uint32_t *ret)
{
	const char *hex = base == 0 ? skip_prefix(text, "0x") : NULL;
	uint64_t value;

	if (base == 0)
		base = hex ? 16 : 10;
	if (hp_number_parse(hex ? hex : text, base, max, &value) < 0)
		return -EINVAL;
	*ret = value;
	return 0;
}

/* "8086:100e" */
static int parse_pair(char *text, uint16_t *first, uint16_t *second)
{
	char *colon = strchr(text, ':');
	uint32_t a, b;
	int r;

	if (!colon)
		return -EINVAL;
	*colon = '\0';
	r = parse_number(text, 16, 0xffff, &a) | parse_number(colon + 1, 16, 0xffff, &b);
	*colon = ':';
	if (r)
		return -EINVAL;
	*first = a;
	*second = b;
	return 0;
}

/* "2/6/0", as uevents of USB have it. */
static int parse_triple(char *text, uint32_t *ret)
{
	uint32_t value = 0, byte;
	char *part;

	for (int i = 0; i < 3; i++) {
		part = strsep(&text, "/");
		if (!part || parse_number(part, 10, 0xff, &byte) < 0)
			return -EINVAL;
		value = value << 8 | byte;
	}
	if (text)
		return -EINVAL;
	*ret = value;
	return 0;
}

static int set_pci(struct hp_port_spec *spec, char *text)
{
	spec->ids.style = PLUGBUS_STYLE_PCI;
	return parse_pair(text, &spec->ids.vendor, &spec->ids.device);
}

static int set_usb(struct hp_port_spec *spec, char *text)
{
	spec->ids.style = PLUGBUS_STYLE_USB;
	return parse_pair(text, &spec->ids.vendor, &spec->ids.device);
}

static int set_subsystem(struct hp_port_spec *spec, char *text)
{
	return parse_pair(text, &spec->ids.subvendor, &spec->ids.subdevice);
}

static int set_class(struct hp_port_spec *spec, char *text)
{
	/* Ethernet controller, PCI_CLASS_NETWORK_ETHERNET of linux/pci_ids.h. */
	return parse_number(streq(text, "net") ? "020000" : text, 16, 0xffffff,
			    &spec->ids.class);
}

static int set_interface(struct hp_port_spec *spec, char *text)
{
	return parse_triple(text, &spec->ids.class);
}

static int set_type(struct hp_port_spec *spec, char *text)
{
	return parse_triple(text, &spec->ids.type);
}

static int set_bcd(struct hp_port_spec *spec, char *text)
{
	uint32_t bcd;

	if (parse_number(text, 16, 0xffff, &bcd) < 0)
		return -EINVAL;
	spec->ids.bcd = bcd;
	return 0;
}

static int set_serial(struct hp_port_spec *spec, char *text)
{
	spec->serial = text;
	return strlen(text) < PLUGBUS_SERIAL_MAX ? 0 : -EINVAL;
}

/* "0x300+16" */
static int set_io(struct hp_port_spec *spec, char *text)
{
	char *base = strsep(&text, "+");

	if (!text || parse_number(base, 0, 0xffff, &spec->io_base) < 0)
		return -EINVAL;
	return parse_number(text, 0, 0x10000, &spec->io_length);
}

static int set_line(struct hp_port_spec *spec, char *text)
{
	if (!spec->lines)
		spec->lines = 1;
	return parse_number(text, 10, PLUGBUS_LINES_MAX - 1, &spec->line);
}

static int set_lines(struct hp_port_spec *spec, char *text)
{
	int r = parse_number(text, 10, PLUGBUS_PORT_LINES, &spec->lines);

	return r < 0 || spec->lines == 0 ? -EINVAL : 0;
}

static int set_edge(struct hp_port_spec *spec, char *text)
{
	spec->edge = true;
	return 0;
}

static int set_exclusive(struct hp_port_spec *spec, char *text)
{
	spec->exclusive = true;
	return 0;
}

static const struct option options[] = {
	{"pci", required_argument, NULL, 0},	   {"usb", required_argument, NULL, 0},
	{"subsystem", required_argument, NULL, 0}, {"class", required_argument, NULL, 0},
	{"interface", required_argument, NULL, 0}, {"type", required_argument, NULL, 0},
	{"bcd", required_argument, NULL, 0},	   {"serial", required_argument, NULL, 0},
	{"io", required_argument, NULL, 0},	   {"line", required_argument, NULL, 0},
	{"lines", required_argument, NULL, 0},	   {"edge", no_argument, NULL, 0},
	{"exclusive", no_argument, NULL, 0},	   {0},
};

/* What each option does, in the order of options[]; which style alone has it. */
static const struct {
	int (*set)(struct hp_port_spec *spec, char *text);
	enum plugbus_style style;
} setters[] = {
	{set_pci, 0},
	{set_usb, 0},
	{set_subsystem, PLUGBUS_STYLE_PCI},
	{set_class, PLUGBUS_STYLE_PCI},
	{set_interface, PLUGBUS_STYLE_USB},
	{set_type, PLUGBUS_STYLE_USB},
	{set_bcd, PLUGBUS_STYLE_USB},
	{set_serial, 0},
	{set_io, 0},
	{set_line, 0},
	{set_lines, 0},
	{set_edge, 0},
	{set_exclusive, 0},
};

/* Returns 0, or -EINVAL with the message logged. */
static int read_options(const struct port_verb *verb, int argc, char *argv[],
			struct hp_port_spec *ret)
{
	struct hp_port_spec spec = {0};
	int c, at;

	while ((c = getopt_long(argc, argv, "", options, &at)) != -1) {
		if (c == '?')
			return -EINVAL;
		if (setters[at].style && setters[at].style != spec.ids.style)
			return hp_error(-EINVAL, "--%s: only behind --%s",
					options[at].name,
					hp_port_style_name(setters[at].style));
		if (setters[at].set(&spec, optarg) < 0)
			return hp_error(-EINVAL, "--%s %s", options[at].name,
					optarg ? optarg : "");
	}
	if (optind < argc || spec.ids.style == PLUGBUS_STYLE_UNSPEC)
		return -EINVAL;
	*ret = spec;
	return 0;
}

int ctl_port_add(const struct port_verb *verb, struct hp_ports *ports, int argc,
		 char *argv[])
{
	struct hp_port_spec spec;
	struct hp_port port;
	int r;

	if (read_options(verb, argc, argv, &spec) < 0)
		return ctl_port_usage(verb);
	r = hp_port_add(ports, &spec, &port);
	if (r < 0)
		return ctl_port_failed(ports, r, "the port is not made");
	return puts(port.name) < 0 ? CTL_FAILED : CTL_DONE;
}
