/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugctl status --prometheus. See ctl_status.h.
 *
 * Source of the contract: Prometheus' text-based exposition format 0.0.4, and the
 * textfile collector of node_exporter, which takes no timestamps.
 */
#include <inttypes.h>

#include "ctl_status.h"

#define PREFIX	"hotplug_"

/* A line for each power of four microseconds, up to 537 s: bounds that are those of
 * buckets. */
#define LE_STEP 8
#define LE_MAX	112

static void print_head(const char *key, const char *suffix, const char *type,
		       const char *means)
{
	printf("# HELP " PREFIX "%s%s %s\n# TYPE " PREFIX "%s%s %s\n", key, suffix, means,
	       key, suffix, type);
}

static void print_values(const struct hp_control_status *status)
{
	for (const struct ctl_status_value *value = ctl_status_values; value->key;
	     value++) {
		const char *suffix = value->counts ? "_total" : "";

		print_head(value->key, suffix, value->counts ? "counter" : "gauge",
			   value->means);
		printf(PREFIX "%s%s %" PRIu64 "\n", value->key, suffix,
		       ctl_status_get(status, value));
	}
}

/* UTF-8 is asked for: other bytes are escaped as in the log, and the escapes again. */
static void print_label(const char *text)
{
	char line[4 * HP_STATS_NAME_MAX];

	hp_log_escape(line, sizeof(line), text);
	for (const char *c = line; *c; c++)
		printf(*c == '\\' || *c == '"' ? "\\%c" : "%c", *c);
}

/* No sample: there is none. */
static void print_neighbour(const char *name)
{
	print_head("neighbour_info", "", "gauge", "who else handles events here");
	if (!*name)
		return;
	fputs(PREFIX "neighbour_info{name=\"", stdout);
	print_label(name);
	puts("\"} 1");
}

static void print_rows(const struct hp_stats *stats)
{
	print_head("events_total", "", "counter", "events, by what became of them");
	for (size_t i = 0; i < stats->n_rows; i++)
		for (unsigned int j = 0; j < HP_OUTCOMES; j++) {
			fputs(PREFIX "events_total{subsystem=\"", stdout);
			print_label(stats->rows[i].subsystem);
			printf("\",outcome=\"%s\"} %" PRIu64 "\n", hp_outcome_name(j),
			       stats->rows[i].outcomes[j]);
		}
}

static void print_seconds(uint64_t us)
{
	printf("%" PRIu64 ".%06" PRIu64, us / 1000000, us % 1000000);
}

static void print_times(const struct hp_stats *stats)
{
	uint64_t n = 0;

	print_head("event_seconds", "", "histogram",
		   "from received to finished, where something was run");
	for (unsigned int i = 0; i < HP_STATS_BUCKETS; i++) {
		n += stats->buckets[i];
		if (i % LE_STEP != LE_STEP - 1 || i > LE_MAX)
			continue;
		fputs(PREFIX "event_seconds_bucket{le=\"", stdout);
		print_seconds(hp_stats_bound(i));
		printf("\"} %" PRIu64 "\n", n);
	}
	printf(PREFIX "event_seconds_bucket{le=\"+Inf\"} %" PRIu64 "\n", n);
	fputs(PREFIX "event_seconds_sum ", stdout);
	print_seconds(stats->sum_us);
	printf("\n" PREFIX "event_seconds_count %" PRIu64 "\n", n);
}

void ctl_status_print_prometheus(const struct hp_control_status *status)
{
	print_head("uptime_seconds", "", "gauge", "since hotplugd was started");
	printf(PREFIX "uptime_seconds %" PRIu64 "\n", status->uptime_us / 1000000);
	print_values(status);
	print_neighbour(status->neighbour);
	print_rows(&status->stats);
	print_times(&status->stats);
}
