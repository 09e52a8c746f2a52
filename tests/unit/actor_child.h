/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the test's own program, run by lib/child with a word and an argument. */
#ifndef HP_TEST_ACTOR_CHILD_H
#define HP_TEST_ACTOR_CHILD_H

#include "actor.h"
#include "child.h"

static int actor_run(const struct hp_environment *env, const char *word, const char *arg,
		     unsigned int timeout)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *argv[] = {self, (char *)word, (char *)arg, NULL};

	assert_true(n > 0);
	self[n] = '\0';
	return hp_child_run(self, argv, env, timeout);
}

#endif
