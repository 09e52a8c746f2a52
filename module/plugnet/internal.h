/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Purpose: what the files of plugnet.ko share.
 *
 * A device has queues, each with a ring, a status register and a NAPI instance. A frame
 * goes from ndo_start_xmit() of one end into a ring of the other, by the number of its
 * transmit queue. The status register of that ring's queue then has a cause: that
 * interrupts, and NAPI takes the frames from the ring. A full ring stops the transmit
 * queues that fill it, until NAPI has made room and says so by a cause in the status
 * registers of the other end.
 *
 * Locks, outermost first; none is ever taken the other way round:
 *
 *	device_lock(port): the driver core's, around probe() and remove()
 *	RTNL: peer, open, proc and the number of queues are written; devices come and go,
 *		open and close
 *	transmit lock of a queue: frames are sent by it
 *	producer_lock of a ring: frames are put into it. Only NAPI takes them out,
 *		and what closes the device
 *	irq core's and plugbus's locks, below plugbus_line_raise()
 *
 * peer and open are read under RCU, with BH disabled. A device whose peer is unregistered
 * loses its pointer in ndo_uninit(), and unregister_netdevice_many() waits for readers
 * after that. What a closed device has, as its number of queues, changes when nobody is
 * left who has seen it open.
 */
#ifndef PLUGNET_INTERNAL_H
#define PLUGNET_INTERNAL_H

#include <linux/ethtool.h>
#include <linux/hrtimer.h>
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <linux/ptr_ring.h>
#include <net/xdp.h>

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
	PLUGNET_TIMEOUTS, /* of a stopped transmit queue, as the core says */
	PLUGNET_FILTERED, /* frames for other addresses */
	PLUGNET_XDP_PASS, /* frames, as the program said */
	PLUGNET_XDP_DROP,
	PLUGNET_XDP_TX,
	PLUGNET_XDP_REDIRECT,
	PLUGNET_COUNTS,
};

#define PLUGNET_QUEUES_MAX   8 /* each may have a line of the port */
#define PLUGNET_RING_MIN     32
#define PLUGNET_RING_MAX     4096
#define PLUGNET_COALESCE_MAX 100000 /* us */

struct plugnet_queue {
	struct plugnet *net;
	/* Received, not yet taken by NAPI: packets, and frames of XDP; see xdp.c. */
	struct ptr_ring ring;
	struct napi_struct napi;

	unsigned int index;   /* of the device's queues */
	bool waited_for;      /* a transmit queue that fills the ring has stopped */
	unsigned long status; /* bit n: cause n */
	int armed;	      /* a cause interrupts; not while NAPI polls */
	struct hrtimer rest;  /* before it is armed again, where that is asked for */

	int line;	      /* which of the port's; -1: NAPI is called directly */
	unsigned int handles; /* so many queues from this on, by a request of the line */
	char name[IFNAMSIZ + 4]; /* of that request */

	struct page_pool *pool; /* with a program */
	struct xdp_rxq_info rxq;

	unsigned int burst; /* bytes sent that do not count against the limit yet */
	unsigned long sent, received;	    /* frames */
	unsigned long sent_at, received_at; /* jiffies of the last one */
	atomic64_t count[PLUGNET_COUNTS];
} ____cacheline_aligned_in_smp;

struct plugnet {
	struct net_device *dev;
	struct plugnet __rcu *peer; /* the other end, or NULL */
	bool open;		    /* it takes frames */
	/* Of this opening, and of no other of any device: which frames count against the
	 * byte limits of its queues. */
	u32 session;
	unsigned int ring_size;
	unsigned int coalesce;	/* us between two interrupts of a queue, at least */
	unsigned int nr_queues; /* in use, of dev->num_tx_queues */
	struct plugnet_queue *queue;

	struct plugbus_port *port;  /* or NULL */
	struct bpf_prog __rcu *xdp; /* or NULL; with one, each queue has a pool */

	bool has_line; /* it interrupts by the port's */

	struct proc_dir_entry *proc;
};

/* main.c: the parameters */
extern unsigned int plugnet_ring, plugnet_mtu, plugnet_queues, plugnet_watchdog;
extern bool plugnet_line;

/* device.c */
void plugnet_setup(struct net_device *dev);
bool plugnet_is(const struct net_device *dev);
/* Makes each the other's other end. Both are registered, and have none. RTNL is held. */
void plugnet_connect(struct plugnet *a, struct plugnet *b);
/* Calls change(), with the device closed meanwhile. 0, what change() returns, or why the
 * device could not be opened again: then it is changed back, and where it cannot be
 * opened even so, down. RTNL is held. */
