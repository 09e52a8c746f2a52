/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: processes that do one job at a time. See hands.h. */
#include <errno.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "array.h"
#include "descriptors.h"
#include "fdpacket.h"
#include "hands.h"

struct hp_hand {
	pid_t pid;
	uint64_t number; /* a pid may be another's by the time that its word is heard */
	int fd;		 /* for its next job */
	bool rests;
};

int hp_hands_init(struct hp_hands *ret, void (*work)(char *packet, size_t n, int client))
{
	int ends[2], r = hp_fdpacket_pair(ends);

	if (r == 0)
		*ret = (struct hp_hands){.work = work, .done = ends[0], .tell = ends[1]};
	return r;
}

static void drop(struct hp_hands *hands, size_t i)
{
	close(hands->list[i].fd);
	hands->list[i] = hands->list[--hands->n];
}

void hp_hands_free(struct hp_hands *hands)
{
	while (hands->n)
		drop(hands, 0);
	free(hands->list);
	close(hands->done);
	close(hands->tell);
}

static bool has_children(void)
{
	pid_t pid;

	do
		pid = waitpid(-1, NULL, WNOHANG);
	while (pid > 0);
	return pid == 0;
}

/* Jobs come until nobody is there any more to give them. */
static void be_hand(const struct hp_hands *hands, uint64_t number, int fd, char *packet,
		    ssize_t n, int client)
{
	const int kept[] = {fd, client, hands->tell};

	hp_descriptors_close_but(kept, ARRAY_SIZE(kept));
	do {
		hands->work(packet, n, client);
		close(client);
		if (has_children() ||
		    send(hands->tell, &number, sizeof(number), MSG_NOSIGNAL) < 0)
			break;
		n = hp_fdpacket_receive(fd, packet, HP_HANDS_PACKET_MAX, &client);
	} while (n > 0 && client >= 0);
	_exit(0);
}

static int start(struct hp_hands *hands, char *packet, size_t n, int client)
{
	_cleanup_close_ int ours = -1, theirs = -1;
	int ends[2], r;
	pid_t pid;

	if (hp_array_grow(&hands->list, hands->n, sizeof(*hands->list)) < 0)
		return -ENOMEM;
	r = hp_fdpacket_pair(ends);
	if (r < 0)
		return r;
	ours = ends[0];
	theirs = ends[1];
	pid = _Fork();
	if (pid < 0)
		return -errno;
	if (pid == 0)
		be_hand(hands, hands->started, theirs, packet, n, client);
	hands->list[hands->n++] =
		(struct hp_hand){pid, hands->started++, TAKE_FD(ours), false};
	return 0;
}

/* One that was killed may not have been waited for yet. */
int hp_hands_give(struct hp_hands *hands, char *packet, size_t n, int client)
{
	for (size_t i = 0; i < hands->n; i++) {
		struct hp_hand *hand = &hands->list[i];

		if (!hand->rests || hp_fdpacket_send(hand->fd, packet, n, client) < 0)
			continue;
		hand->rests = false;
		return 0;
	}
	return start(hands, packet, n, client);
}

static size_t count_resting(const struct hp_hands *hands)
{
	size_t count = 0;

	for (size_t i = 0; i < hands->n; i++)
		count += hands->list[i].rests;
	return count;
}

void hp_hands_hear(struct hp_hands *hands)
{
	uint64_t number;

	while (recv(hands->done, &number, sizeof(number), MSG_DONTWAIT) ==
	       sizeof(number)) {
		size_t i = 0;

		while (i < hands->n && hands->list[i].number != number)
			i++;
		if (i == hands->n)
			continue;
		hands->list[i].rests = true;
		if (count_resting(hands) > HP_HANDS_KEPT)
			drop(hands, i);
	}
}

void hp_hands_ended(struct hp_hands *hands, pid_t pid)
{
	size_t i = 0;

	while (i < hands->n && hands->list[i].pid != pid)
		i++;
	if (i < hands->n)
		drop(hands, i);
}

bool hp_hands_rest(const struct hp_hands *hands)
{
	return count_resting(hands) > 0;
}

void hp_hands_let_go(struct hp_hands *hands)
{
	for (size_t i = hands->n; i-- > 0;)
		if (hands->list[i].rests)
			drop(hands, i);
}
