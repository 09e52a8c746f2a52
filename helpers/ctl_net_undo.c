/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl net undo: takes back what was done to an interface. */
#include "ctl_net.h"

#ifdef HP_NET

#include <errno.h>
#include <getopt.h>

#include "agent.h"
#include "log.h"
#include "netapply.h"
#include "netback.h"
#include "netfou.h"
#include "netreport.h"

struct undoing {
	bool all;
	struct hp_json json, *to; /* NULL: text */
};

static void print_kept_json(struct hp_json *json, const struct hp_netundo_kept *kept)
{
	char text[HP_NET_STEP_TEXT];

	hp_json_open(json, NULL, '{');
	hp_json_string(json, "step", hp_net_change_describe(kept->change, text));
	hp_json_string(json, "why", kept->why);
	hp_json_close(json, '}');
}

static void print_json(const struct hp_netback_view *view, struct hp_json *json)
{
	const struct hp_net_plan *plan = &view->plan->plan;
	char text[HP_NET_STEP_TEXT];

	hp_json_open(json, NULL, '{');
	hp_json_string(json, "interface", view->link->name);
	hp_json_number(json, "ifindex", view->link->ifindex);
	hp_json_open(json, "steps", '[');
	for (size_t i = 0; i < plan->n; i++)
		hp_json_string(json, NULL, hp_net_step_describe(&plan->steps[i], text));
	hp_json_close(json, ']');
	hp_json_open(json, "deletes", '[');
	for (size_t i = 0; i < view->n_devices; i++)
		hp_json_string(json, NULL, view->devices[i].name);
	hp_json_close(json, ']');
	hp_json_open(json, "stays", '[');
	for (size_t i = 0; i < view->plan->n_kept; i++)
		print_kept_json(json, &view->plan->kept[i]);
	hp_json_close(json, ']');
	hp_json_close(json, '}');
}

static void print_plan(const char *name, const struct hp_netback_view *view)
{
	char text[HP_NET_STEP_TEXT], escaped[HP_NETREPORT_STEP];

	hp_netreport_print(view->link, &view->plan->plan);
	for (size_t i = 0; i < view->n_devices; i++)
		printf("%s: delete %s\n", name,
		       hp_log_escape(escaped, sizeof(escaped), view->devices[i].name));
	if (view->has_followers)
		printf("%s: end what was started for it\n", name);
	for (size_t i = 0; i < view->plan->n_kept; i++) {
		const struct hp_netundo_kept *kept = &view->plan->kept[i];

		hp_net_change_describe(kept->change, text);
		printf("%s: stays: %s (%s)\n", name,
		       hp_log_escape(escaped, sizeof(escaped), text), kept->why);
	}
}

/* What is done is logged as it is done. */
static void see(const struct hp_netback_view *view, void *data)
{
	const struct undoing *undoing = data;
	char name[4 * IFNAMSIZ];

	if (undoing->to) {
		print_json(view, undoing->to);
		return;
	}
	hp_log_escape(name, sizeof(name), view->link->name);
	if (view->is_nothing && !undoing->all)
		printf("%s: nothing to undo\n", name);
	else if (hp_dry_run)
		print_plan(name, view);
}

/* As a device that goes, of no interface. */
static void see_port(const char *name, const struct undoing *undoing)
{
	const struct hp_netundo_plan plan = {0};
	struct hp_net_link link = {0};
	struct hp_net_instance device = {0};
	struct hp_netback_view view = {
		.link = &link, .plan = &plan, .n_devices = 1, .devices = &device};

	snprintf(link.name, sizeof(link.name), "%s", name);
	memcpy(device.name, link.name, sizeof(device.name));
	if (undoing->to)
		print_json(&view, undoing->to);
	else if (hp_dry_run)
		print_plan(name, &view);
}

static int undo_port(const char *name, const struct undoing *undoing)
{
	see_port(name, undoing);
	return hp_dry_run ? 0 : hp_netfou_undo(name);
}

static int undo_ports(const struct undoing *undoing)
{
	_cleanup_(hp_names_free) struct hp_names ports = {0};
	int result = hp_netfou_list(&ports), r;

	for (size_t i = 0; i < ports.n; i++) {
		r = undo_port(ports.name[i], undoing);
		result = result ?: r;
	}
	return result;
}

static int undo_one(struct hp_netlink *nl, const char *name, struct undoing *undoing)
{
	struct hp_net_link link;
	int r = hp_net_link_get(nl, 0, name, &link);

	if (r == -ENODEV && hp_netfou_is_made(name))
		return undo_port(name, undoing);
	if (r < 0)
		return hp_error(r, "%s", name);
	r = hp_netback_run(nl, &link, see, undoing);
	return r == -ENODEV ? hp_error(r, "%s", name) : r;
}

/* What was made last first; what goes with another meanwhile is passed over. */
static int undo_all(struct hp_netlink *nl, struct undoing *undoing)
{
	_cleanup_(hp_net_links_free) struct hp_net_links links = {0};
	int result = hp_net_links_read(nl, &links), r;

	if (result < 0)
		return hp_error(result, "net undo");
	for (size_t i = links.n; i-- > 0;) {
		struct hp_net_link now;

		if (!hp_netback_concerns(&links.link[i]) ||
		    hp_net_link_get(nl, links.link[i].ifindex, NULL, &now) == -ENODEV)
			continue;
		r = hp_netback_run(nl, &links.link[i], see, undoing);
		if (r < 0 && r != -ENODEV)
			result = result ?: r;
	}
	r = undo_ports(undoing);
	return result ?: r;
}

static int undo(const char *name, struct undoing *undoing)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *nl = NULL;
	int r = hp_netlink_open(&nl);

	if (r < 0)
		return hp_error(r, "net undo"), CTL_FAILED;
	if (undoing->to)
		hp_json_open(undoing->to, NULL, '[');
	r = name ? undo_one(nl, name, undoing) : undo_all(nl, undoing);
	if (undoing->to) {
		hp_json_close(undoing->to, ']');
		putchar('\n');
	}
	return r < 0 ? CTL_FAILED : CTL_DONE;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	static const struct option options[] = {
		{"all", no_argument, NULL, 'a'},
		{"dry-run", no_argument, NULL, 'n'},
		{"json", no_argument, NULL, 'j'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	struct undoing undoing = {.json = {.out = stdout}};
	int c;

	while ((c = getopt_long(argc, argv, "anjh", options, NULL)) != -1) {
		if (c == 'a')
			undoing.all = true;
		else if (c == 'n')
			hp_dry_run = true;
		else if (c == 'j')
			undoing.to = &undoing.json;
		else
			return ctl_usage(verb, c == 'h' ? stdout : stderr);
	}
	if (argc - optind != !undoing.all)
		return ctl_usage(verb, stderr);
	return undo(undoing.all ? NULL : argv[optind], &undoing);
}

const struct ctl_verb ctl_net_undo = {
	.name = "net undo",
	.arguments = "[--dry-run] [--json] INTERFACE | --all",
	.does = "Takes back what was done to an interface, as far as it still is as it was "
		"left.",
	.run = run,
};

#endif
