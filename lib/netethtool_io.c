/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what an interface's driver was told, through generic netlink. See
 * netethtool_io.h. */
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>

#include "netethtool_io.h"
#include "netfamily.h"
#include "netio.h"

#define ATTR_HEADER 1 /* of the messages of each group */

/* Above the highest attribute of all groups; those above are not read. */
#define ATTR_MAX    32

static const struct {
	uint8_t get, set, reply;
} commands[HP_NET_ETHTOOL_GROUPS] = {
	[HP_NET_LINKINFO] = {ETHTOOL_MSG_LINKINFO_GET, ETHTOOL_MSG_LINKINFO_SET,
			     ETHTOOL_MSG_LINKINFO_GET_REPLY},
	[HP_NET_LINKMODES] = {ETHTOOL_MSG_LINKMODES_GET, ETHTOOL_MSG_LINKMODES_SET,
			      ETHTOOL_MSG_LINKMODES_GET_REPLY},
	[HP_NET_WOL] = {ETHTOOL_MSG_WOL_GET, ETHTOOL_MSG_WOL_SET,
			ETHTOOL_MSG_WOL_GET_REPLY},
	[HP_NET_FEATURES] = {ETHTOOL_MSG_FEATURES_GET, ETHTOOL_MSG_FEATURES_SET,
			     ETHTOOL_MSG_FEATURES_GET_REPLY},
	[HP_NET_RINGS] = {ETHTOOL_MSG_RINGS_GET, ETHTOOL_MSG_RINGS_SET,
			  ETHTOOL_MSG_RINGS_GET_REPLY},
	[HP_NET_CHANNELS] = {ETHTOOL_MSG_CHANNELS_GET, ETHTOOL_MSG_CHANNELS_SET,
			     ETHTOOL_MSG_CHANNELS_GET_REPLY},
	[HP_NET_PAUSE] = {ETHTOOL_MSG_PAUSE_GET, ETHTOOL_MSG_PAUSE_SET,
			  ETHTOOL_MSG_PAUSE_GET_REPLY},
	[HP_NET_COALESCE] = {ETHTOOL_MSG_COALESCE_GET, ETHTOOL_MSG_COALESCE_SET,
			     ETHTOOL_MSG_COALESCE_GET_REPLY},
};

struct session {
	struct hp_netlink *nl;
	uint16_t family;
};

static int session_open(struct session *session)
{
	int r = hp_netlink_open_protocol(&session->nl, NETLINK_GENERIC);

	if (r == 0)
		r = hp_netfamily_find(session->nl, ETHTOOL_GENL_NAME, &session->family);
	return r == -ENOENT ? -EOPNOTSUPP : r;
}

static void session_close(struct session *session)
{
	hp_netlink_closep(&session->nl);
}

/* A message about the interface. */
static struct nl_msg *request(const struct session *session, uint8_t command,
			      unsigned int ifindex, uint32_t flags)
{
	_cleanup_msg_ struct nl_msg *msg =
		hp_netfamily_message(session->family, command, ETHTOOL_GENL_VERSION, 0);
	struct nlattr *header = msg ? nla_nest_start(msg, ATTR_HEADER) : NULL;

	if (!header || nla_put_u32(msg, ETHTOOL_A_HEADER_DEV_INDEX, ifindex) < 0 ||
	    nla_put_u32(msg, ETHTOOL_A_HEADER_FLAGS, flags) < 0)
		return NULL;
	nla_nest_end(msg, header);
	return TAKE_PTR(msg);
}

/* Whether the set has that bit; then ret_on says whether it is on. */
static bool find_bit(const struct nlattr *set, const char *name, bool *ret_on)
{
	const struct nlattr *bits =
		set ? nla_find(nla_data(set), nla_len(set), ETHTOOL_A_BITSET_BITS) : NULL;
	const struct nlattr *bit;
	int rest;

	if (!bits)
		return false;
	nla_for_each_nested(bit, bits, rest) {
		const struct nlattr *there =
			nla_find(nla_data(bit), nla_len(bit), ETHTOOL_A_BITSET_BIT_NAME);

		if (!there || nla_strcmp(there, name) != 0)
			continue;
		*ret_on = nla_find(nla_data(bit), nla_len(bit),
				   ETHTOOL_A_BITSET_BIT_VALUE) != NULL;
		return true;
	}
	return false;
}

