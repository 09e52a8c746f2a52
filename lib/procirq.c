/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: interrupts. See procirq.h. */
#include <ctype.h>
#include <errno.h>

#include "number.h"
#include "procirq.h"

#define KEY_MAX 24

/* Of "CPU0 CPU4": the number of the next one, or -1. */
static int take_cpu(char **header)
{
	char *word = hp_procfile_word(header);
	uint64_t number;

	if (!word || !skip_prefix(word, "CPU") ||
	    hp_number_parse(word + strlen("CPU"), 10, INT32_MAX, &number) < 0)
		return -1;
	return number;
}

/* Adds a count for each CPU of the header, and before them their sum. Returns 0 or
 * -EBADMSG. */
static int take_counts(struct hp_proctable *table, char *header, char **line)
{
	size_t row = table->n - 1, total = table->row[row].n;
	char key[KEY_MAX];
	uint64_t sum = 0;
	int cpu, r = 0;

	hp_proctable_number(table, HP_PROC_COUNTER32, "total", 0);
	while (r == 0 && (cpu = take_cpu(&header)) >= 0) {
		const struct hp_procfile_column column = {key, HP_PROC_COUNTER32, 10};

		snprintf(key, sizeof(key), "cpu%d", cpu);
		r = hp_procfile_columns(table, line, &column, 1);
		if (r == 0 && table->error == 0)
			sum += table->row[row].field[table->row[row].n - 1].number;
	}
	if (table->error == 0)
		table->row[row].field[total].number = sum;
	return r;
}

/* "a, b" with '\n' between. */
static void add_actions(struct hp_proctable *table, char *actions)
{
	char *to = actions;

	for (const char *from = actions; *from; from++) {
		if (from[0] == ',' && from[1] == ' ')
			*to++ = '\n', from++;
		else
			*to++ = *from;
	}
	*to = '\0';
	hp_proctable_text(table, HP_PROC_LIST, "actions", actions);
}

/* "7", "7-edge" or "-edge"; NULL: the line has neither number nor name. */
static const char *take_hwirq(char **rest)
{
	const char *end = hp_procfile_trim(*rest);
	bool has_number = isdigit((unsigned char)*end);

	end += strspn(end, "0123456789");
	if (*end != '-' && !(has_number && (!*end || *end == ' ')))
		return NULL;
	return hp_procfile_word(rest);
}

/* "CHIP [HWIRQ][-NAME] [Level|Edge] ACTIONS" */
static void add_rest(struct hp_proctable *table, char *rest)
{
	static const char *const triggers[] = {"Level", "Edge"};
	const char *chip = hp_procfile_word(&rest), *hwirq = take_hwirq(&rest),
		   *trigger = NULL;

	rest = hp_procfile_trim(rest);
	for (size_t i = 0; i < ARRAY_SIZE(triggers); i++) {
		size_t n = strlen(triggers[i]);

		if (skip_prefix(rest, triggers[i]) && (!rest[n] || rest[n] == ' ')) {
			trigger = triggers[i];
			rest = hp_procfile_trim(rest + n);
		}
	}
	hp_proctable_text(table, HP_PROC_TEXT, "chip", chip);
	hp_proctable_text(table, HP_PROC_TEXT, "hwirq", hwirq);
	hp_proctable_text(table, HP_PROC_TEXT, "trigger", trigger);
	add_actions(table, rest);
}

static int parse_line(struct hp_proctable *table, const char *header, char *line)
{
	_cleanup_free_ char *cpus = strdup(header);
	char *irq = strsep(&line, ":");
	uint64_t number;
	int r;

	irq = hp_procfile_trim(irq);
	if (!isdigit((unsigned char)*irq))
		return 0;
	if (!line || hp_number_parse(irq, 10, UINT32_MAX, &number) < 0)
		return -EBADMSG;
	if (!cpus)
		return -ENOMEM;
	hp_proctable_row(table);
	hp_proctable_number(table, HP_PROC_INDEX, "irq", number);
	if (table->error < 0)
		return table->error;
	r = take_counts(table, cpus, &line);
	if (r == 0)
		add_rest(table, line);
	else
		hp_proctable_drop(table);
	return r;
}

int hp_procirq_parse(struct hp_proctable *table, char *text)
{
	const char *header = hp_procfile_line(table, &text);
	char *line;
	int r = header ? 0 : -EBADMSG;

	while (r == 0 && (line = hp_procfile_line(table, &text)))
		r = parse_line(table, header, line);
	return table->error < 0 ? table->error : r;
}

bool hp_procirq_serves(const struct hp_proc_row *row, const char *name)
{
	const struct hp_proc_field *actions = hp_proc_row_find(row, "actions");
	const char *action = actions ? actions->text : "", *behind;

	for (; *action; action += *action == '\n') {
		behind = skip_prefix(action, name);
		if (behind && !isalnum((unsigned char)*behind) && *behind != '_')
			return true;
		action += strcspn(action, "\n");
	}
	return false;
}

static void add_file(struct hp_proctable *table, unsigned int irq, const char *file,
		     const char *key)
{
	_cleanup_free_ char *text = NULL;
	char path[64];

	snprintf(path, sizeof(path), "/proc/irq/%u/%s", irq, file);
	if (hp_procfile_read(path, &text) < 0)
		hp_proctable_text(table, HP_PROC_TEXT, key, NULL);
	else
		hp_proctable_text(table, HP_PROC_TEXT, key, hp_procfile_trim(text));
}

/* Of "count N\nunhandled N\nlast_unhandled N ms": the second. */
static void add_unhandled(struct hp_proctable *table, unsigned int irq)
{
	static const char label[] = "\nunhandled ";
	_cleanup_free_ char *text = NULL;
	uint64_t number;
	char path[64];
	const char *at;

	snprintf(path, sizeof(path), "/proc/irq/%u/spurious", irq);
	at = hp_procfile_read(path, &text) < 0 ? NULL : strstr(text, label);
	if (at && hp_number_take(at + strlen(label), &number))
		hp_proctable_number(table, HP_PROC_COUNTER, "unhandled", number);
	else
		hp_proctable_text(table, HP_PROC_TEXT, "unhandled", NULL);
}

void hp_procirq_add(struct hp_proctable *table, unsigned int irq)
{
	add_file(table, irq, "smp_affinity_list", "affinity");
	add_file(table, irq, "effective_affinity_list", "effective_affinity");
	add_file(table, irq, "node", "node");
	add_unhandled(table, irq);
}
