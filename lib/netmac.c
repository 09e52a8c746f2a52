/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hardware addresses for interfaces that have none of their own, and secrets.
 * See netmac.h. */
#include <endian.h>
#include <errno.h>
#include <limits.h>
#include <sys/random.h>

#include "netmac.h"
#include "number.h"
#include "root.h"
#include "siphash.h"
#include "textfile.h"

#define ID_SIZE	  16
#define ETH_ALEN  6
#define NAME_MANY HP_NET_ALTNAME_MAX

/* What systemd hashes an interface's name with, for addresses and nothing else. */
static const uint8_t hash_key[16] = {0xd3, 0x1e, 0x48, 0xfa, 0x90, 0xfe, 0x4b, 0x4c,
				     0x9d, 0xaf, 0xd5, 0xd7, 0xa1, 0xb1, 0x2e, 0x8a};

int hp_net_mac_policy_find(const char *word)
{
	static const char *const words[HP_NET_MAC_POLICIES] = {
		[HP_NET_MAC_NONE] = "none",
		[HP_NET_MAC_PERSISTENT] = "persistent",
		[HP_NET_MAC_RANDOM] = "random",
	};

	for (int i = 0; i < HP_NET_MAC_POLICIES; i++)
		if (streq(words[i], word))
			return i;
	return -1;
}

/* 32 hexadecimal digits and the end of the line, machine-id(5). */
static int parse_id(const char *text, uint8_t ret[static ID_SIZE])
{
	uint8_t any = 0;

	for (int i = 0; i < ID_SIZE; i++) {
		int high = hp_hex_digit(text[2 * i]);
		int low = high < 0 ? -1 : hp_hex_digit(text[2 * i + 1]);

		if (low < 0)
			return -EINVAL;
		ret[i] = high << 4 | low;
		any |= ret[i];
	}
	text += 2 * ID_SIZE;
	return any && (!*text || streq(text, "\n")) ? 0 : -EINVAL;
}

static int read_id(uint8_t ret[static ID_SIZE])
{
	_cleanup_free_ char *text = NULL;
	char path[PATH_MAX];
	size_t len;
	int r = hp_path(path, "/etc/machine-id");

	if (r == 0)
		r = hp_textfile_read(path, 2 * ID_SIZE + 1, &text, &len);
	return r < 0 ? r : parse_id(text, ret);
}

static int hash_name(const char *name, uint8_t ret[static ETH_ALEN])
{
	uint8_t data[ID_SIZE + NAME_MANY];
	size_t len = strlen(name);
	uint64_t hash;
	int r = read_id(data);

	if (r < 0)
		return r;
	if (len > NAME_MANY)
		return -ENAMETOOLONG;
	memcpy(data + ID_SIZE, name, len);
	hash = htole64(hp_siphash(data, ID_SIZE + len, hash_key));
	memcpy(ret, &hash, ETH_ALEN);
	return 0;
}

int hp_net_mac_make(struct hp_hwaddr *ret, enum hp_net_mac_policy policy,
		    enum hp_net_mac_origin origin, const char *name)
{
	struct hp_hwaddr mac = {.len = ETH_ALEN};
	int r = 0;

	*ret = (struct hp_hwaddr){0};
	if (policy == HP_NET_MAC_PERSISTENT && origin == HP_NET_MAC_BY_CHANCE)
		r = hash_name(name, mac.bytes);
	else if (policy == HP_NET_MAC_RANDOM && origin == HP_NET_MAC_BY_DEVICE)
		r = getrandom(mac.bytes, ETH_ALEN, 0) == ETH_ALEN ? 0 : -errno;
	else
		return 0;
	if (r < 0)
		return r;
	/* Of one station, and given here: bits 0 and 1, as eth_random_addr() sets them.
	 */
	mac.bytes[0] = (mac.bytes[0] & 0xfe) | 0x02;
	*ret = mac;
	return 0;
}

/* The machine's id is the key, so that the secret does not tell it. */
int hp_net_secret_make(struct in6_addr *ret, const char *name)
{
	uint8_t id[ID_SIZE];
	char text[IFNAMSIZ + 1];
	uint64_t half[2];
	int r = read_id(id);

	if (r < 0)
		return r;
	for (size_t i = 0; i < ARRAY_SIZE(half); i++) {
		int n = snprintf(text, sizeof(text), "%zu%.*s", i, IFNAMSIZ - 1, name);

		half[i] = htole64(hp_siphash(text, n, id));
	}
	memcpy(ret, half, sizeof(half));
	return 0;
}
