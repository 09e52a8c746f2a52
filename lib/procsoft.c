/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the soft interrupts of the network. See procsoft.h. */
#include <errno.h>

#include "number.h"
#include "procsoft.h"

#define COLUMNS_MAX 32
#define CPU_COLUMN  12

/* NULL: it was fastroute's, and is 0. */
static const struct {
	const char *key;
	enum hp_proc_kind kind;
} stat_columns[] = {
	{"processed", HP_PROC_COUNTER32},
	{"dropped", HP_PROC_COUNTER32},
	{"time_squeeze", HP_PROC_COUNTER32},
	{NULL},
	{NULL},
	{NULL},
	{NULL},
	{NULL},
	{"cpu_collision", HP_PROC_COUNTER32},
	{"received_rps", HP_PROC_COUNTER32},
	{"flow_limit_count", HP_PROC_COUNTER32},
	{"backlog_len", HP_PROC_NUMBER},
	{NULL}, /* CPU_COLUMN */
	{"input_qlen", HP_PROC_NUMBER},
	{"process_qlen", HP_PROC_NUMBER},
};

/* Returns how many numbers there are, or -EBADMSG. */
static int take_numbers(char *line, uint64_t numbers[static COLUMNS_MAX])
{
	const char *word;
	int n = 0;

	while (n < COLUMNS_MAX && (word = hp_procfile_word(&line)))
		if (hp_number_parse(word, 16, UINT32_MAX, &numbers[n++]) < 0)
			return -EBADMSG;
	return n < 9 ? -EBADMSG : n;
}

static void add_column(struct hp_proctable *table, size_t i, uint64_t number)
{
	char key[sizeof("column_") + 3];

	if (i >= ARRAY_SIZE(stat_columns)) {
		snprintf(key, sizeof(key), "column_%u", (unsigned int)(i + 1) % 1000);
		hp_proctable_number(table, HP_PROC_NUMBER, key, number);
	} else if (stat_columns[i].key) {
		hp_proctable_number(table, stat_columns[i].kind, stat_columns[i].key,
				    number);
	}
}

static int parse_stat(struct hp_proctable *table, char *line)
{
	uint64_t numbers[COLUMNS_MAX];
	int n = take_numbers(line, numbers);

	if (n < 0)
		return n;
	hp_proctable_row(table);
	if (n > CPU_COLUMN)
		hp_proctable_number(table, HP_PROC_INDEX, "cpu", numbers[CPU_COLUMN]);
	else
		hp_proctable_number(table, HP_PROC_INDEX, "nth_online_cpu",
				    table->line - 1);
	for (int i = 0; i < n; i++)
		add_column(table, i, numbers[i]);
	return 0;
}

int hp_procsoft_parse_stat(struct hp_proctable *table, char *text)
{
	return hp_procfile_each(table, text, 0, parse_stat);
}

/* A line that is wanted, as a column of its own. */
struct softirq {
	const char *key;
	char *line; /* behind the name; NULL: there is none */
};

static void find_lines(struct softirq softirqs[static 2], struct hp_proctable *table,
		       char *text)
{
	char *line, *colon;

	while ((line = hp_procfile_line(table, &text))) {
		colon = strchr(line, ':');
		if (!colon)
			continue;
		*colon = '\0';
		line = hp_procfile_trim(line);
		if (streq(line, "NET_TX"))
			softirqs[0].line = colon + 1;
		else if (streq(line, "NET_RX"))
			softirqs[1].line = colon + 1;
	}
}

static int add_cpu(struct hp_proctable *table, const char *cpu,
		   struct softirq softirqs[static 2])
{
	uint64_t number;
	int r = 0;

	if (!skip_prefix(cpu, "CPU") ||
	    hp_number_parse(cpu + strlen("CPU"), 10, UINT32_MAX, &number) < 0)
		return -EBADMSG;
	hp_proctable_row(table);
	if (table->error < 0)
		return table->error;
	hp_proctable_number(table, HP_PROC_INDEX, "cpu", number);
	for (size_t i = 0; r == 0 && i < 2; i++) {
		const struct hp_procfile_column column = {softirqs[i].key,
							  HP_PROC_COUNTER32, 10};

		r = hp_procfile_columns(table, &softirqs[i].line, &column, 1);
	}
	if (r < 0)
		hp_proctable_drop(table);
	return r;
}

int hp_procsoft_parse_irqs(struct hp_proctable *table, char *text)
{
	struct softirq softirqs[2] = {{"net_tx"}, {"net_rx"}};
	char *header = hp_procfile_line(table, &text), *cpu;
	int r = 0;

	find_lines(softirqs, table, text);
	if (!header || !softirqs[0].line || !softirqs[1].line)
		return -EBADMSG;
	while (r == 0 && (cpu = hp_procfile_word(&header)))
		r = add_cpu(table, cpu, softirqs);
	return table->error < 0 ? table->error : r;
}
