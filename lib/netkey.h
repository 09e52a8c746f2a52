/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: one parser for each key of the network files. Only netfile.c, whose tables
 * name them, and the files that hold them include this.
 */
#ifndef HP_NETKEY_H
#define HP_NETKEY_H

#include "ini.h"
#include "netconf.h"

struct section;

struct hp_net_reader {
	struct hp_net_file *file;
	const struct section *section; /* NULL: unknown, its keys are skipped */
	struct hp_ini_entry start;     /* the line of the section */
	bool assigned;		       /* [Address] had an Address=, right or wrong */
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

/* [Match]; arg is an enum hp_net_match_key. */
int hp_net_key_globs(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg);
int hp_net_key_match_macs(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  int arg);

/* [Link] */
int hp_net_key_name(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg);
int hp_net_key_mac(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg);
int hp_net_key_mtu(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg);

/* [Network], [Address], [Route] */
int hp_net_key_network_address(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			       int arg);
int hp_net_key_network_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			       int arg);
int hp_net_key_address(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		       int arg);
int hp_net_key_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		       int arg);
int hp_net_key_destination(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg);
int hp_net_key_metric(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg);

/* A section of which each occurrence is a thing of its own. */
int hp_net_begin_address(struct hp_net_reader *r, const struct hp_ini_entry *entry);
void hp_net_end_address(struct hp_net_reader *r);
int hp_net_begin_route(struct hp_net_reader *r, const struct hp_ini_entry *entry);
void hp_net_end_route(struct hp_net_reader *r);

#endif
