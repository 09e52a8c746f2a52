/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the things that an interface has several of: addresses, routes, ...
 *
 * Each kind has a value here, which is both what a file asks for and what the kernel
 * tells; how two such values stand to one another and how one is told, in a file of its
 * own (netaddress.c); its section in netkey_address.c; its messages in netio_address.c.
 */
#ifndef HP_NETOBJECT_H
#define HP_NETOBJECT_H

#include <linux/rtnetlink.h>

#include "netcan.h"
#include "netvalue.h"

#define HP_NET_OBJECT_TEXT 256

enum hp_net_object_kind {
	HP_NET_ADDRESS,
	HP_NET_NEIGHBOR,
	HP_NET_PROXY, /* an IPv6 neighbor that we answer for */
	HP_NET_NEXTHOP,
	HP_NET_ROUTE,
	HP_NET_RULE,
	HP_NET_SYSCTL,
	HP_NET_QDISC,
	HP_NET_TCLASS,
	HP_NET_TEQL,
	HP_NET_FDB,
	HP_NET_MDB,
	HP_NET_ADDRLABEL,
	HP_NET_TOKEN,
	HP_NET_MTU6,
	HP_NET_CAN,
	HP_NET_IPOIB,
	HP_NET_VFS, /* how many virtual functions there are */
	HP_NET_VF,  /* a setting of one */
	HP_NET_OBJECT_KINDS,
};

#define HP_NET_FOREVER UINT32_MAX

/* Which of the members below a file gives; what it does not give is not compared, and is
 * the kernel's or systemd.network(5)'s default. The kernel gives all. */
enum {
	HP_NET_ADDRESS_LABEL = 1,
	HP_NET_ADDRESS_PEER = 2,
	HP_NET_ADDRESS_BROADCAST = 4,
	HP_NET_ADDRESS_SCOPE = 8,
	HP_NET_ADDRESS_PREFERRED = 16,
	HP_NET_ADDRESS_METRIC = 32,
	HP_NET_ADDRESS_DERIVED = 64, /* Broadcast=yes; not compared */
};

struct hp_net_address {
	struct hp_prefix prefix; /* with a peer, the length is of the peer's network */
	struct hp_prefix peer;	 /* family AF_UNSPEC: none */
	struct in_addr broadcast;
	char label[IFNAMSIZ]; /* IPv4's: what ifconfig(8) calls it */
	uint8_t scope;	      /* RT_SCOPE_* */
	uint32_t metric;      /* of the route to its network */
	uint32_t preferred;   /* seconds, or HP_NET_FOREVER */
	uint32_t valid;	      /* likewise; a file's: 0, which means forever */
	uint32_t flags;	      /* IFA_F_* */
	uint32_t flags_given; /* those that count */
	unsigned int given;   /* HP_NET_ADDRESS_* */
};

#define HP_NET_METRIC_DEFAULT_V6 1024 /* IP6_RT_PRIO_USER */

/* As for addresses. */
enum {
	HP_NET_ROUTE_PREFERRED = 1,
	HP_NET_ROUTE_SCOPE = 2,
	HP_NET_ROUTE_ONLINK = 4,
	HP_NET_ROUTE_PREFERENCE = 8,
	HP_NET_ROUTE_TABLE = 16,
	HP_NET_ROUTE_CONGESTION = 32,
	HP_NET_ROUTE_TTL = 64,
};

#define HP_NET_CONGESTION_MAX 16 /* TCP_CA_NAME_MAX of net/tcp.h, with the NUL */

#define HP_NET_HOPS_MAX	      8

/* One of the ways of a multipath route. */
struct hp_net_hop {
	struct hp_prefix gateway;
	uint8_t weight;	       /* less 1 */
	bool is_own;	       /* the kernel's: over our interface */
	unsigned int ifindex;  /* 0: a file's */
	char ifname[IFNAMSIZ]; /* a file's, or its number; "": of our interface; the
				  kernel's where a file has it */
};

#define HP_NET_ROUTE_METRICS (RTAX_FASTOPEN_NO_COOKIE + 1)

