/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: have ip(8) understand "ip link add NAME type plugnet peer ...", and "policy".
 *
 * For a kind that it does not know, ip loads link_KIND.so from its folder and looks there
 * for KIND_link_util. Source of the contract: ip/ip_common.h and ip/iplink.c of iproute2,
 * the same since 2018; the functions are those that ip exports to such a file.
 */
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "module/uapi/plugnet.h"

struct iplink_req; /* begins with the message */

struct link_util {
	struct link_util *next;
	const char *id;
	int maxattr;
	int (*parse_opt)(struct link_util *util, int argc, char **argv,
			 struct nlmsghdr *msg);
	void (*print_opt)(struct link_util *util, FILE *to, struct rtattr *attrs[]);
	void (*print_xstats)(struct link_util *util, FILE *to, struct rtattr *attr);
	void (*print_help)(struct link_util *util, int argc, char **argv, FILE *to);
	int (*parse_ifla_xstats)(struct link_util *util, int argc, char **argv);
	int (*print_ifla_xstats)(struct nlmsghdr *msg, void *to);
};

/* Of ip: words of an interface become attributes, and fields of the header. Returns how
 * many words it took. */
int iplink_parse(int argc, char **argv, struct iplink_req *req, char **type);
struct rtattr *addattr_nest(struct nlmsghdr *msg, int size, int type);
int addattr_nest_end(struct nlmsghdr *msg, struct rtattr *nest);
int addattr8(struct nlmsghdr *msg, int size, int type, __u8 value);
int addattr32(struct nlmsghdr *msg, int size, int type, __u32 value);
unsigned int ll_name_to_index(const char *name);
const char *ll_index_to_name(unsigned int index);
/* As text or as JSON. */
int print_color_string(int output, int color, const char *key, const char *format,
		       const char *value);
#define PRINT_ANY  4
#define COLOR_NONE 6

/* The message has this much room behind its headers. */
#define ROOM	   1024

static void print_help(struct link_util *util, int argc, char **argv, FILE *to)
{
	fputs("Usage: ip link add [ link DEVICE ] NAME type plugnet [ peer [ name NAME ] "
	      "[ OPTION... ] ]\n"
	      "       ip link add NAME type plugnet policy POLICY\n"
	      "       ip link set NAME type plugnet [ policy POLICY ] "
	      "[ primary { DEVICE | none } ]\n"
	      "POLICY := { active-backup | round-robin | hash | broadcast }\n",
	      to);
}

/* The peer's words are read as those of an interface of its own, whose header then goes
 * in front of its attributes. */
static int parse_peer(int argc, char **argv, struct nlmsghdr *msg)
{
	struct ifinfomsg *header = NLMSG_DATA(msg), own = *header;
	struct rtattr *nest = addattr_nest(msg, ROOM, IFLA_PLUGNET_PEER);
	char *type = NULL;
	int n;

	*header = (struct ifinfomsg){0};
	msg->nlmsg_len += sizeof(*header);
	n = iplink_parse(argc, argv, (struct iplink_req *)msg, &type);
	if (n < 0 || type) {
		fputs("plugnet: the peer has no type of its own\n", stderr);
		return -1;
	}
	memcpy(RTA_DATA(nest), header, sizeof(*header));
	*header = own;
	addattr_nest_end(msg, nest);
	return n;
}

static const char *const policies[] = {
	[PLUGNET_ACTIVE_BACKUP] = "active-backup",
	[PLUGNET_ROUND_ROBIN] = "round-robin",
	[PLUGNET_HASH] = "hash",
	[PLUGNET_BROADCAST] = "broadcast",
};

static int parse_policy(int argc, char **argv, struct nlmsghdr *msg)
{
	unsigned int i;

	for (i = 0; i <= PLUGNET_POLICY_MAX; i++) {
		if (argc > 0 && strcmp(argv[0], policies[i]) == 0) {
			addattr8(msg, ROOM, IFLA_PLUGNET_POLICY, i);
			return 1;
		}
	}
	fprintf(stderr, "plugnet: no policy '%s'\n", argc > 0 ? argv[0] : "");
	return -1;
}

static int parse_primary(int argc, char **argv, struct nlmsghdr *msg)
{
	unsigned int index = 0;

	if (argc > 0 && strcmp(argv[0], "none") != 0) {
		index = ll_name_to_index(argv[0]);
		if (!index)
			argc = 0;
	}
	if (argc == 0) {
		fputs("plugnet: the primary is a device, or none\n", stderr);
		return -1;
	}
	addattr32(msg, ROOM, IFLA_PLUGNET_PRIMARY, index);
	return 1;
}

/* Each takes the words behind its own, and returns how many it took. */
static const struct word {
	const char *name;
	int (*parse)(int argc, char **argv, struct nlmsghdr *msg);
} words[] = {
	{"peer", parse_peer},
	{"policy", parse_policy},
	{"primary", parse_primary},
	{},
};

/* What is left over is for ip to complain of. */
static int parse_opt(struct link_util *util, int argc, char **argv, struct nlmsghdr *msg)
{
	const struct word *word;
	int n;

	while (argc > 0) {
		for (word = words; word->name && strcmp(argv[0], word->name) != 0; word++)
			;
		if (!word->name) {
			fprintf(stderr, "plugnet: what is '%s'?\n", argv[0]);
			print_help(util, argc, argv, stderr);
			return -1;
		}
		n = word->parse(argc - 1, argv + 1, msg);
		if (n < 0)
			return -1;
		argc -= n + 1;
		argv += n + 1;
		if (word->parse == parse_peer)
			break;
	}
	return argc;
}

static void print_member(const char *key, const char *format, const struct rtattr *attr)
{
	if (attr)
		print_color_string(PRINT_ANY, COLOR_NONE, key, format,
				   ll_index_to_name(*(const __u32 *)RTA_DATA(attr)));
}

static void print_opt(struct link_util *util, FILE *to, struct rtattr *attrs[])
{
	__u8 policy;

	if (!attrs || !attrs[IFLA_PLUGNET_POLICY])
		return;
	policy = *(const __u8 *)RTA_DATA(attrs[IFLA_PLUGNET_POLICY]);
	if (policy <= PLUGNET_POLICY_MAX)
		print_color_string(PRINT_ANY, COLOR_NONE, "policy", "policy %s ",
				   policies[policy]);
	print_member("primary", "primary %s ", attrs[IFLA_PLUGNET_PRIMARY]);
	print_member("active", "active %s ", attrs[IFLA_PLUGNET_ACTIVE]);
}

struct link_util plugnet_link_util;
struct link_util plugnet_link_util = {
	.id = PLUGNET_KIND,
	.maxattr = IFLA_PLUGNET_MAX,
	.parse_opt = parse_opt,
	.print_opt = print_opt,
	.print_help = print_help,
};
