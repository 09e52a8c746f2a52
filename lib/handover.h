/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: give an event to hotplugd where one listens, so that both work one queue.
 *
 *	/run/hotplug/event	AF_UNIX, SOCK_SEQPACKET, root's
 *	-> "ACTION@DEVPATH\0KEY=VALUE\0..."	one packet, as netlink has it
 *	<- one byte: HP_HANDOVER_HEARD where the event has SEQNUM, which cannot be sent to
 *	   who has given up waiting, by shutdown(SHUT_RD) or close()
 *	<- one byte: HP_HANDOVER_QUEUED, or an exit status (agent.h); without it nobody
 *	   took the event
 */
#ifndef HP_HANDOVER_H
#define HP_HANDOVER_H

#include "uevent.h"

#define HP_HANDOVER_HEARD  254
#define HP_HANDOVER_QUEUED 255

/* In place of an event: how many are unfinished, of all that the kernel has sent by now?
 * The answer is an unsigned int. */
#define HP_HANDOVER_COUNT  "unfinished"

/* Opens the listening socket; one that a dead daemon left is replaced. Returns it, or a
 * negative errno; -EADDRINUSE where another daemon listens. */
int hp_handover_listen(void) _must_check_;

/* Accepts one connection. Returns it; -EPERM where the peer is not root (the effective
 * user) in our mount and network namespace; or another negative errno. */
int hp_handover_accept(int listener) _must_check_;

/*
 * Offers the event. Only a socket in a directory of root's, with a peer that is root in
 * our own mount and network namespace, is trusted. An event with SEQNUM waits at most 1 s
 * for the daemon's first word, one without (a person's) for its result. What the caller
 * no longer waits for, the daemon does not take.
 *
 * Returns HP_HANDOVER_QUEUED, the exit status of hotplug(8) for the event, or a negative
 * errno: nobody took it; -ETIMEDOUT where the daemon is there and did not answer: it may
 * have heard the event from the kernel, see taken.h.
 */
int hp_handover(const struct hp_uevent *event) _must_check_;

/* Asks for HP_HANDOVER_COUNT. Returns 0 or a negative errno: nobody answers. */
int hp_handover_count(unsigned int *ret) _must_check_;

/* Whether a daemon listens that hp_handover() would trust. */
bool hp_handover_listens(void);

#endif
