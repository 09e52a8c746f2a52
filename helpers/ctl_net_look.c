/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: look at one interface or each. See ctl_net.h. */
#include "ctl_net.h"

#ifdef HP_NET

#include <errno.h>
#include <getopt.h>
#include <net/if.h>

#include "log.h"
#include "netfou.h"
#include "netjob.h"

typedef void (*port_printer)(const char *name, bool stands, struct hp_json *json);

static int look_at_port(const char *name, port_printer print, struct hp_json *json)
{
	bool stands;
	int r = hp_netfou_look(name, &stands);

	if (r == -ENOENT) /* taken back meanwhile */
		return 0;
	if (r < 0)
		return hp_error(r, "%s", name);
	print(name, stands, json);
	return 0;
}

static int look_at_ports(port_printer print, struct hp_json *json)
{
	_cleanup_(hp_names_free) struct hp_names ports = {0};
	int result = hp_netfou_list(&ports), r;

	for (size_t i = 0; i < ports.n; i++) {
		r = look_at_port(ports.name[i], print, json);
		result = result ?: r;
	}
	return result;
}

int ctl_net_look(const struct ctl_verb *verb, int argc, char *argv[],
		 void (*print)(const struct hp_netjob_view *view, void *data),
		 void (*print_port)(const char *name, bool stands, struct hp_json *json))
{
	static const struct option options[] = {
		{"json", no_argument, NULL, 'j'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	struct hp_json json = {.out = stdout}, *to = NULL;
	const char *name;
	int c, r, ports = 0;

	while ((c = getopt_long(argc, argv, "jh", options, NULL)) != -1) {
		if (c != 'j')
			return ctl_usage(verb, c == 'h' ? stdout : stderr);
		to = &json;
	}
	if (argc - optind > 1)
		return ctl_usage(verb, stderr);
	if (to)
		hp_json_open(to, NULL, '[');
	name = argv[optind];
	if (print_port && name && !if_nametoindex(name) && hp_netfou_is_made(name)) {
		r = look_at_port(name, print_port, to);
	} else {
		r = hp_netjob_look(name, print, to);
		if (print_port && !name)
			ports = look_at_ports(print_port, to);
	}
	if (to) {
		hp_json_close(to, ']');
		putchar('\n');
	}
	return r < 0 || ports < 0 ? CTL_FAILED : CTL_DONE;
}

#endif
