/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: steps that are refused. See netapply_refusal.h. */
#include <errno.h>

#include "log.h"
#include "netapply_refusal.h"
#include "netwrite.h"

#define PLACE_MAX (PATH_MAX + 32)

/* "FILE:LINE:COLUMN: "; "" where no file asks for it. */
static char *place_of(const struct hp_net_step *step, char ret[static PLACE_MAX])
{
	const struct hp_net_where *where = &step->where;

	ret[0] = '\0';
	if (where->file)
		snprintf(ret, PLACE_MAX, "%s:%u:%u: ", where->file, where->line,
			 where->column);
	return ret;
}

static void tell_failure(const struct hp_net_link *link, const struct hp_net_step *step,
			 int r, const char *why)
{
	char text[HP_NET_STEP_TEXT], place[PLACE_MAX];

	hp_net_step_describe(step, text);
	hp_error(r, "%s%s: cannot set %s%s%s%s", place_of(step, place), link->name, text,
		 *why ? " (" : "", why, *why ? ")" : "");
}

/* What failed first tells why; whether the interface is still there is asked for next. */
int hp_net_refusal_tell(struct hp_net_apply *apply, const struct hp_net_step *step, int r,
			struct hp_net_link *ret)
{
	_cleanup_free_ char *why = strdup(hp_netlink_why(apply->nl));
	int there = hp_net_link_get(apply->nl, apply->ifindex, NULL, ret);

	if (there == -ENODEV)
		return -ENODEV;
	if (there < 0)
		snprintf(ret->name, sizeof(ret->name), "#%u", apply->ifindex);
	tell_failure(ret, step, r, why ? why : "");
	return 0;
}

/* A driver that lists a setting may still refuse it, with whatever errno it likes, and so
 * may a bus that has no room for virtual functions; and the kernel a token, where it
 * forwards and so listens to no routers. */
bool hp_net_refusal_is_of_step(const struct hp_net_step *step, int r)
{
	const enum hp_net_object_kind kind = step->object.now.kind;

	if (step->kind == HP_NET_STEP_ADD && kind == HP_NET_TOKEN)
		return r == -EINVAL;
	if (step->kind == HP_NET_STEP_ADD)
		return kind == HP_NET_VFS || (kind == HP_NET_VF && r != -ENOMEM);
	return step->kind == HP_NET_STEP_ETHTOOL && r != -ENOMEM;
}

int hp_net_leave_out(struct hp_net_step *step, int r, const char *more)
{
	char text[HP_NET_STEP_TEXT], place[PLACE_MAX];

	step->left_out = true;
	hp_warning(r, "%s%s is left out%s", place_of(step, place),
		   hp_net_step_describe(step, text), more);
	return 0;
}
