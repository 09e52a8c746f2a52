/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the keys of a macsec device's channels and associations come to. */
#ifndef HP_NETDEVKIND_MACSEC_H
#define HP_NETDEVKIND_MACSEC_H

#include "netdev.h"

#define HP_MACSEC_KEY_BYTES 16 /* DEFAULT_SAK_LEN, drivers/net/macsec.c */
#define HP_MACSEC_SCI_BYTES 8

/* What the part says that is not an attribute of its own. */
enum {
	HP_NETDEV_MACSEC_MAC = HP_NETDEV_KIND,
	HP_NETDEV_MACSEC_PORT, /* __be16 */
	HP_NETDEV_MACSEC_ENCODING,
};

/* In hexadecimal. Returns 0 or -EINVAL. */
int hp_macsec_key_parse(uint8_t *ret, const char *text) _must_check_;

bool hp_macsec_part_is_association(const struct hp_netdev_part *part);
bool hp_macsec_part_is_transmit(const struct hp_netdev_part *part);

/* The receive channel of a part that is not for transmitting: address and port. */
void hp_macsec_part_sci(const struct hp_netdev_part *part,
			uint8_t ret[static HP_MACSEC_SCI_BYTES]);

/* Whether one of the first n parts has made the receive channel of the part. */
bool hp_macsec_has_channel(const struct hp_netdev *netdev, size_t n,
			   const struct hp_netdev_part *part);

#endif
