/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: programs that outlive whoever started them, each with a record: the clients of
 * an interface.
 *
 * A record is a file of one line, PID, START and COMMAND: the number of the process, when
 * it began (hp_process_start()), which tells it from a later one of the same number, and
 * the words that it was started with. Whoever uses one has a lock that keeps others off.
 */
#ifndef HP_LASTING_H
#define HP_LASTING_H

#include <sys/types.h>

#include "macro.h"

#define HP_LASTING_COMMAND_MAX 512

struct hp_lasting {
	pid_t pid; /* 0: there is no record */
	unsigned long long start;
	char command[HP_LASTING_COMMAND_MAX];
};

/* Reads the record at path. One that is damaged is none. */
void hp_lasting_read(const char *path, struct hp_lasting *ret);

/* Whether its process is alive. */
bool hp_lasting_lives(const struct hp_lasting *lasting);

struct hp_lasting_program {
	const char *path;    /* absolute; whether it may be run is the caller's to know */
	const char *command; /* its arguments from the name on, a blank between them */
	/* Waits in the new process for what the program needs, and returns whether it is
	 * to be started; NULL: it needs nothing. It finds no descriptor open but 0, 1
	 * and 2. Until it has returned, the process has the caller's environment, and is
	 * of the caller's tree (hp_proctree_read()). */
	bool (*is_ready)(const void *data);
	const void *data;
};

/*
 * Starts it, in a session of its own, with /dev/null on 0, 1 and 2 and no other
 * descriptor, cwd /, no signal blocked or ignored, and an environment of
 * HP_PROCTREE_STAYS (proctree.h), HOME=/ and PATH. Its record is written to the file at
 * record before it does anything: where the caller dies before that, it never runs.
 *
 * Returns 0; -E2BIG for a command that is too long; or a negative errno of the record
 * (-EROFS, -ENOSPC, ...), of fork(2), or, without is_ready, of execve(2). Then there is
 * no record and no process.
 */
int hp_lasting_start(const char *record,
		     const struct hp_lasting_program *program) _must_check_;

/*
 * Ends what is on record there, if it is alive still, by SIGTERM and, 10 s later,
 * SIGKILL; the record goes. Returns 0, or a negative errno where it may live on, with
 * its record: -ETIMEDOUT, or of pidfd_open(2).
 */
int hp_lasting_stop(const char *record) _must_check_;

#endif
