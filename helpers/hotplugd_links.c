/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: network interfaces that come up, go down, find and lose their
 * carrier, as events of the subsystem iface. See hotplugd.h. */
#include <errno.h>

#include "clock.h"
#include "hotplugd.h"
#include "linkrecord.h"
#include "log.h"
#include "saved.h"

#define DUMPS_MAX     5 /* where something changes during each of them */
#define OPEN_PAUSE_MS 1000

static struct {
	int fd; /* of rtnetlink; -1: nobody wants to know */
	int records;
	struct hp_links links;
} watch = {.fd = -1, .records = -1};

static int make_event(struct hp_uevent *ret, const struct hp_link_state *state,
		      enum hp_action action, bool with_devpath)
{
	char text[4][64], devpath[PATH_MAX + 16], why[HP_UEVENT_WHY_MAX];
	char *vars[] = {text[0], text[1], text[2], text[3], devpath};

	snprintf(text[0], sizeof(text[0]), "ACTION=%s", hp_action_name(action));
	snprintf(text[1], sizeof(text[1]), "SUBSYSTEM=" HP_UEVENT_IFACE);
	snprintf(text[2], sizeof(text[2]), "INTERFACE=%s", state->now.name);
	snprintf(text[3], sizeof(text[3]), "IFINDEX=%u", state->now.ifindex);
	snprintf(devpath, sizeof(devpath), "DEVPATH=%s", state->devpath ?: "");
	return hp_uevent_from_vars(ret, vars, with_devpath ? 5 : 4, NULL, why);
}

/* Where it has left /sys, its last path is good enough. Returns 0; -ENODEV where nobody
 * knows any; or another negative errno. */
static int tell(struct hp_link_state *state, enum hp_action action)
{
	char msg[HP_SAVED_MAX];
	struct hp_uevent event;
	int r = make_event(&event, state, action, false);

	if (r == 0 && !event.devpath && state->devpath)
		r = make_event(&event, state, action, true);
	if (r < 0 || !event.devpath)
		return r < 0 ? r : -ENODEV;
	hotplugd.received_us = hp_clock_us();
	r = hotplugd_take_event(&event, msg, hp_saved_pack(msg, &event));
	if (r == 0 && (!state->devpath || !streq(state->devpath, event.devpath))) {
		free(state->devpath);
		state->devpath = strdup(event.devpath);
	}
	return r;
}

static void tell_all(struct hp_link_state *state)
{
	enum hp_action action;

	while (hp_link_next(state, &action)) {
		if (tell(state, action) < 0)
			return;
		hp_link_told(state, action);
		hp_linkrecord_put(watch.records, state);
	}
}

static void end(struct hp_link_state *state)
{
	state->now.is_up = state->now.has_carrier = false;
	tell_all(state);
	hp_links_drop(&watch.links, state);
}

static void take(const struct hp_link *link, void *data)
{
	struct hp_link_state *state = hp_links_get(&watch.links, link->ifindex);

	if (!state)
		return;
	state->now = *link;
	if (link->is_gone)
		end(state);
	else
		tell_all(state);
}

/* What is left marked is gone. */
static int dump(void)
{
	int r = -EINTR;

	for (size_t i = 0; i < watch.links.n; i++)
		watch.links.list[i].now.is_gone = true;
	for (int i = 0; r == -EINTR && i < DUMPS_MAX; i++)
		r = hp_linkwatch_dump(take, NULL);
	if (r < 0)
		return hp_error(r, "cannot read the network interfaces");
	for (size_t i = watch.links.n; i--;)
		if (watch.links.list[i].now.is_gone)
			end(&watch.links.list[i]);
	return 0;
}

static void read_links(void)
{
	int r = hp_linkwatch_read(watch.fd, take, NULL);

	if (r == -ENOBUFS)
		hp_warning(0, "rtnetlink had to drop messages: interfaces are compared");
	if (r < 0)
		(void)!dump();
}

static void on_links(int fd, short revents, void *data)
{
	read_links();
}

void hotplugd_announce_links(void)
{
	for (size_t i = 0; i < watch.links.n; i++) {
		watch.links.list[i].is_announced = true;
		tell_all(&watch.links.list[i]);
	}
}

/* The kernel tells of an add before the interface can be seen: those whose add is still
 * to be read when they are seen are read before they are told of. */
static int open_socket(void)
{
	_cleanup_close_ int fd = hp_linkwatch_open();
	int r;

	if (fd < 0)
		return fd;
	r = hp_poller_add(&hotplugd.poller, fd, POLLIN, on_links, NULL);
	return r < 0 ? r : TAKE_FD(fd);
}

static void open_watch(void)
{
	static int64_t not_before_ms;
	static bool told;

	if (hp_clock_ms() < not_before_ms)
		return;
	watch.fd = open_socket();
	if (watch.fd < 0) {
		if (!told)
			hp_warning(watch.fd, "cannot hear of network interfaces");
		told = true;
		not_before_ms = hp_clock_ms() + OPEN_PAUSE_MS;
		return;
	}
	told = false;
	watch.records = hp_linkrecord_open();
	if (watch.records >= 0 && hp_linkrecord_read(watch.records, &watch.links) < 0)
		hp_warning(0, "what was told of interfaces may be told again");
	(void)!dump();
	hotplugd_hear_all();
	/* What is made up comes before what is told of it. */
	if (!hotplugd.lost)
		hotplugd_announce_links();
}

static void close_watch(void)
{
	hp_poller_remove(&hotplugd.poller, watch.fd);
	hp_linkrecord_clear(watch.records);
	hp_closep(&watch.records);
	hp_closep(&watch.fd);
	hp_links_free(&watch.links);
	watch.fd = watch.records = -1;
}

void hotplugd_watch_links(void)
{
	static const struct hp_uevent any = {.action = HP_ACTION_IFUP,
					     .subsystem = HP_UEVENT_IFACE};
	bool is_wanted = hp_outlooks_would_have_work(hotplugd.outlooks, &any);

	if (is_wanted && watch.fd < 0)
		open_watch();
	else if (!is_wanted && watch.fd >= 0)
		close_watch();
}

bool hotplugd_watches_links(void)
{
	return watch.fd >= 0;
}

void hotplugd_link_comes(unsigned int ifindex)
{
	struct hp_link_state *state =
		watch.fd < 0 ? NULL : hp_links_get(&watch.links, ifindex);

	if (!state)
		return;
	state->is_announced = true;
	tell_all(state);
}

void hotplugd_link_goes(unsigned int ifindex)
{
	struct hp_link_state *state;

	if (watch.fd < 0)
		return;
	/* That it went down was told before that it goes. */
	read_links();
	state = hp_links_find(&watch.links, ifindex);
	if (state)
		end(state);
}
