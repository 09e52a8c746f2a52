/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: any bytes as a network file of each kind and its drop-ins, which a byte 0xff
 * parts.
 *
 * What is logged is one line with a place in it. A file that is used has a [Match], which
 * can be held against any interface, with the same answer twice.
 */
#include <stdint.h>

#include "log.h"
#include "netconf.h"

#define PARTS_MAX 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_message(const char *line, void *data)
{
	const char *place = skip_prefix(line, "f:");
	unsigned int number, column;

	if (!place || sscanf(place, "%u:%u: ", &number, &column) != 2 || !number ||
	    !column)
		abort();
	++*(unsigned int *)data;
}

/* "a" is not known, "b..." has a value of the same letters. */
static bool property(const struct hp_net_facts *facts, const char *key, char *ret,
		     size_t size)
{
	snprintf(ret, size, "%s", key);
	return key[0] != 'a';
}

static void hold(const struct hp_net_file *file)
{
	static const struct hp_net_facts unknown;
	const struct hp_net_facts facts = {
		.text = {"eth0", "lan0", "e1000", "pci-0000:00:03.0", "ether", "veth"},
		.mac = {{6, {2, 0, 0, 0, 0, 1}}, {6, {2, 0, 0, 0, 0, 1}}},
		.property = property,
	};
	int misfit = hp_net_match_misfit(&file->match, &facts);

	if (misfit != hp_net_match_misfit(&file->match, &facts) ||
	    (misfit == HP_NET_FITS) != hp_net_match_fits(&file->match, &facts))
		abort();
	hp_net_match_fits(&file->match, &unknown);
	if (hp_net_match_is_empty(&file->match) && misfit != HP_NET_FITS)
		abort();
}

static void read_part(struct hp_net_file *file, enum hp_net_file_kind kind,
		      const uint8_t *data, size_t size)
{
	_cleanup_fclose_ FILE *stream = size ? fmemopen((void *)data, size, "r") : NULL;

	if (stream && hp_net_file_read_stream(file, kind, stream, "f") < 0)
		abort();
}

static void read_all(enum hp_net_file_kind kind, const uint8_t *data, size_t size)
{
	_cleanup_(hp_net_file_free) struct hp_net_file file = {0};
	const uint8_t *end = data + size, *part = data;

	for (int i = 0; i < PARTS_MAX && part < end; i++) {
		const uint8_t *next = memchr(part, 0xff, end - part) ?: end;

		read_part(&file, kind, part, next - part);
		part = next + 1;
	}
	hold(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned int messages = 0;

	hp_log_divert(check_message, &messages);
	read_all(HP_NET_FILE_LINK, data, size);
	read_all(HP_NET_FILE_NETWORK, data, size);
	return 0;
}
