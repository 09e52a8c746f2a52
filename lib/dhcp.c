/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the DHCP clients that are known. See dhcp.h. */
#include <errno.h>

#include "dhcp.h"
#include "program.h"

/* "%s" in arguments is the interface. */
static const struct client {
	const char *name;
	struct {
		const char *program, *arguments;
		bool needs_link_local;
	} by[HP_DHCPS];
} clients[] = {
	{
		"udhcpc",
		{
			[HP_DHCP_V4] = {"udhcpc", "-f -S -R -i %s"},
			[HP_DHCP_V6] = {"udhcpc6", "-f -S -R -i %s", true},
		},
	},
	{
		"dhcpcd",
		{
			[HP_DHCP_V4] = {"dhcpcd", "-4 -B %s"},
			[HP_DHCP_V6] = {"dhcpcd", "-6 -B %s"},
		},
	},
	{
		"dhclient",
		{
			[HP_DHCP_V4] = {"dhclient",
					"-4 -d -q --no-pid "
					"-lf /var/lib/dhcp/dhclient.%s.leases %s"},
			[HP_DHCP_V6] = {"dhclient",
					"-6 -d -q --no-pid "
					"-lf /var/lib/dhcp/dhclient6.%s.leases %s",
					true},
		},
	},
};

const char *hp_dhcp_name(enum hp_dhcp dhcp)
{
	return dhcp == HP_DHCP_V4 ? "DHCPv4" : "DHCPv6";
}

bool hp_dhcp_client_is_known(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(clients); i++)
		if (streq(name, clients[i].name))
			return true;
	return false;
}

/* Names of interfaces have up to 15 bytes, and no blank: it fits. */
static void write_command(const struct client *client, enum hp_dhcp dhcp,
			  const char *ifname, char ret[static HP_LASTING_COMMAND_MAX])
{
	const char *arguments = client->by[dhcp].arguments, *hole;
	char *end = ret + sprintf(ret, "%s ", client->by[dhcp].program);

	while ((hole = strstr(arguments, "%s"))) {
		end += sprintf(end, "%.*s%s", (int)(hole - arguments), arguments, ifname);
		arguments = hole + strlen("%s");
	}
	strcpy(end, arguments);
}

static int find_client(struct hp_dhcp_program *ret, enum hp_dhcp dhcp,
		       const struct client *client, const char *ifname,
		       char why[static HP_TRUST_WHY_MAX])
{
	int r = hp_program_find(client->by[dhcp].program, ret->path, why);

	if (r < 0)
		return r;
	write_command(client, dhcp, ifname, ret->command);
	ret->needs_link_local = client->by[dhcp].needs_link_local;
	return 0;
}

static bool is_asked_for(const char *client, const struct client *of)
{
	return !*client || streq(client, of->name);
}

int hp_dhcp_find(struct hp_dhcp_program *ret, enum hp_dhcp dhcp, const char *client,
		 const char *ifname, char why[static HP_TRUST_WHY_MAX])
{
	int r = -ENOENT;

	if (ifname[0] == '-')
		return -EINVAL;
	for (size_t i = 0; r == -ENOENT && i < ARRAY_SIZE(clients); i++)
		if (is_asked_for(client, &clients[i]))
			r = find_client(ret, dhcp, &clients[i], ifname, why);
	return r;
}

bool hp_dhcp_is_command(const char *command, enum hp_dhcp dhcp, const char *client,
			const char *ifname)
{
	char known[HP_LASTING_COMMAND_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(clients); i++) {
		write_command(&clients[i], dhcp, ifname, known);
		if (is_asked_for(client, &clients[i]) && streq(command, known))
			return true;
	}
	return false;
}
