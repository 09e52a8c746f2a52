/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Address]. See netkey.h. */
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "netkey.h"
#include "number.h"

static struct hp_net_address *current(struct hp_net_reader *r)
{
	return &r->current.object.address;
}

/* r->given: whether there was an Address=. */
int hp_net_begin_address(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	r->current.object.kind = HP_NET_ADDRESS;
	current(r)->preferred = current(r)->valid = HP_NET_FOREVER;
	return 0;
}

static bool is_usable(const struct hp_ini_entry *entry, const struct hp_prefix *p,
		      bool may_be_group)
{
	if (!hp_ip_is_zero(p) && (may_be_group || !hp_ip_is_multicast(p)))
		return true;
	hp_ini_warn(entry, "%s is no address that an interface can have; it is left out",
		    entry->value);
	return false;
}

static bool parse_address(const struct hp_ini_entry *entry, bool may_be_group,
			  struct hp_prefix *ret)
{
	if (hp_prefix_parse(ret, entry->value) < 0)
		hp_ini_warn(entry, "'%s' is no ADDRESS/LENGTH; it is left out",
			    entry->value);
	else if (!strchr(entry->value, '/'))
		hp_ini_warn(entry, "%s has no /LENGTH; it is left out", entry->value);
	else
		return is_usable(entry, ret, may_be_group);
	return false;
}

/* The last one counts. */
int hp_net_key_address(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		       int may_be_group)
{
	struct hp_prefix given;

	r->given = true;
	current(r)->prefix = (struct hp_prefix){0};
	r->current.where = hp_net_where_of(r, entry);
	if (*entry->value && parse_address(entry, may_be_group, &given))
		current(r)->prefix = given;
	return 0;
}

static int take_peer(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_prefix *peer = &current(r)->peer;

	*peer = (struct hp_prefix){0};
	current(r)->given &= ~HP_NET_ADDRESS_PEER;
	if (!*entry->value)
		return 0;
	if (hp_prefix_parse(peer, entry->value) < 0)
		return hp_net_reader_spoil(r, entry, "ADDRESS or ADDRESS/LENGTH");
	r->spoilt |= !is_usable(entry, peer, false);
	current(r)->given |= HP_NET_ADDRESS_PEER;
	return 0;
}

static int take_broadcast(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  int arg)
{
	struct hp_net_address *address = current(r);
	struct hp_prefix p;
	bool derived = false;

	address->broadcast.s_addr = 0;
	address->given &= ~(HP_NET_ADDRESS_BROADCAST | HP_NET_ADDRESS_DERIVED);
	if (!*entry->value)
		return 0;
	if (hp_boolean_parse(&derived, entry->value) < 0) {
		if (hp_ip_parse(&p, entry->value) < 0 || p.family != AF_INET)
			return hp_net_reader_spoil(r, entry, "IPv4 address or boolean");
		address->broadcast = p.v4;
	}
	address->given |= derived ? HP_NET_ADDRESS_DERIVED : HP_NET_ADDRESS_BROADCAST;
	return 0;
}

/* The kernel takes any label; ifconfig(8) finds NAME and NAME:ANYTHING. */
static int take_label(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_address *address = current(r);
	char name[IFNAMSIZ], *colon;

	address->label[0] = '\0';
	address->given &= ~HP_NET_ADDRESS_LABEL;
	if (!*entry->value)
		return 0;
	if (strlen(entry->value) >= sizeof(name))
		return hp_net_reader_spoil(r, entry,
					   "label (1 to 15 bytes, as NAME:NUMBER)");
	strcpy(name, entry->value);
	colon = strchr(name, ':');
	if (colon)
		*colon = '\0';
	if (!hp_ifname_is_valid(name) ||
	    (colon && (!colon[1] || strpbrk(colon + 1, " \t:/%"))))
		return hp_net_reader_spoil(r, entry,
					   "label (1 to 15 bytes, as NAME:NUMBER)");
	strcpy(address->label, entry->value);
	address->given |= HP_NET_ADDRESS_LABEL;
	return 0;
}

static int take_scope(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	static const struct hp_word scopes[] = {
		{"global", RT_SCOPE_UNIVERSE},
		{"link", RT_SCOPE_LINK},
		{"host", RT_SCOPE_HOST},
		{NULL},
	};
	uint32_t scope = 0;

	current(r)->given &= ~HP_NET_ADDRESS_SCOPE;
	if (*entry->value && hp_word_parse(&scope, scopes, UINT8_MAX, entry->value) < 0)
		return hp_net_reader_spoil(r, entry,
					   "scope (global, link, host, 0 to 255)");
	current(r)->scope = scope;
	if (*entry->value)
		current(r)->given |= HP_NET_ADDRESS_SCOPE;
	return 0;
}

static int take_lifetime(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			 int arg)
{
	static const struct hp_word lifetimes[] = {
		{"forever", HP_NET_FOREVER},
		{"infinity", HP_NET_FOREVER},
		{NULL},
	};

	current(r)->preferred = HP_NET_FOREVER;
	current(r)->given &= ~HP_NET_ADDRESS_PREFERRED;
	if (!*entry->value)
		return 0;
	if (hp_word_parse(&current(r)->preferred, lifetimes, 0, entry->value) < 0)
		return hp_net_reader_spoil(r, entry, "lifetime (forever, infinity or 0)");
	current(r)->given |= HP_NET_ADDRESS_PREFERRED;
	return 0;
}

static int take_metric(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	uint64_t metric = 0;

	current(r)->given &= ~HP_NET_ADDRESS_METRIC;
	if (*entry->value && hp_number_parse(entry->value, 10, UINT32_MAX, &metric) < 0)
		return hp_net_reader_spoil(r, entry, "metric (0 to 4294967295)");
	current(r)->metric = metric;
	/* 0 is what the kernel takes without one, of its own choice. */
	if (metric)
		current(r)->given |= HP_NET_ADDRESS_METRIC;
	return 0;
}

