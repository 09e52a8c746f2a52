/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the values of network configuration: names, hardware addresses, IP addresses,
 * sizes; from text and to text.
 */
#ifndef HP_NETVALUE_H
#define HP_NETVALUE_H

#include <net/if.h>
#include <netinet/in.h>
#include <stdint.h>

#include "macro.h"

#define HP_NET_ALTNAME_MAX 128 /* ALTIFNAMSIZ of linux/if.h, with the NUL */
#define HP_NET_ALIAS_MAX   256 /* IFALIASZ of linux/if.h, with the NUL */
#define HP_HWADDR_MAX	   32  /* MAX_ADDR_LEN of the kernel */
#define HP_HWADDR_TEXT	   (3 * HP_HWADDR_MAX)
#define HP_PREFIX_TEXT	   (INET6_ADDRSTRLEN + sizeof("/128"))

struct hp_hwaddr {
	uint8_t len; /* 0: none */
	uint8_t bytes[HP_HWADDR_MAX];
};

struct hp_prefix {
	uint8_t family; /* AF_INET, AF_INET6, or AF_UNSPEC: none */
	uint8_t length; /* 0..32, 0..128 */
	union {
		struct in_addr v4;
		struct in6_addr v6;
		uint8_t bytes[16];
	};
};

/* Whether the kernel takes it as the name of an interface, dev_valid_name() and no '%':
 * 1 to 15 bytes, not "." or "..", no '/', ':', '%' and no byte it counts as a blank. */
bool hp_ifname_is_valid(const char *name);
/* The same for an alternative name, which may have 127 bytes. */
bool hp_altname_is_valid(const char *name);
/* Whether it has digits alone: the kernel takes it, what asks for an interface by its
 * name or number takes it for a number. */
bool hp_ifname_is_number(const char *name);

/* 1 to 32 bytes in hex with ':' or '-' between, or in groups of two bytes with '.'.
 * Returns 0 or -EINVAL. */
int hp_hwaddr_parse(struct hp_hwaddr *ret, const char *s) _must_check_;
bool hp_hwaddr_equal(const struct hp_hwaddr *a, const struct hp_hwaddr *b);
/* "52:54:00:12:34:56" */
char *hp_hwaddr_format(const struct hp_hwaddr *addr, char ret[static HP_HWADDR_TEXT]);

/* ADDRESS/LENGTH, or ADDRESS alone, which has the full length. Returns 0 or -EINVAL. */
int hp_prefix_parse(struct hp_prefix *ret, const char *s) _must_check_;
/* ADDRESS alone. Returns 0 or -EINVAL. */
int hp_ip_parse(struct hp_prefix *ret, const char *s) _must_check_;
/* The full length of a family in bits, 32 or 128. */
uint8_t hp_family_bits(int family);
bool hp_prefix_equal(const struct hp_prefix *a, const struct hp_prefix *b);
/* The same without regard to the length. */
bool hp_ip_equal(const struct hp_prefix *a, const struct hp_prefix *b);
bool hp_ip_is_zero(const struct hp_prefix *p);
bool hp_ip_is_multicast(const struct hp_prefix *p);
/* Clears the bits behind the length. */
void hp_prefix_mask(struct hp_prefix *p);
/* "10.0.2.15/24"; without "/LENGTH" where that is the full one. */
char *hp_prefix_format(const struct hp_prefix *p, char ret[static HP_PREFIX_TEXT]);

/* systemd's booleans, in whichever case: 1, yes, y, true, t, on; 0, no, n, false, f, off.
 * Returns 0 or -EINVAL. */
int hp_boolean_parse(bool *ret, const char *s) _must_check_;

/* The name of a small number, or the number itself: an entry of a table that ends with
 * {NULL}. Returns 0, or -EINVAL where it is neither, or above max. */
struct hp_word {
	const char *name;
	uint32_t value;
};
int hp_word_parse(uint32_t *ret, const struct hp_word *words, uint32_t max,
		  const char *s) _must_check_;

/* A decimal number with an optional K, M or G (powers of 1024), as systemd's sizes.
 * Returns 0, -EINVAL, or -ERANGE where it is above UINT32_MAX. */
int hp_size_parse(uint32_t *ret, const char *s) _must_check_;

/* Bits per second: a number, which may have a fraction, with an optional K, M or G
 * (powers of 1000). Returns 0, or -EINVAL, also where it is above UINT64_MAX. */
int hp_rate_parse(uint64_t *ret, const char *s) _must_check_;

#endif
