/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: one parser for each key of the network files. Only netfile.c and the files
 * that hold them include this.
 *
 * A section of which each occurrence is a thing of its own has a file of its own, with
 * its keys in a table: netkey_address.c.
 */
#ifndef HP_NETKEY_H
#define HP_NETKEY_H

#include "ini.h"
#include "netattr.h"

struct section;
struct hp_net_qdisc_kind;

struct hp_net_reader {
	struct hp_net_file *file;
	const char *path; /* of what is read now; the file's, or a drop-in's */
	const struct section *section; /* NULL: unknown, its keys are skipped */
	struct hp_ini_entry start;     /* the line of the section */
	/* What the section says, where its occurrences are things of their own. */
	struct hp_net_conf_object current;
	unsigned int given; /* bits of the section's own */
	bool spoilt;	    /* a key was wrong: the section is left out, as was said */
	uint32_t vf_values[HP_NET_VF_SETTINGS]; /* of [SR-IOV]: each setting's */
	/* Of a queueing discipline or a class. */
	const struct hp_net_qdisc_kind *qdisc_kind;
	struct hp_net_attrs attrs;
};

/*
 * Takes an assignment into r->file. arg tells keys apart that one parser serves. An empty
 * value takes back what was assigned before. Returns 0, also where the value is wrong,
 * which is logged by then; or -ENOMEM.
 */
typedef int (*hp_net_key_parser)(struct hp_net_reader *r,
				 const struct hp_ini_entry *entry, int arg);

struct hp_net_where hp_net_where_of(const struct hp_net_reader *r,
				    const struct hp_ini_entry *entry);

/* [Link] */
int hp_net_key_name_policy(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg);
int hp_net_key_altname(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		       int arg);
int hp_net_key_altname_policy(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			      int arg);
int hp_net_key_alias(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg);
/* arg is an enum hp_net_amount. */
int hp_net_key_amount(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg);
int hp_net_key_name(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg);
int hp_net_key_mac(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg);
int hp_net_key_mac_policy(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  int arg);
int hp_net_key_description(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg);
int hp_net_key_mtu(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg);

/* [Bridge] of a *.network file. Returns as a parser, or -ENOENT where it has no such key.
 */
int hp_net_key_of_port(struct hp_net_reader *r, const struct hp_ini_entry *entry);

/* A section of a kind of virtual device. */
int hp_net_begin_of_kind(struct hp_net_reader *r, const struct hp_ini_entry *entry);
int hp_net_key_of_kind(struct hp_net_reader *r, const struct hp_ini_entry *entry);

/* A queueing discipline, or a class of one: whether a section is that, and what takes it.
 */
bool hp_net_section_is_qdisc(const char *section);
int hp_net_begin_qdisc(struct hp_net_reader *r, const struct hp_ini_entry *entry);
int hp_net_end_qdisc(struct hp_net_reader *r);
int hp_net_key_of_qdisc(struct hp_net_reader *r, const struct hp_ini_entry *entry);

/* [Network] */
int hp_net_key_network_address(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			       int arg);
int hp_net_key_dhcp(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg);
int hp_net_key_network_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			       int arg);
int hp_net_key_proxy(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg);
int hp_net_key_device_route(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			    int arg);

/* A section of which each occurrence is a thing of its own: begin makes r->current what
 * it is without any key, end adds it to the file. */
