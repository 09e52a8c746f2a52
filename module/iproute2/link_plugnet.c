/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: have ip(8) understand "ip link add NAME type plugnet peer ...".
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

/* The message has this much room behind its headers. */
#define ROOM 1024

static void print_help(struct link_util *util, int argc, char **argv, FILE *to)
{
	fputs("Usage: ip link add [ link DEVICE ] NAME type plugnet [ peer [ name NAME ] "
	      "[ OPTION... ] ]\n",
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

static int parse_opt(struct link_util *util, int argc, char **argv, struct nlmsghdr *msg)
{
	int n;

	if (strcmp(argv[0], "peer") != 0) {
		fprintf(stderr, "plugnet: what is '%s'?\n", argv[0]);
		print_help(util, argc, argv, stderr);
		return -1;
	}
	n = parse_peer(argc - 1, argv + 1, msg);
	/* What is left over is for ip to complain of. */
	return n < 0 ? -1 : argc - 1 - n;
}

struct link_util plugnet_link_util;
struct link_util plugnet_link_util = {
	.id = PLUGNET_KIND,
	.maxattr = IFLA_PLUGNET_MAX,
	.parse_opt = parse_opt,
	.print_help = print_help,
};
