/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tables of /proc/net. See procnet.h. */
#include <errno.h>

#include "number.h"
#include "procnet.h"

#define COUNTER(name)                                                                    \
	{                                                                                \
		name, HP_PROC_COUNTER, 10                                                \
	}

static const struct hp_procfile_column dev_columns[] = {
	COUNTER("rx_bytes"),	  COUNTER("rx_packets"),    COUNTER("rx_errs"),
	COUNTER("rx_drop"),	  COUNTER("rx_fifo"),	    COUNTER("rx_frame"),
	COUNTER("rx_compressed"), COUNTER("rx_multicast"),

	COUNTER("tx_bytes"),	  COUNTER("tx_packets"),    COUNTER("tx_errs"),
	COUNTER("tx_drop"),	  COUNTER("tx_fifo"),	    COUNTER("tx_colls"),
	COUNTER("tx_carrier"),	  COUNTER("tx_compressed"),
};

/* Begins a row for "NAME: ...", the name in the column device. Returns 0 or -EBADMSG. */
static int take_device(struct hp_proctable *table, char **line)
{
	char *colon = strchr(*line, ':');

	if (!colon)
		return -EBADMSG;
	*colon = '\0';
	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "device", hp_procfile_trim(*line));
	*line = colon + 1;
	return 0;
}

static int parse_dev(struct hp_proctable *table, char *line)
{
	int r = take_device(table, &line);

	return r < 0 ? r
		     : hp_procfile_columns(table, &line, dev_columns,
					   ARRAY_SIZE(dev_columns));
}

int hp_procnet_parse_dev(struct hp_proctable *table, char *text)
{
	return hp_procfile_each(table, text, 2, parse_dev);
}

/* "3333ff000001" with ':' between the bytes. Returns 0 or -EBADMSG. */
static int add_address(struct hp_proctable *table, const char *digits)
{
	char text[3 * 32], *to = text; /* MAX_ADDR_LEN is 32 */
	size_t n = strlen(digits);

	if (n < 2 || n % 2 || n > 2 * 32)
		return -EBADMSG;
	for (; *digits; digits += 2) {
		if (hp_hex_digit(digits[0]) < 0 || hp_hex_digit(digits[1]) < 0)
			return -EBADMSG;
		to += sprintf(to, "%.2s:", digits);
	}
	to[-1] = '\0';
	hp_proctable_text(table, HP_PROC_NAME, "address", text);
	return 0;
}

/* IFINDEX NAME USERS GLOBAL ADDRESS: the address is a part of what tells rows apart. */
static int parse_mcast(struct hp_proctable *table, char *line)
{
	static const struct hp_procfile_column columns[] = {
		{"ifindex", HP_PROC_NUMBER, 10},
		{"users", HP_PROC_NUMBER, 10},
		{"global", HP_PROC_NUMBER, 10},
	};
	char *ifindex = hp_procfile_word(&line), *name = hp_procfile_word(&line),
	     *address = strrchr(line, ' ');
	int r;

	if (!ifindex || !name || !address)
		return -EBADMSG;
	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "device", name);
	r = add_address(table, address + 1);
	if (r == 0)
		r = hp_procfile_columns(table, &ifindex, columns, 1);
	return r < 0 ? r : hp_procfile_columns(table, &line, columns + 1, 2);
}

int hp_procnet_parse_mcast(struct hp_proctable *table, char *text)
{
	return hp_procfile_each(table, text, 0, parse_mcast);
}

/* "-30." or "-30": what the driver tells may be below zero. Returns 0 or -EBADMSG. */
static int take_signed(struct hp_proctable *table, char **line, const char *key)
{
	char *word = hp_procfile_word(line), *digits;
	uint64_t number;

	if (!word)
		return -EBADMSG;
	word[strcspn(word, ".")] = '\0';
	digits = word + (*word == '-');
	if (hp_number_parse(digits, 10, INT32_MAX, &number) < 0)
		return -EBADMSG;
	hp_proctable_number(table, HP_PROC_SIGNED, key, digits > word ? -number : number);
	return 0;
}

static int parse_wireless(struct hp_proctable *table, char *line)
{
	static const struct hp_procfile_column status = {"status", HP_PROC_NUMBER, 16},
					       discarded[] = {
						       COUNTER("discarded_nwid"),
						       COUNTER("discarded_crypt"),
						       COUNTER("discarded_frag"),
						       COUNTER("discarded_retry"),
						       COUNTER("discarded_misc"),
						       COUNTER("missed_beacon"),
					       };
	int r = take_device(table, &line);

	if (r == 0)
		r = hp_procfile_columns(table, &line, &status, 1);
	if (r == 0)
		r = take_signed(table, &line, "link");
	if (r == 0)
		r = take_signed(table, &line, "level");
	if (r == 0)
		r = take_signed(table, &line, "noise");
	return r < 0 ? r
		     : hp_procfile_columns(table, &line, discarded,
					   ARRAY_SIZE(discarded));
}

int hp_procnet_parse_wireless(struct hp_proctable *table, char *text)
{
	return hp_procfile_each(table, text, 2, parse_wireless);
}

/* Source: include/uapi/linux/if_ether.h. */
static const struct {
	const char *type, *name;
} protocols[] = {
	{"ALL", "every frame"},
	{"0001", "802.3"},
	{"0004", "802.2 LLC"},
	{"0011", "LocalTalk"},
	{"00f5", "PhoNet"},
	{"00f6", "802.15.4"},
	{"0800", "IPv4"},
	{"0806", "ARP"},
	{"2000", "CAIF"},
	{"22f0", "TSN"},
	{"4305", "batman-adv"},
	{"809b", "AppleTalk DDP"},
	{"80f3", "AARP"},
	{"8100", "802.1Q"},
	{"8137", "IPX"},
	{"86dd", "IPv6"},
	{"8847", "MPLS"},
	{"8848", "MPLS multicast"},
	{"8863", "PPPoE discovery"},
	{"8864", "PPPoE session"},
	{"888e", "EAPOL"},
	{"88a8", "802.1ad"},
	{"88ca", "TIPC"},
	{"88cc", "LLDP"},
	{"88e5", "MACsec"},
	{"88f5", "MVRP"},
	{"88f7", "PTP"},
	{"8906", "FCoE"},
	{"8914", "FIP"},
	{"8915", "RoCE"},
};

static const char *protocol_name(const char *type)
{
	for (size_t i = 0; i < ARRAY_SIZE(protocols); i++)
		if (streq(protocols[i].type, type))
			return protocols[i].name;
	return NULL;
}

/* "TYPE DEVICE FUNCTION", by column: the device may be missing, the function be followed
 * by "[MODULE]". */
static int parse_ptype(struct hp_proctable *table, char *line)
{
	bool any = strlen(line) > 5 && line[5] == ' ';
	char *type = hp_procfile_word(&line), *device;

	if (!type)
		return -EBADMSG;
	device = any ? NULL : hp_procfile_word(&line);
	line = hp_procfile_trim(line);
	if (!*line)
		return -EBADMSG;
	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "type", type);
	hp_proctable_text(table, HP_PROC_NAME, "function", line);
	hp_proctable_text(table, HP_PROC_TEXT, "device", device);
	hp_proctable_text(table, HP_PROC_TEXT, "protocol", protocol_name(type));
	return 0;
}

int hp_procnet_parse_ptype(struct hp_proctable *table, char *text)
{
	return hp_procfile_each(table, text, 1, parse_ptype);
}
