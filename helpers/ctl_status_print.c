/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl status: for a person, and as JSON. See ctl_status.h. */
#include <inttypes.h>

#include "clock.h"
#include "ctl_status.h"
#include "json.h"

static const unsigned int percents[] = {50, 90, 99, 100};

static uint64_t seconds_since(uint64_t us)
{
	return (hp_clock_us() - us) / 1000000;
}

static void print_stuck(const struct hp_control_status *status)
{
	char name[4 * sizeof(status->stuck[0].name)];

	for (size_t i = 0; i < status->n_stuck; i++)
		printf("%18s %s[%" PRIu64 "], for %" PRIu64 " s\n", "",
		       hp_log_escape(name, sizeof(name), status->stuck[i].name),
		       status->stuck[i].pid, seconds_since(status->stuck[i].since_us));
}

static void print_values(const struct hp_control_status *status)
{
	for (const struct ctl_status_value *value = ctl_status_values; value->key;
	     value++) {
		printf("%-17s %8" PRIu64 "  %s\n", value->key,
		       ctl_status_get(status, value), value->means);
		if (value->at == offsetof(struct hp_control_status, n_stuck))
			print_stuck(status);
	}
}

static void print_times(const struct hp_stats *stats)
{
	uint64_t n = hp_stats_times(stats);

	printf("\nfrom received to finished, of %" PRIu64 " events for which something "
	       "was run, in us:\n",
	       n);
	for (size_t i = 0; n && i < ARRAY_SIZE(percents); i++)
		printf("%9u %% at most %10" PRIu64 "\n", percents[i],
		       hp_stats_percentile(stats, percents[i]));
}

static void print_rows(const struct hp_stats *stats)
{
	char name[4 * HP_STATS_NAME_MAX];

	printf("\n%-20s", "subsystem");
	for (unsigned int i = 0; i < HP_OUTCOMES; i++)
		printf(" %10s", hp_outcome_name(i));
	putchar('\n');
	for (size_t i = 0; i < stats->n_rows; i++) {
		const struct hp_stats_row *row = &stats->rows[i];

		printf("%-20s", hp_log_escape(name, sizeof(name), row->subsystem));
		for (unsigned int j = 0; j < HP_OUTCOMES; j++)
			printf(" %10" PRIu64, row->outcomes[j]);
		putchar('\n');
	}
}

void ctl_status_print(const struct hp_control_status *status)
{
	char neighbour[4 * sizeof(status->neighbour)];

	hp_log_escape(neighbour, sizeof(neighbour), status->neighbour);
	printf("hotplugd[%" PRIu64 "], for %" PRIu64 " s, log level %s, neighbour %s\n\n",
	       status->pid, status->uptime_us / 1000000, hp_log_level_name(status->level),
	       *neighbour ? neighbour : "none");
	print_values(status);
	print_times(&status->stats);
	print_rows(&status->stats);
}

static void add_stuck(struct hp_json *json, const struct hp_control_status *status)
{
	hp_json_open(json, "stuck_processes", '[');
	for (size_t i = 0; i < status->n_stuck; i++) {
		hp_json_open(json, NULL, '{');
		hp_json_number(json, "pid", status->stuck[i].pid);
		hp_json_string(json, "name", status->stuck[i].name);
		hp_json_number(json, "seconds", seconds_since(status->stuck[i].since_us));
		hp_json_close(json, '}');
	}
	hp_json_close(json, ']');
}

static void add_times(struct hp_json *json, const struct hp_stats *stats)
{
	char key[8];

	hp_json_open(json, "times_us", '{');
	hp_json_number(json, "count", hp_stats_times(stats));
	hp_json_number(json, "sum", stats->sum_us);
	for (size_t i = 0; i < ARRAY_SIZE(percents); i++) {
		snprintf(key, sizeof(key), "p%u", percents[i]);
		hp_json_number(json, key, hp_stats_percentile(stats, percents[i]));
	}
	hp_json_close(json, '}');
}

static void add_rows(struct hp_json *json, const struct hp_stats *stats)
{
	hp_json_open(json, "subsystems", '[');
	for (size_t i = 0; i < stats->n_rows; i++) {
		hp_json_open(json, NULL, '{');
		hp_json_string(json, "subsystem", stats->rows[i].subsystem);
		for (unsigned int j = 0; j < HP_OUTCOMES; j++)
			hp_json_number(json, hp_outcome_name(j),
				       stats->rows[i].outcomes[j]);
		hp_json_close(json, '}');
	}
	hp_json_close(json, ']');
}

void ctl_status_print_json(const struct hp_control_status *status)
{
	struct hp_json json = {.out = stdout};

	hp_json_open(&json, NULL, '{');
	hp_json_number(&json, "pid", status->pid);
	hp_json_number(&json, "uptime_us", status->uptime_us);
	hp_json_string(&json, "log_level", hp_log_level_name(status->level));
	hp_json_string(&json, "neighbour", *status->neighbour ? status->neighbour : NULL);
	for (const struct ctl_status_value *value = ctl_status_values; value->key;
	     value++)
		hp_json_number(&json, value->key, ctl_status_get(status, value));
	add_stuck(&json, status);
	add_times(&json, &status->stats);
	add_rows(&json, &status->stats);
	hp_json_close(&json, '}');
	putchar('\n');
}
