/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: any bytes as what the kernel tells of interfaces, through rtnetlink and
 * generic netlink: links, addresses, neighbors, nexthops, routes, rules, queueing
 * disciplines and their classes, what a master and a driver were told.
 *
 * This program is linked with --wrap for libnl's sending and receiving. The first byte
 * says who asks; then come the answers: each 2 bytes of length and so many bytes, which
 * get the header of an answer to the last question. Length 0 ends what answers a
 * question.
 */
#include <linux/genetlink.h>
#include <linux/if_link.h>

#include "log.h"
#include "netapply.h"
#include "netdevwrite.h"
#include "netethtool_io.h"
#include "netfamily.h"
#include "netlink.h"
#include "netrestore.h"
#include "nettell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
	const uint8_t *data;
	size_t size;
	int type; /* of the last question */
	struct {
		nl_recvmsg_msg_cb_t fn;
		void *data;
	} handler[NL_CB_TYPE_MAX + 1];
} kernel;

int __wrap_nl_cb_set(struct nl_cb *cb, enum nl_cb_type type, enum nl_cb_kind kind,
		     nl_recvmsg_msg_cb_t fn, void *data);
int __wrap_nl_connect(struct nl_sock *sock, int protocol);
int __wrap_nl_send_auto(struct nl_sock *sock, struct nl_msg *msg);
int __wrap_nl_recvmsgs(struct nl_sock *sock, struct nl_cb *cb);
int __wrap_nl_wait_for_ack(struct nl_sock *sock);

static void require(bool condition)
{
	if (!condition)
		abort();
}

int __wrap_nl_cb_set(struct nl_cb *cb, enum nl_cb_type type, enum nl_cb_kind kind,
		     nl_recvmsg_msg_cb_t fn, void *data)
{
	kernel.handler[type].fn = fn;
	kernel.handler[type].data = data;
	return 0;
}

int __wrap_nl_connect(struct nl_sock *sock, int protocol)
{
	return 0;
}

int __wrap_nl_send_auto(struct nl_sock *sock, struct nl_msg *msg)
{
	kernel.type = nlmsg_hdr(msg)->nlmsg_type;
	return 0;
}

int __wrap_nl_wait_for_ack(struct nl_sock *sock)
{
	return 0;
}

/* RTM_GET* is answered by RTM_NEW*; a family of generic netlink by itself. */
static int answer_type(void)
{
	return kernel.type % 4 == 2 ? kernel.type - 2 : kernel.type;
}

static size_t take_length(void)
{
	size_t length;

	if (kernel.size < 2)
		return 0;
	length = kernel.data[0] | kernel.data[1] << 8;
	kernel.data += 2;
	kernel.size -= 2;
	return length < kernel.size ? length : kernel.size;
}

/* One answer, of exactly its size, as libnl hands it over. */
int __wrap_nl_recvmsgs(struct nl_sock *sock, struct nl_cb *cb)
{
	size_t length = take_length();
	struct nlmsghdr *hdr = calloc(1, NLMSG_HDRLEN + length);
	_cleanup_msg_ struct nl_msg *msg = NULL;
	enum nl_cb_type type;

	require(hdr);
	hdr->nlmsg_type = answer_type();
	hdr->nlmsg_len = NLMSG_HDRLEN + length;
	memcpy((char *)hdr + NLMSG_HDRLEN, kernel.data, length);
	kernel.data += length;
	kernel.size -= length;
	msg = nlmsg_convert(hdr);
	free(hdr);
	require(msg);
	type = length ? NL_CB_VALID : NL_CB_FINISH;
	kernel.handler[type].fn(msg, kernel.handler[type].data);
	return 0;
}

