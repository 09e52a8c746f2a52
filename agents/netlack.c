/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the files want of an interface and it cannot have. See netlack.h. */
#include <errno.h>

#include "log.h"
#include "netapply.h"
#include "netethtool_io.h"
#include "netlack.h"

int hp_netlack_altnames(struct hp_netlink *nl, const struct hp_net_want *want,
			const struct hp_net_link *link, const struct hp_net_altnames *has,
			struct hp_net_altnames *refused)
{
	_cleanup_(hp_net_altnames_free) struct hp_net_altnames altnames = {0};
	const struct hp_net_where *where =
		want->link ? &want->link->altnames_where : NULL;
	int r = hp_net_want_altnames(want, link, &altnames);

	for (size_t i = 0; r == 0 && i < altnames.n; i++) {
		const char *name = altnames.name[i];
		struct hp_net_link other;

		if (hp_net_altnames_have(has, name) ||
		    hp_net_link_get(nl, 0, name, &other) < 0 ||
		    other.ifindex == link->ifindex)
			continue;
		hp_warning(
			0,
			"%s:%u:%u: %s: the name %s is that of interface %u already; it "
			"is left out",
			where->file, where->line, where->column, link->name, name,
			other.ifindex);
		r = hp_net_altnames_add(refused, name);
	}
	return r;
}

/* What the driver cannot be told is said, and left out. */
static void tell_refused(const struct hp_net_link *link, const struct hp_net_file *file,
			 const struct hp_net_ethtool_state *state)
{
	char text[HP_NET_STEP_TEXT];

	for (int i = 0; i < HP_NET_ETHTOOLS; i++) {
		const struct hp_net_where *where = &file->ethtool_where[i];

		if (!hp_net_ethtool_has(file->ethtool.known, i) ||
		    state->error[hp_net_ethtool_kinds[i].group] ||
		    !hp_net_ethtool_is_refused(state, i, file->ethtool.value[i]) ||
		    hp_net_ethtool_kinds[i].is_one_of_many)
			continue;
		hp_warning(0, "%s:%u:%u: %s: cannot have %s here; it is left out",
			   where->file, where->line, where->column, link->name,
			   hp_net_ethtool_describe(i, file->ethtool.value[i], text,
						   sizeof(text)));
	}
}

static bool is_same_place(const struct hp_net_where *a, const struct hp_net_where *b)
{
	return a->file == b->file && a->line == b->line && a->column == b->column;
}

/* What the driver fails to tell is said, once a key, and left out. Returns 0, or -ENODEV
 * where the interface is gone. */
static int tell_unknown(struct hp_netlink *nl, const struct hp_net_file *file,
			const struct hp_net_state *state)
{
	const struct hp_net_where *last = NULL;
	struct hp_net_link now;

	for (int i = 0; i < HP_NET_ETHTOOLS; i++) {
		const struct hp_net_where *where = &file->ethtool_where[i];
		int error = state->ethtool.error[hp_net_ethtool_kinds[i].group];

		if (!hp_net_ethtool_has(file->ethtool.known, i) || !error ||
		    (last && is_same_place(last, where)))
			continue;
		if (hp_net_link_get(nl, state->link.ifindex, NULL, &now) == -ENODEV)
			return -ENODEV;
		hp_warning(error,
			   "%s:%u:%u: %s: the driver cannot tell how this is; it is left "
			   "out",
			   where->file, where->line, where->column, state->link.name);
		last = where;
	}
	return 0;
}

int hp_netlack_ethtool(struct hp_netlink *nl, const struct hp_net_want *want,
		       struct hp_net_state *state)
{
	const struct hp_net_file *file = want->link;
	int r;

	if (!file || !file->ethtool.known)
		return 0;
	r = hp_net_ethtool_read(state->link.ifindex, file->ethtool.known,
				&state->ethtool);
	if (r < 0)
		return r;
	tell_refused(&state->link, file, &state->ethtool);
	return tell_unknown(nl, file, state);
}