int hp_net_key_address(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		       int arg);
int hp_net_key_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		       int arg);
int hp_net_begin_address(struct hp_net_reader *r, const struct hp_ini_entry *entry);
int hp_net_end_address(struct hp_net_reader *r);
int hp_net_begin_addrlabel(struct hp_net_reader *r, const struct hp_ini_entry *entry);
int hp_net_end_addrlabel(struct hp_net_reader *r);
int hp_net_begin_neighbor(struct hp_net_reader *r, const struct hp_ini_entry *entry);
int hp_net_end_neighbor(struct hp_net_reader *r);
int hp_net_begin_nexthop(struct hp_net_reader *r, const struct hp_ini_entry *entry);
int hp_net_end_nexthop(struct hp_net_reader *r);
int hp_net_begin_route(struct hp_net_reader *r, const struct hp_ini_entry *entry);
int hp_net_end_route(struct hp_net_reader *r);
int hp_net_begin_rule(struct hp_net_reader *r, const struct hp_ini_entry *entry);
int hp_net_end_rule(struct hp_net_reader *r);
int hp_net_begin_teql(struct hp_net_reader *r, const struct hp_ini_entry *entry);
int hp_net_end_teql(struct hp_net_reader *r);
int hp_net_begin_vf(struct hp_net_reader *r, const struct hp_ini_entry *entry);
int hp_net_end_vf(struct hp_net_reader *r);
int hp_net_begin_fdb(struct hp_net_reader *r, const struct hp_ini_entry *entry);
int hp_net_end_fdb(struct hp_net_reader *r);
int hp_net_begin_mdb(struct hp_net_reader *r, const struct hp_ini_entry *entry);
int hp_net_end_mdb(struct hp_net_reader *r);

/* MultiPathRoute=. What speaks against a route with it, of that family; NULL: nothing. */
int hp_net_key_multipath(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			 int arg);
const char *hp_net_multipath_contradiction(const struct hp_net_route *route, int family);
/* Makes one way alone a gateway. */
void hp_net_multipath_settle(struct hp_net_route *route);

/* Adds r->current to the file. Returns 0 or -ENOMEM. */
int hp_net_reader_add(struct hp_net_reader *r) _must_check_;
/* Takes back what is of that kind. */
void hp_net_reader_drop(struct hp_net_reader *r, enum hp_net_object_kind kind);

/* Says what was expected in place of the value, and that the section is left out: half of
 * it may lead elsewhere. Returns 0. */
int hp_net_reader_spoil(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			const char *expected);

/* Reads a value, which is none or false where the entry's is empty or wrong. Both return
 * 0. */
int hp_net_reader_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  struct hp_prefix *ret);
int hp_net_reader_boolean(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  bool *ret);

struct hp_net_key {
	const char *section;
	const char *name;
	unsigned int kinds; /* of file */
	hp_net_key_parser parse;
	int arg;
};

#define HP_NET_IN_LINK	  (1u << HP_NET_FILE_LINK)
#define HP_NET_IN_NETWORK (1u << HP_NET_FILE_NETWORK)
#define HP_NET_IN_NETDEV  (1u << HP_NET_FILE_NETDEV)

/* Each ends with {0}. */
extern const struct hp_net_key hp_net_matching_keys[];
extern const struct hp_net_key hp_net_activation_keys[];
extern const struct hp_net_key hp_net_address_keys[];
extern const struct hp_net_key hp_net_addrlabel_keys[];
extern const struct hp_net_key hp_net_can_keys[];
extern const struct hp_net_key hp_net_dns_keys[];
extern const struct hp_net_key hp_net_ethtool_keys[];
extern const struct hp_net_key hp_net_linkmode_keys[];
extern const struct hp_net_key hp_net_wolpassword_keys[];
extern const struct hp_net_key hp_net_carrier_keys[];
extern const struct hp_net_key hp_net_ipv6_keys[];
extern const struct hp_net_key hp_net_linklocal_keys[];
extern const struct hp_net_key hp_net_netdev_keys[];
extern const struct hp_net_key hp_net_upper_keys[];
extern const struct hp_net_key hp_net_neighbor_keys[];
extern const struct hp_net_key hp_net_nexthop_keys[];
extern const struct hp_net_key hp_net_route_keys[];
extern const struct hp_net_key hp_net_rule_keys[];
extern const struct hp_net_key hp_net_sysctl_keys[];
extern const struct hp_net_key hp_net_teql_keys[];
extern const struct hp_net_key hp_net_fdb_keys[];
extern const struct hp_net_key hp_net_vf_keys[];
extern const struct hp_net_key hp_net_vlans_keys[];

#endif