struct answer {
	enum hp_net_ethtool_group group;
	struct hp_net_ethtool_state *state;
};

static void know(struct hp_net_ethtool_state *state, enum hp_net_ethtool which,
		 uint64_t value)
{
	state->is.known |= (uint64_t)1 << which;
	state->is.value[which] = value;
}

/* What may be changed is as it is wanted to be; what may not, as it is. */
static void read_feature(struct hp_net_ethtool_state *state, enum hp_net_ethtool which,
			 struct nlattr *const attrs[])
{
	const char *name = hp_net_ethtool_kinds[which].bit;
	bool on, can = find_bit(attrs[ETHTOOL_A_FEATURES_HW], name, &on) &&
		       !find_bit(attrs[ETHTOOL_A_FEATURES_NOCHANGE], name, &on);

	know(state, which,
	     find_bit(attrs[can ? ETHTOOL_A_FEATURES_WANTED : ETHTOOL_A_FEATURES_ACTIVE],
		      name, &on));
	if (!can)
		state->fixed |= (uint64_t)1 << which;
}

static void read_number(struct hp_net_ethtool_state *state, enum hp_net_ethtool which,
			struct nlattr *const attrs[])
{
	const struct hp_net_ethtool_kind *kind = &hp_net_ethtool_kinds[which];
	const struct nlattr *attr = attrs[kind->attribute];
	int size = kind->is_switch ? sizeof(uint8_t) : sizeof(uint32_t);

	if (!attr || nla_len(attr) != size || (kind->maximum && !attrs[kind->maximum]))
		return;
	know(state, which, kind->is_switch ? nla_get_u8(attr) : nla_get_u32(attr));
	if (kind->maximum)
		state->max[which] = hp_net_read_u32(attrs[kind->maximum]);
}

static bool is_of_size(const struct nlattr *attr, size_t size)
{
	return attr && (size_t)nla_len(attr) == size;
}

static void read_port(struct hp_net_ethtool_state *state, struct nlattr *const attrs[])
{
	const struct nlattr *port = attrs[ETHTOOL_A_LINKINFO_PORT];

	if (is_of_size(port, sizeof(uint8_t)))
		know(state, HP_NET_PORT, nla_get_u8(port));
}

static void read_mdi(struct hp_net_ethtool_state *state, struct nlattr *const attrs[])
{
	const struct nlattr *mdi = attrs[ETHTOOL_A_LINKINFO_TP_MDIX_CTRL];

	if (is_of_size(mdi, sizeof(uint8_t)) && nla_get_u8(mdi) != ETH_TP_MDI_INVALID)
		know(state, HP_NET_MDI, nla_get_u8(mdi));
}

static void read_forced(struct hp_net_ethtool_state *state, struct nlattr *const attrs[])
{
	const struct nlattr *autoneg = attrs[ETHTOOL_A_LINKMODES_AUTONEG];
	const struct nlattr *speed = attrs[ETHTOOL_A_LINKMODES_SPEED];
	const struct nlattr *duplex = attrs[ETHTOOL_A_LINKMODES_DUPLEX];

	if (!is_of_size(autoneg, sizeof(uint8_t)) ||
	    !is_of_size(speed, sizeof(uint32_t)) || !is_of_size(duplex, sizeof(uint8_t)))
		return;
	know(state, HP_NET_FORCED,
	     nla_get_u8(autoneg)
		     ? 0
		     : hp_net_ethtool_forced(nla_get_u32(speed),
					     nla_get_u8(duplex) == DUPLEX_FULL));
}

static void read_advertise(struct hp_net_ethtool_state *state,
			   struct nlattr *const attrs[])
{
	const struct nlattr *ours = attrs[ETHTOOL_A_LINKMODES_OURS];
	uint32_t modes = 0;
	bool on;

