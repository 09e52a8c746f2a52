/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl port: the ports of plugbus.ko and their interrupt lines. */
#include <errno.h>
#include <getopt.h>

#include "ctl_port.h"
#include "log.h"
#include "number.h"

static int verb_usage(const struct port_verb *verb, FILE *to)
{
	fprintf(to, "usage: hotplugctl port %s %s\n%s\n", verb->name, verb->arguments,
		verb->does);
	return to == stdout ? CTL_DONE : CTL_USAGE;
}

int ctl_port_usage(const struct port_verb *verb)
{
	return verb_usage(verb, stderr);
}

int ctl_port_failed(const struct hp_ports *ports, int r, const char *what)
{
	const char *why = hp_ports_why(ports);

	hp_error(r, "%s%s%s", what, *why ? ": " : "", why);
	return CTL_FAILED;
}

static int parse_port(const char *name, uint32_t *ret)
{
	int r = hp_port_parse_name(name, ret);

	return r < 0 ? hp_error(r, "'%s' is not the name of a port", name) : 0;
}

static int run_del(const struct port_verb *verb, struct hp_ports *ports, int argc,
		   char *argv[])
{
	int status = CTL_DONE, r;
	uint32_t id;

	if (argc < 2)
		return ctl_port_usage(verb);
	for (int i = 1; i < argc; i++) {
		if (parse_port(argv[i], &id) < 0) {
			status = CTL_USAGE;
			continue;
		}
		r = hp_port_del(ports, id);
		if (r < 0)
			status = ctl_port_failed(ports, r, argv[i]);
	}
	return status;
}

static int run_event(const struct port_verb *verb, struct hp_ports *ports, int argc,
		     char *argv[])
{
	enum plugbus_action action = PLUGBUS_ACTION_CHANGE;
	uint32_t id;
	int r;

	if (argc != 3)
		return ctl_port_usage(verb);
	while (action <= PLUGBUS_ACTION_OFFLINE &&
	       !streq(argv[2], hp_port_action_name(action)))
		action++;
	if (action > PLUGBUS_ACTION_OFFLINE || parse_port(argv[1], &id) < 0)
		return ctl_port_usage(verb);
	r = hp_port_emit(ports, id, action);
	return r < 0 ? ctl_port_failed(ports, r, argv[1]) : CTL_DONE;
}

/* One of the port's lines, by its index at argv[at]; the first where there is none. */
static int parse_index(int argc, char *argv[], int at, uint32_t *ret)
{
	uint64_t index = 0;

	if (argc > at &&
	    hp_number_parse(argv[at], 10, PLUGBUS_PORT_LINES - 1, &index) < 0)
		return hp_error(-EINVAL, "'%s' is not the index of a line", argv[at]);
	*ret = index;
	return 0;
}

static int raise_once(struct hp_ports *ports, uint32_t id, uint32_t index)
{
	return hp_port_raise(ports, id, index, 1);
}

static int mask(struct hp_ports *ports, uint32_t id, uint32_t index)
{
	return hp_port_mask(ports, id, index, true);
}

static int unmask(struct hp_ports *ports, uint32_t id, uint32_t index)
{
	return hp_port_mask(ports, id, index, false);
}

static int run_on_line(const struct port_verb *verb, struct hp_ports *ports, int argc,
		       char *argv[])
{
	uint32_t id, index;
	int r;

	if (argc < 2 || argc > 3)
		return ctl_port_usage(verb);
	if (parse_port(argv[1], &id) < 0 || parse_index(argc, argv, 2, &index) < 0)
		return CTL_USAGE;
	r = verb->act(ports, id, index);
	return r < 0 ? ctl_port_failed(ports, r, argv[1]) : CTL_DONE;
}

static int run_storm(const struct port_verb *verb, struct hp_ports *ports, int argc,
		     char *argv[])
{
	uint32_t id, index;
	uint64_t count;
	int r;

	if (argc < 3 || argc > 4)
		return ctl_port_usage(verb);
	if (parse_port(argv[1], &id) < 0 || parse_index(argc, argv, 3, &index) < 0)
		return CTL_USAGE;
	if (hp_number_parse(argv[2], 10, PLUGBUS_COUNT_MAX, &count) < 0 || count == 0) {
		hp_error(0, "'%s' is not a number from 1 to %d", argv[2],
			 PLUGBUS_COUNT_MAX);
		return CTL_USAGE;
	}
	r = hp_port_raise(ports, id, index, count);
	return r < 0 ? ctl_port_failed(ports, r, argv[1]) : CTL_DONE;
}

