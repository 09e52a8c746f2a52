/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Network] about the carrier, for which nobody waits here. See
 * netkey.h. */
#include "netkey.h"
#include "timespan.h"

static bool is_boolean_or(const char *value, bool *ret, bool is_time)
{
	uint64_t us;

	*ret = true;
	if (!*value || hp_boolean_parse(ret, value) == 0)
		return true;
	*ret = streq(value, "infinity");
	return is_time && (*ret || hp_timespan_parse(&us, value) == 0);
}

static int take_without(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			int arg)
{
	bool yes;

	if (!is_boolean_or(entry->value, &yes, false))
		hp_ini_warn(entry, "'%s' is no boolean; it is left out", entry->value);
	else if (!yes)
		hp_ini_warn(entry, "no carrier is waited for: it is configured without");
	return 0;
}

static int take_loss(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	bool yes;

	if (!is_boolean_or(entry->value, &yes, true))
		hp_ini_warn(entry, "'%s' is no boolean or time; it is left out",
			    entry->value);
	else if (!yes)
		hp_ini_warn(entry, "what is set stays where the carrier is lost");
	return 0;
}

const struct hp_net_key hp_net_carrier_keys[] = {
	{"Network", "ConfigureWithoutCarrier", HP_NET_IN_NETWORK, take_without},
	{"Network", "IgnoreCarrierLoss", HP_NET_IN_NETWORK, take_loss},
	{0},
};
