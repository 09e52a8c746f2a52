// SPDX-License-Identifier: GPL-2.0
/* Purpose: the link kind of rtnetlink; see uapi/plugnet.h. */
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <net/net_namespace.h>
#include <net/rtnetlink.h>

#include "../compat.h"
#include "stack.h"

int plugnet_refuse(struct netlink_ext_ack *extack, const struct nlattr *attr,
		   const char *why, int r)
{
	NL_SET_BAD_ATTR(extack, attr);
	/* The core's own reason is nearer. */
	if (extack && !extack->_msg)
		extack->_msg = why;
	return r;
}

static int validate(struct nlattr *tb[], struct nlattr *data[],
		    struct netlink_ext_ack *extack)
{
	const struct nlattr *address = tb[IFLA_ADDRESS];

	if (!address)
		return 0;
	if (nla_len(address) == ETH_ALEN && is_valid_ether_addr(nla_data(address)))
		return 0;
	return plugnet_refuse(extack, address, "not the address of one Ethernet device",
			      -EADDRNOTAVAIL);
}

/* What the second device of a pair shall be. */
struct second {
	struct nlattr *tb[IFLA_MAX + 1];
	const struct ifinfomsg *header; /* or NULL: nothing is said of it */
	struct net *net;		/* with a reference */
	char name[IFNAMSIZ];
};

static int read_second(struct nlattr *attr, struct second *second,
		       struct netlink_ext_ack *extack)
{
	int r;

	strscpy(second->name, PLUGNET_KIND "%d", sizeof(second->name));
	if (!attr)
		return 0;
	r = rtnl_nla_parse_ifinfomsg(second->tb, attr, extack);
	if (r < 0)
		return r;
	second->header = nla_data(attr);
	if (second->header->ifi_index < 0)
		return plugnet_refuse(extack, attr, "an ifindex is not negative",
				      -EINVAL);
	if (second->tb[IFLA_IFNAME])
		nla_strscpy(second->name, second->tb[IFLA_IFNAME], sizeof(second->name));
	return validate(second->tb, NULL, extack);
}

static int find_net(struct net *src_net, struct second *second,
		    struct netlink_ext_ack *extack)
{
	struct net *net = rtnl_link_get_net(src_net, second->tb);

	if (IS_ERR(net))
		return plugnet_refuse(extack, NULL, "the peer's namespace does not exist",
				      PTR_ERR(net));
	if (!ns_capable(net->user_ns, CAP_NET_ADMIN)) {
		put_net(net);
		return plugnet_refuse(extack, NULL,
				      "no CAP_NET_ADMIN in the peer's namespace", -EPERM);
	}
	second->net = net;
	return 0;
}

int plugnet_register_link(struct net_device *dev, struct nlattr *tb[],
			  struct netlink_ext_ack *extack)
{
	int r;

	if (dev->num_tx_queues > PLUGNET_QUEUES_MAX)
		return plugnet_refuse(extack, tb[IFLA_NUM_TX_QUEUES],
				      "a plugnet device has 8 queues at most", -EINVAL);
	if (dev->num_rx_queues != dev->num_tx_queues)
		return plugnet_refuse(extack, tb[IFLA_NUM_RX_QUEUES],
				      "it has as many queues to receive as to transmit",
				      -EINVAL);
	if (!tb[IFLA_ADDRESS])
		eth_hw_addr_random(dev);
	r = register_netdevice(dev);
	if (r == 0)
		return 0;
	return plugnet_refuse(extack, tb[IFLA_IFNAME],
			      r == -EEXIST ? "the name or the ifindex is taken"
					   : "the device cannot be registered",
			      r);
}

static int make_second(struct second *second, struct netlink_ext_ack *extack,
		       struct net_device **ret)
{
	struct net_device *dev =
		rtnl_create_link(second->net, second->name,
				 second->tb[IFLA_IFNAME] ? NET_NAME_USER : NET_NAME_ENUM,
				 &plugnet_link_ops, second->tb, extack);
	int r;

	if (IS_ERR(dev))
		return PTR_ERR(dev);
	if (second->header)
		dev->ifindex = second->header->ifi_index;
	r = plugnet_register_link(dev, second->tb, extack);
	if (r < 0)
		free_netdev(dev);
	else
		*ret = dev;
	return r;
}

static int join(struct net_device *dev, struct net_device *peer,
		const struct second *second, struct nlattr *tb[],
		struct netlink_ext_ack *extack)
{
	int r = rtnl_configure_link(peer, second->header, 0, NULL);

	if (r < 0)
		return plugnet_refuse(extack, NULL, "the peer cannot be brought up", r);
	r = plugnet_register_link(dev, tb, extack);
	if (r == 0)
		plugnet_connect(netdev_priv(dev), netdev_priv(peer));
	return r;
}

static int new_pair(struct net *src_net, struct net_device *dev, struct nlattr *tb[],
		    struct nlattr *attr, struct netlink_ext_ack *extack)
{
	struct net_device *peer;
	struct second *second = kzalloc(sizeof(*second), GFP_KERNEL);
	int r;

