/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the process that starts programs for others, which are confined: what they
 * would start themselves would be as confined as they are.
 *
 *	AF_UNIX, SOCK_SEQPACKET
 *	-> a struct hp_runner_head, the strings it counts, each with its NUL; or a struct
 *	   hp_runner_question; and one descriptor (SCM_RIGHTS), a socket for
 *	<- a struct hp_runner_answer
 *
 * Many may ask at the same time on one socket, and from it the next runner goes on where
 * one was killed. Each program is run by a child of the runner (hands.h), which waits for
 * the program as hp_child_run() does.
 *
 * The form of a request is checked, not whether what it asks for should be run: whoever
 * can ask can have any program run.
 */
#ifndef HP_RUNNER_H
#define HP_RUNNER_H

#include <stdint.h>

#include "child.h"
#include "hands.h"

#define HP_RUNNER_PACKET_MAX HP_HANDS_PACKET_MAX
#define HP_RUNNER_WORDS_MAX  1024 /* of argv */

enum {
	HP_RUNNER_RUN = 0x4e555248, /* "HRUN" */
	HP_RUNNER_IS_OURS,	    /* hp_namespace_is_ours() */
	HP_RUNNER_ADMIT,	    /* hp_runsocket_admit() to HP_CONTROL_NAME */
	HP_RUNNER_NEIGHBOUR,	    /* hp_neighbour_find() */
	HP_RUNNER_PIDFILE,	    /* hp_pidfile_write(), or hp_pidfile_remove() */
	HP_RUNNER_ANSWER,
};

struct hp_runner_head {
	uint32_t type;	       /* HP_RUNNER_RUN */
	uint32_t size;	       /* bytes of the whole packet */
	uint32_t timeout;      /* seconds, 0: none */
	uint32_t keeps_stdout; /* 0 or 1 */
	uint32_t is_mute;      /* 0 or 1 */
	uint32_t words;	       /* of argv, 1 to HP_RUNNER_WORDS_MAX */
	uint32_t vars;	       /* of the environment, less than HP_ENVP_MAX */
			       /* path, then argv, then the environment */
};

struct hp_runner_question {
	uint32_t type; /* HP_RUNNER_IS_OURS to HP_RUNNER_PIDFILE */
	int32_t id;    /* of the process, or the group; no matter; 1: write, 0: remove */
};

struct hp_runner_answer {
	uint32_t type;	/* HP_RUNNER_ANSWER */
	int32_t result; /* of what was asked for; or -EBADMSG */
};

/* What is to be run. Points into the packet. */
struct hp_runner_job {
	const char *path; /* absolute */
	char *argv[HP_RUNNER_WORDS_MAX + 1];
	struct hp_environment env;
	unsigned int timeout;
};

/* Reads a packet of n bytes. Returns 0, or -EBADMSG where it is not such a request: every
 * count, length and byte must fit. */
int hp_runner_unpack(struct hp_runner_job *ret, char *packet, size_t n) _must_check_;

/* Writes one into packet. Returns its length, -E2BIG, or -EINVAL where env has an input:
 * that is no part of a request. */
ssize_t hp_runner_pack(char packet[static HP_RUNNER_PACKET_MAX], const char *path,
		       char *const argv[], const struct hp_environment *env,
		       unsigned int timeout) _must_check_;

/* Makes both ends: one to ask on, one to serve. Returns 0 or the negative errno of
 * socketpair(2). */
int hp_runner_open(int *ret_asking, int *ret_serving) _must_check_;

/* Runs what is asked for on fd, until nobody has the other end any more. Returns 0 or a
 * negative errno of recvmsg(2). It waits for any child that the process has. */
int hp_runner_serve(int fd);

/* From now on hp_child_run(), hp_namespace_is_ours(), hp_neighbour_find(),
 * hp_runsocket_admit(), for the control socket, and hp_pidfile_write() and
 * hp_pidfile_remove(), for the file that was set when the runner was forked, ask on fd,
 * the other end. Where the child of the runner that waits for the program is killed, so
 * is the process that asked: whether the program has done its work, nobody can tell any
 * more. So it is where nobody is left who could run it: fd has hung up then (POLLHUP, see
 * poll(2)). Where the process that asked ends, the program is ended as at its timeout.
 *
 * What takes no program is waited for patience ms at most: -ETIMEDOUT. */
void hp_runner_use(int fd, int patience);

/* This process does all of that itself again. */
void hp_runner_use_none(void);

#endif
