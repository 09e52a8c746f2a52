/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a macsec device, its channels and their associations can be told. See
 * netdevkind.h; source of the contract: linux/if_macsec.h. */
#include <errno.h>
#include <linux/if_link.h>
#include <linux/if_macsec.h>

#include "log.h"
#include "netdevkind_macsec.h"
#include "netdevkinds.h"
#include "netdevpart.h"
#include "number.h"

#define ASSOCIATIONS 4 /* MACSEC_NUM_AN, include/net/macsec.h */
#define TRANSMIT     "MACsecTransmitAssociation"
#define RECEIVE	     "MACsecReceiveAssociation"
#define CHANNEL	     "MACsecReceiveChannel"
#define WHERE(w)     (w)->file, (w)->line, (w)->column

/* Whole bytes, at most size. Returns how many, or -EINVAL. */
static int parse_hex(uint8_t *ret, size_t size, const char *text)
{
	size_t n = strlen(text) / 2;
	int high, low;

	if (!n || n > size || strlen(text) % 2)
		return -EINVAL;
	for (size_t i = 0; i < n; i++) {
		high = hp_hex_digit(text[2 * i]);
		low = hp_hex_digit(text[2 * i + 1]);
		if (high < 0 || low < 0)
			return -EINVAL;
		ret[i] = high << 4 | low;
	}
	return n;
}

int hp_macsec_key_parse(uint8_t *ret, const char *text)
{
	uint8_t key[HP_MACSEC_KEY_BYTES];
	int n = parse_hex(key, sizeof(key), text);

	if (n == sizeof(key))
		memcpy(ret, key, sizeof(key));
	explicit_bzero(key, sizeof(key));
	return n == sizeof(key) ? 0 : -EINVAL;
}

static int parse_key(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		     const char *value)
{
	return hp_netdev_parse_key(attr, value, hp_macsec_key_parse, HP_MACSEC_KEY_BYTES);
}

static int parse_id(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		    const char *value)
{
	uint8_t id[MACSEC_KEYID_LEN] = {0};
	int n = parse_hex(id, sizeof(id), value);

	return n < 0 ? n : hp_net_attr_set(attr, id, sizeof(id));
}

/* The far end would not take what is sent without it. */
static const struct hp_net_attr_form form_secret = {parse_key, "16 bytes in hexadecimal",
						    .is_vital = true, .is_secret = true};
static const struct hp_net_attr_form form_id = {parse_id, "1 to 16 bytes in hexadecimal"};

/* clang-format off */
#define PORT(section, type)                                                              \
	{section, "Port", type, &hp_net_form_number, .width = 2, .is_big_endian = true,  \
		.min = 1, .max = UINT16_MAX}
#define MAC(section)                                                                     \
	{section, "MACAddress", HP_NETDEV_MACSEC_MAC, &hp_net_form_mac}
#define ASSOCIATION(section)                                                             \
	{section, "PacketNumber", MACSEC_SA_ATTR_PN, &hp_net_form_number, .width = 4,    \
		.min = 1, .max = UINT32_MAX},                                            \
	{section, "KeyId", MACSEC_SA_ATTR_KEYID, &form_id},                              \
	{section, "Key", MACSEC_SA_ATTR_KEY, &form_secret},                              \
	{section, "KeyFile", HP_NETDEV_KEY_FILE, &hp_netdev_form_path},                  \
	{section, "Activate", MACSEC_SA_ATTR_ACTIVE, &hp_net_form_boolean, .width = 1}

static const struct hp_net_attr_row rows[] = {
	PORT("MACsec", IFLA_MACSEC_PORT),
	{"MACsec", "Encrypt", IFLA_MACSEC_ENCRYPT, &hp_net_form_boolean, .width = 1},
	PORT(CHANNEL, HP_NETDEV_MACSEC_PORT),
	MAC(CHANNEL),
	ASSOCIATION(TRANSMIT),
	{TRANSMIT, "UseForEncoding", HP_NETDEV_MACSEC_ENCODING, &hp_net_form_on},
	PORT(RECEIVE, HP_NETDEV_MACSEC_PORT),
	MAC(RECEIVE),
	ASSOCIATION(RECEIVE),
};

/* What follows from the sections: the numbers of associations, which is for encoding. */
static const struct hp_net_attr_row number_row = {
	TRANSMIT, "", MACSEC_SA_ATTR_AN, &hp_net_form_number, .width = 1, .max = UINT8_MAX};
static const struct hp_net_attr_row encoding_row = {
	"MACsec", "", IFLA_MACSEC_ENCODING_SA, &hp_net_form_number, .width = 1,
	.max = UINT8_MAX};
/* clang-format on */

bool hp_macsec_part_is_transmit(const struct hp_netdev_part *part)
{
	return streq(part->kind->section, TRANSMIT);
}

bool hp_macsec_part_is_association(const struct hp_netdev_part *part)
{
	return !streq(part->kind->section, CHANNEL);
}

