// SPDX-License-Identifier: GPL-2.0
/* Purpose: the link kind of rtnetlink, for devices over others; see uapi/plugnet.h. */
#include <net/rtnetlink.h>

#include "stack.h"

static int set_policy(struct plugnet_stack *stack, const struct nlattr *attr,
		      struct netlink_ext_ack *extack)
{
	if (attr)
		stack->policy = &plugnet_policies[nla_get_u8(attr)];
	return 0;
}

static int set_primary(struct plugnet_stack *stack, const struct nlattr *attr,
		       struct netlink_ext_ack *extack)
{
	struct plugnet_member *member;

	if (!attr)
		return 0;
	if (!nla_get_u32(attr)) {
		stack->primary = NULL;
		return 0;
	}
	list_for_each_entry(member, &stack->members, list) {
		if (member->dev->ifindex == nla_get_u32(attr)) {
			stack->primary = member;
			return 0;
		}
	}
	return plugnet_refuse(extack, attr, "the primary is not below the device",
			      -ENODEV);
}

int plugnet_stack_newlink(struct net_device *dev, struct nlattr *tb[],
			  struct nlattr *data[], struct netlink_ext_ack *extack)
{
	struct plugnet_stack *stack = netdev_priv(dev);
	int r;

	if (data[IFLA_PLUGNET_PEER] || tb[IFLA_LINK])
		return plugnet_refuse(extack, data[IFLA_PLUGNET_PEER] ?: tb[IFLA_LINK],
				      "a device with a policy has no other end", -EINVAL);
	if (tb[IFLA_NUM_TX_QUEUES] || tb[IFLA_NUM_RX_QUEUES])
		return plugnet_refuse(
			extack, tb[IFLA_NUM_TX_QUEUES] ?: tb[IFLA_NUM_RX_QUEUES],
			"a device with a policy has the queues of others", -EINVAL);
	netif_set_real_num_queues(dev, 1, 1);
	plugnet_stack_setup(dev);
	r = set_policy(stack, data[IFLA_PLUGNET_POLICY], extack)
		    ?: set_primary(stack, data[IFLA_PLUGNET_PRIMARY], extack);
	return r ?: plugnet_register_link(dev, tb, extack);
}

int plugnet_stack_changelink(struct net_device *dev, struct nlattr *tb[],
			     struct nlattr *data[], struct netlink_ext_ack *extack)
{
	struct plugnet_stack *stack = netdev_priv(dev);
	int r;

	if (data[IFLA_PLUGNET_PEER])
		return plugnet_refuse(extack, data[IFLA_PLUGNET_PEER],
				      "a device with a policy has no other end", -EINVAL);
	r = set_primary(stack, data[IFLA_PLUGNET_PRIMARY], extack)
		    ?: set_policy(stack, data[IFLA_PLUGNET_POLICY], extack);
	if (r == 0)
		plugnet_plan_make(stack);
	return r;
}

size_t plugnet_stack_info_size(const struct net_device *dev)
{
	return nla_total_size(sizeof(u8)) + 2 * nla_total_size(sizeof(u32));
}

static int put_member(struct sk_buff *skb, int attr, const struct plugnet_member *member)
{
	return member ? nla_put_u32(skb, attr, member->dev->ifindex) : 0;
}

int plugnet_stack_info(struct sk_buff *skb, const struct net_device *dev)
{
	const struct plugnet_stack *stack = netdev_priv(dev);

	if (nla_put_u8(skb, IFLA_PLUGNET_POLICY, stack->policy - plugnet_policies) ||
	    put_member(skb, IFLA_PLUGNET_PRIMARY, stack->primary) ||
	    put_member(skb, IFLA_PLUGNET_ACTIVE, stack->active))
		return -EMSGSIZE;
	return 0;
}
