/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl net plan: the steps from what interfaces are to what the files say.
 */
#include "ctl_net.h"

#ifdef HP_NET

#include "log.h"
#include "netjob.h"
#include "netreport.h"

static void print_step_json(struct hp_json *json, const struct hp_net_step *step)
{
	char text[HP_NET_STEP_TEXT];

	hp_json_open(json, NULL, '{');
	hp_json_string(json, "step", hp_net_step_describe(step, text));
	hp_json_string(json, "file", step->where.file);
	hp_json_number(json, "line", step->where.line);
	hp_json_number(json, "column", step->where.column);
	hp_json_close(json, '}');
}

static void print_json(const struct hp_netjob_view *view, struct hp_json *json)
{
	hp_json_open(json, NULL, '{');
	hp_json_string(json, "interface", view->link->name);
	hp_json_number(json, "ifindex", view->link->ifindex);
	hp_json_boolean(json, "by_kernel", view->by_kernel);
	hp_json_open(json, "steps", '[');
	for (size_t i = 0; i < view->plan->n; i++)
		print_step_json(json, &view->plan->steps[i]);
	hp_json_close(json, ']');
	hp_json_open(json, "follows", '[');
	for (size_t i = 0; i < view->follows->n; i++)
		hp_json_string(json, NULL, view->follows->name[i]);
	hp_json_close(json, ']');
	hp_json_close(json, '}');
}

static void print(const struct hp_netjob_view *view, void *data)
{
	char name[4 * IFNAMSIZ], text[HP_NETREPORT_STEP];
	struct hp_json *json = data;

	if (json) {
		print_json(view, json);
		return;
	}
	hp_log_escape(name, sizeof(name), view->link->name);
	if (view->by_kernel)
		printf("%s: configured by the kernel at boot, left alone\n", name);
	for (size_t i = 0; i < view->plan->n; i++) {
		const struct hp_net_step *step = &view->plan->steps[i];

		printf("%s: %s (%s:%u:%u)\n", name, hp_netreport_step(step, text),
		       step->where.file, step->where.line, step->where.column);
	}
	for (size_t i = 0; i < view->follows->n; i++) {
		printf("%s: ", name);
		hp_netreport_text(view->follows->name[i]);
		putchar('\n');
	}
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	return ctl_net_look(verb, argc, argv, print, NULL);
}

const struct ctl_verb ctl_net_plan = {
	.name = "net plan",
	.arguments = "[--json] [INTERFACE]",
	.does = "Says what the network's files would change.",
	.run = run,
};

#endif