struct hp_net_route {
	struct hp_prefix destination; /* the bits behind its length are 0 */
	struct hp_prefix source;      /* likewise; IPv6 only; length 0: any */
	struct hp_prefix gateway;     /* family AF_UNSPEC: none */
	struct hp_prefix preferred;   /* source address; family AF_UNSPEC: none */
	uint32_t metric;
	uint32_t table;	  /* RT_TABLE_*, 1.. */
	uint32_t nexthop; /* id of a nexthop object; 0: none */
	uint8_t protocol; /* RTPROT_* */
	uint8_t type;	  /* RTN_* */
	uint8_t scope;	  /* RT_SCOPE_*; IPv4 only */
	bool onlink;
	uint8_t n_hops; /* above 0: a multipath route, without a gateway */
	struct hp_net_hop hops[HP_NET_HOPS_MAX];
	bool is_member;	    /* the kernel's: one of the ways of a multipath route */
	bool is_elsewhere;  /* the kernel's: of no interface, or not over ours alone */
	uint8_t preference; /* IPv6 only: ICMPV6_ROUTER_PREF_* */
	bool ttl_propagate; /* for MPLS; the kernel tells it of no route of IP */
	char congestion[HP_NET_CONGESTION_MAX]; /* TCP's algorithm; "": its default */
	uint32_t metrics_given; /* a bit 1 << RTAX_* for each that is given */
	uint32_t metrics[HP_NET_ROUTE_METRICS]; /* by RTAX_* */
	unsigned int given;			/* HP_NET_ROUTE_* */
};

/* Whether it is of no interface: blackhole, unreachable, prohibit, throw. */
bool hp_net_route_is_unbound(const struct hp_net_route *route);

/* Whether both have the same ways, in whichever order. wanted: a file's. */
bool hp_net_hops_equal(const struct hp_net_route *wanted,
		       const struct hp_net_route *there);
/* Whether a file's goes over another interface. */
bool hp_net_hop_is_elsewhere(const struct hp_net_hop *hop);
/* Appends " nexthop via 10.0.0.1 dev eth1 weight 5" for each. */
void hp_net_hops_describe(const struct hp_net_route *route, char *ret);

/* The scope that goes with a type, and whether there is a gateway. */
uint8_t hp_net_route_usual_scope(const struct hp_net_route *route);

/* By the names of systemd.network(5): RTN_*, RT_TABLE_*. */
extern const struct hp_word hp_net_route_types[];
extern const struct hp_word hp_net_tables[];

struct hp_net_neighbor {
	struct hp_prefix address; /* of full length */
	struct hp_hwaddr hwaddr;  /* at the link layer; of a tunnel, an IP address */
	uint16_t state;		  /* NUD_* */
};

#define HP_NET_GROUP_MAX 16

struct hp_net_nexthop {
	uint32_t id; /* 1.. */
	uint8_t family;
	uint8_t protocol;	  /* RTPROT_* */
	struct hp_prefix gateway; /* family AF_UNSPEC: none */
	bool onlink;
	bool blackhole;
	unsigned int ifindex; /* as the kernel tells it; 0: a file's, or none */
	uint8_t n_group;      /* above 0: a group of others, and nothing else */
	struct {
		uint32_t id;
		uint8_t weight; /* less 1 */
	} group[HP_NET_GROUP_MAX];
};

/* As for addresses. */
enum {
	HP_NET_RULE_PRIORITY = 1,
};

struct hp_net_range {
	uint32_t first, last; /* 0, 0: any; of users: also all users */
};

struct hp_net_rule {
	uint8_t family;
	struct hp_prefix from, to; /* length 0: any */
	uint8_t protocol;	   /* RTPROT_* */
	uint32_t tos;
	uint32_t ip_protocol; /* IPPROTO_*; 0: any */
	uint32_t type;	      /* FR_ACT_* */
	bool invert;
	bool has_users;
	uint32_t mark, mask; /* of the firewall */
	uint32_t table;
	uint32_t priority;
	uint32_t suppress_length; /* UINT32_MAX: none; likewise the group */
	uint32_t suppress_group;
	struct hp_net_range users, source_port, destination_port;
	char iif[IFNAMSIZ], oif[IFNAMSIZ]; /* "": any */
	unsigned int given;		   /* HP_NET_RULE_* */
};

/* By the names of systemd.network(5), and "table": FR_ACT_*. */
extern const struct hp_word hp_net_rule_types[];

