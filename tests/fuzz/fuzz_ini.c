/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: any bytes as an INI file, and as the network files made of it.
 *
 * What a position says must stand there: the first byte of the value at LINE:COLUMN of
 * the input. What the network files say must give a plan whose steps can be told.
 */
#include <stdint.h>

#include "ini.h"
#include "log.h"
#include "netplan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const char *bytes;
	size_t size;
};

static const char *byte_at(const struct input *input, unsigned int line,
			   unsigned int column)
{
	const char *p = input->bytes, *end = p + input->size;

	if (line == 1 && input->size >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	while (--line && p)
		p = memchr(p, '\n', end - p) ? (char *)memchr(p, '\n', end - p) + 1
					     : NULL;
	return p && column <= (size_t)(end - p) ? p + column - 1 : NULL;
}

static int check_position(const struct hp_ini_entry *entry, void *data)
{
	const char *expect = !entry->key     ? "["
			     : *entry->value ? entry->value
					     : entry->key;
	const char *there = byte_at(data, entry->line, entry->column);

	if (!there || *there != *expect || !entry->section || !entry->section_n)
		abort();
	return 0;
}

static void plan(const struct hp_net_want *want, const struct hp_net_objects *objects)
{
	const struct hp_net_state is = {
		.link = {.ifindex = 1, .name = "eth0"},
		.objects = *objects,
	};
	_cleanup_(hp_net_plan_free) struct hp_net_plan steps = {0};
	char text[HP_NET_STEP_TEXT];

	if (hp_net_plan_make(&steps, want, &is) < 0)
		return;
	for (size_t i = 0; i < steps.n; i++)
		if (!*hp_net_step_describe(&steps.steps[i], text))
			abort();
}

static void read_file(struct hp_net_file *file, enum hp_net_file_kind kind,
		      const struct input *input)
{
	_cleanup_fclose_ FILE *stream = fmemopen((char *)input->bytes, input->size, "r");

	if (stream && hp_net_file_read_stream(file, kind, stream, "f") < 0)
		abort();
}

/* From nothing, and from what the file itself asks for. */
static void plan_both(const struct hp_net_file *link, const struct hp_net_file *network)
{
	const struct hp_net_want want = {.link = link, .network = network};
	_cleanup_(hp_net_objects_free) struct hp_net_objects objects = {0};

	plan(&want, &objects);
	for (size_t i = 0; i < network->n_objects; i++)
		if (hp_net_objects_add(&objects, &network->objects[i].object) < 0)
			abort();
	plan(&want, &objects);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {(const char *)data, size};
	_cleanup_(hp_net_file_free) struct hp_net_file link = {0}, network = {0};
	const struct hp_net_facts facts = {.text = {[HP_NET_MATCH_NAME] = "eth0"}};
	_cleanup_fclose_ FILE *stream = NULL;

	if (size == 0)
		return 0;
	hp_log_set_level(HP_LOG_ERR);
	stream = fmemopen((char *)data, size, "r");
	if (!stream || hp_ini_read_stream(stream, "f", check_position, &input) < 0)
		abort();
	read_file(&link, HP_NET_FILE_LINK, &input);
	read_file(&network, HP_NET_FILE_NETWORK, &input);
	hp_net_match_fits(&network.match, &facts);
	plan_both(&link, &network);
	return 0;
}