	for (size_t i = 0; i < HP_NET_ETHTOOL_MODES; i++)
		if (find_bit(ours, hp_net_ethtool_modes[i].bit, &on) && on)
			modes |= 1u << i;
	if (ours)
		know(state, HP_NET_ADVERTISE, modes);
}

static void read_password(struct hp_net_ethtool_state *state,
			  struct nlattr *const attrs[])
{
	const struct nlattr *password = attrs[ETHTOOL_A_WOL_SOPASS];

	if (is_of_size(password, HP_NET_WOL_PASSWORD_BYTES))
		know(state, HP_NET_WOL_PASSWORD,
		     hp_net_ethtool_password(nla_data(password)));
}

/* One bit of a set; those that are not named stay. */
static int put_one(struct nl_msg *msg, const char *name, bool on)
{
	struct nlattr *bit = nla_nest_start(msg, ETHTOOL_A_BITSET_BITS_BIT);

	if (!bit || nla_put_string(msg, ETHTOOL_A_BITSET_BIT_NAME, name) < 0 ||
	    (on && nla_put_flag(msg, ETHTOOL_A_BITSET_BIT_VALUE) < 0))
		return -ENOMEM;
	nla_nest_end(msg, bit);
	return 0;
}

static int put_bit(struct nl_msg *msg, uint16_t attribute, const char *name, bool on)
{
	struct nlattr *set = nla_nest_start(msg, attribute);
	struct nlattr *bits = set ? nla_nest_start(msg, ETHTOOL_A_BITSET_BITS) : NULL;

	if (!bits || put_one(msg, name, on) < 0)
		return -ENOMEM;
	nla_nest_end(msg, bits);
	nla_nest_end(msg, set);
	return 0;
}

static int put_port(struct nl_msg *msg, uint64_t value)
{
	return nla_put_u8(msg, ETHTOOL_A_LINKINFO_PORT, value);
}

static int put_mdi(struct nl_msg *msg, uint64_t value)
{
	return nla_put_u8(msg, ETHTOOL_A_LINKINFO_TP_MDIX_CTRL, value);
}

static int put_password(struct nl_msg *msg, uint64_t value)
{
	uint8_t bytes[HP_NET_WOL_PASSWORD_BYTES];

	hp_net_ethtool_password_bytes(value, bytes);
	return nla_put(msg, ETHTOOL_A_WOL_SOPASS, sizeof(bytes), bytes);
}

/* At once: a driver that is told not to negotiate wants to know what instead. */
static int put_forced(struct nl_msg *msg, uint64_t value)
{
	if (nla_put_u8(msg, ETHTOOL_A_LINKMODES_AUTONEG, !value) < 0)
		return -ENOMEM;
	if (!value)
		return 0;
	return nla_put_u32(msg, ETHTOOL_A_LINKMODES_SPEED, value >> 1) < 0
		       ? -ENOMEM
		       : nla_put_u8(msg, ETHTOOL_A_LINKMODES_DUPLEX,
				    value & 1 ? DUPLEX_FULL : DUPLEX_HALF);
}

static int put_advertise(struct nl_msg *msg, uint64_t value)
{
	struct nlattr *set = nla_nest_start(msg, ETHTOOL_A_LINKMODES_OURS);
	struct nlattr *bits = set ? nla_nest_start(msg, ETHTOOL_A_BITSET_BITS) : NULL;

	if (!bits)
		return -ENOMEM;
	for (size_t i = 0; i < HP_NET_ETHTOOL_MODES; i++)
		if (put_one(msg, hp_net_ethtool_modes[i].bit, value >> i & 1) < 0)
			return -ENOMEM;
	nla_nest_end(msg, bits);
	nla_nest_end(msg, set);
	return 0;
}

/* Those that are neither one number nor one bit. */
static const struct {
	void (*read)(struct hp_net_ethtool_state *state, struct nlattr *const attrs[]);
	int (*put)(struct nl_msg *msg, uint64_t value);
} specials[HP_NET_ETHTOOLS] = {
	[HP_NET_PORT] = {read_port, put_port},
	[HP_NET_MDI] = {read_mdi, put_mdi},
	[HP_NET_FORCED] = {read_forced, put_forced},
	[HP_NET_ADVERTISE] = {read_advertise, put_advertise},
	[HP_NET_WOL_PASSWORD] = {read_password, put_password},
};