enum hp_net_sysctl_form {
	HP_NET_NUMBER,
	HP_NET_SECRET,	   /* an IPv6 address, told nobody */
	HP_NET_OWN_SECRET, /* the machine's for the interface, where that has none */
	HP_NET_OLD_SECRET, /* the kernel's; all zero: none. Never written */
};

/* A file below /proc/sys/net/FAMILY/conf/INTERFACE. */
struct hp_net_sysctl {
	const char *family; /* "ipv4", "ipv6"; static, as the name */
	const char *name;
	int value; /* of a number */
	enum hp_net_sysctl_form form;
	struct in6_addr secret;
};

#define HP_NET_QDISC_OPTIONS_MAX 320

/* A queueing discipline, or a class of one. */
struct hp_net_qdisc {
	char kind[IFNAMSIZ]; /* "tbf"; of a class, its discipline's */
	uint32_t handle;     /* of a class, its id; 0: the kernel chooses one */
	uint32_t parent; /* TC_H_ROOT, TC_H_INGRESS, or a class; of a class, TC_H_ROOT is
			    its discipline */
	uint32_t n_options; /* bytes */
	/* TCA_OPTIONS, in the form of the kind: what a file asks for, or all there is. */
	uint8_t options[HP_NET_QDISC_OPTIONS_MAX];
};

/* The queueing discipline by which an interface is under an equalizer: netteql.h. */
struct hp_net_teql {
	uint32_t id;	 /* of teqlN */
	uint32_t parent; /* TC_H_*; a file's: TC_H_ROOT */
	uint32_t handle; /* a file's: 0, any */
	/* The kernel's: what is there in place of one; its kind is "" where nothing is.
	 */
	struct hp_net_qdisc other;
};

/* Where a bridge or a vxlan sends what is for a hardware address. */
struct hp_net_fdb {
	struct hp_hwaddr mac;	      /* of 6 bytes */
	struct hp_prefix destination; /* of a vxlan; family AF_UNSPEC: none */
	uint16_t vlan;		      /* 0: none */
	uint16_t state;		      /* NUD_* */
	uint8_t flags; /* NTF_*; the kernel's: NTF_MASTER, the bridge's, or NTF_SELF */
	uint32_t vni;  /* 0: the vxlan's own */
	unsigned int
		ifindex;    /* the kernel's: by which to go there; 0: a file's, or any */
	char oif[IFNAMSIZ]; /* a file's; "": any */
};

/* Whether it may have several destinations: multicast, and the address 0. */
bool hp_net_fdb_is_for_many(const struct hp_net_fdb *fdb);

/* A group that a bridge sends to a port, or takes itself. */
struct hp_net_mdb {
	struct hp_prefix group;
	uint16_t vlan; /* 0: a file's, any */
	bool goes;     /* the kernel's: with time */
};

/* Of an IPv6 prefix: by which the address to send from is chosen, RFC 6724. */
struct hp_net_addrlabel {
	struct hp_prefix prefix;
	uint32_t label; /* 0 to UINT32_MAX - 1 */
};

/* As for addresses. */
enum {
	HP_NET_IPOIB_MODE = 1,
	HP_NET_IPOIB_UMCAST = 2,
};

/* Of IP over InfiniBand. */
struct hp_net_ipoib {
	uint16_t mode;	    /* IPOIB_MODE_* */
	uint16_t umcast;    /* 1: groups of programs are left alone */
	unsigned int given; /* HP_NET_IPOIB_* */
};

enum hp_net_vf_setting {
	HP_NET_VF_MAC,
	HP_NET_VF_VLAN,
	HP_NET_VF_SPOOFCHK,
	HP_NET_VF_RSS, /* whether it may ask for the key of receive side scaling */
	HP_NET_VF_TRUST,
	HP_NET_VF_STATE,
	HP_NET_VF_SETTINGS,
};

/* What is not of the setting is 0. */
struct hp_net_vf {
	uint32_t number; /* 0.. */
	enum hp_net_vf_setting which;
	uint8_t mac[6];
	uint16_t protocol; /* ETH_P_8021Q, ETH_P_8021AD */
	uint32_t vlan, qos;
	uint32_t value; /* of the others: 0, 1; of STATE: IFLA_VF_LINK_STATE_* */
};

struct hp_net_vfs {
	uint32_t n;
	bool or_more; /* a file's: as many as its sections need */
};

#define HP_NET_IPV6_MIN_MTU 1280u /* RFC 8200 */

