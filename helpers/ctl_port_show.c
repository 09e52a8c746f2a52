/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl port list, hotplugctl port monitor. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>

#include "ctl_port.h"
#include "json.h"
#include "log.h"

static void print_ids(const struct hp_port *port)
{
	char serial[4 * PLUGBUS_SERIAL_MAX];

	printf("%s: %s %04x:%04x class %06x", port->name,
	       hp_port_style_name(port->ids.style), port->ids.vendor, port->ids.device,
	       port->ids.class);
	if (*port->serial)
		printf(" serial %s", hp_log_escape(serial, sizeof(serial), port->serial));
	if (*port->driver)
		printf(" driver %s", port->driver);
	putchar('\n');
}

static void print_line(const struct hp_port_line *line)
{
	printf("  line %u: irq %u, %s, %s%s%s, raised %" PRIu64 ", fired %" PRIu64 "\n",
	       line->nr, line->irq, line->edge ? "edge" : "level",
	       line->exclusive ? "exclusive" : "shared", line->masked ? ", masked" : "",
	       line->asserted ? ", asserted" : "", line->raised, line->fired);
}

static void print_port(const struct hp_port *port)
{
	print_ids(port);
	printf("  modalias %s\n", port->modalias);
	if (port->io_length)
		printf("  io 0x%04x-0x%04x\n", port->io_base,
		       port->io_base + port->io_length - 1);
	for (unsigned int i = 0; i < port->n_lines; i++)
		print_line(&port->line[i]);
	for (unsigned int i = 0; i < port->n_handlers; i++)
		printf("  handler %s: line %u, calls %" PRIu64 ", handled %" PRIu64 "\n",
		       port->handler[i].name, port->line[port->handler[i].index].nr,
		       port->handler[i].calls, port->handler[i].handled);
}

static void json_ids(struct hp_json *json, const struct hp_port *port)
{
	hp_json_string(json, "name", port->name);
	hp_json_string(json, "style", hp_port_style_name(port->ids.style));
	hp_json_number(json, "vendor", port->ids.vendor);
	hp_json_number(json, "device", port->ids.device);
	hp_json_number(json, "class", port->ids.class);
	hp_json_string(json, "modalias", port->modalias);
	hp_json_string(json, "driver", *port->driver ? port->driver : NULL);
}

static void json_line(struct hp_json *json, const struct hp_port_line *line)
{
	hp_json_open(json, NULL, '{');
	hp_json_number(json, "line", line->nr);
	hp_json_number(json, "irq", line->irq);
	hp_json_string(json, "trigger", line->edge ? "edge" : "level");
	hp_json_boolean(json, "exclusive", line->exclusive);
	hp_json_boolean(json, "masked", line->masked);
	hp_json_boolean(json, "asserted", line->asserted);
	hp_json_number(json, "raised", line->raised);
	hp_json_number(json, "fired", line->fired);
	hp_json_close(json, '}');
}

static void json_handler(struct hp_json *json, const struct hp_port_handler *handler)
{
	hp_json_open(json, NULL, '{');
	hp_json_string(json, "name", handler->name);
	hp_json_number(json, "index", handler->index);
	hp_json_number(json, "calls", handler->calls);
	hp_json_number(json, "handled", handler->handled);
	hp_json_close(json, '}');
}

static void json_port(struct hp_json *json, const struct hp_port *port)
{
	hp_json_open(json, NULL, '{');
	json_ids(json, port);
	hp_json_string(json, "serial", *port->serial ? port->serial : NULL);
	hp_json_number(json, "io_base", port->io_base);
	hp_json_number(json, "io_length", port->io_length);
	hp_json_open(json, "lines", '[');
	for (unsigned int i = 0; i < port->n_lines; i++)
		json_line(json, &port->line[i]);
	hp_json_close(json, ']');
	hp_json_open(json, "handlers", '[');
	for (unsigned int i = 0; i < port->n_handlers; i++)
		json_handler(json, &port->handler[i]);
	hp_json_close(json, ']');
	hp_json_close(json, '}');
}

/* Reads [--json]. Returns 0 or -EINVAL. */
static int read_options(int argc, char *argv[], bool *ret_json)
{
	static const struct option options[] = {
		{"json", no_argument, NULL, 'j'},
		{0},
	};
	int c;

	*ret_json = false;
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c != 'j')
			return -EINVAL;
		*ret_json = true;
	}
	return 0;
}

/* json: NULL for text. */
static int show(const struct hp_port *port, void *json)
{
	if (json)
		json_port(json, port);
	else
		print_port(port);
	return 0;
}

static int show_named(struct hp_ports *ports, const char *name, struct hp_json *json)
{
	struct hp_port port;
	uint32_t id;
	int r = hp_port_parse_name(name, &id);

	if (r == 0)
		r = hp_port_get(ports, id, &port);
	if (r < 0)
		return ctl_port_failed(ports, r, name);
	show(&port, json);
	return CTL_DONE;
}

int ctl_port_list(const struct port_verb *verb, struct hp_ports *ports, int argc,
		  char *argv[])
{
	struct hp_json out = {.out = stdout}, *json;
	int status = CTL_DONE, r = 0;
	bool as_json;

	if (read_options(argc, argv, &as_json) < 0)
		return ctl_port_usage(verb);
	json = as_json ? &out : NULL;
	if (json)
		hp_json_open(json, NULL, '[');
	for (int i = optind; i < argc; i++)
		if (show_named(ports, argv[i], json) != CTL_DONE)
			status = CTL_FAILED;
	if (optind == argc)
		r = hp_port_list(ports, show, json);
	if (json)
		hp_json_close(json, ']'), putchar('\n');
	return r < 0 ? ctl_port_failed(ports, r, "the ports") : status;
}

static int print_event(const struct hp_port_event *event, void *data)
{
	if (event->overrun)
		puts("events were lost in the kernel");
	printf("%" PRIu64 " %s ", event->seq, hp_port_action_name(event->action));
	print_ids(&event->port);
	return fflush(stdout) < 0 ? -errno : 0;
}

static int json_event(const struct hp_port_event *event, void *data)
{
	struct hp_json json = {.out = stdout};

	hp_json_open(&json, NULL, '{');
	hp_json_number(&json, "seq", event->seq);
	hp_json_boolean(&json, "overrun", event->overrun);
	hp_json_string(&json, "action", hp_port_action_name(event->action));
	json_ids(&json, &event->port);
	hp_json_close(&json, '}');
	putchar('\n');
	return fflush(stdout) < 0 ? -errno : 0;
}

int ctl_port_monitor(const struct port_verb *verb, struct hp_ports *ports, int argc,
		     char *argv[])
{
	bool json;
	int r;

	if (read_options(argc, argv, &json) < 0 || optind < argc)
		return ctl_port_usage(verb);
	do {
		r = hp_port_listen(ports, json ? json_event : print_event, NULL);
		if (r == -ENOBUFS)
			hp_warning(0, "events were lost on their way here");
	} while (r == -ENOBUFS);
	return ctl_port_failed(ports, r, "the events");
}
