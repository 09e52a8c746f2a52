/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: look at one interface or each. See ctl_net.h. */
#include "ctl_net.h"

#ifdef HP_NET

#include <getopt.h>

#include "netjob.h"

int ctl_net_look(const struct ctl_verb *verb, int argc, char *argv[],
		 void (*print)(const struct hp_netjob_view *view, void *data))
{
	static const struct option options[] = {
		{"json", no_argument, NULL, 'j'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	struct hp_json json = {.out = stdout}, *to = NULL;
	int c, r;

	while ((c = getopt_long(argc, argv, "jh", options, NULL)) != -1) {
		if (c != 'j')
			return ctl_usage(verb, c == 'h' ? stdout : stderr);
		to = &json;
	}
	if (argc - optind > 1)
		return ctl_usage(verb, stderr);
	if (to)
		hp_json_open(to, NULL, '[');
	r = hp_netjob_look(argv[optind], print, to);
	if (to) {
		hp_json_close(to, ']');
		putchar('\n');
	}
	return r < 0 ? CTL_FAILED : CTL_DONE;
}

#endif
