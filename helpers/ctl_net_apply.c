/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl net apply: makes the virtual devices of *.netdev files, or brings
 * an interface to what the files say. */
#include <errno.h>
#include <getopt.h>

#include "hotplugctl.h"
#include "log.h"

#ifdef HP_NET

#include "netapply.h"
#include "netdevwrite.h"
#include "netencap.h"
#include "netfou.h"
#include "netjob.h"
#include "netkeep.h"
#include "netwrite.h"

/* Returns 0 or a negative errno, which is logged by then. */
static int make(struct hp_netlink *nl, const struct hp_net_file *file)
{
	static const struct hp_uevent nothing_happened;
	const struct hp_net_where *where = &file->ifname_where;
	const char *kind = file->netdev->kind->name, *why;
	struct hp_net_link link = {0};
	bool made, is_port = file->netdev->kind->is_port;
	int r;

	hp_netencap_load(&nothing_happened, file);
	r = is_port ? hp_netfou_make(nl, file, &made)
		    : hp_netdev_make(nl, file, 0, &link.ifindex, &made);
	if (r < 0 && r != -ENOTUNIQ) {
		why = hp_netlink_why(nl);
		return hp_error(r, "%s:%u:%u: cannot make the %s %s%s%s%s", where->file,
				where->line, where->column, kind, file->ifname,
				*why ? " (" : "", why, *why ? ")" : "");
	}
	if (r == 0 && made) {
		hp_notice("%s: made, of the kind %s", file->ifname, kind);
		strcpy(link.name, file->ifname);
		if (!is_port)
			hp_netkeep_made(&link);
	}
	return r;
}

/* What stands over another interface is made when that appears. */
static int make_all(struct hp_netlink *nl, const struct hp_net_conf *conf)
{
	int status = CTL_DONE;

	for (size_t i = 0; i < conf->n; i++) {
		const struct hp_net_file *file = &conf->files[i];

		if (file->kind == HP_NET_FILE_NETDEV && !file->unusable &&
		    !hp_netdev_is_stacked(file) && make(nl, file) < 0)
			status = CTL_FAILED;
	}
	return status;
}

static int apply_all(void)
{
	_cleanup_(hp_net_conf_free) struct hp_net_conf conf = {0};
	_cleanup_(hp_netlink_closep) struct hp_netlink *nl = NULL;
	int r = hp_net_conf_read(&conf);

	if (r == 0)
		r = hp_netlink_open(&nl);
	if (r < 0)
		return hp_error(r, "net apply"), CTL_FAILED;
	return make_all(nl, &conf);
}

/* As net.agent does at the interface's event. */
static int apply_one(const char *name)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *nl = NULL;
	struct hp_net_link link;
	struct hp_uevent event;
	int r = hp_netlink_open(&nl);

	if (r == 0)
		r = hp_net_link_get(nl, 0, name, &link);
	if (r == 0)
		r = hp_netjob_event(&event, &link);
	if (r < 0)
		return hp_error(r, "%s", name), CTL_FAILED;
	return hp_netjob_apply(&event) < 0 ? CTL_FAILED : CTL_DONE;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	static const struct option options[] = {
		{"all", no_argument, NULL, 'a'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	bool all = false;
	int c;

	while ((c = getopt_long(argc, argv, "ah", options, NULL)) != -1) {
		if (c != 'a')
			return ctl_usage(verb, c == 'h' ? stdout : stderr);
		all = true;
	}
	if (argc - optind != !all)
		return ctl_usage(verb, stderr);
	return all ? apply_all() : apply_one(argv[optind]);
}

const struct ctl_verb ctl_net_apply = {
	.name = "net apply",
	.arguments = "INTERFACE | --all",
	.does = "Does what the network's files say of an interface; or makes the virtual "
		"devices of *.netdev files that are not there.",
	.run = run,
};

#endif