static void set_flag(struct hp_net_reader *r, uint32_t flag, bool set)
{
	struct hp_net_address *address = current(r);

	address->flags_given |= flag;
	address->flags = set ? address->flags | flag : address->flags & ~flag;
}

/* flag: IFA_F_*, negative where yes clears it. */
static int take_flag(struct hp_net_reader *r, const struct hp_ini_entry *entry, int flag)
{
	uint32_t bit = abs(flag);
	bool yes;

	current(r)->flags_given &= ~bit;
	current(r)->flags &= ~bit;
	if (!*entry->value)
		return 0;
	if (hp_boolean_parse(&yes, entry->value) < 0)
		return hp_net_reader_spoil(r, entry, "boolean");
	set_flag(r, bit, flag < 0 ? !yes : yes);
	return 0;
}

enum dad {
	DAD_NONE,
	DAD_V4 = 1,
	DAD_V6 = 2,
};

static int take_dad(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	static const struct hp_word families[] = {
		{"none", DAD_NONE},	   {"ipv4", DAD_V4}, {"ipv6", DAD_V6},
		{"both", DAD_V4 | DAD_V6}, {NULL},
	};
	uint32_t dad;
	bool both;

	current(r)->flags_given &= ~IFA_F_NODAD;
	current(r)->flags &= ~IFA_F_NODAD;
	if (!*entry->value)
		return 0;
	if (hp_boolean_parse(&both, entry->value) == 0)
		dad = both ? DAD_V4 | DAD_V6 : DAD_NONE;
	else if (hp_word_parse(&dad, families, 0, entry->value) < 0)
		return hp_net_reader_spoil(r, entry, "choice (none, ipv4, ipv6 or both)");
	if (dad & DAD_V4)
		hp_ini_warn(entry, "duplicates of IPv4 addresses are not looked for");
	set_flag(r, IFA_F_NODAD, !(dad & DAD_V6));
	return 0;
}

/* As systemd-networkd: what is for this host or this link is not of all scopes. */
static uint8_t usual_scope(const struct hp_prefix *p)
{
	if (p->family == AF_INET && p->bytes[0] == 127)
		return RT_SCOPE_HOST;
	if (p->family == AF_INET && p->bytes[0] == 169 && p->bytes[1] == 254)
		return RT_SCOPE_LINK;
	return RT_SCOPE_UNIVERSE;
}

/* Keys of one family mean nothing for the other. */
static void fit_family(struct hp_net_address *address)
{
	static const uint32_t v6_flags =
		IFA_F_NODAD | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR;

	if (address->prefix.family == AF_INET) {
		address->flags &= ~v6_flags;
		address->flags_given &= ~v6_flags;
		return;
	}
	/* IPv6 sees the scope in the address itself. */
	address->scope = 0;
	address->given &= ~(HP_NET_ADDRESS_SCOPE | HP_NET_ADDRESS_BROADCAST |
			    HP_NET_ADDRESS_DERIVED | HP_NET_ADDRESS_LABEL);
	address->broadcast.s_addr = 0;
	address->label[0] = '\0';
}

static const char *contradiction(const struct hp_net_address *address)
{
	if (address->peer.family && address->peer.family != address->prefix.family)
		return "an Address= of one family and a Peer= of another";
	if (hp_ip_is_multicast(&address->prefix) && !(address->flags & IFA_F_MCAUTOJOIN))
		return "the Address= of a multicast group and no AutoJoin=yes";
	if (address->flags & IFA_F_MCAUTOJOIN && !hp_ip_is_multicast(&address->prefix))
		return "AutoJoin=yes and an Address= that is no multicast group's";
	return NULL;
}

static void fill_in(struct hp_net_address *address)
{
	if (address->peer.family) {
		address->prefix.length = address->peer.length;
		address->peer.length = hp_family_bits(address->peer.family);
	}
	if (!(address->given & HP_NET_ADDRESS_SCOPE))
		address->scope = usual_scope(&address->prefix);
	fit_family(address);
}

int hp_net_end_address(struct hp_net_reader *r)
{
	struct hp_net_address *address = current(r);
	const char *wrong;

	if (!r->given)
		hp_ini_warn(&r->start, "[Address] without Address=; it is left out");
	if (!address->prefix.family || r->spoilt)
		return 0;
	wrong = contradiction(address);
	if (wrong) {
		hp_ini_warn(&r->start, "[Address] with %s; it is left out", wrong);
		return 0;
	}
	fill_in(address);
	return hp_net_reader_add(r);
}

#define KEY(name, ...)                                                                   \
	{                                                                                \
		"Address", name, HP_NET_IN_NETWORK, __VA_ARGS__                          \
	}

const struct hp_net_key hp_net_address_keys[] = {
	KEY("Address", hp_net_key_address, true),
	KEY("Peer", take_peer),
	KEY("Broadcast", take_broadcast),
	KEY("Label", take_label),
	KEY("Scope", take_scope),
	KEY("PreferredLifetime", take_lifetime),
	KEY("RouteMetric", take_metric),
	KEY("DuplicateAddressDetection", take_dad),
	KEY("HomeAddress", take_flag, IFA_F_HOMEADDRESS),
	KEY("ManageTemporaryAddress", take_flag, IFA_F_MANAGETEMPADDR),
	KEY("AddPrefixRoute", take_flag, -IFA_F_NOPREFIXROUTE),
	KEY("AutoJoin", take_flag, IFA_F_MCAUTOJOIN),
	{0},
};
