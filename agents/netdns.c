/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: DNS= and Domains= of an interface. See netdns.h. */
#include <errno.h>

#include "agent.h"
#include "child.h"
#include "conf.h"
#include "log.h"
#include "netdns.h"
#include "program.h"
#include "resolv.h"

#define RESOLVCONF "resolvconf"

bool hp_netdns_is_wanted(const struct hp_net_file *network)
{
	return network && (network->dns.n || network->domains.n);
}

bool hp_netdns_is_there(unsigned int ifindex)
{
	_cleanup_close_ int fd = hp_resolv_open(ifindex);

	return fd >= 0;
}

/* NAME.hotplug: Debian's wants to know whose word it is. */
static int run_resolvconf(const struct hp_uevent *event, const char *path,
			  const char *option, const char *ifname, int input)
{
	char name[IFNAMSIZ + sizeof(".hotplug")];
	char *argv[] = {(char *)RESOLVCONF, (char *)option, name, NULL};
	struct hp_environment env;
	int r;

	snprintf(name, sizeof(name), "%s.hotplug", ifname);
	hp_environment_init(&env, event);
	env.input = input;
	r = hp_child_run(path, argv, &env, hp_conf_get()->hook_timeout);
	if (r < 0)
		return hp_error(r, "%s: cannot run %s", ifname, path);
	if (r > 0)
		return hp_error(0, "%s: '%s %s %s' failed with exit status %d", ifname,
				path, option, name, r),
		       -EIO;
	return 0;
}

static int give(const struct hp_uevent *event, const char *path, unsigned int ifindex,
		const char *ifname)
{
	_cleanup_close_ int fd = hp_resolv_open(ifindex);

	return fd < 0 ? hp_error(fd, "%s: what DNS= says is not kept", ifname)
		      : run_resolvconf(event, path, "-a", ifname, fd);
}

/* What is kept of the interface has changed. old, new: the name that it was known by, and
 * that it is known by now, or "". */
static int publish(const struct hp_uevent *event, unsigned int ifindex, const char *old,
		   const char *new)
{
	char path[PATH_MAX], why[HP_TRUST_WHY_MAX];
	int r = hp_program_find(RESOLVCONF, path, why);

	if (r == -EACCES)
		return hp_error(0, "%s is not run: %s", RESOLVCONF, why), r;
	if (r < 0) {
		r = hp_resolv_merge();
		return r < 0 ? hp_error(r, "cannot write " HP_RUNDIR "/resolv.conf") : 0;
	}
	if (*old && !streq(old, new))
		r = run_resolvconf(event, path, "-d", old, 0);
	return r == 0 && *new ? give(event, path, ifindex, new) : r;
}

/* Where it cannot be published, it is tried again with the next event. */
static int change(const struct hp_netfollow *follow, const char *old, const char *text)
{
	const struct hp_net_link *link = follow->link;
	int r;

	if (hp_dry_run)
		return printf("%s: resolv.conf %s", link->name, *text ? text : "-\n") < 0
			       ? -EIO
			       : 0;
	r = follow->lock;
	if (r >= 0 && *text)
		r = hp_resolv_write(link->ifindex, text);
	else if (r >= 0)
		hp_resolv_drop(link->ifindex);
	if (r < 0)
		return hp_error(r, "%s: what DNS= says is not kept", link->name);
	r = publish(follow->event, link->ifindex, old, *text ? link->name : "");
	if (r < 0)
		hp_resolv_drop(link->ifindex);
	else
		hp_notice("%s: name servers %s", link->name, *text ? "set" : "dropped");
	return r;
}

int hp_netdns_follow(const struct hp_netfollow *follow)
{
	const struct hp_net_file *network = follow->network;
	_cleanup_free_ char *text = NULL, *now = NULL;
	char name[IFNAMSIZ];
	int r = hp_resolv_read(follow->link->ifindex, &now, name);

	text = hp_netdns_is_wanted(network)
		       ? hp_resolv_format(follow->link->name, &network->dns,
					  &network->domains)
		       : strdup("");
	if (r < 0 || !text)
		return hp_error(-ENOMEM, "%s: no DNS", follow->link->name);
	return streq(text, now) ? 0 : change(follow, name, text);
}

void hp_netdns_forget(const struct hp_uevent *event, unsigned int ifindex)
{
	_cleanup_free_ char *text = NULL;
	char name[IFNAMSIZ];

	if (hp_resolv_read(ifindex, &text, name) < 0 || !*text)
		return;
	hp_resolv_drop(ifindex);
	(void)!publish(event, ifindex, name, "");
}
