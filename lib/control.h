/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what hotplugd and hotplugctl say to each other, on HP_RUNDIR/control.
 *
 * AF_UNIX, SOCK_SEQPACKET: one packet is one message: a head, the body that belongs to
 * its type, and, of an event, its bytes. A message of another length or type, or with a
 * value out of range, is none. Both are of one build and machine: numbers are as the
 * machine has them.
 *
 *	hotplugctl		hotplugd
 *	STATUS			STATUS
 *	LEVEL			RESULT: 0, -EPERM
 *	SETTLE			RESULT 0, when all that had come by then is finished
 *	SUBSCRIBE		RESULT 0, then EVENT for each that ends, until the
 *				client hangs up; MISSED where it read too slowly
 *
 * Who is neither root nor the daemon's own user may ask, and change nothing: -EPERM.
 * hotplugd never waits for a client: one that does not read its answers is hung up on, a
 * slow subscriber loses events and is told how many.
 */
#ifndef HP_CONTROL_H
#define HP_CONTROL_H

#include "log.h"
#include "neighbour.h"
#include "outlook.h"
#include "stats.h"
#include "stuck.h"

#define HP_CONTROL_NAME	   "control" /* of runsocket.h */
#define HP_CONTROL_VERSION 2

enum hp_control_type {
	HP_CONTROL_GET_STATUS,
	HP_CONTROL_SET_LEVEL,
	HP_CONTROL_SETTLE,
	HP_CONTROL_SUBSCRIBE,
	HP_CONTROL_RESULT,
	HP_CONTROL_STATUS,
	HP_CONTROL_EVENT,
	HP_CONTROL_MISSED,
	HP_CONTROL_TYPES,
};

/* The first of the types that hotplugd sends. */
#define HP_CONTROL_ANSWERS HP_CONTROL_RESULT

struct hp_control_level {
	uint32_t level; /* enum hp_log_level */
};

struct hp_control_result {
	int32_t r; /* 0 or a negative errno */
};

struct hp_control_missed {
	uint64_t n; /* events, since the last message */
};

/* An event that has ended. Times are microseconds of CLOCK_MONOTONIC. */
struct hp_control_event {
	uint64_t seqnum;      /* 0 or, of one that was made up, the newest by then */
	uint64_t received_us; /* 0: not known, an earlier daemon has received it */
	uint64_t started_us;  /* 0: there was no worker */
	uint64_t ended_us;
	uint32_t outcome; /* enum hp_outcome */
	uint32_t n; /* bytes of the event, as netlink has them (HP_SAVED_MAX at most) */
};

#define HP_CONTROL_STUCK_MAX 16

/* Counts are since the daemon's start. */
struct hp_control_status {
	uint64_t pid;
	uint64_t uptime_us;
	uint64_t level;	     /* enum hp_log_level */
	uint64_t unfinished; /* events */
	uint64_t working;    /* of them, now */
	uint64_t working_max;
	uint64_t resync_due; /* 1: events were lost, and are not made up yet */
	struct hp_control_counts {
		uint64_t losses; /* how often events were lost, not how many */
		uint64_t resyncs;
		uint64_t made_up;     /* events */
		uint64_t refused;     /* messages that the kernel did not send */
		uint64_t unusable;    /* messages that are no events */
		uint64_t handed_over; /* events, by helpers */
		uint64_t duplicates;  /* of them, that netlink had brought as well */
	} counts;
	struct hp_outlooks_count outlooks;
	char neighbour[HP_NEIGHBOUR_NAME_MAX];
	uint64_t left_to_neighbour; /* 1: drivers and names */
	uint64_t after_neighbour;   /* 1: events are taken when it has finished them */
	uint64_t left_alone; /* processes that were inside a module load at their time */
	uint64_t n_stuck;    /* those of them that still run */
	struct hp_stuck_process stuck[HP_CONTROL_STUCK_MAX];
	struct hp_stats stats;
};

/* A message that was read, or that is to be sent. */
struct hp_control_message {
	enum hp_control_type type;
	union {
		struct hp_control_level level;
		struct hp_control_result result;
		struct hp_control_missed missed;
		struct hp_control_event event;
		struct hp_control_status status;
	};
	const char *bytes; /* event.n, of an EVENT; not the message's own */
};

/* The longest message. */
#define HP_CONTROL_BYTES_MAX (16 + sizeof(struct hp_control_status) + 8192)

/* Reads a message from n bytes, into which ret->bytes points. Returns 0 or -EBADMSG. */
int hp_control_parse(struct hp_control_message *ret, const void *bytes,
		     size_t n) _must_check_;

/* Sends one, and never waits. Returns 0 or the negative errno of sendmsg(2): -EAGAIN
 * where the other side has to read first. */
int hp_control_send(int fd, const struct hp_control_message *message) _must_check_;

/* Receives one, and never waits; buffer holds the bytes of an event. Returns 0; -EPIPE
 * where the other side has hung up; -EBADMSG; or the negative errno of recv(2): -EAGAIN
 * where there is none. */
int hp_control_receive(int fd, struct hp_control_message *ret,
		       char buffer[static HP_CONTROL_BYTES_MAX]) _must_check_;

/* Connects to hotplugd. Returns the socket, non-blocking, or a negative errno of
 * hp_runsocket_connect(). */
int hp_control_connect(void) _must_check_;

/* Waits for a message, ms at most, -1 for ever. Returns as hp_control_receive(), and
 * -ETIMEDOUT. */
int hp_control_wait(int fd, int ms, struct hp_control_message *ret,
		    char buffer[static HP_CONTROL_BYTES_MAX]) _must_check_;

/* Sends the request and waits ms at most for the answer of that type. Returns 0; the
 * negative errno that RESULT brought in its place; -EBADMSG for any other answer; or as
 * hp_control_send() and hp_control_wait(). */
int hp_control_ask(int fd, const struct hp_control_message *request, int ms,
		   enum hp_control_type expected,
		   struct hp_control_message *ret) _must_check_;

#endif
