/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the state of this network namespace as text: what rtnetlink tells of links,
 * addresses, neighbors, nexthops, routes, rules and queueing disciplines, a line each,
 * sorted by what is in it, without counters, times, and what the kernel makes of a
 * carrier in its own time; of links without what is of their kind alone.
 */
#ifndef HP_TEST_NETDUMP_H
#define HP_TEST_NETDUMP_H

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

#include "netmessage.h"

#define DUMP_BIT(attribute) (UINT64_C(1) << (attribute))
#define DUMP_LINES_MAX	    512

struct dump_kind {
	int get, add;
	size_t header;
	uint64_t ignored; /* attributes */
	void (*settle)(void *header);
};

struct dump {
	const struct dump_kind *kind;
	char *line[DUMP_LINES_MAX];
	size_t n;
};

static void settle_link(void *header)
{
	struct ifinfomsg *info = header;

	info->ifi_flags &= IFF_UP | IFF_PROMISC | IFF_ALLMULTI | IFF_NOARP;
	info->ifi_change = 0;
}

static void settle_address(void *header)
{
	struct ifaddrmsg *info = header;

	info->ifa_flags &= ~IFA_F_TENTATIVE;
}

static void settle_route(void *header)
{
	struct rtmsg *info = header;

	info->rtm_flags &= RTNH_F_ONLINK;
}

static void settle_nexthop(void *header)
{
	struct nhmsg *info = header;

	info->nh_flags &= RTNH_F_ONLINK;
}

static void settle_qdisc(void *header)
{
	struct tcmsg *info = header;

	info->tcm_info = 0; /* how many refer to it */
}

static const struct dump_kind dump_kinds[] = {
	{RTM_GETLINK, RTM_NEWLINK, sizeof(struct ifinfomsg),
	 DUMP_BIT(IFLA_STATS) | DUMP_BIT(IFLA_STATS64) | DUMP_BIT(IFLA_OPERSTATE) |
		 DUMP_BIT(IFLA_CARRIER) | DUMP_BIT(IFLA_CARRIER_CHANGES) |
		 DUMP_BIT(IFLA_CARRIER_UP_COUNT) | DUMP_BIT(IFLA_CARRIER_DOWN_COUNT) |
		 DUMP_BIT(IFLA_AF_SPEC) | DUMP_BIT(IFLA_LINKINFO) |
		 DUMP_BIT(IFLA_TSO_MAX_SIZE) | DUMP_BIT(IFLA_TSO_MAX_SEGS) |
		 DUMP_BIT(IFLA_QDISC) | DUMP_BIT(IFLA_PERM_ADDRESS),
	 settle_link},
	{RTM_GETADDR, RTM_NEWADDR, sizeof(struct ifaddrmsg),
	 DUMP_BIT(IFA_CACHEINFO) | DUMP_BIT(IFA_FLAGS), settle_address},
	{RTM_GETNEIGH, RTM_NEWNEIGH, sizeof(struct ndmsg),
	 DUMP_BIT(NDA_CACHEINFO) | DUMP_BIT(NDA_PROBES), NULL},
	{RTM_GETNEXTHOP, RTM_NEWNEXTHOP, sizeof(struct nhmsg), 0, settle_nexthop},
	{RTM_GETROUTE, RTM_NEWROUTE, sizeof(struct rtmsg), DUMP_BIT(RTA_CACHEINFO),
	 settle_route},
	{RTM_GETRULE, RTM_NEWRULE, sizeof(struct rtmsg), 0, NULL},
	{RTM_GETQDISC, RTM_NEWQDISC, sizeof(struct tcmsg),
	 DUMP_BIT(TCA_STATS) | DUMP_BIT(TCA_STATS2) | DUMP_BIT(TCA_XSTATS), settle_qdisc},
};

static void dump_message(FILE *to, const struct dump_kind *kind, struct nlmsghdr *hdr)
{
	uint8_t header[64];
	const struct nlattr *attr;
	int left;

	memcpy(header, nlmsg_data(hdr), kind->header);
	if (kind->settle)
		kind->settle(header);
	fprintf(to, "%d:", kind->add);
	for (size_t i = 0; i < kind->header; i++)
		fprintf(to, "%02x", header[i]);
	nlmsg_for_each_attr(attr, hdr, kind->header, left)
	{
		if (nla_type(attr) < 64 && kind->ignored >> nla_type(attr) & 1)
			continue;
		fputc(' ', to);
		print_attr(to, attr);
	}
	fputc('\n', to);
}

/* Neighbors that the kernel finds by itself are not of the state, nor its routes to our
 * own addresses, which wait for the end of duplicate address detection, nor the queueing
 * discipline that it gives an interface which is up for the first time. */
static bool is_passing(const struct nlmsghdr *hdr)
{
	const struct ndmsg *neighbor = nlmsg_data(hdr);
	const struct rtmsg *route = nlmsg_data(hdr);
	const struct tcmsg *qdisc = nlmsg_data(hdr);

	if (hdr->nlmsg_type == RTM_NEWQDISC)
		return !qdisc->tcm_handle;
	if (hdr->nlmsg_type == RTM_NEWNEIGH)
		return !(neighbor->ndm_state & NUD_PERMANENT);
	return hdr->nlmsg_type == RTM_NEWROUTE && route->rtm_family == AF_INET6 &&
	       route->rtm_type != RTN_UNICAST && route->rtm_protocol == RTPROT_KERNEL;
}

static int dump_answer(struct nlmsghdr *hdr, void *data)
{
	struct dump *dump = data;
	size_t size;
	FILE *to;

	if (hdr->nlmsg_type != dump->kind->add || is_passing(hdr))
		return 0;
	assert_true(dump->n < DUMP_LINES_MAX);
	to = open_memstream(&dump->line[dump->n++], &size);
	assert_non_null(to);
	dump_message(to, dump->kind, hdr);
	return fclose(to) ? -EIO : 0;
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int dump_once(struct dump *dump, struct hp_netlink *nl)
{
	static const char header[64];
	_cleanup_msg_ struct nl_msg *msg =
		hp_netlink_message(dump->kind->get, NLM_F_DUMP);

	assert_int_equal(
		nlmsg_append(msg, (void *)header, dump->kind->header, NLMSG_ALIGNTO), 0);
	return hp_netlink_query(nl, msg, dump_answer, dump);
}

/* An address that is no longer tentative in the middle of a dump makes it one to ask for
 * anew. */
static void dump_whole(struct dump *dump, struct hp_netlink *nl)
{
	size_t before = dump->n;
	int r;

	while ((r = dump_once(dump, nl)) == -EINTR)
		while (dump->n > before)
			free(dump->line[--dump->n]);
	assert_int_equal(r, 0);
}

/* The caller's to free(). */
static char *dump_state(void)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *nl = NULL;
	struct dump dump = {0};
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	assert_int_equal(hp_netlink_open(&nl), 0);
	for (size_t i = 0; i < ARRAY_SIZE(dump_kinds); i++) {
		dump.kind = &dump_kinds[i];
		dump_whole(&dump, nl);
	}
	qsort(dump.line, dump.n, sizeof(*dump.line), compare_lines);
	for (size_t i = 0; i < dump.n; i++) {
		fputs(dump.line[i], to);
		free(dump.line[i]);
	}
	assert_int_equal(fclose(to), 0);
	return text;
}

#endif
