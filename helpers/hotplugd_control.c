/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugd: its control socket. See hotplugd_control.h.
 *
 * No client can keep the daemon: there are CLIENTS_MAX at most, what waits for one is
 * what its socket holds, one request of each is taken in a turn of the loop, and while
 * events come, in few turns only.
 */
#include <errno.h>
#include <sys/socket.h>

#include "conf.h"
#include "control.h"
#include "hotplugd.h"
#include "hotplugd_control.h"
#include "log.h"
#include "runsocket.h"

#define CLIENTS_MAX   32
#define STRANGERS_MAX 16 /* of them; root always finds a place */
#define BUSY_TURNS    32 /* while events come, clients have one of so many */
#define REST_MS	      1000

struct client {
	int fd; /* -1: none */
	bool may_change;
	bool settles, subscribes;
	bool is_marked;
	uint64_t newest; /* settles: of what the kernel had told then; 0: not all is heard
			  */
	uint64_t mark;	 /* settles, is_marked: until this is past */
	uint64_t missed; /* subscribes: events since the last that was told */
	uint64_t spoke;	 /* the turn */
};

static struct {
	int listener;
	unsigned int settling, subscribers;
	struct client clients[CLIENTS_MAX];
} control = {.listener = -1};

static void drop(struct client *client)
{
	hp_poller_remove(&hotplugd.poller, client->fd);
	close(client->fd);
	control.settling -= client->settles;
	control.subscribers -= client->subscribes;
	*client = (struct client){.fd = -1};
}

/* Who does not read the answer to what he asked is not waited for. */
static void answer(struct client *client, const struct hp_control_message *message)
{
	if (hp_control_send(client->fd, message) < 0)
		drop(client);
}

static void answer_result(struct client *client, int r)
{
	answer(client,
	       &(struct hp_control_message){.type = HP_CONTROL_RESULT, .result = {r}});
}

static void get_status(struct client *client, const struct hp_control_message *request)
{
	struct hp_control_message message = {.type = HP_CONTROL_STATUS};

	hotplugd_hear_soon();
	hotplugd_look_around();
	hotplugd_status(&message.status);
	answer(client, &message);
}

static void set_level(struct client *client, const struct hp_control_message *request)
{
	hp_log_set_level(request->level.level);
	answer_result(client, 0);
}

static void settle(struct client *client, const struct hp_control_message *request)
{
	hotplugd_hear_soon();
	control.settling += !client->settles;
	client->settles = true;
	client->newest = hotplugd_has_heard_all() ? hotplugd.seqnums.newest : 0;
	client->is_marked = false;
}

static void subscribe(struct client *client, const struct hp_control_message *request)
{
	control.subscribers += !client->subscribes;
	client->subscribes = true;
	answer_result(client, 0);
}

static const struct {
	void (*handle)(struct client *client, const struct hp_control_message *request);
	bool changes;
} requests[HP_CONTROL_ANSWERS] = {
	[HP_CONTROL_GET_STATUS] = {get_status, false},
	[HP_CONTROL_SET_LEVEL] = {set_level, true},
	[HP_CONTROL_SETTLE] = {settle, false},
	[HP_CONTROL_SUBSCRIBE] = {subscribe, false},
};

static void read_request(struct client *client)
{
	char buffer[HP_CONTROL_BYTES_MAX];
	struct hp_control_message request;
	int r = hp_control_receive(client->fd, &request, buffer);

	if (r == -EAGAIN || r == -EINTR)
		return;
	if (r < 0 || request.type >= HP_CONTROL_ANSWERS)
		drop(client);
	else if (requests[request.type].changes && !client->may_change)
		answer_result(client, -EPERM);
	else
		requests[request.type].handle(client, &request);
}

/* Returns whether there is nothing that the client does not know of. */
static bool tell_missed(struct client *client)
{
	struct hp_control_message message = {
		.type = HP_CONTROL_MISSED,
		.missed = {client->missed},
	};

	if (client->missed && hp_control_send(client->fd, &message) == 0) {
		client->missed = 0;
		hp_poller_change(&hotplugd.poller, client->fd, POLLIN);
	}
	return !client->missed;
}

static bool has_its_turn(void)
{
	return !hotplugd.heard || hotplugd.turns % BUSY_TURNS == 0;
}

static void on_client(int fd, short revents, void *data)
{
	struct client *client = data;

	if (revents & POLLOUT)
		tell_missed(client);
	if (revents & ~POLLOUT && has_its_turn()) {
		client->spoke = hotplugd.turns;
		read_request(client);
	}
}

