/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the kinds of queueing disciplines and of their classes, as data: the section
 * that asks for each, its keys, and what these come to.
 *
 * Source of the contract: the names and units of systemd.network(5), the structures and
 * attributes of linux/pkt_sched.h, what net/sched/sch_*.c make of them.
 */
#ifndef HP_NETQDISCKIND_H
#define HP_NETQDISCKIND_H

#include <linux/pkt_sched.h>

#include "netattr.h"

struct hp_net_qdisc_kind {
	const char *section;
	const char *name; /* TCA_KIND; NULL: what Parent= names */
	bool is_class;
	bool is_nested;	  /* its options are a list of attributes, else a structure */
	bool has_to_have; /* options, even if they are empty */
	bool is_rigid;	  /* one that is there is replaced, not changed */
	const struct hp_net_attr_row *rows;
	size_t n_rows;
	/* Makes options of what the keys came to. NULL: each is an attribute of its own.
	 * Returns NULL, or what is wrong: "without Rate=". */
	const char *(*build)(const struct hp_net_attrs *attrs, struct hp_net_qdisc *ret);
	/* Whether what is there has the options that are wanted. NULL: each attribute, or
	 * the structure at the beginning, byte by byte; of times, as exactly as the
	 * kernel keeps them. */
	bool (*equal)(const struct hp_net_qdisc *wanted,
		      const struct hp_net_qdisc *there);
	/* Makes what the kernel takes of what it tells. NULL: it is the same. */
	void (*settle)(struct hp_net_qdisc *told);
};

/* Each returns NULL where there is none. */
const struct hp_net_qdisc_kind *hp_net_qdisc_kind_of(const char *section);
const struct hp_net_qdisc_kind *hp_net_qdisc_kind_find(const char *name, bool is_class);
const struct hp_net_attr_row *hp_net_qdisc_kind_row(const struct hp_net_qdisc_kind *kind,
						    const char *key);

/* As the members build and equal; both are of one kind. */
const char *hp_net_qdisc_kind_build(const struct hp_net_qdisc_kind *kind,
				    const struct hp_net_attrs *attrs,
				    struct hp_net_qdisc *ret);
bool hp_net_qdisc_kind_equal(const struct hp_net_qdisc *wanted,
			     const struct hp_net_qdisc *there, bool is_class);

/* For kinds: appends each key as an attribute of its own. */
void hp_net_qdisc_put_all(struct hp_net_qdisc *qdisc, const struct hp_net_attrs *attrs);

/* For kinds: what a key that is a number came to, or otherwise where it is not given. */
uint64_t hp_net_qdisc_number(const struct hp_net_attrs *attrs, const char *key,
			     uint64_t otherwise);

/* For kinds: appends an attribute to the options. There is room for what the keys of any
 * one section come to. */
void hp_net_qdisc_put(struct hp_net_qdisc *qdisc, uint16_t type, const void *bytes,
		      size_t len);

/* For kinds: whether each attribute that is wanted, but those of one type (0: but none),
 * is there as the kernel keeps it. */
bool hp_net_qdisc_has_attrs(const struct hp_net_qdisc_kind *kind,
			    const struct hp_net_qdisc *wanted,
			    const struct hp_net_qdisc *there, uint16_t but);

/* For kinds: whether both have the number of 64 bits of that type, or neither. */
bool hp_net_qdisc_equal_u64(const struct hp_net_qdisc *a, const struct hp_net_qdisc *b,
			    uint16_t type);

/* For kinds: writes over the payload of an attribute of the options, as far as there is
 * one. */
void hp_net_qdisc_set(struct hp_net_qdisc *qdisc, uint16_t type, const void *bytes,
		      size_t size);

/* For kinds: copies the payload of an attribute of the options as far as there is one,
 * and zeroes behind it. Returns whether there is one. */
bool hp_net_qdisc_get(const struct hp_net_qdisc *qdisc, uint16_t type, void *ret,
		      size_t size);

/* The kernel's clock for packets ticks every 64 ns (PSCHED_SHIFT, net/pkt_sched.h). Both
 * round down, and may come to more than 32 bits have room for. */
uint64_t hp_net_qdisc_ticks(uint64_t us);
/* What size takes at rate, in bytes per second: above 0. */
uint64_t hp_net_qdisc_ticks_of(uint32_t size, uint64_t rate);
/* What the kernel takes for a rate up to 32 bits, of one above them only the layer. It
 * computes with the rates themselves, and asks for no table of them, where it is told the
 * link layer. */
struct tc_ratespec hp_net_qdisc_ratespec(uint64_t rate);
/* Whether a number of ticks is what the kernel tells of one that it was given. */
bool hp_net_qdisc_ticks_equal(uint32_t wanted, uint32_t there);

#endif
