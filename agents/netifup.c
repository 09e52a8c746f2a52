/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: ifupdown for an interface that no *.network file is for. See netifup.h. */
#include <errno.h>
#include <fcntl.h>

#include "agent.h"
#include "child.h"
#include "conf.h"
#include "log.h"
#include "netifup.h"
#include "netrecord.h"
#include "netskip.h"
#include "program.h"
#include "root.h"
#include "textfile.h"

#define ARGUMENTS_MAX 4
#define OPTION_MAX    32
#define KILLED	      129 /* hp_child_run(): by the first signal */

/* Arguments end with NULL. Without a limit: what runs us has one, and ifup(8) may wait
 * for a lease. Returns the exit status, or a negative errno that is logged by then;
 * -ENOENT where there is no such program, and nothing is said. */
static int run(const struct hp_uevent *event, const char *program,
	       const char *const arguments[static 1])
{
	char path[PATH_MAX], why[HP_TRUST_WHY_MAX];
	const char *argv[ARGUMENTS_MAX + 2] = {program};
	struct hp_environment env;
	int r = hp_program_find(program, path, why);

	if (r == -EACCES)
		return hp_error(0, "%s is not run: %s", program, why), r;
	if (r < 0)
		return r;
	for (size_t i = 0; i < ARGUMENTS_MAX && arguments[i]; i++)
		argv[i + 1] = arguments[i];
	hp_environment_init(&env, event);
	/* It is asked of interfaces that it need not know. */
	env.is_mute = streq(program, "ifquery");
	r = hp_environment_add(&env, "IN_HOTPLUG=1");
	if (r == 0)
		r = hp_child_run(path, (char *const *)argv, &env, 0);
	return r < 0 ? hp_error(r, "cannot run %s", path) : r;
}

#define RUN(event, program, ...)                                                         \
	run(event, program, (const char *const[]){__VA_ARGS__, NULL})

#define IS_UP " up"

/* The name that ifup was run by, and IS_UP once that has said so: whoever ends us may do
 * it before. */
struct record {
	char name[IFNAMSIZ]; /* "": there is none */
	bool is_up;
};

static void read_record(unsigned int ifindex, struct record *ret)
{
	char path[PATH_MAX], text[IFNAMSIZ + sizeof(IS_UP)] = "";
	_cleanup_close_ int fd = -1;
	size_t n;

	*ret = (struct record){0};
	if (hp_net_record_path(ifindex, "ifup", path) == 0)
		fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
		return;
	n = strcspn(text, " ");
	if (n >= sizeof(ret->name))
		return;
	memcpy(ret->name, text, n);
	ret->is_up = streq(text + n, IS_UP);
}

static int write_record(unsigned int ifindex, const char *text, int flags)
{
	char path[PATH_MAX];
	_cleanup_close_ int fd = -1;
	int r = hp_net_record_path(ifindex, "ifup", path);

	if (r < 0)
		return r;
	fd = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | flags, 0644);
	if (fd < 0)
		return -errno;
	return write(fd, text, strlen(text)) < 0 ? -errno : 0;
}

static void drop_record(unsigned int ifindex)
{
	char path[PATH_MAX];

	if (hp_net_record_path(ifindex, "ifup", path) == 0)
		unlink(path);
}

bool hp_netifup_is_wanted(const struct hp_net_file *network)
{
	char path[PATH_MAX], why[HP_TRUST_WHY_MAX];

	return !network && hp_program_find("ifquery", path, why) != -ENOENT;
}

bool hp_netifup_is_there(unsigned int ifindex)
{
	struct record record;

	read_record(ifindex, &record);
	return record.name[0];
}

static bool is_skipped(const char *ifname)
{
	_cleanup_(hp_names_free) struct hp_names skip = {0};

	return hp_net_skip_read(&skip) < 0 || hp_net_skip_has(&skip, ifname);
}

/* IFACE=LOGICAL and -OPTION mean something else to ifup(8). */
static bool can_be_asked_for(const char *ifname)
{
	return ifname[0] != '-' && !strchr(ifname, '=');
}