static void drop_who_has_left(void)
{
	for (size_t i = 0; i < CLIENTS_MAX; i++) {
		struct client *client = &control.clients[i];
		char byte;

		if (client->fd >= 0 &&
		    recv(client->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
			drop(client);
	}
}

static unsigned int count_strangers(void)
{
	unsigned int n = 0;

	for (size_t i = 0; i < CLIENTS_MAX; i++)
		n += control.clients[i].fd >= 0 && !control.clients[i].may_change;
	return n;
}

static bool is_better_place(const struct client *a, const struct client *b)
{
	return b->fd >= 0 && (a->fd < 0 || a->spoke < b->spoke);
}

/* A free place, if need be that of who has been silent longest and waits for nothing; or
 * NULL. */
static struct client *find_place(void)
{
	struct client *found = NULL;

	for (size_t i = 0; i < CLIENTS_MAX; i++) {
		struct client *client = &control.clients[i];

		if (!client->settles && !client->subscribes &&
		    (!found || is_better_place(client, found)))
			found = client;
	}
	if (found && found->fd >= 0)
		drop(found);
	return found;
}

static bool may_change(int fd)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
	       (peer.uid == 0 || peer.uid == geteuid());
}

static int add_client(int fd)
{
	struct client new = {
		.fd = fd, .may_change = may_change(fd), .spoke = hotplugd.turns};
	struct client *client;
	int r;

	drop_who_has_left();
	if (!new.may_change && count_strangers() >= STRANGERS_MAX)
		return -EBUSY;
	client = find_place();
	if (!client)
		return -EBUSY;
	r = hp_poller_add(&hotplugd.poller, fd, POLLIN, on_client, client);
	if (r == 0)
		*client = new;
	return r;
}

static void on_listener(int listener, short revents, void *data)
{
	struct hp_control_message message = {.type = HP_CONTROL_RESULT};
	int fd;

	if (!has_its_turn())
		return;
	fd = hp_runsocket_accept(listener, SOCK_NONBLOCK);
	if (hp_runsocket_is_exhausted(fd))
		hp_poller_rest(&hotplugd.poller, listener, REST_MS);
	if (fd < 0)
		return;
	message.result.r = add_client(fd);
	if (message.result.r == 0)
		return;
	if (hp_control_send(fd, &message) < 0)
		hp_debug("a client of " HP_CONTROL_NAME " is turned away");
	close(fd);
}

void hotplugd_control_open(void)
{
	int r = hp_runsocket_listen(HP_CONTROL_NAME);

	for (size_t i = 0; i < CLIENTS_MAX; i++)
		control.clients[i].fd = -1;
	control.listener = r;
	if (r >= 0)
		r = hp_poller_add(&hotplugd.poller, r, POLLIN, on_listener, NULL);
	if (r < 0)
		hp_warning(r, "cannot listen on " HP_RUNDIR "/" HP_CONTROL_NAME);
	else
		hotplugd_control_admit();
}

void hotplugd_control_admit(void)
{
	int r;

	if (control.listener < 0)
		return;
	r = hp_runsocket_admit(HP_CONTROL_NAME, hp_conf_get()->status_group);
	if (r < 0)
		hp_warning(r, "cannot let the group of StatusGroup= in");
}

/* What is made up, and what udev still has, comes first into the order. */
static bool is_settled(struct client *client)
{
	if (!hotplugd_has_heard_all())
		return false;
	if (!client->newest)
		client->newest = hotplugd.seqnums.newest;
	if (hotplugd.lost || hotplugd_count_untold(client->newest)) {
		client->is_marked = false;
		return false;
	}
	if (!client->is_marked)
		client->mark = hp_order_mark(hotplugd.order);
	client->is_marked = true;
	return hp_order_is_past(hotplugd.order, client->mark);
}

void hotplugd_control_turn(void)
{
	for (size_t i = 0; control.settling && i < CLIENTS_MAX; i++) {
		struct client *client = &control.clients[i];

		if (!client->settles || !is_settled(client))
			continue;
		client->settles = false;
		control.settling--;
		answer_result(client, 0);
	}
}

bool hotplugd_control_is_heard(void)
{
	return control.subscribers;
}

static void tell_event(struct client *client, const struct hp_control_message *message)
{
	if (tell_missed(client) && hp_control_send(client->fd, message) == 0)
		return;
	client->missed++;
	hp_poller_change(&hotplugd.poller, client->fd, POLLIN | POLLOUT);
}

void hotplugd_control_tell(const struct hp_pending *pending, enum hp_outcome outcome,
			   int64_t ended_us)
{
	const struct hp_control_message message = {
		.type = HP_CONTROL_EVENT,
		.event =
			{
				.seqnum = pending->seqnum,
				.received_us = pending->received_us,
				.started_us = pending->started_us,
				.ended_us = ended_us,
				.outcome = outcome,
				.n = pending->n,
			},
		.bytes = pending->msg,
	};

	for (size_t i = 0; i < CLIENTS_MAX; i++)
		if (control.clients[i].subscribes)
			tell_event(&control.clients[i], &message);
}
