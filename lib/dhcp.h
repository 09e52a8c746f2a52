/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the DHCP clients that are known, and how each is started for an interface so
 * that it stays in the foreground, and releases its lease where it is ended.
 *
 * Source of the contract: udhcpc of BusyBox 1.35 (udhcpc --help), dhcpcd(8) of dhcpcd
 * 9.4, dhclient(8) of ISC DHCP 4.4.
 */
#ifndef HP_DHCP_H
#define HP_DHCP_H

#include <net/if.h>

#include "lasting.h"
#include "trust.h"

/* By what DHCP= of a *.network file asks for, 1 << of each. */
enum hp_dhcp {
	HP_DHCP_V4,
	HP_DHCP_V6,
	HP_DHCPS,
};

/* "DHCPv4", "DHCPv6" */
const char *hp_dhcp_name(enum hp_dhcp dhcp);

/* Whether there is such a client: udhcpc, dhcpcd, dhclient. */
bool hp_dhcp_client_is_known(const char *client);

struct hp_dhcp_program {
	char path[PATH_MAX];
	char command[HP_LASTING_COMMAND_MAX]; /* of struct hp_lasting_program */
	bool needs_link_local; /* it ends where the interface has no such address */
};

/*
 * Finds the client; "": the first of udhcpc, dhcpcd and dhclient that is there for this
 * protocol.
 *
 * Returns 0; -ENOENT where there is none; -EINVAL where the name of the interface begins
 * with '-', which clients take for an option; -EACCES where it is refused, with the
 * reason in why; an errno of hp_scarce_is().
 */
int hp_dhcp_find(struct hp_dhcp_program *ret, enum hp_dhcp dhcp, const char *client,
		 const char *ifname, char why[static HP_TRUST_WHY_MAX]) _must_check_;

/* Whether hp_dhcp_find(), asked the same, could give that command. */
bool hp_dhcp_is_command(const char *command, enum hp_dhcp dhcp, const char *client,
			const char *ifname);

#endif
