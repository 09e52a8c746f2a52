/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: fuzz the reader of what was done to an interface: as a file, and as changes
 * without the checksum before them, of which the steps are then made that take them back.
 */
#include <stdint.h>

#include "netundo_pack.h"
#include "netundo_plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void plan(const struct hp_netundo *undo)
{
	static const struct hp_net_state state;
	const struct hp_netundo_is is = {.state = &state};
	_cleanup_(hp_netundo_plan_free) struct hp_netundo_plan plan = {0};
	_cleanup_(hp_netundo_file_free) struct hp_net_file file = {0};
	char text[HP_NET_STEP_TEXT];

	if (hp_netundo_ask(undo, &file) < 0 || hp_netundo_plan_make(&plan, undo, &is) < 0)
		abort();
	for (size_t i = 0; i < undo->n; i++)
		hp_net_change_describe(&undo->change[i], text);
	for (size_t i = 0; i < plan.plan.n; i++)
		hp_net_step_describe(&plan.plan.steps[i], text);
}

/* What was read is the same when it is written and read again. */
static void pack(const struct hp_netundo *undo)
{
	const struct hp_net_instance self = {5, 6, "eth0"};
	_cleanup_(hp_netundo_bytes_free) struct hp_netundo_bytes bytes = {0};
	_cleanup_(hp_netundo_free) struct hp_netundo again = {0};
	char why[HP_NETUNDO_WHY_MAX];

	if (hp_netundo_pack(&bytes, undo, &self) < 0 ||
	    hp_netundo_parse(&again, &bytes, &self, why) < 0 || again.n != undo->n)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hp_net_instance self = {5, 6, "eth0"};
	const struct hp_netundo_bytes bytes = {(char *)data, size};
	_cleanup_(hp_netundo_free) struct hp_netundo undo = {0}, file = {0};
	char why[HP_NETUNDO_WHY_MAX];

	(void)!hp_netundo_parse(&file, &bytes, &self, why);
	if (size && hp_netundo_parse_changes(&undo, (const char *)data + 1, size - 1,
					     data[0], why) == 0) {
		plan(&undo);
		pack(&undo);
	}
	return 0;
}
