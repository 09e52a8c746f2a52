/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the files that say how network interfaces are to be: *.link and *.network in
 * the directories of netdirs.h, with their drop-ins.
 *
 * A file in an earlier directory replaces its namesake in a later one; an empty file or a
 * link to /dev/null masks it. What stands in NAME.d/\*.conf of any directory is read
 * behind NAME, in the order of the names there, under the same rules. A file that
 * somebody else than root could have written (hp_trust_file()) is refused. Sections and
 * keys are those of systemd.link(5) and systemd.network(5). Of each kind, the first file
 * (by the order of the names) whose [Match] fits is the interface's.
 *
 * What is wrong in a file is logged as FILE:LINE:COLUMN and left out; a file whose
 * [Match] section is wrong or empty, or that has a drop-in that cannot be read, fits no
 * interface.
 */
#ifndef HP_NETCONF_H
#define HP_NETCONF_H

#include "names.h"
#include "netamount.h"
#include "netethtool.h"
#include "netflag.h"
#include "netmatch.h"
#include "netname.h"
#include "netobject.h"

enum hp_net_file_kind {
	HP_NET_FILE_LINK,
	HP_NET_FILE_NETWORK,
	HP_NET_FILE_NETDEV, /* known, not supported */
	HP_NET_FILE_KINDS,
};

/* Where a setting stands; file NULL: it is not given. */
struct hp_net_where {
	const char *file;
	unsigned int line, column; /* 1.. */
};

struct hp_net_conf_object {
	struct hp_net_object object;
	struct hp_net_where where;
};

/* How the interface comes by addresses of its link. */
struct hp_net_linklocal {
	bool v6;
	struct hp_net_where v6_where;
	uint32_t mode; /* IN6_ADDR_GEN_MODE_* */
	struct hp_net_where mode_where;
	struct in6_addr secret;
	struct hp_net_where secret_where;
};

struct hp_net_file {
	enum hp_net_file_kind kind;
	const struct hp_net_file *next; /* of its kind that can be used */
	char *name;			/* "10-lan.link" */
	char *path;			/* what messages name */
	size_t n_dropins;
	char **dropins; /* their paths; with path, they own the file of all hp_net_where
			 */
	bool unusable;	/* its [Match] section cannot be relied on */
	bool is_mask;	/* and it is empty, or a link to /dev/null */
	struct hp_net_match match;

	char ifname[IFNAMSIZ];
	struct hp_net_where ifname_where;
	struct hp_net_policies name_policies;
	struct hp_net_where name_policies_where;
	struct hp_net_altnames altnames;
	struct hp_net_policies altname_policies;
	struct hp_net_where altnames_where; /* of the last of both */
	char alias[HP_NET_ALIAS_MAX];
	struct hp_net_where alias_where;
	struct hp_net_ethtool_values ethtool;
	struct hp_net_where ethtool_where[HP_NET_ETHTOOLS];
	uint32_t speed; /* Mbit/s; with the next, HP_NET_FORCED when all is read */
	struct hp_net_where speed_where;
	bool is_half_duplex;
	struct hp_net_where duplex_where;
	uint32_t amount[HP_NET_AMOUNTS];
	struct hp_net_where amount_where[HP_NET_AMOUNTS];
	struct hp_hwaddr mac;
	struct hp_net_where mac_where;
	enum hp_net_mac_policy mac_policy;
	struct hp_net_where mac_policy_where;
	uint32_t mtu;
	struct hp_net_where mtu_where;
	unsigned int dhcp; /* 1 << enum hp_dhcp */
	struct hp_net_where dhcp_where;
	struct hp_names dns, domains;  /* of resolv.conf(5) */
	struct hp_net_where dns_where; /* of the last of both */
	bool flag[HP_NET_FLAGS];
	struct hp_net_where flag_where[HP_NET_FLAGS];
	enum hp_net_activation activation;
	struct hp_net_where activation_where;
	struct hp_net_where unmanaged_where; /* it leaves the interface to others */

	struct hp_net_linklocal linklocal;
	struct hp_net_where device_route_where; /* a default route without a gateway */
	size_t n_objects;
	struct hp_net_conf_object *objects;

	struct hp_net_uppers *uppers; /* of a *.network file; NULL: none */
	struct hp_net_vlans *vlans;   /* likewise */
	struct hp_netdev *netdev;     /* of a *.netdev file; NULL: nothing yet */
};

struct hp_net_conf {
	size_t n;
	struct hp_net_file *files; /* in the order of their names */
	const struct hp_net_file *first[HP_NET_FILE_KINDS]; /* that can be used */
	size_t n_netdevs;
	struct hp_net_file **netdevs; /* that make one; in the order of its names */
	bool has_lowers;	      /* one of them names interfaces with Lower= */
};

/* ".link", ... */
const char *hp_net_file_suffix(enum hp_net_file_kind kind);

/* Reads all files. Returns 0 (also where there are none) or -ENOMEM. */
int hp_net_conf_read(struct hp_net_conf *ret) _must_check_;

/* Reads one file from an open stream; path is what messages name. Where the file has been
 * read from another path before, this is a drop-in. Returns 0, or -ENOMEM or -EIO; the
 * file must be freed in any case. */
int hp_net_file_read_stream(struct hp_net_file *ret, enum hp_net_file_kind kind,
			    FILE *stream, const char *path) _must_check_;

/*
 * Reads the file at path, without its drop-ins, wherever it lies and whoever could have
 * written it; NAME.d/X.conf is read as a drop-in of NAME. ret is freed in any case.
 * Returns 0; -EMEDIUMTYPE where it is no such file by its name; -EINVAL where it is no
 * regular file; -ENOMEM, -EIO or the negative errno of open(2).
 */
int hp_net_file_read(struct hp_net_file *ret, const char *path) _must_check_;

/* The first file of that kind that fits, or NULL. */
const struct hp_net_file *hp_net_conf_find(const struct hp_net_conf *conf,
					   enum hp_net_file_kind kind,
					   const struct hp_net_facts *facts);

/* Which facts the files are held against: 1 << key for each enum hp_net_match_key. */
unsigned int hp_net_conf_keys(const struct hp_net_conf *conf);

/* Calls fn for each namesake of the file in a later directory. */
void hp_net_file_each_replaced(const struct hp_net_file *file,
			       void (*fn)(const char *path, void *data), void *data);

/* Adds what is wanted. Returns 0 or -ENOMEM. */
int hp_net_file_add(struct hp_net_file *file,
		    const struct hp_net_conf_object *object) _must_check_;

/* Takes back what is of that kind. */
void hp_net_file_drop(struct hp_net_file *file, enum hp_net_object_kind kind);

void hp_net_file_free(struct hp_net_file *file);
void hp_net_conf_free(struct hp_net_conf *conf);

#endif