struct hp_net_object {
	enum hp_net_object_kind kind;
	union {
		struct hp_net_address address;
		struct hp_net_neighbor neighbor;
		struct hp_prefix proxy; /* of full length */
		struct hp_net_nexthop nexthop;
		struct hp_net_route route;
		struct hp_net_rule rule;
		struct hp_net_sysctl sysctl;
		struct hp_net_qdisc qdisc; /* also a class */
		struct hp_net_teql teql;
		struct hp_net_fdb fdb;
		struct hp_net_mdb mdb;
		struct hp_net_addrlabel addrlabel;
		struct in6_addr token; /* its upper half is 0; all zero: none */
		uint32_t mtu6;	       /* bytes, of what IPv6 sends */
		struct hp_net_can can;
		struct hp_net_ipoib ipoib;
		struct hp_net_vfs vfs;
		struct hp_net_vf vf;
	};
};

/* {0} is the empty list. */
struct hp_net_objects {
	size_t n;
	struct hp_net_object *item;
};

/* Returns 0 or -ENOMEM. */
int hp_net_objects_add(struct hp_net_objects *objects,
		       const struct hp_net_object *object) _must_check_;
/* Removes those of one kind. */
void hp_net_objects_drop(struct hp_net_objects *objects, enum hp_net_object_kind kind);
void hp_net_objects_free(struct hp_net_objects *objects);

/* What one that is there is to one that is wanted. */
enum hp_net_relation {
	HP_NET_APART,	/* neither concerns the other */
	HP_NET_EQUAL,	/* it is what is wanted */
	HP_NET_BESIDE,	/* it becomes what is wanted when that is written over it */
	HP_NET_IN_WAY,	/* it must go first */
	HP_NET_OUTDATED /* it must go afterwards: what an earlier file asked for */
};

/* Appends a word and a value to a description, as far as there is room. */
void hp_net_text_add(char ret[static HP_NET_OBJECT_TEXT], const char *word,
		     const char *value);
void hp_net_text_add_number(char ret[static HP_NET_OBJECT_TEXT], const char *word,
			    uint32_t value);
void hp_net_text_add_ip(char ret[static HP_NET_OBJECT_TEXT], const char *word,
			const struct hp_prefix *p);

/* Both are of the same kind. */
enum hp_net_relation hp_net_object_relate(const struct hp_net_object *wanted,
					  const struct hp_net_object *there);

/* Whether there can be only one of them, so that of two wanted ones the first counts. */
bool hp_net_object_same(const struct hp_net_object *a, const struct hp_net_object *b);

/* "address 10.0.2.15/24" */
char *hp_net_object_describe(const struct hp_net_object *object,
			     char ret[static HP_NET_OBJECT_TEXT]);

/* One for each kind; only netobject.c calls them. */
struct hp_net_object_type {
	bool (*same)(const struct hp_net_object *a, const struct hp_net_object *b);
	enum hp_net_relation (*relate)(const struct hp_net_object *wanted,
				       const struct hp_net_object *there);
	void (*describe)(const struct hp_net_object *object, char *ret);
};

extern const struct hp_net_object_type hp_net_address_type;
extern const struct hp_net_object_type hp_net_neighbor_type;
extern const struct hp_net_object_type hp_net_nexthop_type;
extern const struct hp_net_object_type hp_net_proxy_type;
extern const struct hp_net_object_type hp_net_route_type;
extern const struct hp_net_object_type hp_net_rule_type;
extern const struct hp_net_object_type hp_net_sysctl_type;
extern const struct hp_net_object_type hp_net_qdisc_type;
extern const struct hp_net_object_type hp_net_tclass_type;
extern const struct hp_net_object_type hp_net_teql_type;
extern const struct hp_net_object_type hp_net_fdb_type;
extern const struct hp_net_object_type hp_net_mdb_type;
extern const struct hp_net_object_type hp_net_addrlabel_type;
extern const struct hp_net_object_type hp_net_token_type;
extern const struct hp_net_object_type hp_net_mtu6_type;
extern const struct hp_net_object_type hp_net_can_type;
extern const struct hp_net_object_type hp_net_ipoib_type;
extern const struct hp_net_object_type hp_net_vfs_type;
extern const struct hp_net_object_type hp_net_vf_type;

#endif
