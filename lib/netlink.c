/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a netlink socket, and requests on it whose refusals say why. See netlink.h. */
#include <errno.h>
#include <sys/socket.h>

#include "netlink.h"

/* Of linux/netlink.h 4.12 and 4.20; older C libraries lack them. */
#ifndef NETLINK_EXT_ACK
#define NETLINK_EXT_ACK 11
#endif
#ifndef NETLINK_GET_STRICT_CHK
#define NETLINK_GET_STRICT_CHK 12
#endif

#define MESSAGE_MAX (64 * 1024)

int hp_netlink_errno(int nl_error)
{
	static const struct {
		int nl, system;
	} errors[] = {
		{NLE_NOMEM, ENOMEM},
		{NLE_PERM, EPERM},
		{NLE_AGAIN, EAGAIN},
		{NLE_INTR, EAGAIN},
		{NLE_DUMP_INTR, EINTR},
		{NLE_OPNOTSUPP, EOPNOTSUPP},
		{NLE_AF_NOSUPPORT, EAFNOSUPPORT},
		{NLE_MSG_TOOSHORT, EBADMSG},
		{NLE_MSG_TRUNC, EBADMSG},
		{NLE_BUSY, EBUSY},
		{NLE_NODEV, ENODEV},
	};

	for (size_t i = 0; i < ARRAY_SIZE(errors); i++)
		if (errors[i].nl == -nl_error)
			return -errors[i].system;
	return -EIO;
}

static int keep_error(struct sockaddr_nl *from, struct nlmsgerr *error, void *data)
{
	const struct nlmsghdr *hdr =
		(const struct nlmsghdr *)((const char *)error - NLMSG_HDRLEN);
	struct hp_netlink *nl = data;
	size_t used = sizeof(*error);
	const struct nlattr *text;

	nl->error = error->error;
	if (!(hdr->nlmsg_flags & NLM_F_CAPPED))
		used += NLMSG_ALIGN(error->msg.nlmsg_len) - NLMSG_HDRLEN;
	if (!(hdr->nlmsg_flags & NLM_F_ACK_TLVS) || hdr->nlmsg_len < NLMSG_HDRLEN + used)
		return NL_STOP;
	text = nla_find((const struct nlattr *)((const char *)error + used),
			hdr->nlmsg_len - NLMSG_HDRLEN - used, NLMSGERR_ATTR_MSG);
	if (text)
		nla_strlcpy(nl->why, text, sizeof(nl->why));
	return NL_STOP;
}

/* An answer to an earlier request, which nobody waits for any more, is skipped. libnl's
 * own check loses count where a request could not be sent. */
static int check_seq(struct nl_msg *msg, void *data)
{
	const struct hp_netlink *nl = data;

	return nlmsg_hdr(msg)->nlmsg_seq == nl->seq ? NL_OK : NL_SKIP;
}

static void set_option(struct nl_sock *sock, int option)
{
	const int on = 1;

	/* What a kernel lacks only costs detail or speed. */
	(void)setsockopt(nl_socket_get_fd(sock), SOL_NETLINK, option, &on, sizeof(on));
}

int hp_netlink_open_protocol(struct hp_netlink **ret, int protocol)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *nl = calloc(1, sizeof(*nl));
	int r;

	if (!nl)
		return -ENOMEM;
	nl->sock = nl_socket_alloc();
	if (!nl->sock)
		return -ENOMEM;
	r = nl_connect(nl->sock, protocol);
	if (r < 0)
		return hp_netlink_errno(r);
	set_option(nl->sock, NETLINK_EXT_ACK);
	set_option(nl->sock, NETLINK_CAP_ACK);
	set_option(nl->sock, NETLINK_GET_STRICT_CHK);
	/* A dump comes in pieces of 32 KiB at most (net/netlink/af_netlink.c): asking for
	 * the size before each is a call too many. */
	nl_socket_disable_msg_peek(nl->sock);
	nl_socket_set_msg_buf_size(nl->sock, MESSAGE_MAX);
	nl_socket_modify_cb(nl->sock, NL_CB_SEQ_CHECK, NL_CB_CUSTOM, check_seq, nl);
	nl_socket_modify_err_cb(nl->sock, NL_CB_CUSTOM, keep_error, nl);
	*ret = TAKE_PTR(nl);
	return 0;
}

int hp_netlink_open(struct hp_netlink **ret)
{
	return hp_netlink_open_protocol(ret, NETLINK_ROUTE);
}

void hp_netlink_closep(struct hp_netlink **nl)
{
	if (!*nl)
		return;
	nl_socket_free((*nl)->sock);
	free(*nl);
}

struct nl_msg *hp_netlink_message(int type, int flags)
{
	return nlmsg_alloc_simple(type, flags);
}

struct nl_msg *hp_netlink_message_of(int type, int flags, size_t size)
{
	struct nl_msg *msg = nlmsg_alloc_size(nlmsg_total_size(size));

	if (!msg)
		return NULL;
	nlmsg_hdr(msg)->nlmsg_type = type;
	nlmsg_hdr(msg)->nlmsg_flags = flags;
	return msg;
}

void hp_netlink_msg_freep(struct nl_msg **msg)
{
	nlmsg_free(*msg);
}

/* The kernel's errno where it refused, else libnl's own. */
static int result_of(const struct hp_netlink *nl, int nl_error)
{
	if (nl_error >= 0)
		return 0;
	return nl->error < 0 ? nl->error : hp_netlink_errno(nl_error);
}

static void forget_error(struct hp_netlink *nl)
{
	nl->error = 0;
	nl->why[0] = '\0';
}

static int send_message(struct hp_netlink *nl, struct nl_msg *msg)
{
	int r = nl_send_auto(nl->sock, msg);

	nl->seq = nlmsg_hdr(msg)->nlmsg_seq;
	return r;
}

int hp_netlink_request(struct hp_netlink *nl, struct nl_msg *msg)
{
	int r;

	forget_error(nl);
	r = send_message(nl, msg);
	if (r >= 0)
		r = nl_wait_for_ack(nl->sock);
	return result_of(nl, r);
}

struct query {
	int (*handler)(struct nlmsghdr *hdr, void *data);
	void *data;
	int result;
	bool finished;
};

static int handle_answer(struct nl_msg *msg, void *data)
{
	struct query *q = data;
	int r = q->handler(nlmsg_hdr(msg), q->data);

	if (r < 0 && q->result == 0)
		q->result = r;
	return NL_OK;
}

static int handle_end(struct nl_msg *msg, void *data)
{
	struct query *q = data;

	q->finished = true;
	return NL_STOP;
}

int hp_netlink_query(struct hp_netlink *nl, struct nl_msg *msg,
		     int (*handler)(struct nlmsghdr *hdr, void *data), void *data)
{
	struct query q = {.handler = handler, .data = data};
	struct nl_cb *common = nl_socket_get_cb(nl->sock);
	struct nl_cb *cb = nl_cb_clone(common);
	int r;

	nl_cb_put(common);
	if (!cb)
		return -ENOMEM;
	forget_error(nl);
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, handle_answer, &q);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, handle_end, &q);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, handle_end, &q);
	r = send_message(nl, msg);
	while (r >= 0 && !q.finished)
		r = nl_recvmsgs(nl->sock, cb);
	nl_cb_put(cb);
	return r < 0 ? result_of(nl, r) : q.result;
}