static void read_setting(struct hp_net_ethtool_state *state, enum hp_net_ethtool which,
			 struct nlattr *const attrs[])
{
	const struct hp_net_ethtool_kind *kind = &hp_net_ethtool_kinds[which];
	bool on;

	if (specials[which].read)
		specials[which].read(state, attrs);
	else if (kind->group == HP_NET_FEATURES)
		read_feature(state, which, attrs);
	else if (!kind->bit)
		read_number(state, which, attrs);
	else if (find_bit(attrs[kind->attribute], kind->bit, &on))
		know(state, which, on);
}

static int read_group(struct nlmsghdr *hdr, void *data)
{
	const struct genlmsghdr *head = nlmsg_data(hdr);
	const struct answer *answer = data;
	struct nlattr *attrs[ATTR_MAX + 1];

	if (nlmsg_parse(hdr, GENL_HDRLEN, attrs, ATTR_MAX, NULL) < 0)
		return -EBADMSG;
	if (head->cmd != commands[answer->group].reply)
		return 0;
	for (int i = 0; i < HP_NET_ETHTOOLS; i++)
		if (hp_net_ethtool_kinds[i].group == answer->group)
			read_setting(answer->state, i, attrs);
	return 0;
}

static int ask_group(const struct session *session, unsigned int ifindex,
		     enum hp_net_ethtool_group group, struct hp_net_ethtool_state *state)
{
	_cleanup_msg_ struct nl_msg *msg =
		request(session, commands[group].get, ifindex, 0);
	struct answer answer = {group, state};

	return msg ? hp_netlink_query(session->nl, msg, read_group, &answer) : -ENOMEM;
}

int hp_net_ethtool_read(unsigned int ifindex, uint64_t wanted,
			struct hp_net_ethtool_state *ret)
{
	_cleanup_(session_close) struct session session = {0};
	struct hp_net_ethtool_state state = {0};
	unsigned int asked = 0;
	int no_session = session_open(&session), r;

	for (int i = 0; i < HP_NET_ETHTOOLS; i++) {
		enum hp_net_ethtool_group group = hp_net_ethtool_kinds[i].group;

		if (!hp_net_ethtool_has(wanted, i) || asked & 1u << group)
			continue;
		asked |= 1u << group;
		r = no_session ?: ask_group(&session, ifindex, group, &state);
		if (r == -ENOMEM)
			return r;
		state.error[group] = r == -EOPNOTSUPP ? 0 : r;
	}
	*ret = state;
	return 0;
}

int hp_net_ethtool_put(struct nl_msg *msg, enum hp_net_ethtool which, uint64_t value)
{
	const struct hp_net_ethtool_kind *kind = &hp_net_ethtool_kinds[which];

	if (specials[which].put)
		return specials[which].put(msg, value);
	if (kind->bit)
		return put_bit(msg, kind->attribute, kind->bit, value);
	if (kind->is_switch)
		return nla_put_u8(msg, kind->attribute, value);
	return nla_put_u32(msg, kind->attribute, value);
}

int hp_net_ethtool_write(struct hp_netlink *nl, unsigned int ifindex,
			 enum hp_net_ethtool which, uint64_t value)
{
	uint8_t set = commands[hp_net_ethtool_kinds[which].group].set;
	_cleanup_(session_close) struct session session = {0};
	_cleanup_msg_ struct nl_msg *msg = NULL;
	int r = session_open(&session);

	nl->why[0] = '\0';
	if (r < 0)
		return r;
	msg = request(&session, set, ifindex, ETHTOOL_FLAG_OMIT_REPLY);
	if (!msg || hp_net_ethtool_put(msg, which, value) < 0)
		return -ENOMEM;
	r = hp_netlink_request(session.nl, msg);
	strcpy(nl->why, session.nl->why);
	return r;
}