	if (!second)
		return -ENOMEM;
	r = read_second(attr, second, extack) ?: find_net(src_net, second, extack);
	if (r < 0)
		goto out;
	r = make_second(second, extack, &peer);
	if (r < 0)
		goto out_net;
	r = join(dev, peer, second, tb, extack);
	if (r < 0)
		unregister_netdevice(peer);
out_net:
	put_net(second->net);
out:
	kfree(second);
	return r;
}

/* The other end of a device that has none, as that of a port. */
static int new_end(struct net *src_net, struct net_device *dev, struct nlattr *tb[],
		   struct netlink_ext_ack *extack)
{
	const struct nlattr *link = tb[IFLA_LINK];
	struct net_device *of = __dev_get_by_index(src_net, nla_get_u32(link));
	struct plugnet *net;
	int r;

	if (!of)
		return plugnet_refuse(extack, link, "there is no such device", -ENODEV);
	if (!plugnet_is(of))
		return plugnet_refuse(extack, link, "not a plugnet device", -EINVAL);
	net = netdev_priv(of);
	if (rtnl_dereference(net->peer))
		return plugnet_refuse(extack, link,
				      "the device has its other end already", -EBUSY);
	r = plugnet_register_link(dev, tb, extack);
	if (r == 0)
		plugnet_connect(netdev_priv(dev), net);
	return r;
}

int plugnet_newlink(struct net_device *dev, struct rtnl_newlink_params *params,
		    struct netlink_ext_ack *extack)
{
	struct net *src_net = rtnl_newlink_link_net(params);
	struct nlattr **tb = params->tb, **data = params->data;
	struct nlattr *peer = data ? data[IFLA_PLUGNET_PEER] : NULL;

	if (data && data[IFLA_PLUGNET_POLICY])
		return plugnet_stack_newlink(dev, tb, data, extack);
	if (data && data[IFLA_PLUGNET_PRIMARY])
		return plugnet_refuse(extack, data[IFLA_PLUGNET_PRIMARY],
				      "a primary is of a device with a policy", -EINVAL);
	if (!tb[IFLA_LINK])
		return new_pair(src_net, dev, tb, peer, extack);
	if (!peer)
		return new_end(src_net, dev, tb, extack);
	return plugnet_refuse(extack, peer, "the other end of a device has no other peer",
			      -EINVAL);
}

static int changelink(struct net_device *dev, struct nlattr *tb[], struct nlattr *data[],
		      struct netlink_ext_ack *extack)
{
	if (plugnet_is_stack(dev))
		return plugnet_stack_changelink(dev, tb, data, extack);
	return plugnet_refuse(extack, NULL, "an end has nothing that can be changed",
			      -EOPNOTSUPP);
}

/* A pair goes together; the device of a port stays. */
static void dellink(struct net_device *dev, struct list_head *head)
{
	struct plugnet *net = netdev_priv(dev), *peer;

	unregister_netdevice_queue(dev, head);
	if (plugnet_is_stack(dev))
		return;
	peer = rtnl_dereference(net->peer);
	if (peer && !peer->port)
		unregister_netdevice_queue(peer->dev, head);
}

static unsigned int get_num_queues(void)
{
	return READ_ONCE(plugnet_queues);
}

static struct net *get_link_net(const struct net_device *dev)
{
	const struct plugnet *net = netdev_priv(dev), *peer;

	if (plugnet_is_stack(dev))
		return dev_net(dev);
	peer = rcu_dereference_rtnl(net->peer);
	return dev_net(peer ? peer->dev : dev);
}

static size_t info_size(const struct net_device *dev)
{
	return plugnet_is_stack(dev) ? plugnet_stack_info_size(dev) : 0;
}

static int fill_info(struct sk_buff *skb, const struct net_device *dev)
{
	return plugnet_is_stack(dev) ? plugnet_stack_info(skb, dev) : 0;
}

static const struct nla_policy policy[IFLA_PLUGNET_MAX + 1] = {
	[IFLA_PLUGNET_PEER] = NLA_POLICY_MIN_LEN(sizeof(struct ifinfomsg)),
	[IFLA_PLUGNET_POLICY] = NLA_POLICY_MAX(NLA_U8, PLUGNET_POLICY_MAX),
	[IFLA_PLUGNET_PRIMARY] = {.type = NLA_U32},
	[IFLA_PLUGNET_ACTIVE] = {.type = NLA_REJECT,
				 .reject_message =
					 "the active one follows from the rest"},
};

struct rtnl_link_ops plugnet_link_ops = {
	.kind = PLUGNET_KIND,
	.priv_size = sizeof(union plugnet_private),
	.setup = plugnet_setup,
	.maxtype = IFLA_PLUGNET_MAX,
	.policy = policy,
	.validate = validate,
	.newlink = plugnet_newlink_op,
	.changelink = changelink,
	.dellink = dellink,
	.get_num_tx_queues = get_num_queues,
	.get_num_rx_queues = get_num_queues,
	.get_link_net = get_link_net,
	.get_size = info_size,
	.fill_info = fill_info,
};
MODULE_ALIAS_RTNL_LINK(PLUGNET_KIND);
