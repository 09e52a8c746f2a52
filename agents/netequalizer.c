/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the module of the true link equalizer. See netequalizer.h. */
#include "loaded.h"
#include "log.h"
#include "modprobe.h"
#include "netequalizer.h"
#include "netteql.h"

/* One that is being loaded has no equalizers yet. */
static bool is_live(const char *module)
{
	char state[HP_LOADED_TEXT_MAX];

	hp_loaded_attribute(module, "initstate", state);
	return streq(state, "live");
}

void hp_netequalizer_load(const struct hp_uevent *event, const struct hp_net_conf *conf,
			  const struct hp_net_file *network)
{
	const struct hp_net_conf_object *wanted = hp_net_teql_find(network);
	char option[sizeof(HP_NET_TEQL_PARAMETER) + 16];

	if (!wanted || is_live(HP_NET_TEQL_MODULE))
		return;
	snprintf(option, sizeof(option), "%s=%u", HP_NET_TEQL_PARAMETER,
		 hp_net_teql_count(conf));
	if (hp_modprobe_load_with(event, HP_NET_TEQL_MODULE, option) < 0)
		hp_error(0, "%s:%u:%u: there is no equalizer without the module %s",
			 wanted->where.file, wanted->where.line, wanted->where.column,
			 HP_NET_TEQL_MODULE);
}
