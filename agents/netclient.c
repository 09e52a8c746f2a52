/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the DHCP clients of an interface. See netclient.h. */
#include <errno.h>

#include "agent.h"
#include "conf.h"
#include "dhcp.h"
#include "linklocal.h"
#include "log.h"
#include "netclient.h"
#include "netplan.h"
#include "netrecord.h"

static const char *const records[HP_DHCPS] = {
	[HP_DHCP_V4] = "dhcp4",
	[HP_DHCP_V6] = "dhcp6",
};

/* One of the interface's clients. */
struct client {
	const struct hp_netfollow *follow; /* NULL: the interface is gone */
	const struct hp_net_link *link;
	const struct hp_net_where *where; /* of DHCP= */
	enum hp_dhcp dhcp;
	bool is_only; /* nothing else is asked for */
	char record[PATH_MAX];
	struct hp_lasting now;
	bool has_died;
};

static int read_client(struct client *client, unsigned int ifindex)
{
	int r = hp_net_record_path(ifindex, records[client->dhcp], client->record);

	if (r == 0)
		hp_lasting_read(client->record, &client->now);
	return r;
}

bool hp_netclient_is_wanted(const struct hp_net_file *network)
{
	return network && network->dhcp;
}

bool hp_netclient_is_there(unsigned int ifindex)
{
	struct client client;

	for (client.dhcp = 0; client.dhcp < HP_DHCPS; client.dhcp++)
		if (read_client(&client, ifindex) == 0 && client.now.pid)
			return true;
	return false;
}

static int stop(const struct client *client)
{
	const char *name =
		client->link ? client->link->name : "an interface that is gone";
	int r;

	if (hp_dry_run)
		return hp_netfollow_say(client->follow, "stop %s", client->now.command);
	r = hp_lasting_stop(client->record);
	if (r < 0)
		return hp_error(r, "%s: cannot end '%s', process %d", name,
				client->now.command, (int)client->now.pid);
	hp_info("%s: '%s' ended", name, client->now.command);
	return 0;
}

/* Where both protocols are asked for, IPv4 is as good without a client for IPv6. */
static int tell_none(const struct client *client, int r,
		     char why[static HP_TRUST_WHY_MAX])
{
	const struct hp_net_where *where = client->where;
	const char *named = hp_conf_get()->dhcp_client;
	bool is_dispensable =
		r == -ENOENT && client->dhcp == HP_DHCP_V6 && !client->is_only;

	if (r == -ENOENT)
		snprintf(why, HP_TRUST_WHY_MAX, "%s%s is installed", *named ? "no " : "",
			 *named ? named : "none of udhcpc, dhcpcd and dhclient");
	else if (r == -EINVAL)
		strcpy(why, "the name of the interface begins with '-'");
	else if (r != -EACCES)
		snprintf(why, HP_TRUST_WHY_MAX, "%s", strerror(-r));
	hp_log(is_dispensable ? HP_LOG_WARNING : HP_LOG_ERR,
	       "%s:%u:%u: %s: no client for %s: %s", where->file, where->line,
	       where->column, client->link->name, hp_dhcp_name(client->dhcp), why);
	return is_dispensable ? 0 : r;
}

static int start(const struct client *client, const struct hp_dhcp_program *program)
{
	const char *name = client->link->name;
	const struct hp_lasting_program lasting = {
		.path = program->path,
		.command = program->command,
		.is_ready = program->needs_link_local ? hp_linklocal_wait : NULL,
		.data = &client->link->ifindex,
	};
	int r;

	if (hp_dry_run)
		return hp_netfollow_say(client->follow, "start %s", program->command);
	r = hp_lasting_start(client->record, &lasting);
	if (r < 0)
		return hp_error(r, "%s: cannot start '%s'", name, program->command);
	hp_notice("%s: '%s' started%s", name, program->command,
		  client->has_died ? " again" : "");
	return 0;
}

/* Where nothing was found, whatever could have been asked for stays: its file may be gone
 * for a moment. */
static bool is_right(const struct client *client, const struct hp_dhcp_program *found)
{
	if (found)
		return streq(client->now.command, found->command);
	return hp_dhcp_is_command(client->now.command, client->dhcp,
				  hp_conf_get()->dhcp_client, client->link->name);
}

static int have(struct client *client, int lock)
{
	const char *ifname = client->link->name;
	bool lives = hp_lasting_lives(&client->now);
	struct hp_dhcp_program program;
	char why[HP_TRUST_WHY_MAX];
	int found, r = 0;

	if (!hp_dry_run && lock < 0)
		return hp_error(lock, "%s: no client for %s, which could not be ended",
				ifname, hp_dhcp_name(client->dhcp));
	found = hp_dhcp_find(&program, client->dhcp, hp_conf_get()->dhcp_client, ifname,
			     why);
	client->has_died = client->now.pid && !lives;
	if (lives && !is_right(client, found == 0 ? &program : NULL)) {
		r = stop(client);
		lives = false;
	}
	if (found < 0)
		return tell_none(client, found, why);
	return r < 0 || lives ? r : start(client, &program);
}

/* Its script would bring it up. */
static bool may_have(const struct hp_netfollow *follow)
{
	return hp_net_want_up(&(struct hp_net_want){.network = follow->network},
			      follow->link);
}

int hp_netclient_follow(const struct hp_netfollow *follow)
{
	const struct hp_net_file *network = follow->network;
	unsigned int wanted = network && may_have(follow) ? network->dhcp : 0;
	struct client client = {.follow = follow, .link = follow->link};
	int result = 0, r;

	for (client.dhcp = 0; client.dhcp < HP_DHCPS; client.dhcp++) {
		r = read_client(&client, follow->link->ifindex);
		client.is_only = wanted == 1u << client.dhcp;
		client.where = network ? &network->dhcp_where : NULL;
		if (r == 0 && wanted & 1u << client.dhcp)
			r = have(&client, follow->lock);
		else if (r == 0 && client.now.pid)
			r = stop(&client);
		result = result ?: r;
	}
	return result;
}

void hp_netclient_forget(const struct hp_uevent *event, unsigned int ifindex)
{
	struct client client = {.link = NULL};

	for (client.dhcp = 0; client.dhcp < HP_DHCPS; client.dhcp++)
		if (read_client(&client, ifindex) == 0 && client.now.pid)
			(void)!stop(&client);
}

void hp_netclient_look(unsigned int ifindex,
		       void (*see)(const struct hp_netfollow_fact *fact, void *data),
		       void *data)
{
	struct client client = {.link = NULL};

	for (client.dhcp = 0; client.dhcp < HP_DHCPS; client.dhcp++)
		if (read_client(&client, ifindex) == 0 && client.now.pid)
			see(&(struct hp_netfollow_fact){records[client.dhcp],
							client.now.command,
							client.now.pid,
							hp_lasting_lives(&client.now)},
			    data);
}
