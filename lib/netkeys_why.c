/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: why some of systemd's sections and keys are not taken. See netkeys.h. */
#include "netkeys.h"

/* The first row that fits counts. */
static const struct {
	const char *section;
	const char *keys; /* with blanks around each; NULL: all */
	const char *why;
} rows[] = {
	{"Match", NULL, "wireless"},
	{"WLAN", NULL, "wireless"},
	{"Link", " TransmitQueues ReceiveQueues ", "the kernel's, once a driver has it"},
	{"Link", " RequiredForOnline RequiredFamilyForOnline ", "nobody waits for it"},
	{"Network",
	 " DHCPServer IPv4LLStartAddress IPv4LLRoute LLDP EmitLLDP IPv6SendRA "
	 "DHCPPrefixDelegation ",
	 "a protocol"},
	{"Network",
	 " LLMNR MulticastDNS DNSOverTLS DNSSEC DNSSECNegativeTrustAnchors "
	 "DNSDefaultRoute ",
	 "the resolver's"},
	{"Network", " NTP ", "the clock's"},
	{"Network", " IPMasquerade ", "the firewall's"},
	{"Network", " BindCarrier KeepConfiguration ", "a daemon's"},
	{"Address", " NetLabel ", "netlabelctl(8) tells the security module"},
	{"DHCPv4", NULL, "the client's"},
	{"DHCPv6", NULL, "the client's"},
	{"IPv6AcceptRA", NULL, "the kernel takes all or none"},
	{"DHCPPrefixDelegation", NULL, "a protocol"},
	{"DHCPServer", NULL, "a protocol"},
	{"DHCPServerStaticLease", NULL, "a protocol"},
	{"IPv6SendRA", NULL, "a protocol"},
	{"IPv6Prefix", NULL, "a protocol"},
	{"IPv6RoutePrefix", NULL, "a protocol"},
	{"LLDP", NULL, "a protocol"},
	{"L2TP", NULL, "no such kind"},
	{"L2TPSession", NULL, "no such kind"},
	{"Tun", " KeepCarrier ", "a daemon's"},
	{"Tap", " KeepCarrier ", "a daemon's"},
};

static bool lists(const char *keys, const char *key)
{
	size_t n = strlen(key);

	for (const char *s = keys; s && (s = strstr(s, key)); s++)
		if (s[-1] == ' ' && s[n] == ' ')
			return true;
	return false;
}

const char *hp_net_keys_why(const char *section, const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (streq(rows[i].section, section) &&
		    (!rows[i].keys || (key && lists(rows[i].keys, key))))
			return rows[i].why;
	return NULL;
}