/* A file that wants some of each kind, so that all of them are asked for. */
static const struct hp_net_file *wanted(void)
{
	static char text[] = "[Match]\nName=*\n"
			     "[Network]\nAddress=10.0.2.15/24\nGateway=10.0.2.2\n"
			     "Gateway=fd00::1\n"
			     "[Neighbor]\nAddress=10.0.2.3\n"
			     "LinkLayerAddress=02:00:00:00:00:99\n"
			     "[NextHop]\nId=1\nGateway=10.0.2.2\n"
			     "[Route]\nDestination=10.1.0.0/16\nNextHop=1\n"
			     "[Route]\nDestination=10.2.0.0/16\nType=blackhole\nTable=7\n"
			     "[RoutingPolicyRule]\nFrom=10.0.1.0/24\nTable=77\n"
			     "[TrivialLinkEqualizer]\nId=1\n"
			     "[BridgeFDB]\nMACAddress=02:00:00:00:00:77\n"
			     "[BridgeMDB]\nMulticastGroupAddress=239.1.1.1\n"
			     "[BridgeVLAN]\nVLAN=5-7\n"
			     "[Network]\nIPv6MTUBytes=1300\n"
			     "[IPv6AcceptRA]\nToken=::1\n"
			     "[SR-IOV]\nVirtualFunction=1\nTrust=yes\n"
			     "[CAN]\nBitRate=1M\n[IPoIB]\nMode=datagram\n"
			     "[FairQueueing]\nParent=1:1\nPacketLimit=7\n"
			     "[HierarchyTokenBucket]\nHandle=1\nDefaultClass=1\n"
			     "[HierarchyTokenBucketClass]\nClassId=1:1\nRate=8M\n";
	static struct hp_net_file file;
	_cleanup_fclose_ FILE *stream = NULL;

	if (file.path)
		return &file;
	stream = fmemopen(text, strlen(text), "r");
	require(stream &&
		hp_net_file_read_stream(&file, HP_NET_FILE_NETWORK, stream, "f") == 0);
	require(file.n_objects == 19);
	return &file;
}

static void check_link(const struct hp_net_link *link)
{
	require(memchr(link->name, '\0', sizeof(link->name)));
	require(memchr(link->kind, '\0', sizeof(link->kind)));
	require(memchr(link->alias, '\0', sizeof(link->alias)));
	require(link->mac.len <= HP_HWADDR_MAX &&
		link->permanent_mac.len <= HP_HWADDR_MAX);
}

static void ask_state(struct hp_netlink *nl)
{
	_cleanup_(hp_net_state_free) struct hp_net_state state = {0};
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};
	const struct hp_net_want want = {.network = wanted()};
	char text[HP_NET_STEP_TEXT];

	if (hp_net_state_get(nl, 3, &state) < 0 ||
	    hp_net_state_complete(nl, want.network, &state) < 0)
		return;
	check_link(&state.link);
	require(hp_net_plan_make(&plan, &want, &state) == 0);
	for (size_t i = 0; i < plan.n; i++)
		require(*hp_net_step_describe(&plan.steps[i], text));
}

static void ask_links(struct hp_netlink *nl)
{
	_cleanup_(hp_net_links_free) struct hp_net_links links = {0};

	if (hp_net_links_read(nl, &links) < 0)
		return;
	for (size_t i = 0; i < links.n; i++)
		check_link(&links.link[i]);
	hp_netdev_has_members(nl, 3);
}

static void ask_restore(struct hp_netlink *nl)
{
	_cleanup_(hp_net_restore_freep) struct hp_net_restore *restore = NULL;

	if (hp_net_restore_read(&restore, nl, 3) == 0)
		hp_net_restore_put_back(restore, nl);
}

static void ask_tell(struct hp_netlink *nl, bool to_master)
{
	static const uint32_t number = 7;
	struct hp_net_tell tell = {.kind = "bond", .to_master = to_master};

	require(hp_net_tell_add(&tell, IFLA_BOND_PRIMARY, &number, sizeof(number)) == 0);
	if (hp_net_tell_read(&tell, nl, 3) == 0)
		require(hp_net_tell_write(&tell, nl, 3, &tell.before) == 0);
	hp_net_tell_free(&tell);
}

static void ask_member(struct hp_netlink *nl)
{
	ask_tell(nl, false);
}

static void ask_master(struct hp_netlink *nl)
{
	ask_tell(nl, true);
}

static void ask_driver(struct hp_netlink *nl)
{
	struct hp_net_ethtool_state state;

	require(hp_net_ethtool_read(3, UINT64_MAX, &state) == 0);
}

static void (*const questions[])(struct hp_netlink *nl) = {
	ask_state, ask_links, ask_restore, ask_member, ask_master, ask_driver,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *nl = NULL;

	if (size < 1)
		return 0;
	hp_log_set_level(HP_LOG_ERR);
	kernel.data = data + 1;
	kernel.size = size - 1;
	require(hp_netlink_open(&nl) == 0);
	questions[*data % ARRAY_SIZE(questions)](nl);
	return 0;
}
