/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what hotplugd has taken and not finished, on record, so that the next daemon
 * finishes what one that was killed could not.
 *
 *	/run/hotplug/queue/.journal	a head, then record after record, as they arrived
 *
 * The file is one program's own, and of no use after a boot: its numbers are as the
 * machine has them.
 */
#ifndef HP_JOURNAL_H
#define HP_JOURNAL_H

#include <stdint.h>

#include "queue.h"

struct hp_journal {
	int fd;		/* -1: there is none, and nothing is recorded */
	uint64_t first; /* the earliest record that may be unfinished */
	uint64_t end;
	uint64_t freed; /* the room of what stands before it is given back */
	uint64_t max;	/* bytes that it may take */
	bool told;	/* that something could not be recorded */
};

/* Takes an unfinished record of an earlier daemon; it must not finish one. */
typedef void (*hp_journal_each)(const struct hp_uevent *event, uint64_t inode,
				const char *msg, size_t n, uint64_t at);

/*
 * Opens the journal in the queue's directory, or makes it, lets it take max bytes, and
 * calls each for what is unfinished. A record that three processes began and did not
 * finish is dropped with an error. Where the file is damaged, what stands behind the
 * damage is lost, with a warning.
 *
 * Returns 1 where a daemon was here before, 0 where the journal is new, or a negative
 * errno (-ENOSPC, -EACCES where it is not ours, ...): then ret is as good as closed, and
 * the other functions do nothing.
 */
int hp_journal_open(struct hp_journal *ret, const struct hp_queue *queue, uint64_t max,
		    hp_journal_each each) _must_check_;

void hp_journal_close(struct hp_journal *journal);

/* Records an event as netlink brought it. Returns its place, above 0; 0 where nothing is
 * recorded: no journal, no room, which is a line of the log at warning, or more than max
 * bytes behind one that is not finished. */
uint64_t hp_journal_add(struct hp_journal *journal, uint64_t inode, const char *msg,
			size_t n);

/* Reads the n bytes of a record that is not finished, which the caller frees. Returns 0,
 * -ENOMEM, or -EBADMSG where it cannot be read, or is not there any more. */
int hp_journal_read(const struct hp_journal *journal, uint64_t at, size_t n,
		    char **ret) _must_check_;

/* Somebody begins to work the record, or has finished it; in any process that inherited
 * the journal. Nothing happens at place 0. */
void hp_journal_begin(const struct hp_journal *journal, uint64_t at);
void hp_journal_end(const struct hp_journal *journal, uint64_t at);

/* As hp_journal_end(), in the process that adds: gives room back as well. */
void hp_journal_finish(struct hp_journal *journal, uint64_t at);

#endif