/* ifupdown-ng has no classes but auto; both know what is up. */
static int bring_up(const struct hp_uevent *event, const char *ifname)
{
	const char *policy = hp_conf_get()->net_agent_policy;
	char option[OPTION_MAX];

	snprintf(option, sizeof(option), "--allow=%s", policy);
	if (streq(policy, "all"))
		return RUN(event, "ifup", ifname);
	if (RUN(event, "ifquery", option, "-l", ifname) == 0)
		return RUN(event, "ifup", option, ifname);
	if (streq(policy, "auto"))
		return RUN(event, "ifup", "-a", "-I", ifname);
	return RUN(event, "ifup", ifname);
}

#define NG_STATE     "/run/ifstate"
#define NG_STATE_MAX (1 << 20)

/* ifupdown-ng's ifquery says of every interface that it is up; its file, a line
 * NAME=LOGICAL ... for each, tells. */
static bool is_in_ng_state(const char *ifname)
{
	_cleanup_free_ char *text = NULL;
	char path[PATH_MAX], *rest, *line;
	size_t len;

	if (hp_path(path, NG_STATE) < 0 ||
	    hp_textfile_read(path, NG_STATE_MAX, &text, &len) < 0)
		return true;
	for (rest = text; (line = strsep(&rest, "\n"));) {
		const char *behind = skip_prefix(line, ifname);

		if (behind && *behind == '=')
			return true;
	}
	return false;
}

static bool is_up(const struct hp_uevent *event, const char *ifname)
{
	return RUN(event, "ifquery", "--state", ifname) == 0 && is_in_ng_state(ifname);
}

static int confirm(const struct hp_net_link *link)
{
	int r = write_record(link->ifindex, IS_UP, O_APPEND);

	if (r < 0)
		return hp_error(r, "%s: ifup will be run again", link->name);
	hp_notice("%s: up by ifup", link->name);
	return 0;
}

static int follow_up(const struct hp_netfollow *follow)
{
	const struct hp_net_link *link = follow->link;
	const char *ifname = link->name;
	int r = write_record(link->ifindex, ifname, O_CREAT | O_TRUNC);

	if (r < 0)
		return hp_error(r, "%s: ifup is not run, since nobody would run ifdown",
				ifname);
	r = bring_up(follow->event, ifname);
	if (r == 0 && is_up(follow->event, ifname))
		return confirm(link);
	if (r < KILLED)
		drop_record(link->ifindex);
	if (r > 0)
		return hp_error(0, "%s: ifup failed with exit status %d", ifname, r),
		       -EIO;
	return r;
}

/* By then the interface has another name, or is gone: some of it fails. */
static void bring_down(const struct hp_uevent *event, unsigned int ifindex,
		       const char *ifname)
{
	int r = RUN(event, "ifdown", ifname);

	drop_record(ifindex);
	hp_info("%s: ifdown ended with %d", ifname, r);
}

int hp_netifup_follow(const struct hp_netfollow *follow)
{
	const struct hp_net_link *link = follow->link;
	struct record record;

	read_record(link->ifindex, &record);
	if (follow->is_unmanaged || !hp_netifup_is_wanted(follow->network) ||
	    (streq(record.name, link->name) && record.is_up))
		return 0;
	if (hp_dry_run)
		return hp_netfollow_say(follow, "ifup, where it knows it");
	/* By another name; or ifup was ended, and takes it for up from then on. */
	if (record.name[0])
		bring_down(follow->event, link->ifindex, record.name);
	if (is_skipped(link->name) || !can_be_asked_for(link->name) ||
	    RUN(follow->event, "ifquery", link->name) != 0)
		return 0;
	return follow_up(follow);
}

void hp_netifup_forget(const struct hp_uevent *event, unsigned int ifindex)
{
	struct record record;

	read_record(ifindex, &record);
	if (record.name[0])
		bring_down(event, ifindex, record.name);
}

void hp_netifup_look(unsigned int ifindex,
		     void (*see)(const struct hp_netfollow_fact *fact, void *data),
		     void *data)
{
	struct record record;

	read_record(ifindex, &record);
	if (record.name[0])
		see(&(struct hp_netfollow_fact){"ifup", record.name, 0, record.is_up},
		    data);
}
