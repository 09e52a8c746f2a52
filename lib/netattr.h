/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: settings that are one netlink attribute each: from the text of a file to the
 * bytes the kernel takes, by a table.
 *
 * A row says which key of which section it is, the attribute's type, its form and its
 * range. So what a kind of virtual device can be told is data.
 */
#ifndef HP_NETATTR_H
#define HP_NETATTR_H

#include "netconf.h"

struct hp_net_attr_row;

/* What one or more keys came to. */
struct hp_net_attr {
	const struct hp_net_attr_row *row;
	struct hp_net_where where; /* of the last key */
	uint16_t len;
	uint8_t *bytes; /* the attribute's payload */
};

/* {0} is the empty list. */
struct hp_net_attrs {
	size_t n;
	struct hp_net_attr *attr;
};

struct hp_net_attr_form {
	/* Sets or extends attr->bytes. Returns 0, -EINVAL or -ENOMEM. */
	int (*parse)(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		     const char *value);
	const char *expects; /* for messages; NULL: the row's words or range */
	bool is_nested;	     /* the payload is a list of attributes */
	bool is_empty;	     /* it is sent without: that it is there says it */
	bool is_vital;	     /* a device without it would not be what is meant */
	bool is_secret;	     /* its value is for no message */
};

struct hp_net_word {
	const char *name; /* NULL ends a list */
	uint64_t value;
};

struct hp_net_attr_row {
	const char *section, *key;
	uint16_t type; /* IFLA_... */
	const struct hp_net_attr_form *form;
	uint8_t width;	    /* of a number, in bytes: 1, 2, 4, 8; of an address: 4, 16 */
	bool is_big_endian; /* the number, on the wire */
	uint32_t unit;	    /* of a time, in us */
	uint32_t bit;	    /* of a flag; then keys with the same type share it */
	uint64_t min, max;  /* of a number, or a time in units */
	const struct hp_net_word *words; /* also for numbers: "none" */
};

/* The forms. */
extern const struct hp_net_attr_form hp_net_form_number;
extern const struct hp_net_attr_form hp_net_form_word;	  /* of row->words */
extern const struct hp_net_attr_form hp_net_form_boolean; /* 1 or 0 */
extern const struct hp_net_attr_form hp_net_form_not;	  /* 0 or 1 */
extern const struct hp_net_attr_form hp_net_form_time;	  /* in row->unit */
extern const struct hp_net_attr_form hp_net_form_flag;	  /* of two u32: flags and mask */
extern const struct hp_net_attr_form hp_net_form_bit; /* row->bit of a number: a boolean,
						       * or on for the row's words */
extern const struct hp_net_attr_form hp_net_form_if_given; /* row->bit, for any value */
extern const struct hp_net_attr_form hp_net_form_present; /* an attribute that is there or
							   * not, as hp_net_form_bit */
extern const struct hp_net_attr_form hp_net_form_on;	  /* the same, of one byte: 1 */
extern const struct hp_net_attr_form hp_net_form_ip_if; /* no error in the other family */
extern const struct hp_net_attr_form
	hp_net_form_key; /* a number or dotted quad, __be32 */
extern const struct hp_net_attr_form hp_net_form_port_range; /* two __be16 */
extern const struct hp_net_attr_form hp_net_form_mac_list; /* IFLA_MACVLAN_MACADDR each */
extern const struct hp_net_attr_form hp_net_form_mac;	   /* 6 bytes */
extern const struct hp_net_attr_form hp_net_form_name; /* of an interface, with its NUL */
extern const struct hp_net_attr_form hp_net_form_names; /* the same, one or more */
extern const struct hp_net_attr_form hp_net_form_ip;   /* row->width bytes; "any" is 0 */
extern const struct hp_net_attr_form hp_net_form_ip4_list; /* IPv4, numbered from 0 */
extern const struct hp_net_attr_form hp_net_form_qos_map; /* ifla_vlan_qos_mapping each */

/* In netattr_size.c: */
extern const struct hp_net_attr_form hp_net_form_size;	 /* bytes, with K, M, G: 1024 */
extern const struct hp_net_attr_form hp_net_form_rate;	 /* bits per second, with K, M, G:
							  * 1000; as bytes per second */
extern const struct hp_net_attr_form hp_net_form_log2;	 /* of a number, rounded down */
extern const struct hp_net_attr_form hp_net_form_hex;	 /* with or without 0x */
extern const struct hp_net_attr_form hp_net_form_signed; /* row->min may be below 0 */
extern const struct hp_net_attr_form hp_net_form_numbers; /* attributes of the type behind
							   * row->type's, at most 16 */
extern const struct hp_net_attr_form hp_net_form_sizes;	  /* the same */
extern const struct hp_net_attr_form hp_net_form_share; /* 0% to 100%: 0 to UINT32_MAX */

/*
 * Takes one assignment: replaces what the key said before, or adds to it where it is a
 * list. An empty value takes it back. Returns 0, -ENOMEM, or -EINVAL where the value is
 * none of the row's; then nothing is changed.
 */
int hp_net_attrs_take(struct hp_net_attrs *attrs, const struct hp_net_attr_row *row,
		      const char *value, struct hp_net_where where) _must_check_;

/* The attribute that a key of that name came to, or NULL. */
const struct hp_net_attr *hp_net_attrs_find(const struct hp_net_attrs *attrs,
					    const char *key);

/* The attribute of that type, or NULL. */
const struct hp_net_attr *hp_net_attrs_find_type(const struct hp_net_attrs *attrs,
						 uint16_t type);

/* What the row takes: "1 to 4094", "one of: slow fast". */
#define HP_NET_EXPECTS_MAX 256
char *hp_net_attr_expects(const struct hp_net_attr_row *row,
			  char ret[static HP_NET_EXPECTS_MAX]);

/* For forms: the row's word of that name, or NULL. */
const struct hp_net_word *hp_net_attr_word(const struct hp_net_attr_row *row,
					   const char *name);

/* For forms: the payload as a number of the row's width and order; and out of it. Returns
 * 0 or -ENOMEM. */
int hp_net_attr_set_number(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			   uint64_t number) _must_check_;
uint64_t hp_net_attr_get_number(const struct hp_net_attr *attr,
				const struct hp_net_attr_row *row);

/* For forms that are lists: calls take for each word of value; those are between bytes of
 * delimiters, and up to 63 bytes long. Returns 0, -EINVAL or what take returned. */
typedef int (*hp_net_word_taker)(struct hp_net_attr *attr,
				 const struct hp_net_attr_row *row, const char *word);
int hp_net_attr_each_word(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			  const char *value, const char *delimiters,
			  hp_net_word_taker take);

/* For forms: replaces the payload, or appends to it. Returns 0 or -ENOMEM. */
int hp_net_attr_set(struct hp_net_attr *attr, const void *bytes, size_t len) _must_check_;
int hp_net_attr_append(struct hp_net_attr *attr, const void *bytes,
		       size_t len) _must_check_;

/* The same for a payload that is a list: one attribute of it. */
int hp_net_attr_append_nested(struct hp_net_attr *attr, uint16_t type, const void *bytes,
			      uint16_t len) _must_check_;

void hp_net_attrs_free(struct hp_net_attrs *attrs);

#endif
