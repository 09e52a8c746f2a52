/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what was heard on the kernel's socket, as one process tells it to another that
 * has more to lose.
 *
 *	AF_UNIX, SOCK_SEQPACKET
 *	-> struct hp_heard_question
 *	<- one packet, up to HP_HEARD_PACKET_MAX bytes, of any number of messages: a
 *struct hp_heard, then its n bytes
 *
 * Only the form of what is told is checked, not whether it is true; who takes it has to
 * see to the numbers. Who tells it may make up events, keep events back, say that some
 * were lost, and have lines logged; no more.
 */
#ifndef HP_HEARD_H
#define HP_HEARD_H

#include "monitor.h"
#include "saved.h"

#define HP_HEARD_PACKET_MAX (32 << 10)
#define HP_HEARD_TEXT_MAX   512	     /* with the NUL */
#define HP_HEARD_MAX	    64	     /* messages of a packet */
#define HP_HEARD_ALL_OF_IT  0x4c4c41 /* "ALL" */

enum hp_heard_type {
	HP_HEARD_EVENT,	   /* the kernel's, n bytes as netlink has them */
	HP_HEARD_NOTHING,  /* the same, but that there is nothing to do for it */
	HP_HEARD_UDEVS,	   /* one that udev has finished, in the same form */
	HP_HEARD_UNUSABLE, /* a message that is no event; why, as text */
	HP_HEARD_REFUSED,  /* a message that neither has sent */
	HP_HEARD_FAILED,   /* one that could not be received: r */
	HP_HEARD_LOST,	   /* messages were: by the kernel, or, r, not to be told */
	HP_HEARD_AGAIN,	   /* by another process than until now */
	HP_HEARD_LINE,	   /* a warning of its own, as text */
	HP_HEARD_ALL,	   /* of what the kernel had sent when that was asked: number */
	HP_HEARD_TYPES,
};

struct hp_heard {
	uint32_t type;	     /* enum hp_heard_type */
	uint32_t n;	     /* of the bytes that follow */
	uint64_t number;     /* of an event its SEQNUM; ALL: the question's */
	int64_t us;	     /* an event: hp_clock_us() when it was received, 0 or more */
	uint32_t generation; /* NOTHING: of the answers (answers.h) that say so */
	uint32_t subsystem;  /* NOTHING: where in the bytes the value of SUBSYSTEM is */
	int32_t r;	     /* FAILED, LOST: a negative errno; LOST: or 0 */
	uint32_t none;	     /* 0 */
};

struct hp_heard_question {
	uint64_t what; /* HP_HEARD_ALL_OF_IT */
	uint64_t number;
};

/* What became of one message. */
struct hp_hearing {
	struct hp_heard heard;
	const char *bytes; /* heard.n, the monitor's or text */
	struct hp_uevent event;
	char text[HP_SAVED_MAX];
};

/* Checks sender and form of a message that the monitor has received. heard.type becomes
 * EVENT or UDEVS, and event is set; or UNUSABLE, REFUSED or FAILED. us is 0. */
void hp_hearing_of(struct hp_hearing *ret, const struct hp_monitor *monitor,
		   unsigned int i);

/* Of an EVENT: there is nothing to do for it, by the answers of that generation. */
void hp_hearing_has_nothing(struct hp_hearing *hearing, uint32_t generation);

/*
 * Reads the next message between *at and end, which is behind a whole packet, and moves
 * *at past it. *ret_bytes points into the packet; those of an event end with a NUL, and
 * are HP_SAVED_MAX at most; a text has its NUL at the end alone.
 *
 * Returns 1; 0 where there is no more; -EBADMSG where it is none.
 */
int hp_heard_read(struct hp_heard *ret, const char **ret_bytes, const char **at,
		  const char *end) _must_check_;

/* Messages that are to be one packet. {0}: none. Their bytes are not copied. */
struct hp_heard_packet {
	unsigned int n;
	size_t size;
	struct hp_heard heard[HP_HEARD_MAX];
	const char *bytes[HP_HEARD_MAX];
};

/* Adds one. Returns 0, or -ENOSPC where there is no room: send it first. */
int hp_heard_add(struct hp_heard_packet *packet, const struct hp_heard *heard,
		 const char *bytes) _must_check_;

/* Sends them where there are any, and waits until there is room for that; afterwards
 * there is none. Returns 0 or a negative errno of writev(2): -EPIPE where nobody has the
 * other end. */
int hp_heard_send(int fd, struct hp_heard_packet *packet) _must_check_;

#endif
