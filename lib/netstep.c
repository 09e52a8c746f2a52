/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the steps of a plan as text. See netplan.h. */
#include "netplan.h"

static void describe_name(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "name %s", step->name.to);
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

static const char *drop(const struct hp_net_step *step)
{
	return step->kind == HP_NET_STEP_DROP_ADDRESS ||
			       step->kind == HP_NET_STEP_DROP_ROUTE
		       ? "no "
		       : "";
}

static void describe_address(const struct hp_net_step *step, char *ret)
{
	char prefix[HP_PREFIX_TEXT];

	hp_prefix_format(&step->address.prefix, prefix);
	snprintf(ret, HP_NET_STEP_TEXT, "%saddress %s%s", drop(step), prefix,
		 strchr(prefix, '/')			   ? ""
		 : step->address.prefix.family == AF_INET6 ? "/128"
							   : "/32");
}

static void describe_up(const struct hp_net_step *step, char *ret)
{
	snprintf(ret, HP_NET_STEP_TEXT, "up");
}

static void describe_route(const struct hp_net_step *step, char *ret)
{
	const struct hp_net_route *route = &step->route;
	char to[HP_PREFIX_TEXT] = "default", via[HP_PREFIX_TEXT] = "", metric[24] = "";
	uint32_t usual =
		route->destination.family == AF_INET6 ? HP_NET_METRIC_DEFAULT_V6 : 0;

	if (route->destination.length)
		hp_prefix_format(&route->destination, to);
	if (route->gateway.family)
		hp_prefix_format(&route->gateway, via);
	if (route->metric != usual)
		snprintf(metric, sizeof(metric), " metric %u", route->metric);
	snprintf(ret, HP_NET_STEP_TEXT, "%sroute %s%s%s%s", drop(step), to,
		 *via ? " via " : "", via, metric);
}

static void (*const describers[HP_NET_STEP_KINDS])(const struct hp_net_step *step,
						   char *ret) = {
	[HP_NET_STEP_RENAME] = describe_name,
	[HP_NET_STEP_MAC] = describe_mac,
	[HP_NET_STEP_MTU] = describe_mtu,
	[HP_NET_STEP_DROP_ADDRESS] = describe_address,
	[HP_NET_STEP_ADDRESS] = describe_address,
	[HP_NET_STEP_UP] = describe_up,
	[HP_NET_STEP_ROUTE] = describe_route,
	[HP_NET_STEP_DROP_ROUTE] = describe_route,
};

char *hp_net_step_describe(const struct hp_net_step *step,
			   char ret[static HP_NET_STEP_TEXT])
{
	describers[step->kind](step, ret);
	return ret;
}
