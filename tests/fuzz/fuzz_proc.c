/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: any bytes as one of the files that lib/proc*.h read; the first byte says
 * which.
 *
 * Whatever it is, the rows that come of it are whole: each has fields, numbers have no
 * text, and no text has the end of a line in it.
 */
#include <errno.h>

#include "procirq.h"
#include "procnet.h"
#include "procoption.h"
#include "procregion.h"
#include "procsoft.h"
#include "procvirtual.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
}

static int parse_bond(struct hp_proctable *table, char *text)
{
	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "bond", "bond0");
	return hp_procvirtual_parse_bond(table, text);
}

static int parse_vlan(struct hp_proctable *table, char *text)
{
	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "device", "v5");
	return hp_procvirtual_parse_vlan(table, text);
}

/* 'a' and so on. */
static const hp_procfile_parser parsers[] = {
	hp_procnet_parse_dev,
	hp_procnet_parse_mcast,
	hp_procnet_parse_wireless,
	hp_procnet_parse_ptype,
	hp_procsoft_parse_stat,
	hp_procsoft_parse_irqs,
	parse_bond,
	parse_vlan,
	hp_procvirtual_parse_vlans,
	hp_procregion_parse,
	hp_procirq_parse,
	hp_procoption_parse,
};

static bool has_text(const struct hp_proc_field *field)
{
	return field->kind == HP_PROC_NAME || field->kind == HP_PROC_TEXT ||
	       field->kind == HP_PROC_LIST;
}

static void check_row(const struct hp_proc_row *row, hp_procfile_parser parser)
{
	require(row->n);
	for (size_t i = 0; i < row->n; i++) {
		const struct hp_proc_field *field = &row->field[i];

		require(field->key);
		require(has_text(field) || parser == hp_procregion_parse || !field->text);
		require(field->kind != HP_PROC_NAME || field->text);
		require(!field->text || field->kind == HP_PROC_LIST ||
			!strchr(field->text, '\n') || parser == hp_procoption_parse);
	}
	require(hp_proc_row_same(row, row));
}

static void check_regions(const struct hp_proctable *table)
{
	_cleanup_(hp_proctable_free) struct hp_proctable found = {0};

	for (size_t i = 0; i < table->n && i < 8; i++)
		hp_procregion_find(&found, table, table->row[i].field[2].text);
	require(!table->n || found.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(hp_proctable_free) struct hp_proctable table = {0};
	hp_procfile_parser parser;
	char *text;
	int r;

	if (!size)
		return 0;
	parser = parsers[(*data + ARRAY_SIZE(parsers) * 32 - 'a') % ARRAY_SIZE(parsers)];
	text = malloc(size);
	require(text);
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	r = parser(&table, text);
	require(r == 0 || r == -EBADMSG);
	for (size_t i = 0; i < table.n; i++)
		check_row(&table.row[i], parser);
	if (parser == hp_procregion_parse && r == 0)
		check_regions(&table);
	for (size_t i = 0; parser == hp_procirq_parse && i < table.n; i++)
		hp_procirq_serves(&table.row[i], "eth0");
	free(text);
	return 0;
}
