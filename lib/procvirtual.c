/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what virtual devices tell in /proc/net. See procvirtual.h. */
#include <errno.h>

#include "number.h"
#include "procvirtual.h"

#define KEY_MAX 96

/* Which lines stand under which. */
struct heading {
	char prefix[KEY_MAX]; /* "" or "KEY_" */
	size_t indent;	      /* of the heading itself */
};

static size_t indent_of(const char *line)
{
	return strspn(line, " \t");
}

static void add_value(struct hp_proctable *table, const char *key, const char *value)
{
	static const char count[] = "_count";
	size_t n = strlen(key), end = strlen(count);
	bool counts = n > end && streq(key + n - end, count);
	uint64_t number;

	if (hp_number_parse(value, 10, UINT64_MAX, &number) == 0)
		hp_proctable_number(table, counts ? HP_PROC_COUNTER : HP_PROC_NUMBER, key,
				    number);
	else
		hp_proctable_text(table, HP_PROC_TEXT, key, value);
}

/* A member's row begins as the bond's did. */
static void begin_member(struct hp_proctable *table, const char *name)
{
	const char *bond = table->row[table->n - 1].field[0].text;

	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "bond", bond);
	hp_proctable_text(table, HP_PROC_NAME, "member", name);
}

static void take_pair(struct hp_proctable *table, struct heading *heading, char *line)
{
	size_t indent = indent_of(line);
	char key[KEY_MAX], *value = strchr(line, ':');

	if (indent <= heading->indent)
		*heading->prefix = '\0';
	*value++ = '\0';
	value = hp_procfile_trim(value);
	hp_procfile_key(key, sizeof(key), heading->prefix, line + indent);
	if (streq(key, "slave_interface") && *value) {
		begin_member(table, value);
	} else if (*value) {
		add_value(table, key, value);
	} else {
		heading->indent = indent;
		snprintf(heading->prefix, sizeof(heading->prefix), "%.*s_", KEY_MAX - 2,
			 key);
	}
}

/* Lines without ':' are titles, of nothing that is not told by the keys. */
int hp_procvirtual_parse_bond(struct hp_proctable *table, char *text)
{
	struct heading heading = {0};
	char *line;

	while (table->error == 0 && (line = hp_procfile_line(table, &text)))
		if (strchr(line, ':'))
			take_pair(table, &heading, line);
	return table->error;
}

/* "NAME | ID | DEVICE" */
static int parse_row(struct hp_proctable *table, char *line)
{
	char *name = strsep(&line, "|"), *id = strsep(&line, "|"), *on = line;
	uint64_t number;

	if (!on || hp_number_parse(hp_procfile_trim(id), 10, 4095, &number) < 0)
		return -EBADMSG;
	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "device", hp_procfile_trim(name));
	hp_proctable_number(table, HP_PROC_NUMBER, "id", number);
	hp_proctable_text(table, HP_PROC_TEXT, "on", hp_procfile_trim(on));
	return 0;
}

int hp_procvirtual_parse_vlans(struct hp_proctable *table, char *text)
{
	return hp_procfile_each(table, text, 2, parse_row);
}

static const struct vlan_value {
	const char *label, *key;
	enum hp_proc_kind kind; /* HP_PROC_TEXT: to the end of the line */
} vlan_values[] = {
	{"REORDER_HDR:", "reorder_hdr", HP_PROC_BOOLEAN},
	{"total frames received", "rx_frames", HP_PROC_COUNTER},
	{"total bytes received", "rx_bytes", HP_PROC_COUNTER},
	{"Broadcast/Multicast Rcvd", "rx_multicast", HP_PROC_COUNTER},
	{"total frames transmitted", "tx_frames", HP_PROC_COUNTER},
	{"total bytes transmitted", "tx_bytes", HP_PROC_COUNTER},
	{"INGRESS priority mappings:", "ingress_priorities", HP_PROC_TEXT},
	{"EGRESS priority mappings:", "egress_priorities", HP_PROC_TEXT},
};

static int take_value(struct hp_proctable *table, const struct vlan_value *value,
		      char *text)
{
	const struct hp_procfile_column column = {value->key, value->kind, 10};

	if (value->kind != HP_PROC_TEXT)
		return hp_procfile_columns(table, &text, &column, 1);
	hp_proctable_text(table, HP_PROC_TEXT, value->key, hp_procfile_trim(text));
	return 0;
}

int hp_procvirtual_parse_vlan(struct hp_proctable *table, char *text)
{
	char *line, *at;
	int r = 0;

	while (r == 0 && (line = hp_procfile_line(table, &text)))
		for (size_t i = 0; r == 0 && i < ARRAY_SIZE(vlan_values); i++) {
			at = strstr(line, vlan_values[i].label);
			if (at)
				r = take_value(table, &vlan_values[i],
					       at + strlen(vlan_values[i].label));
		}
	return table->error < 0 ? table->error : r;
}
