/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the MODALIAS of a device whose event has none. See modalias.h. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>

#include "modalias.h"
#include "number.h"
#include "root.h"

#define ATTRIBUTE_MAX 512
#define PNP_ID_MAX    16

/* Text that is put together, and its end. */
struct text {
	char *at, *end;
};

_printf_(2, 3) static void append(struct text *text, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text->at, text->end - text->at, fmt, ap);
	va_end(ap);
	text->at += n < text->end - text->at ? n : text->end - text->at - 1;
}

/* Takes a number of at most so many digits off the front of *s. */
static bool take_number(const char **s, unsigned int digits, uint32_t *ret)
{
	const char *start = *s;
	int digit;

	*ret = 0;
	for (; digits && (digit = hp_hex_digit(**s)) >= 0; (*s)++, digits--)
		*ret = *ret << 4 | digit;
	return *s > start;
}

/* Appends a key's numbers. Returns false where the value is malformed. */
static bool append_key(struct text *text, const struct hp_modalias_key *key,
		       const char *value)
{
	for (size_t i = 0; i < HP_MODALIAS_PARTS_MAX && *key->part[i].tag; i++) {
		unsigned int digits = key->part[i].digits;
		uint32_t number = 0;

		if (value && i && *value != ':' && *value != '/')
			return false;
		value += value && i;
		if (value && !take_number(&value, digits, &number))
			return false;
		append(text, "%s%0*X", key->part[i].tag, (int)digits, number);
	}
	return !value || !*value;
}

int hp_modalias_from_keys(char ret[static HP_MODALIAS_MAX],
			  const struct hp_modalias_key *keys,
			  const struct hp_uevent *event,
			  char why[static HP_UEVENT_WHY_MAX])
{
	struct text text = {ret, ret + HP_MODALIAS_MAX};
	const char *missing = NULL;
	bool any = false;

	for (; *keys->name; keys++) {
		const char *value = hp_uevent_get(event, keys->name);

		if (!append_key(&text, keys, value)) {
			snprintf(why, HP_UEVENT_WHY_MAX,
				 "%s=%.64s: not made of hexadecimal numbers as the "
				 "kernel gives them",
				 keys->name, value);
			return -EINVAL;
		}
		any |= !!value;
		if (!value && !keys->optional)
			missing = keys->name;
	}
	if (!any || (missing && event->modalias))
		return -ENOENT;
	if (!missing)
		return 0;
	snprintf(why, HP_UEVENT_WHY_MAX, "%s is missing", missing);
	return -EINVAL;
}

/* Reads an attribute of the event's device, with a NUL behind it and no newline at its
 * end. Returns its length, or a negative errno. */
static ssize_t read_attribute(const struct hp_uevent *event, const char *name,
			      char ret[static ATTRIBUTE_MAX])
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];
	ssize_t n;

	if (!event->devpath || hp_path(path, "/sys%s/%s", event->devpath, name) < 0)
		return -ENOENT;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	n = read(fd, ret, ATTRIBUTE_MAX - 1);
	if (n < 0)
		return -errno;
	while (n && ret[n - 1] == '\n')
		n--;
	ret[n] = '\0';
	return n;
}

int hp_modalias_from_scsi_type(char ret[static HP_MODALIAS_MAX],
			       const struct hp_uevent *event,
			       char why[static HP_UEVENT_WHY_MAX])
{
	char type[ATTRIBUTE_MAX];
	uint64_t number;

	if (read_attribute(event, "type", type) < 0)
		return -ENOENT;
	if (hp_number_parse(type, 10, UINT8_MAX, &number) < 0) {
		snprintf(why, HP_UEVENT_WHY_MAX, "/sys%.96s/type is '%.32s': no number",
			 event->devpath, type);
		return -EINVAL;
	}
	snprintf(ret, HP_MODALIAS_MAX, "scsi:t-0x%02x", (unsigned int)number);
	return 0;
}

static bool is_pnp_id(const char *id, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)id[i]) && id[i] != '@' && id[i] != '_')
			return false;
	return len && len < PNP_ID_MAX;
}

int hp_modalias_from_pnp_id(char ret[static HP_MODALIAS_MAX],
			    const struct hp_uevent *event,
			    char why[static HP_UEVENT_WHY_MAX])
{
	struct text text = {ret, ret + HP_MODALIAS_MAX};
	char ids[ATTRIBUTE_MAX], *id, *rest = ids;

	if (read_attribute(event, "id", ids) <= 0)
		return -ENOENT;
	append(&text, "acpi:");
	while ((id = strsep(&rest, "\n"))) {
		if (!is_pnp_id(id, strlen(id))) {
			snprintf(why, HP_UEVENT_WHY_MAX,
				 "/sys%.96s/id has '%.32s': not the id of a device",
				 event->devpath, id);
			return -EINVAL;
		}
		for (char *c = id; *c; c++)
			*c = toupper((unsigned char)*c);
		append(&text, "%s:", id);
	}
	return 0;
}
