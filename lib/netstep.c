/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the steps of a plan as text. See netplan.h. */
#include "netstack.h"
#include "netvlans.h"

static void describe_name(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "name %s", step->name.to);
}

static void describe_altname(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "altname %s", step->altname);
}

static void describe_drop_altname(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "no altname %s", step->altname);
}

static void describe_alias(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "alias '%s'", step->alias.to);
}

static void describe_amount(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "%s %u",
		 hp_net_amount_kinds[step->amount.amount].text, step->amount.to);
}

static void describe_ethtool(const struct hp_net_step *step, char *ret)
{
	hp_net_ethtool_describe(step->ethtool.which, step->ethtool.to, ret,
				HP_NET_STEP_TEXT);
}

static void describe_mac(const struct hp_net_step *step, char *ret)
{
	char mac[HP_HWADDR_TEXT];

	snprintf(ret, HP_NET_STEP_TEXT, "mac %s", hp_hwaddr_format(&step->mac.to, mac));
}

static void describe_mtu(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "mtu %u", step->mtu.to);
}

static void describe_flag(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "%s %s", hp_net_flag_kinds[step->flag.which].text,
		 step->flag.on ? "on" : "off");
}

static void describe_up(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "up");
}

static void describe_make(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "new %s %s", step->stacked->kind->name,
		 step->stacked->upper->name);
}

static void describe_down(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "down");
}

static void describe_master(const struct hp_net_step *step, char *ret)
{
	const char *name = step->stacked->upper->name;

	snprintf(ret, HP_NET_STEP_TEXT, *name ? "master %s" : "no master", name);
}

static void describe_tell(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "%s in %s", step->tell->what,
		 step->stacked->upper->name);
}

static void describe_vlans(const struct hp_net_step *step, char *ret)
{
	hp_net_vlans_describe(step->vlans.wanted, ret);
}

static void describe_add(const struct hp_net_step *step, char *ret)
{
	hp_net_object_describe(&step->object.now, ret);
}

static void describe_drop(const struct hp_net_step *step, char *ret)
{
	strcpy(ret, "no ");
	hp_net_object_describe(&step->object.now, ret + strlen("no "));
}

static void (*const describers[HP_NET_STEP_KINDS])(const struct hp_net_step *step,
						   char *ret) = {
	[HP_NET_STEP_ALTNAME] = describe_altname,
	[HP_NET_STEP_DROP_ALTNAME] = describe_drop_altname,
	[HP_NET_STEP_ALIAS] = describe_alias,
	[HP_NET_STEP_AMOUNT] = describe_amount,
	[HP_NET_STEP_RENAME] = describe_name,
	[HP_NET_STEP_ETHTOOL] = describe_ethtool,
	[HP_NET_STEP_MAC] = describe_mac,
	[HP_NET_STEP_MTU] = describe_mtu,
	[HP_NET_STEP_FLAG] = describe_flag,
	[HP_NET_STEP_UP] = describe_up,
	[HP_NET_STEP_MAKE] = describe_make,
	[HP_NET_STEP_DOWN] = describe_down,
	[HP_NET_STEP_MASTER] = describe_master,
	[HP_NET_STEP_TELL] = describe_tell,
	[HP_NET_STEP_VLANS] = describe_vlans,
	[HP_NET_STEP_ADD] = describe_add,
	[HP_NET_STEP_DROP] = describe_drop,
};

char *hp_net_step_describe(const struct hp_net_step *step,
			   char ret[static HP_NET_STEP_TEXT])
{
	describers[step->kind](step, ret);
	return ret;
}