void hp_macsec_part_sci(const struct hp_netdev_part *part,
			uint8_t ret[static HP_MACSEC_SCI_BYTES])
{
	const struct hp_net_attr *mac =
		hp_net_attrs_find_type(&part->attrs, HP_NETDEV_MACSEC_MAC);
	const struct hp_net_attr *port =
		hp_net_attrs_find_type(&part->attrs, HP_NETDEV_MACSEC_PORT);

	memcpy(ret, mac->bytes, mac->len);
	memcpy(ret + mac->len, port->bytes, port->len);
}

/* Whether both are for transmitting, or of the same receive channel. */
static bool are_together(const struct hp_netdev_part *a, const struct hp_netdev_part *b)
{
	uint8_t x[HP_MACSEC_SCI_BYTES] = {0}, y[HP_MACSEC_SCI_BYTES] = {0};

	if (!hp_macsec_part_is_transmit(a))
		hp_macsec_part_sci(a, x);
	if (!hp_macsec_part_is_transmit(b))
		hp_macsec_part_sci(b, y);
	return memcmp(x, y, sizeof(x)) == 0 &&
	       hp_macsec_part_is_transmit(a) == hp_macsec_part_is_transmit(b);
}

bool hp_macsec_has_channel(const struct hp_netdev *netdev, size_t n,
			   const struct hp_netdev_part *part)
{
	for (size_t i = 0; i < n; i++)
		if (are_together(&netdev->parts[i], part))
			return true;
	return false;
}

/* How many of its sort the first n parts have for it. */
static unsigned int count(const struct hp_netdev *netdev, size_t n,
			  const struct hp_netdev_part *part)
{
	unsigned int found = 0;

	for (size_t i = 0; i < n; i++)
		found += netdev->parts[i].kind == part->kind &&
			 are_together(&netdev->parts[i], part);
	return found;
}

static bool keeps(const struct hp_netdev *netdev, const struct hp_netdev_part *part)
{
	unsigned int most = hp_macsec_part_is_association(part) ? ASSOCIATIONS : 1;

	if (count(netdev, netdev->n_parts, part) < most)
		return true;
	hp_warning(0, "%s:%u:%u: a channel has at most %u [%s]; it is left out",
		   WHERE(&part->where), most, part->kind->section);
	return false;
}

static int set(struct hp_net_attrs *attrs, const struct hp_net_attr_row *row,
	       unsigned int number, const struct hp_net_where *where)
{
	char text[4];

	snprintf(text, sizeof(text), "%u", number & UINT8_MAX);
	return hp_net_attrs_take(attrs, row, text, *where);
}

/* One is; which is thereby active. */
static int finish_encoding(struct hp_netdev *netdev, struct hp_netdev_part *part,
			   unsigned int number)
{
	const struct hp_net_attr *encoding =
		hp_net_attrs_find_type(&part->attrs, HP_NETDEV_MACSEC_ENCODING);
	struct hp_net_where where;
	int r;

	if (!encoding)
		return 0;
	where = encoding->where;
	if (hp_net_attrs_find_type(&netdev->attrs, IFLA_MACSEC_ENCODING_SA)) {
		hp_warning(0,
			   "%s:%u:%u: another association is used for encoding; "
			   "UseForEncoding= is left out",
			   WHERE(&where));
		return 0;
	}
	r = set(&netdev->attrs, &encoding_row, number, &where);
	if (r == 0)
		r = hp_net_attrs_take(
			&part->attrs,
			hp_netdev_kind_row(netdev->kind, TRANSMIT, "Activate", NULL),
			"yes", where);
	return r;
}

/* The kernel takes no association without an identifier of its key. */
static int finish_association(struct hp_netdev *netdev, size_t n)
{
	struct hp_netdev_part *part = &netdev->parts[n];
	const char *section = part->kind->section;
	unsigned int number = count(netdev, n, part);
	int r = set(&part->attrs, &number_row, number, &part->where);

	if (r == 0 && !hp_net_attrs_find(&part->attrs, "KeyId"))
		r = hp_net_attrs_take(
			&part->attrs,
			hp_netdev_kind_row(netdev->kind, section, "KeyId", NULL), "00",
			part->where);
	return r < 0 ? r : finish_encoding(netdev, part, number);
}

static int finish(struct hp_netdev *netdev)
{
	int r = 0;

	hp_netdev_parts_keep(netdev, keeps);
	for (size_t i = 0; r == 0 && i < netdev->n_parts; i++)
		if (hp_macsec_part_is_association(&netdev->parts[i]))
			r = finish_association(netdev, i);
	return r;
}

const struct hp_netdev_kind hp_netdev_macsec = {
	.name = "macsec",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.uppers = 1u << HP_NET_UPPER_MACSEC,
	.is_stacked = true,
	.parts = {{CHANNEL, {{"Port"}, {"MACAddress"}}},
		  {TRANSMIT, {{"PacketNumber"}, {"Key", "KeyFile"}}},
		  {RECEIVE, {{"Port"}, {"MACAddress"}, {"Key", "KeyFile"}}}},
	.finish = finish,
};
