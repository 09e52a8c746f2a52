/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the few macros that every file uses. */
#ifndef HP_MACRO_H
#define HP_MACRO_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARRAY_SIZE(a)	   (sizeof(a) / sizeof((a)[0]))

#define _cleanup_(fn)	   __attribute__((cleanup(fn)))
#define _printf_(fmt, arg) __attribute__((format(printf, fmt, arg)))
#define _must_check_	   __attribute__((warn_unused_result))
#define _own_frame_	   __attribute__((noinline)) /* its buffers cost its callers no stack \
						      */

/* Hands a pointer over: gives its value and leaves NULL behind for the cleanup. */
#define TAKE_PTR(ptr)                                                                    \
	({                                                                               \
		__typeof__(ptr) *_p = &(ptr);                                            \
		__typeof__(ptr) _v = *_p;                                                \
		*_p = NULL;                                                              \
		_v;                                                                      \
	})

/* Hands a file descriptor over: gives its value and leaves -1 behind for the cleanup. */
#define TAKE_FD(fd)                                                                      \
	({                                                                               \
		int *_p = &(fd);                                                         \
		int _v = *_p;                                                            \
		*_p = -1;                                                                \
		_v;                                                                      \
	})

static inline void hp_freep(void *p)
{
	free(*(void **)p);
}

static inline void hp_closep(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void hp_fclosep(FILE **f)
{
	if (*f)
		fclose(*f);
}

static inline void hp_closedirp(DIR **d)
{
	if (*d)
		closedir(*d);
}

#define _cleanup_free_	   _cleanup_(hp_freep)
#define _cleanup_close_	   _cleanup_(hp_closep)
#define _cleanup_fclose_   _cleanup_(hp_fclosep)
#define _cleanup_closedir_ _cleanup_(hp_closedirp)

static inline bool streq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* The rest of s behind prefix, or NULL where s does not begin with it. */
static inline const char *skip_prefix(const char *s, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(s, prefix, n) == 0 ? s + n : NULL;
}

#endif
