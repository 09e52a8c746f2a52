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
#define RECORD_MAX (IFNAMSIZ + sizeof(".hotplug"))

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
static char *record_of(const char *ifname, char ret[static RECORD_MAX])
{
	snprintf(ret, RECORD_MAX, "%s.hotplug", ifname);
	return ret;
}

static int run(const struct hp_uevent *event, const char *path, char *const argv[],
	       int input, bool is_mute)
{
	struct hp_environment env;

	hp_environment_init(&env, event);
	env.input = input;
	env.is_mute = is_mute;
	return hp_child_run(path, argv, &env, hp_conf_get()->hook_timeout);
}

static int run_resolvconf(const struct hp_uevent *event, const char *path,
			  const char *option, const char *ifname, int input)
{
	char name[RECORD_MAX];
	char *argv[] = {(char *)RESOLVCONF, (char *)option, record_of(ifname, name),
			NULL};
	int r = run(event, path, argv, input, false);

	if (r < 0)
		return hp_error(r, "%s: cannot run %s", ifname, path);
	if (r > 0)
		return hp_error(0, "%s: '%s %s %s' failed with exit status %d", ifname,
				path, option, name, r),
		       -EIO;
	return 0;
}

/* Debian's has no -f; to the others, one that they do not know is a failure without. */
static int take_back(const struct hp_uevent *event, const char *path, const char *ifname)
{
	char name[RECORD_MAX];
	char *argv[] = {(char *)RESOLVCONF, (char *)"-f", (char *)"-d",
			record_of(ifname, name), NULL};

	return run(event, path, argv, 0, true) == 0
		       ? 0
		       : run_resolvconf(event, path, "-d", ifname, 0);
}

static int give(const struct hp_uevent *event, const char *path, unsigned int ifindex,
		const char *ifname)
{
	_cleanup_close_ int fd = hp_resolv_open(ifindex);

	return fd < 0 ? hp_error(fd, "%s: what DNS= says is not kept", ifname)
		      : run_resolvconf(event, path, "-a", ifname, fd);
}

static int merge(void)
{
	int r = hp_resolv_merge();

	return r < 0 ? hp_error(r, "cannot write " HP_RUNDIR "/resolv.conf") : 0;
}

/* ret: "" where there is none. */
static int find_resolvconf(char ret[static PATH_MAX])
{
	char why[HP_TRUST_WHY_MAX];
	int r = hp_program_find(RESOLVCONF, ret, why);

	if (r == -ENOENT)
		return *ret = '\0', 0;
	if (r == -EACCES)
		return hp_error(0, "%s is not run: %s", RESOLVCONF, why), r;
	return r < 0 ? hp_error(r, "cannot look for %s", RESOLVCONF) : 0;
}

/* From here on the interface adds nothing; its name is kept until all know. */
static void retire(unsigned int ifindex, const char *ifname)
{
	if (hp_resolv_retire(ifindex, ifname) < 0)
		hp_resolv_drop(ifindex);
}

static int drop(const struct hp_uevent *event, unsigned int ifindex, const char *ifname)
{
	char path[PATH_MAX];
	int r = find_resolvconf(path);

	retire(ifindex, ifname);
	if (r == 0)
		r = *path ? take_back(event, path, ifname) : merge();
	if (r == 0)
		hp_resolv_drop(ifindex);
	return r;
}

/* old: the name that it was known by, or "". */
static int set(const struct hp_netfollow *follow, const char *old, const char *text)
{
	const struct hp_net_link *link = follow->link;
	char path[PATH_MAX];
	int r = find_resolvconf(path);

	if (r == 0 && *path && *old && !streq(old, link->name))
		r = take_back(follow->event, path, old);
	if (r < 0)
		return r;
	r = hp_resolv_write(link->ifindex, text);
	if (r < 0)
		return hp_error(r, "%s: what DNS= says is not kept", link->name);
	r = *path ? give(follow->event, path, link->ifindex, link->name) : merge();
	if (r < 0)
		retire(link->ifindex, link->name);
	return r;
}

/* Of an interface that is gone, and of which not all have been told so: once more. One of
 * the same name, which has the lock, is told of in its stead. */
static void retry_other(const struct hp_netfollow *follow, unsigned int ifindex,
			const char *path)
{
	_cleanup_free_ char *text = NULL;
	char name[IFNAMSIZ], there[IFNAMSIZ];

	if (ifindex == follow->link->ifindex || if_indextoname(ifindex, there) ||
	    hp_resolv_read(ifindex, &text, name) < 0 || !*name)
		return;
	if (if_nametoindex(name) || take_back(follow->event, path, name) == 0)
		hp_resolv_drop(ifindex);
}

static void retry_others(const struct hp_netfollow *follow)
{
	struct hp_resolv_list list = {0};
	char path[PATH_MAX];

	if (find_resolvconf(path) == 0 && *path && hp_resolv_list(&list) == 0)
		for (size_t i = 0; i < list.n; i++)
			retry_other(follow, list.ifindex[i], path);
	free(list.ifindex);
}

/* Where it cannot be published, it is tried again with the next event. */
static int change(const struct hp_netfollow *follow, const char *old, const char *text)
{
	const struct hp_net_link *link = follow->link;
	int r = follow->lock;

	if (hp_dry_run)
		return hp_netfollow_say(follow, "resolv.conf %s", *text ? text : "-");
	if (r < 0)
		return hp_error(r, "%s: what DNS= says is not kept", link->name);
	retry_others(follow);
	r = *text ? set(follow, old, text) : drop(follow->event, link->ifindex, old);
	if (r == 0)
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
	(void)!drop(event, ifindex, name);
}

void hp_netdns_look(unsigned int ifindex,
		    void (*see)(const struct hp_netfollow_fact *fact, void *data),
		    void *data)
{
	_cleanup_free_ char *text = NULL;
	char name[IFNAMSIZ];
	const char *lines;

	if (hp_resolv_read(ifindex, &text, name) < 0 || !*text)
		return;
	/* Behind the name; that alone has still to be taken back. */
	lines = text + strcspn(text, "\n");
	lines += *lines == '\n';
	see(&(struct hp_netfollow_fact){"dns", lines, 0, *lines}, data);
}