static int run_handle(const struct port_verb *verb, struct hp_ports *ports, int argc,
		      char *argv[])
{
	static const struct option options[] = {
		{"shared", no_argument, NULL, 's'},
		{"deaf", no_argument, NULL, 'd'},
		{0},
	};
	bool shared = false, deaf = false;
	uint32_t id, index;
	int c, r;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == '?')
			return ctl_port_usage(verb);
		*(c == 's' ? &shared : &deaf) = true;
	}
	argc -= optind, argv += optind;
	if (argc < 2 || argc > 3)
		return ctl_port_usage(verb);
	if (parse_port(argv[0], &id) < 0 || parse_index(argc, argv, 2, &index) < 0)
		return CTL_USAGE;
	r = hp_port_add_handler(ports, id, index, argv[1], shared, deaf);
	return r < 0 ? ctl_port_failed(ports, r, argv[0]) : CTL_DONE;
}

static int run_unhandle(const struct port_verb *verb, struct hp_ports *ports, int argc,
			char *argv[])
{
	uint32_t id;
	int r;

	if (argc != 3)
		return ctl_port_usage(verb);
	if (parse_port(argv[1], &id) < 0)
		return CTL_USAGE;
	r = hp_port_del_handler(ports, id, argv[2]);
	return r < 0 ? ctl_port_failed(ports, r, argv[1]) : CTL_DONE;
}

static const struct port_verb verbs[] = {
	{"add", "--pci VENDOR:DEVICE|--usb VENDOR:PRODUCT [OPTION...]",
	 "makes a port and prints its name", ctl_port_add},
	{"del", "NAME...", "unmakes ports", run_del},
	{"list", "[--json] [NAME...]", "ports, their lines and the handlers on them",
	 ctl_port_list},
	{"event", "NAME change|online|offline", "has a port emit that uevent", run_event},
	{"raise", "NAME [INDEX]", "pulls an interrupt line of the port", run_on_line,
	 raise_once},
	{"storm", "NAME COUNT [INDEX]", "pulls it so many times, in the background",
	 run_storm},
	{"mask", "NAME [INDEX]", "holds the line's interrupts back", run_on_line, mask},
	{"unmask", "NAME [INDEX]", "lets them through", run_on_line, unmask},
	{"handle", "[--shared] [--deaf] NAME HANDLER [INDEX]",
	 "requests the line for a handler that counts", run_handle},
	{"unhandle", "NAME HANDLER", "frees it", run_unhandle},
	{"monitor", "[--json]", "prints the events of all ports", ctl_port_monitor},
};

static int usage(FILE *to)
{
	fputs("usage: hotplugctl port VERB [ARGUMENT...]\n\n", to);
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		fprintf(to, "  %s %s\n      %s\n", verbs[i].name, verbs[i].arguments,
			verbs[i].does);
	return to == stdout ? CTL_DONE : CTL_USAGE;
}

static const struct port_verb *find_verb(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		if (streq(name, verbs[i].name))
			return &verbs[i];
	return NULL;
}

static int run(const struct ctl_verb *ctl, int argc, char *argv[])
{
	_cleanup_(hp_ports_closep) struct hp_ports *ports = NULL;
	const struct port_verb *verb;
	int r;

	if (argc < 2)
		return usage(stderr);
	if (streq(argv[1], "--help"))
		return usage(stdout);
	verb = find_verb(argv[1]);
	if (!verb) {
		hp_error(0, "there is no verb 'port %s'", argv[1]);
		return usage(stderr);
	}
	if (argc > 2 && streq(argv[2], "--help"))
		return verb_usage(verb, stdout);
	r = hp_ports_open(&ports);
	if (r < 0) {
		hp_error(r, "plugbus%s",
			 r == -ENOENT ? ": the module is not loaded" : "");
		return CTL_FAILED;
	}
	return verb->run(verb, ports, argc - 1, argv + 1);
}

const struct ctl_verb ctl_port = {
	.name = "port",
	.arguments = "VERB [ARGUMENT...]",
	.does = "Makes and unmakes ports of plugbus.ko, and pulls their interrupt lines.",
	.run = run,
};
