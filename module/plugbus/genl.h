/* SPDX-License-Identifier: GPL-2.0 */
/* Purpose: what genl.c and genl_line.c share. */
#ifndef PLUGBUS_GENL_H
#define PLUGBUS_GENL_H

#include <net/genetlink.h>

#include "internal.h"

/* 0, or -EPERM with the reason. */
int plugbus_may_change(struct sk_buff *skb, struct genl_info *info);

/* The port that ID names, for put_device(); -EINVAL or -ENODEV with the reason. */
struct plugbus_port *plugbus_find_port(struct genl_info *info);

/* Whether the message has no such attribute; then the reason says so. */
bool plugbus_lacks(struct genl_info *info, int attr);

u32 plugbus_get_u32(const struct genl_info *info, int attr, u32 otherwise);

/* Commands, see genl_line.c. */
int plugbus_cmd_line_raise(struct sk_buff *skb, struct genl_info *info);
int plugbus_cmd_line_mask(struct sk_buff *skb, struct genl_info *info);
int plugbus_cmd_line_unmask(struct sk_buff *skb, struct genl_info *info);
int plugbus_cmd_handler_new(struct sk_buff *skb, struct genl_info *info);
int plugbus_cmd_handler_del(struct sk_buff *skb, struct genl_info *info);

#endif
