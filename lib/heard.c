/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what was heard on the kernel's socket, told to another. See heard.h. */
#include <errno.h>
#include <sys/uio.h>

#include "heard.h"
#include "udevmsg.h"

static const char subsystem_key[] = "\0SUBSYSTEM=";

static bool is_event(const struct hp_heard *heard, const char *bytes)
{
	return heard->n >= 1 && heard->n <= HP_SAVED_MAX && bytes[heard->n - 1] == '\0';
}

/* The last byte is a NUL. */
static bool is_nothing(const struct hp_heard *heard, const char *bytes)
{
	static const size_t key = sizeof(subsystem_key) - 1;

	return is_event(heard, bytes) && heard->subsystem >= key &&
	       heard->subsystem < heard->n &&
	       memcmp(bytes + heard->subsystem - key, subsystem_key, key) == 0;
}

static bool is_text(const struct hp_heard *heard, const char *bytes)
{
	return heard->n >= 1 && heard->n <= HP_HEARD_TEXT_MAX &&
	       memchr(bytes, '\0', heard->n) == bytes + heard->n - 1;
}

static bool is_bare(const struct hp_heard *heard, const char *bytes)
{
	return heard->n == 0;
}

static bool is_failure(const struct hp_heard *heard, const char *bytes)
{
	return heard->n == 0 && heard->r < 0 && heard->r > -4096; /* MAX_ERRNO */
}

static bool (*const has_form[HP_HEARD_TYPES])(const struct hp_heard *heard,
					      const char *bytes) = {
	[HP_HEARD_EVENT] = is_event,  [HP_HEARD_NOTHING] = is_nothing,
	[HP_HEARD_UDEVS] = is_event,  [HP_HEARD_UNUSABLE] = is_text,
	[HP_HEARD_REFUSED] = is_bare, [HP_HEARD_FAILED] = is_failure,
	[HP_HEARD_LOST] = is_bare,    [HP_HEARD_AGAIN] = is_bare,
	[HP_HEARD_LINE] = is_text,    [HP_HEARD_ALL] = is_bare,
};

int hp_heard_read(struct hp_heard *ret, const char **ret_bytes, const char **at,
		  const char *end)
{
	size_t left = end - *at;
	const char *bytes = *at + sizeof(*ret);
	struct hp_heard heard;

	if (left == 0)
		return 0;
	if (left < sizeof(heard))
		return -EBADMSG;
	memcpy(&heard, *at, sizeof(heard));
	if (heard.type >= HP_HEARD_TYPES || heard.us < 0 || heard.none ||
	    heard.n > left - sizeof(heard) || !has_form[heard.type](&heard, bytes))
		return -EBADMSG;
	*ret = heard;
	*ret_bytes = bytes;
	*at = bytes + heard.n;
	return 1;
}

int hp_heard_add(struct hp_heard_packet *packet, const struct hp_heard *heard,
		 const char *bytes)
{
	size_t size = packet->size + sizeof(*heard) + heard->n;

	if (packet->n == HP_HEARD_MAX || size > HP_HEARD_PACKET_MAX)
		return -ENOSPC;
	packet->heard[packet->n] = *heard;
	packet->bytes[packet->n++] = bytes;
	packet->size = size;
	return 0;
}

int hp_heard_send(int fd, struct hp_heard_packet *packet)
{
	struct iovec parts[2 * HP_HEARD_MAX];
	unsigned int n = packet->n;
	ssize_t sent = 0;

	for (unsigned int i = 0; i < n; i++) {
		parts[2 * i] =
			(struct iovec){&packet->heard[i], sizeof(packet->heard[i])};
		parts[2 * i + 1] =
			(struct iovec){(char *)packet->bytes[i], packet->heard[i].n};
	}
	packet->n = packet->size = 0;
	if (n == 0)
		return 0;
	do
		sent = writev(fd, parts, 2 * n);
	while (sent < 0 && errno == EINTR);
	return sent < 0 ? -errno : 0;
}

static void set_text(struct hp_hearing *hearing, enum hp_heard_type type)
{
	hearing->heard.type = type;
	hearing->heard.n = strlen(hearing->text) + 1;
	hearing->bytes = hearing->text;
}

static void set_failure(struct hp_hearing *hearing, int r)
{
	hearing->heard.type = r == -EPERM ? HP_HEARD_REFUSED : HP_HEARD_FAILED;
	hearing->heard.r = r;
}

static void read_kernels(struct hp_hearing *hearing, const char *msg, size_t n)
{
	if (hp_uevent_from_netlink(&hearing->event, msg, n, hearing->text) < 0)
		return set_text(hearing, HP_HEARD_UNUSABLE);
	hearing->heard.type = HP_HEARD_EVENT;
	hearing->heard.number = hearing->event.seqnum;
	hearing->heard.n = n;
	hearing->bytes = msg;
}

static void read_udevs(struct hp_hearing *hearing, const char *msg, size_t n)
{
	if (hp_udevmsg_read(&hearing->event, msg, n, hearing->text) < 0)
		return set_text(hearing, HP_HEARD_UNUSABLE);
	hearing->heard.type = HP_HEARD_UDEVS;
	hearing->heard.number = hearing->event.seqnum;
	hearing->heard.n = hp_saved_pack(hearing->text, &hearing->event);
	hearing->bytes = hearing->text;
}

void hp_hearing_of(struct hp_hearing *ret, const struct hp_monitor *monitor,
		   unsigned int i)
{
	const char *msg;
	ssize_t n = hp_monitor_message(monitor, i, &msg);

	ret->heard = (struct hp_heard){0};
	ret->bytes = NULL;
	if (n < 0)
		set_failure(ret, n);
	else if (hp_monitor_is_udevs(monitor, i))
		read_udevs(ret, msg, n);
	else
		read_kernels(ret, msg, n);
}

void hp_hearing_has_nothing(struct hp_hearing *hearing, uint32_t generation)
{
	struct hp_heard *heard = &hearing->heard;
	const char *key = memmem(hearing->bytes, heard->n, subsystem_key,
				 sizeof(subsystem_key) - 1);

	if (!key)
		return;
	heard->type = HP_HEARD_NOTHING;
	heard->generation = generation;
	heard->subsystem = key + sizeof(subsystem_key) - 1 - hearing->bytes;
}
