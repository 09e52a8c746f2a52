/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Purpose: devices over lower devices, which are their members: what the files share that
 * are about them.
 *
 * Members come, go and change under RTNL, which guards everything here but what is read
 * with each frame: the plan, which says by a policy who sends, and whether a member
 * receives. A plan is not changed once it is published. There are two, so that a failover
 * needs no memory: one is published, the other is free when those who read it are done.
 */
#ifndef PLUGNET_STACK_H
#define PLUGNET_STACK_H

#include "internal.h"

#define PLUGNET_MEMBERS_MAX 64

struct plugnet_stack;

struct plugnet_member {
	struct net_device *dev; /* the lower device */
	struct plugnet_stack *stack;
	struct list_head list;
	bool up;       /* as its notifications say */
	bool receives; /* read with each frame */
	bool opened;   /* by us */
	bool goes;     /* it is being unregistered */
	unsigned int own_mtu;
	struct rcu_head rcu;
};

struct plugnet_plan {
	const struct plugnet_policy *policy;
	unsigned int n;
	struct plugnet_member *member[PLUGNET_MEMBERS_MAX]; /* who sends */
};

struct plugnet_policy {
	const char *name;
	bool one; /* the active member sends and receives, and nobody else */
	/* Sends a frame by members of the plan, which has some. NET_XMIT_... */
	int (*send)(const struct plugnet_stack *stack, const struct plugnet_plan *plan,
		    struct sk_buff *skb);
};

struct plugnet_stack {
	struct net_device *dev;
	struct list_head members; /* read under RCU, too */
	unsigned int nr_members;
	const struct plugnet_policy *policy;
	struct plugnet_member *primary; /* is the active one while it can, or NULL */
	struct plugnet_member *active;	/* of a policy of one, or NULL */
	bool setting_mtu;		/* of members */
	bool announce;			/* when there is a carrier again */
	unsigned int failovers;
	struct plugnet_plan __rcu *plan;
	struct plugnet_plan plans[2];
	unsigned long readers; /* of the plan that is free: when they are done */
	unsigned int __percpu *turn;
	u32 salt; /* of the hash: devices in a row choose independently */
	struct proc_dir_entry *proc;
};

/* What a device of our kind has: it may become either. */
union plugnet_private {
	struct plugnet end;
	struct plugnet_stack stack;
};

/* stack.c */
/* The device that plugnet_setup() made becomes one over others. It is not registered. */
void plugnet_stack_setup(struct net_device *dev);
bool plugnet_is_stack(const struct net_device *dev);

/* member.c */
/* ndo_add_slave and ndo_del_slave. */
int plugnet_member_join(struct net_device *dev, struct net_device *lower,
			struct netlink_ext_ack *extack);
int plugnet_member_leave(struct net_device *dev, struct net_device *lower);
/* The member that a device is, or NULL. RTNL is held. */
struct plugnet_member *plugnet_member_of(const struct net_device *lower);
int plugnet_member_init(void);
void plugnet_member_exit(void);

/* policy.c */
extern const struct plugnet_policy plugnet_policies[PLUGNET_POLICY_MAX + 1];
netdev_tx_t plugnet_stack_xmit(struct sk_buff *skb, struct net_device *dev);

static inline bool plugnet_member_usable(const struct plugnet_member *member)
{
	return READ_ONCE(member->up) && netif_carrier_ok(member->dev);
}

/* plan.c */
/* Who sends and receives, from the policy and what the members can. RTNL is held. */
void plugnet_plan_make(struct plugnet_stack *stack);
/* The device has a carrier again, and its neighbours may hear of it. RTNL is held. */
void plugnet_plan_announce(struct plugnet_stack *stack);

/* link_stack.c: of rtnl_link_ops */
int plugnet_stack_newlink(struct net_device *dev, struct nlattr *tb[],
			  struct nlattr *data[], struct netlink_ext_ack *extack);
int plugnet_stack_changelink(struct net_device *dev, struct nlattr *tb[],
			     struct nlattr *data[], struct netlink_ext_ack *extack);
size_t plugnet_stack_info_size(const struct net_device *dev);
int plugnet_stack_info(struct sk_buff *skb, const struct net_device *dev);

#endif
