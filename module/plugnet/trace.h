/* SPDX-License-Identifier: GPL-2.0 */
/* Purpose: the tracepoints of plugnet.ko, /sys/kernel/tracing/events/plugnet. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM plugnet

#if !defined(PLUGNET_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define PLUGNET_TRACE_H

#include <linux/tracepoint.h>

#include "internal.h"

/* clang-format off */

/* A frame is sent: it is in a ring of the other end, or nobody took it. */
TRACE_EVENT(plugnet_xmit,
	TP_PROTO(const struct plugnet_queue *from, unsigned int len, int result),
	TP_ARGS(from, len, result),
	TP_STRUCT__entry(
		__field(int, ifindex)
		__field(unsigned int, queue)
		__field(unsigned int, len)
		__field(int, result)
	),
	TP_fast_assign(
		__entry->ifindex = from->net->dev->ifindex;
		__entry->queue = from->index;
		__entry->len = len;
		__entry->result = result;
	),
	TP_printk("ifindex=%d queue=%u len=%u result=%s", __entry->ifindex,
		  __entry->queue, __entry->len,
		  __print_symbolic(__entry->result, {NETDEV_TX_OK, "ok"},
				   {NETDEV_TX_BUSY, "busy"},
				   {-ENOLINK, "no other end"}))
);

/* A queue interrupts: causes has the bits of its status register. */
TRACE_EVENT(plugnet_irq,
	TP_PROTO(const struct plugnet_queue *of, unsigned long causes),
	TP_ARGS(of, causes),
	TP_STRUCT__entry(
		__field(int, ifindex)
		__field(unsigned int, queue)
		__field(unsigned long, causes)
	),
	TP_fast_assign(
		__entry->ifindex = of->net->dev->ifindex;
		__entry->queue = of->index;
		__entry->causes = causes;
	),
	TP_printk("ifindex=%d queue=%u causes=0x%lx", __entry->ifindex,
		  __entry->queue, __entry->causes)
);

/* NAPI has polled a queue. */
TRACE_EVENT(plugnet_poll,
	TP_PROTO(const struct plugnet_queue *of, int done, int budget),
	TP_ARGS(of, done, budget),
	TP_STRUCT__entry(
		__field(int, ifindex)
		__field(unsigned int, queue)
		__field(int, done)
		__field(int, budget)
	),
	TP_fast_assign(
		__entry->ifindex = of->net->dev->ifindex;
		__entry->queue = of->index;
		__entry->done = done;
		__entry->budget = budget;
	),
	TP_printk("ifindex=%d queue=%u done=%d budget=%d", __entry->ifindex,
		  __entry->queue, __entry->done, __entry->budget)
);

/* One that sent does so no more, and so many others do. active: its ifindex, or 0. */
TRACE_EVENT(plugnet_failover,
	TP_PROTO(int ifindex, unsigned int senders, int active),
	TP_ARGS(ifindex, senders, active),
	TP_STRUCT__entry(
		__field(int, ifindex)
		__field(unsigned int, senders)
		__field(int, active)
	),
	TP_fast_assign(
		__entry->ifindex = ifindex;
		__entry->senders = senders;
		__entry->active = active;
	),
	TP_printk("ifindex=%d senders=%u active=%d", __entry->ifindex,
		  __entry->senders, __entry->active)
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
