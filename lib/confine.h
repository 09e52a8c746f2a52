/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what a process gives up for good, and everything that it starts with it.
 *
 * Source of the contracts: capabilities(7), prctl(2), seccomp(2), landlock(7), and
 * Documentation/userspace-api/{no_new_privs,seccomp_filter,landlock}.rst of Linux 6.1.
 *
 * Each returns -ENOSYS, -EINVAL or -EOPNOTSUPP where the kernel does not offer it; what
 * was given up before stays given up.
 */
#ifndef HP_CONFINE_H
#define HP_CONFINE_H

#include <stdint.h>

#include "macro.h"

#define HP_CALLS_MAX 192
#define HP_CAP(cap)  (1ULL << (cap)) /* CAP_...: linux/capability.h */

/* Gives up every capability but those in keep: in the permitted, effective, inheritable,
 * ambient and bounding set. Returns 0, or -EPERM where the bounding set stays as it is
 * (that needs CAP_SETPCAP); the others are cut nevertheless. */
int hp_confine_caps(uint64_t keep) _must_check_;

/* What is executed gets no privilege from its file. The next two need it. */
int hp_confine_privs(void) _must_check_;

/* System calls, by number. */
struct hp_calls {
	unsigned int n; /* up to HP_CALLS_MAX */
	const unsigned short *list;
};

/* Every other system call fails with EPERM from now on, all calls of another
 * architecture, and whatever the list says, clone(2) with a namespace, and clone3(2) with
 * ENOSYS. With ENOSYS fails also what Linux 5.1 and later have brought and is not listed:
 * a C library goes on without. */
int hp_confine_calls(const struct hp_calls *calls) _must_check_;

struct hp_path_right {
	const char *path; /* absolute; one that is not there is left out */
	bool is_writable;
};

/* Only what lies beneath these directories can be opened, and only beneath those that are
 * writable can something be changed, made or removed; nothing can be executed. No path
 * at all: n is 0. Where the kernel knows how (6.12), no process outside can be sent a
 * signal. */
int hp_confine_paths(const struct hp_path_right *paths, unsigned int n) _must_check_;

#endif
