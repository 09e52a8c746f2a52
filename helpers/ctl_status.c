/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl status: what hotplugd has done and is doing, in three forms. */
#include <getopt.h>

#include "ctl_daemon.h"
#include "ctl_status.h"
#include "hotplugctl.h"

#define AT(member) offsetof(struct hp_control_status, member)

const struct ctl_status_value ctl_status_values[] = {
	{"unfinished", false, AT(unfinished), "events that are not finished"},
	{"working", false, AT(working), "events that are being worked"},
	{"working_max", false, AT(working_max),
	 "events that can be worked at the same time"},
	{"stuck", false, AT(n_stuck), "processes that were left alone in a module load"},
	{"left_alone", true, AT(left_alone),
	 "processes that were left alone, with those that have ended"},
	{"resync_due", false, AT(resync_due), "1: lost events are not made up yet"},
	{"losses", true, AT(counts.losses), "times events were lost"},
	{"resyncs", true, AT(counts.resyncs), "comparisons with /sys"},
	{"made_up", true, AT(counts.made_up), "events that were missing"},
	{"refused", true, AT(counts.refused), "messages that the kernel did not send"},
	{"unusable", true, AT(counts.unusable), "messages that are no events"},
	{"handed_over", true, AT(counts.handed_over),
	 "events that helpers have handed over"},
	{"duplicates", true, AT(counts.duplicates),
	 "handed over, and brought by netlink as well"},
	{"cache_hits", true, AT(outlooks.hits),
	 "events that the cache had the answer for"},
	{"cache_misses", true, AT(outlooks.misses),
	 "events for which files were looked at"},
	{"cache_forgotten", true, AT(outlooks.forgotten), "times the cache was emptied"},
	{"cache_entries", false, AT(outlooks.n), "answers that the cache holds"},
	{"cache_entries_max", false, AT(outlooks.n_max),
	 "answers that the cache can hold"},
	{"left_to_neighbour", false, AT(left_to_neighbour),
	 "1: drivers and names are left to the neighbour"},
	{"after_neighbour", false, AT(after_neighbour),
	 "1: events are taken when the neighbour is done with them"},
	{0},
};

uint64_t ctl_status_get(const struct hp_control_status *status,
			const struct ctl_status_value *value)
{
	return *(const uint64_t *)((const char *)status + value->at);
}

static int compare_rows(const void *a, const void *b)
{
	const struct hp_stats_row *row_a = a, *row_b = b;

	return strcmp(row_a->subsystem, row_b->subsystem);
}

void ctl_status_sort(struct hp_control_status *status)
{
	qsort(status->stats.rows, status->stats.n_rows, sizeof(status->stats.rows[0]),
	      compare_rows);
}

static void (*choose_form(int c))(const struct hp_control_status *status)
{
	return c == 'j'	  ? ctl_status_print_json
	       : c == 'p' ? ctl_status_print_prometheus
			  : ctl_status_print;
}

static int ask_and_print(void (*print)(const struct hp_control_status *status))
{
	struct hp_control_message request = {.type = HP_CONTROL_GET_STATUS}, answer;
	_cleanup_close_ int fd = ctl_daemon_connect();

	if (fd < 0 || ctl_daemon_ask(fd, &request, HP_CONTROL_STATUS, &answer) < 0)
		return CTL_FAILED;
	ctl_status_sort(&answer.status);
	print(&answer.status);
	return CTL_DONE;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	static const struct option options[] = {
		{"json", no_argument, NULL, 'j'},
		{"prometheus", no_argument, NULL, 'p'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	int c, form = 0;

	while ((c = getopt_long(argc, argv, "j", options, NULL)) != -1) {
		if (c == 'h')
			return ctl_usage(verb, stdout);
		if (c == '?' || form)
			return ctl_usage(verb, stderr);
		form = c;
	}
	return optind < argc ? ctl_usage(verb, stderr) : ask_and_print(choose_form(form));
}

const struct ctl_verb ctl_status = {
	.name = "status",
	.arguments = "[--json|--prometheus]",
	.does = "Prints what hotplugd has done and is doing.",
	.run = run,
};
