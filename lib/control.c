/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what hotplugd and hotplugctl say to each other. See control.h. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "control.h"
#include "runsocket.h"
#include "saved.h"

struct head {
	uint16_t version;
	uint16_t type;
	uint32_t n; /* of what follows */
};

_Static_assert(sizeof(struct head) + sizeof(struct hp_control_status) + HP_SAVED_MAX <=
		       HP_CONTROL_BYTES_MAX,
	       "the longest message");

static bool level_is_valid(const struct hp_control_message *message)
{
	return message->level.level >= HP_LOG_ERR && message->level.level <= HP_LOG_DEBUG;
}

static bool result_is_valid(const struct hp_control_message *message)
{
	return message->result.r <= 0;
}

static bool event_is_valid(const struct hp_control_message *message)
{
	return message->event.outcome < HP_OUTCOMES && message->event.n > 0 &&
	       message->event.n <= HP_SAVED_MAX;
}

static bool status_is_valid(const struct hp_control_message *message)
{
	const struct hp_control_status *status = &message->status;

	if (status->level < HP_LOG_ERR || status->level > HP_LOG_DEBUG ||
	    status->n_stuck > HP_CONTROL_STUCK_MAX ||
	    !memchr(status->neighbour, 0, sizeof(status->neighbour)))
		return false;
	for (size_t i = 0; i < status->n_stuck; i++)
		if (!memchr(status->stuck[i].name, 0, sizeof(status->stuck[i].name)))
			return false;
	return hp_stats_is_valid(&status->stats);
}

/* What stands behind the head; is_valid NULL: anything of that length. */
static const struct {
	size_t n;
	bool (*is_valid)(const struct hp_control_message *message);
} bodies[HP_CONTROL_TYPES] = {
	[HP_CONTROL_SET_LEVEL] = {sizeof(struct hp_control_level), level_is_valid},
	[HP_CONTROL_RESULT] = {sizeof(struct hp_control_result), result_is_valid},
	[HP_CONTROL_STATUS] = {sizeof(struct hp_control_status), status_is_valid},
	[HP_CONTROL_EVENT] = {sizeof(struct hp_control_event), event_is_valid},
	[HP_CONTROL_MISSED] = {sizeof(struct hp_control_missed), NULL},
};

static size_t bytes_behind(const struct hp_control_message *message)
{
	return message->type == HP_CONTROL_EVENT ? message->event.n : 0;
}

int hp_control_parse(struct hp_control_message *ret, const void *bytes, size_t n)
{
	const char *body = (const char *)bytes + sizeof(struct head);
	struct head head;

	if (n < sizeof(head))
		return -EBADMSG;
	memcpy(&head, bytes, sizeof(head));
	n -= sizeof(head);
	if (head.version != HP_CONTROL_VERSION || head.type >= HP_CONTROL_TYPES ||
	    head.n != n || n < bodies[head.type].n)
		return -EBADMSG;
	ret->type = head.type;
	memcpy((char *)ret + offsetof(struct hp_control_message, level), body,
	       bodies[head.type].n);
	ret->bytes = body + bodies[head.type].n;
	if ((bodies[head.type].is_valid && !bodies[head.type].is_valid(ret)) ||
	    n - bodies[head.type].n != bytes_behind(ret))
		return -EBADMSG;
	return 0;
}

int hp_control_send(int fd, const struct hp_control_message *message)
{
	size_t n = bodies[message->type].n, behind = bytes_behind(message);
	struct head head = {HP_CONTROL_VERSION, message->type, n + behind};
	struct iovec parts[] = {
		{&head, sizeof(head)},
		{(void *)&message->level, n},
		{(void *)message->bytes, behind},
	};
	struct msghdr packet = {.msg_iov = parts, .msg_iovlen = ARRAY_SIZE(parts)};

	return sendmsg(fd, &packet, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -errno : 0;
}

int hp_control_receive(int fd, struct hp_control_message *ret,
		       char buffer[static HP_CONTROL_BYTES_MAX])
{
	/* MSG_TRUNC: the length that it had. */
	ssize_t n = recv(fd, buffer, HP_CONTROL_BYTES_MAX, MSG_DONTWAIT | MSG_TRUNC);

	if (n <= 0)
		return n < 0 ? -errno : -EPIPE;
	return n > (ssize_t)HP_CONTROL_BYTES_MAX ? -EBADMSG
						 : hp_control_parse(ret, buffer, n);
}

int hp_control_connect(void)
{
	return hp_runsocket_connect(HP_CONTROL_NAME);
}

int hp_control_wait(int fd, int ms, struct hp_control_message *ret,
		    char buffer[static HP_CONTROL_BYTES_MAX])
{
	struct pollfd answer = {.fd = fd, .events = POLLIN};
	int n = poll(&answer, 1, ms);

	if (n <= 0)
		return n < 0 ? -errno : -ETIMEDOUT;
	return hp_control_receive(fd, ret, buffer);
}

int hp_control_ask(int fd, const struct hp_control_message *request, int ms,
		   enum hp_control_type expected, struct hp_control_message *ret)
{
	char buffer[HP_CONTROL_BYTES_MAX];
	int r = hp_control_send(fd, request);

	/* Who turns us away says why before he hangs up on our request. */
	if (r == 0 || r == -EPIPE)
		r = hp_control_wait(fd, ms, ret, buffer);
	if (r == -ECONNRESET)
		r = hp_control_wait(fd, ms, ret, buffer);
	if (r < 0)
		return r;
	if (ret->type == HP_CONTROL_RESULT && ret->result.r < 0)
		return ret->result.r;
	return ret->type == expected ? 0 : -EBADMSG;
}
