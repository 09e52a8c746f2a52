/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: say what a plan does to an interface. See netreport.h. */
#include <errno.h>

#include "log.h"
#include "netreport.h"

char *hp_netreport_step(const struct hp_net_step *step,
			char ret[static HP_NETREPORT_STEP])
{
	char text[HP_NET_STEP_TEXT];

	return hp_log_escape(ret, HP_NETREPORT_STEP, hp_net_step_describe(step, text));
}

int hp_netreport_unread(const char *interface, int r)
{
	if (r < 0 && r != -ENODEV)
		hp_error(r, "%s: cannot be read", interface);
	return r;
}

void hp_netreport_text(const char *text)
{
	const char *separator = "";
	char line[HP_NETREPORT_STEP / 4], escaped[HP_NETREPORT_STEP];

	while (*text) {
		size_t n = strcspn(text, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)n, text);
		printf("%s%s", separator, hp_log_escape(escaped, sizeof(escaped), line));
		separator = "; ";
		text += n + (text[n] == '\n');
	}
}

void hp_netreport_print(const struct hp_net_link *link, const struct hp_net_plan *plan)
{
	char name[4 * IFNAMSIZ], text[HP_NETREPORT_STEP];

	hp_log_escape(name, sizeof(name), link->name);
	for (size_t i = 0; i < plan->n; i++)
		printf("%s: %s\n", name, hp_netreport_step(&plan->steps[i], text));
}

void hp_netreport_tell(const struct hp_net_link *link, const struct hp_net_plan *plan)
{
	const char *separator = ": ";
	bool any = false;
	char text[HP_NET_STEP_TEXT];
	_cleanup_free_ char *line = NULL;
	size_t size;
	FILE *stream = open_memstream(&line, &size);

	if (!stream)
		return;
	fputs(link->name, stream);
	for (size_t i = 0; i < plan->n; i++) {
		any |= !plan->steps[i].left_out;
		if (plan->steps[i].kind == HP_NET_STEP_RENAME)
			fprintf(stream, " -> %s", plan->steps[i].name.to);
	}
	for (size_t i = 0; i < plan->n; i++) {
		if (plan->steps[i].kind == HP_NET_STEP_RENAME || plan->steps[i].left_out)
			continue;
		fprintf(stream, "%s%s", separator,
			hp_net_step_describe(&plan->steps[i], text));
		separator = ", ";
	}
	if (fclose(stream) == 0 && any)
		hp_notice("%s", line);
}