int plugnet_change(struct plugnet *net,
		   int (*change)(struct plugnet *net, unsigned int to), unsigned int to,
		   unsigned int from);

/* queue.c: the functions that return an int give 0 or -ENOMEM */
/* As many queues as dev->num_tx_queues. */
int plugnet_queues_make(struct plugnet *net);
/* But for the memory of the array, which others may still look at. */
void plugnet_queues_unmake(struct plugnet *net);
/* Of a closed device, for plugnet_change(): the size of its rings, how many are used. */
int plugnet_queues_resize(struct plugnet *net, unsigned int size);
int plugnet_queues_use(struct plugnet *net, unsigned int nr);
/* What was received and not taken is dropped, what was sent is forgotten. Nobody sends,
 * puts or takes any more. */
void plugnet_queues_drain(struct plugnet *net);
s64 plugnet_total(const struct plugnet *net, enum plugnet_count what);

/* frame.c */
netdev_tx_t plugnet_xmit(struct sk_buff *skb, struct net_device *dev);
/* The queue of the other end whose ring a transmit queue fills, or NULL: nobody receives.
 * BH are disabled. */
struct plugnet_queue *plugnet_way(const struct plugnet *net, unsigned int index);
/* The address filter of a card that is not promiscuous. */
bool plugnet_listens(const struct net_device *dev, const struct sk_buff *skb);

/* Whether the address filter lets a frame through that eth_type_trans() has seen. */
static inline bool plugnet_wants(const struct net_device *dev, const struct sk_buff *skb)
{
	return READ_ONCE(dev->flags) & IFF_PROMISC || skb->pkt_type == PACKET_HOST ||
	       plugnet_listens(dev, skb);
}

/* Frames of the ring, budget at most. Returns how many. */
int plugnet_receive(struct plugnet_queue *queue, int budget);
/* Drops all that is in the ring. */
void plugnet_drop(struct plugnet_queue *queue);

/* xdp.c, xdp_set.c */

#ifdef CONFIG_PAGE_POOL

/* A page has room for a frame of this MTU, and what XDP and the stack put around it. */
#define PLUGNET_XDP_MTU_MAX                                                              \
	((unsigned int)(SKB_WITH_OVERHEAD(PAGE_SIZE) - XDP_PACKET_HEADROOM -             \
			VLAN_ETH_HLEN))

/* Whether what is in a ring is a frame of XDP, else a packet. */
static inline bool plugnet_is_xdp(const void *item)
{
	return (unsigned long)item & 1;
}

void plugnet_free(void *item);
/* The packet that such a frame is for the stack, or NULL: it was not for us, or there is
 * no memory. */
struct sk_buff *plugnet_xdp_build(struct plugnet_queue *queue, void *item);
/* Has the program see a packet. Returns what the stack is to have, or NULL. In NAPI,
 * which calls xdp_do_flush() at its end. */
struct sk_buff *plugnet_xdp(struct plugnet_queue *queue, struct bpf_prog *prog,
			    struct sk_buff *skb);
int plugnet_xdp_xmit(struct net_device *dev, int n, struct xdp_frame **frames, u32 flags);

int plugnet_bpf(struct net_device *dev, struct netdev_bpf *bpf);
netdev_features_t plugnet_fix_features(struct net_device *dev,
				       netdev_features_t features);

#else
#define plugnet_bpf	     NULL
#define plugnet_xdp_xmit     NULL
#define plugnet_fix_features NULL

static inline bool plugnet_is_xdp(const void *item)
{
	return false;
}

static inline void plugnet_free(void *item)
{
	kfree_skb(item);
}

static inline struct sk_buff *plugnet_xdp_build(struct plugnet_queue *queue, void *item)
{
	return item;
}

static inline struct sk_buff *plugnet_xdp(struct plugnet_queue *queue,
					  struct bpf_prog *prog, struct sk_buff *skb)
{
	return skb;
}
#endif

/* interrupt.c */
/* The queue has a cause to interrupt. BH are disabled, in an RCU reader or under RTNL. */
void plugnet_raise(struct plugnet_queue *queue, enum plugnet_cause cause);
enum hrtimer_restart plugnet_rested(struct hrtimer *timer);
int plugnet_poll(struct napi_struct *napi, int budget);
/* Of open and stop. 0 or the negative errno of request_irq(). */
int plugnet_interrupt_start(struct plugnet *net);
void plugnet_interrupt_stop(struct plugnet *net);

static inline void plugnet_count(struct plugnet_queue *queue, enum plugnet_count what)
{
	atomic64_inc(&queue->count[what]);
}

static inline unsigned int plugnet_index(const struct plugnet_queue *queue)
{
	return queue->index;
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
