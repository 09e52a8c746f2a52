/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the messages that udev sends to libudev's monitors. See udevmsg.h. */
#include <endian.h>
#include <errno.h>

#include "udevmsg.h"

#define MULTIPLIER    0x5bd1e995u
#define VARIABLES_MAX 512 /* the kernel's, and those of rules */

static uint32_t mix(uint32_t hash, uint32_t word)
{
	word *= MULTIPLIER;
	word ^= word >> 24;
	return hash * MULTIPLIER ^ word * MULTIPLIER;
}

/* The last one to three bytes. */
static uint32_t mix_rest(uint32_t hash, const unsigned char *rest, size_t n)
{
	if (!n)
		return hash;
	while (n--)
		hash ^= (uint32_t)rest[n] << 8 * n;
	return hash * MULTIPLIER;
}

uint32_t hp_udevmsg_hash(const char *text)
{
	size_t n = strlen(text), whole = n & ~(size_t)3;
	uint32_t hash = n, word;

	for (size_t i = 0; i < whole; i += sizeof(word)) {
		memcpy(&word, text + i, sizeof(word));
		hash = mix(hash, word);
	}
	hash = mix_rest(hash, (const unsigned char *)text + whole, n - whole);
	hash ^= hash >> 13;
	hash *= MULTIPLIER;
	return hash ^ hash >> 15;
}

struct hp_udevmsg_head hp_udevmsg_head(const char *subsystem, const char *devtype,
				       size_t n)
{
	return (struct hp_udevmsg_head){
		.prefix = "libudev",
		.magic = htobe32(HP_UDEVMSG_MAGIC),
		.head_size = sizeof(struct hp_udevmsg_head),
		.properties_off = sizeof(struct hp_udevmsg_head),
		.properties_len = n,
		.subsystem_hash = htobe32(hp_udevmsg_hash(subsystem)),
		.devtype_hash = devtype ? htobe32(hp_udevmsg_hash(devtype)) : 0,
	};
}

/* A later udev may have a longer head. */
static bool is_whole(const struct hp_udevmsg_head *head, size_t n)
{
	return memcmp(head->prefix, "libudev", sizeof(head->prefix)) == 0 &&
	       head->magic == htobe32(HP_UDEVMSG_MAGIC) &&
	       head->head_size >= sizeof(*head) &&
	       head->properties_off >= head->head_size && head->properties_off < n &&
	       head->properties_len == n - head->properties_off;
}

static int refuse(char why[static HP_UEVENT_WHY_MAX], const char *what)
{
	snprintf(why, HP_UEVENT_WHY_MAX, "%s", what);
	return -EINVAL;
}

int hp_udevmsg_read(struct hp_uevent *ret, const char *msg, size_t n,
		    char why[static HP_UEVENT_WHY_MAX])
{
	char *vars[VARIABLES_MAX + 1];
	struct hp_udevmsg_head head;
	size_t n_vars = 0;

	if (n >= sizeof(head))
		memcpy(&head, msg, sizeof(head));
	if (n < sizeof(head) || !is_whole(&head, n))
		return refuse(why, "the message has no head of libudev's");
	if (msg[n - 1] != '\0')
		return refuse(why, "the message does not end with a NUL");
	for (const char *var = msg + head.properties_off; var < msg + n;
	     var += strlen(var) + 1) {
		if (n_vars == VARIABLES_MAX)
			return refuse(why, "the message has too many variables");
		vars[n_vars++] = (char *)var;
	}
	vars[n_vars] = NULL;
	if (hp_uevent_from_environ(ret, vars, NULL, why) < 0)
		return -EINVAL;
	/* An interface could do without, in hotplug's environment. */
	return ret->devpath ? 0 : refuse(why, "DEVPATH is missing");
}
