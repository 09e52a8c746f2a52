/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl net status: which files are for which interface, and whether it
 * still is as they say. */
#include "ctl_net.h"

#ifdef HP_NET

#include "log.h"
#include "netdev.h"
#include "netfollow.h"
#include "netjob.h"
#include "netreport.h"

struct files {
	const char *link, *network, *netdev; /* paths; NULL: none */
};

static const char *path_of(const struct hp_net_file *file)
{
	return file ? file->path : NULL;
}

static struct files files_of(const struct hp_netjob_view *view)
{
	return (struct files){
		.link = path_of(view->want->link),
		.network = path_of(view->want->network ?: view->want->unmanaged),
		.netdev = path_of(hp_netdevs_find(view->conf, view->link->name)),
	};
}

static void print_fact_json(const struct hp_netfollow_fact *fact, void *data)
{
	struct hp_json *json = data;

	hp_json_open(json, NULL, '{');
	hp_json_string(json, "what", fact->what);
	hp_json_string(json, "text", fact->text);
	hp_json_number(json, "pid", fact->pid);
	hp_json_boolean(json, "well", fact->is_well);
	hp_json_close(json, '}');
}

static void print_fact(const struct hp_netfollow_fact *fact, void *data)
{
	printf("\t%s: ", fact->what);
	hp_netreport_text(fact->text);
	if (fact->pid)
		printf(", process %d%s", (int)fact->pid,
		       fact->is_well ? "" : ", which has ended");
	else if (!fact->is_well)
		printf(", not done yet");
	putchar('\n');
}

static void print_json(const struct hp_netjob_view *view, const struct files *files,
		       struct hp_json *json)
{
	char text[HP_NET_STEP_TEXT];

	hp_json_open(json, NULL, '{');
	hp_json_string(json, "interface", view->link->name);
	hp_json_number(json, "ifindex", view->link->ifindex);
	hp_json_boolean(json, "by_kernel", view->by_kernel);
	hp_json_boolean(json, "undone", view->is_undone);
	hp_json_string(json, "netdev", files->netdev);
	hp_json_string(json, "link", files->link);
	hp_json_string(json, "network", files->network);
	hp_json_open(json, "differs", '[');
	for (size_t i = 0; i < view->plan->n; i++)
		hp_json_string(json, NULL,
			       hp_net_step_describe(&view->plan->steps[i], text));
	for (size_t i = 0; i < view->follows->n; i++)
		hp_json_string(json, NULL, view->follows->name[i]);
	hp_json_close(json, ']');
	hp_json_open(json, "started", '[');
	hp_netfollow_look(view->link->ifindex, print_fact_json, json);
	hp_json_close(json, ']');
	hp_json_close(json, '}');
}

static void print_path(const char *path)
{
	if (path)
		printf("\t%s\n", path);
}

static void print_text(const struct hp_netjob_view *view, const struct files *files)
{
	bool any = files->link || files->network || files->netdev;
	char name[4 * IFNAMSIZ], text[HP_NETREPORT_STEP];
	const char *how = "no file";

	if (view->by_kernel)
		how = "configured by the kernel at boot, left alone";
	else if (view->is_undone)
		how = "undone by hand, left alone by events";
	else if (view->plan->n || view->follows->n)
		how = "differs";
	else if (any)
		how = "as it should be";
	hp_log_escape(name, sizeof(name), view->link->name);
	printf("%s: %s\n", name, how);
	print_path(files->netdev);
	print_path(files->link);
	print_path(files->network);
	for (size_t i = 0; i < view->plan->n; i++)
		printf("\tnot yet: %s\n", hp_netreport_step(&view->plan->steps[i], text));
	for (size_t i = 0; i < view->follows->n; i++) {
		fputs("\tnot yet: ", stdout);
		hp_netreport_text(view->follows->name[i]);
		putchar('\n');
	}
	hp_netfollow_look(view->link->ifindex, print_fact, NULL);
}

static void print(const struct hp_netjob_view *view, void *data)
{
	const struct files files = files_of(view);

	if (data)
		print_json(view, &files, data);
	else
		print_text(view, &files);
}

static void print_port(const char *name, bool stands, struct hp_json *json)
{
	if (!json) {
		printf("%s: a UDP port, %s\n", name,
		       stands ? "as it was made" : "gone, or for something else now");
		return;
	}
	hp_json_open(json, NULL, '{');
	hp_json_string(json, "port", name);
	hp_json_boolean(json, "stands", stands);
	hp_json_close(json, '}');
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	return ctl_net_look(verb, argc, argv, print, print_port);
}

const struct ctl_verb ctl_net_status = {
	.name = "net status",
	.arguments = "[--json] [INTERFACE]",
	.does = "Says which of the network's files are for which interface, and what differs.",
	.run = run,
};

#endif
