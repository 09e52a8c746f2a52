/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Purpose: what the files of plugnet.ko share.
 *
 * A frame goes from ndo_start_xmit() of one end into the ring of the other, whose status
 * register then has a cause: that interrupts, and NAPI takes the frames from the ring.
 *One producer fills a ring, under the transmit lock of its device; one consumer empties
 *it, in NAPI. A full ring stops the other end's queue, until NAPI has made room and says
 *so by a cause in the other end's status register.
 *
 * Locks, outermost first; none is ever taken the other way round:
 *
 *	device_lock(port): the driver core's, around probe() and remove()
 *	RTNL: peer, open, proc are written; devices come and go, open and close
 *	transmit lock of a device: the producer's side of the other end's ring; open is
 *		written under it as well, so that no frame is put into a ring after that
 *	irq core's and plugbus's locks, below plugbus_line_raise()
 *
 * peer is read under RCU. A device whose peer is unregistered loses its pointer in
 * ndo_uninit(), and unregister_netdevice_many() waits for readers after that.
 */
#ifndef PLUGNET_INTERNAL_H
#define PLUGNET_INTERNAL_H

#include <linux/ethtool.h>
#include <linux/netdevice.h>
#include <linux/ptr_ring.h>

#include "../plugbus.h"
#include "../uapi/plugnet.h"

/* Bits of the status register. */
enum plugnet_cause {
	PLUGNET_RECEIVE,
	PLUGNET_TRANSMIT_DONE,	/* the full ring has room again */
	PLUGNET_TRANSMIT_ERROR, /* a frame found no other end */
	PLUGNET_LINK_CHANGE,
	PLUGNET_CAUSES,
};

/* What is counted; the causes have their own numbers here. */
enum plugnet_count {
	PLUGNET_INTERRUPTS = PLUGNET_CAUSES,
	PLUGNET_NOT_OURS, /* the line was pulled by another, or for nothing */
	PLUGNET_POLLS,
	PLUGNET_STOPS,	  /* of the transmit queue, by a full ring */
	PLUGNET_FILTERED, /* frames for other addresses */
	PLUGNET_COUNTS,
};

struct plugnet {
	struct net_device *dev;
	struct plugnet __rcu *peer; /* the other end, or NULL */
	bool open;		    /* it takes frames */
	unsigned int ring_size;
	struct ptr_ring ring; /* received, not yet taken by NAPI */
	struct napi_struct napi;

	struct plugbus_port *port; /* or NULL */
	bool has_line;	      /* the first of the port; else NAPI is called directly */
	unsigned long status; /* bit n: cause n */
	int armed;	      /* a cause interrupts; not while NAPI polls */

	atomic64_t count[PLUGNET_COUNTS];
	struct proc_dir_entry *proc;
};

/* main.c: the parameters */
extern unsigned int plugnet_ring, plugnet_mtu;
extern bool plugnet_line;

/* device.c */
void plugnet_setup(struct net_device *dev);
bool plugnet_is(const struct net_device *dev);
/* Makes each the other's other end. Both are registered, and have none. RTNL is held. */
void plugnet_connect(struct plugnet *a, struct plugnet *b);

/* frame.c */
netdev_tx_t plugnet_xmit(struct sk_buff *skb, struct net_device *dev);
/* Whether the address filter lets a frame through that eth_type_trans() has seen. */
bool plugnet_wants(const struct net_device *dev, const struct sk_buff *skb);
/* Frames of the ring, budget at most. Returns how many. */
int plugnet_receive(struct plugnet *net, int budget);

/* interrupt.c */
/* The device has a cause to interrupt. Any context, within an RCU reader or RTNL. */
void plugnet_raise(struct plugnet *net, enum plugnet_cause cause);
int plugnet_poll(struct napi_struct *napi, int budget);
/* Of open and stop. 0 or the negative errno of request_irq(). */
int plugnet_interrupt_start(struct plugnet *net);
void plugnet_interrupt_stop(struct plugnet *net);

static inline void plugnet_count(struct plugnet *net, enum plugnet_count what)
{
	atomic64_inc(&net->count[what]);
}

/* port.c */
extern struct plugbus_driver plugnet_driver;

/* link.c */
extern struct rtnl_link_ops plugnet_link_ops;
/* Says why, unless the core has. extack and attr may be NULL. Returns r. */
int plugnet_refuse(struct netlink_ext_ack *extack, const struct nlattr *attr,
		   const char *why, int r);
int plugnet_register_link(struct net_device *dev, struct nlattr *tb[],
			  struct netlink_ext_ack *extack);

/* proc.c */
int plugnet_proc_init(void);
void plugnet_proc_exit(void);

/* ethtool.c */
extern const struct ethtool_ops plugnet_ethtool_ops, plugnet_stack_ethtool_ops;
extern const char plugnet_count_names[PLUGNET_COUNTS][ETH_GSTRING_LEN];

#endif
