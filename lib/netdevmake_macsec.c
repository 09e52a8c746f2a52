/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make macsec devices: by rtnetlink, and then their channels and associations by
 * the family macsec of generic netlink. See netdevmake.h. */
#include <errno.h>
#include <linux/if_macsec.h>

#include "netdevkind_macsec.h"
#include "netdevmake.h"
#include "netfamily.h"

static int put_channel(struct nl_msg *msg, const struct hp_netdev_part *part)
{
	struct nlattr *channel = nla_nest_start(msg, MACSEC_ATTR_RXSC_CONFIG);
	uint8_t sci[HP_MACSEC_SCI_BYTES];

	hp_macsec_part_sci(part, sci);
	if (!channel || nla_put(msg, MACSEC_RXSC_ATTR_SCI, sizeof(sci), sci) < 0)
		return -ENOMEM;
	return nla_nest_end(msg, channel);
}

/* Of two attributes of a type, the second one counts. */
static int put_association(struct nl_msg *msg, const struct hp_netdev_part *part,
			   const uint8_t *key)
{
	struct nlattr *association = nla_nest_start(msg, MACSEC_ATTR_SA_CONFIG);

	if (!association || hp_netdev_put_attrs(msg, &part->attrs) < 0)
		return -ENOMEM;
	if (key && nla_put(msg, MACSEC_SA_ATTR_KEY, HP_MACSEC_KEY_BYTES, key) < 0)
		return -ENOMEM;
	return nla_nest_end(msg, association);
}

static int put_part(struct nl_msg *msg, const struct hp_netdev_part *part,
		    uint8_t command, const uint8_t *key)
{
	int r = command == MACSEC_CMD_ADD_TXSA ? 0 : put_channel(msg, part);

	if (r == 0 && command != MACSEC_CMD_ADD_RXSC)
		r = put_association(msg, part, key);
	return r;
}

struct nl_msg *hp_netdev_macsec_message(uint16_t family, unsigned int ifindex,
					const struct hp_netdev_part *part,
					uint8_t command, const uint8_t *key)
{
	_cleanup_msg_ struct nl_msg *msg =
		hp_netfamily_message(family, command, MACSEC_GENL_VERSION, 0);

	if (!msg || nla_put_u32(msg, MACSEC_ATTR_IFINDEX, ifindex) < 0 ||
	    put_part(msg, part, command, key) < 0)
		return NULL;
	return TAKE_PTR(msg);
}

struct telling {
	struct hp_netlink *genl;
	uint16_t family;
	unsigned int ifindex;
};

static int tell(const struct telling *telling, const struct hp_netdev_part *part,
		uint8_t command)
{
	_cleanup_msg_ struct nl_msg *msg = NULL;
	uint8_t key[HP_MACSEC_KEY_BYTES];
	int r = 0;

	if (command != MACSEC_CMD_ADD_RXSC)
		r = hp_netdev_read_key(&part->attrs, hp_macsec_key_parse, key);
	if (r < 0)
		return r;
	msg = hp_netdev_macsec_message(telling->family, telling->ifindex, part, command,
				       r ? key : NULL);
	explicit_bzero(key, sizeof(key));
	return hp_netdev_tell_secret(telling->genl, msg);
}

/* An association makes its channel where none of the n parts before it has. */
static int tell_part(const struct telling *telling, const struct hp_netdev *netdev,
		     size_t n)
{
	const struct hp_netdev_part *part = &netdev->parts[n];
	int r = 0;

	if (hp_macsec_part_is_transmit(part))
		return tell(telling, part, MACSEC_CMD_ADD_TXSA);
	if (!hp_macsec_has_channel(netdev, n, part))
		r = tell(telling, part, MACSEC_CMD_ADD_RXSC);
	if (r == 0 && hp_macsec_part_is_association(part))
		r = tell(telling, part, MACSEC_CMD_ADD_RXSA);
	return r;
}

static int tell_all(struct hp_netlink *genl, unsigned int ifindex,
		    const struct hp_net_file *file)
{
	struct telling telling = {.genl = genl, .ifindex = ifindex};
	int r = hp_netfamily_find(genl, MACSEC_GENL_NAME, &telling.family);

	for (size_t i = 0; r == 0 && i < file->netdev->n_parts; i++)
		r = tell_part(&telling, file->netdev, i);
	return r;
}

int hp_netdev_make_macsec(struct hp_netlink *nl, const struct hp_net_file *file,
			  unsigned int lower)
{
	return hp_netdev_make_told(nl, file, lower, tell_all);
}
