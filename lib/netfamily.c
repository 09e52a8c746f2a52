/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: families of generic netlink by name. See netfamily.h. */
#include <errno.h>
#include <linux/genetlink.h>

#include "netfamily.h"

struct nl_msg *hp_netfamily_message(uint16_t family, uint8_t command, uint8_t version,
				    int flags)
{
	struct genlmsghdr head = {.cmd = command, .version = version};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(family, flags);

	if (!msg || nlmsg_append(msg, &head, sizeof(head), NLMSG_ALIGNTO) < 0)
		return NULL;
	return TAKE_PTR(msg);
}

static int read_id(struct nlmsghdr *hdr, void *data)
{
	const struct nlattr *id = nlmsg_find_attr(hdr, GENL_HDRLEN, CTRL_ATTR_FAMILY_ID);
	uint16_t *family = data;

	if (id && nla_len(id) >= (int)sizeof(*family))
		*family = nla_get_u16(id);
	return 0;
}

int hp_netfamily_find(struct hp_netlink *nl, const char *name, uint16_t *ret)
{
	_cleanup_msg_ struct nl_msg *msg =
		hp_netfamily_message(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, 0);
	uint16_t family = 0;
	int r;

	if (!msg || nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, name) < 0)
		return -ENOMEM;
	r = hp_netlink_query(nl, msg, read_id, &family);
	if (r == 0 && !family)
		r = -ENOENT;
	if (r == 0)
		*ret = family;
	return r;
}
