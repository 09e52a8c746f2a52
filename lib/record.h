/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: events and what became of them, as a person keeps them: a line of JSON each.
 *
 *	{"record":1,"received":US,"started":US,"finished":US,"outcome":"done",
 *	 "event":{"ACTION":"add","DEVPATH":"/devices/x",...}}
 *
 * on one line. record is the version of the format, US are microseconds of
 * CLOCK_REALTIME. Only record and event must be there, or in the place of the event
 * "missed":N, where N events could not be recorded; members of other names are passed
 * over. The event's variables stand in the order in which they were received, and a byte
 * that is not printable ASCII is \u00XX, whatever it is a part of: any byte but NUL,
 *which no variable has, comes back as it was. A line needs no other: files may be cut and
 * joined by lines. See hotplugctl(8).
 */
#ifndef HP_RECORD_H
#define HP_RECORD_H

#include "json.h"
#include "uevent.h"

#define HP_RECORD_VERSION 1
#define HP_RECORD_LINE_MAX                                                               \
	(32 << 10) /* each byte as \u00XX, and room for more members                     \
		    */
#define HP_RECORD_WORD_MAX 32

/* The event must not be copied by assignment, and so neither must this. */
struct hp_record {
	uint64_t missed;		      /* not 0: there is no event here */
	uint64_t received, started, finished; /* 0: not known */
	char outcome[HP_RECORD_WORD_MAX];     /* "": not known */
	struct hp_uevent event;
};

struct hp_record_error {
	size_t column; /* 1.. */
	char what[HP_UEVENT_WHY_MAX];
};

/* Writes a line; json.out is the file. */
void hp_record_write(FILE *out, const struct hp_record *record);

/* Writes "event":{...} as a member of what json is in. */
void hp_record_write_event(struct hp_json *json, const struct hp_uevent *event);

/* Reads a line, without what ends it. Returns 0, or -EINVAL with what is wrong. */
int hp_record_parse(struct hp_record *ret, const char *line, size_t len,
		    struct hp_record_error *ret_error) _must_check_;

/* A negative return ends the reading. */
typedef int (*hp_record_fn)(const struct hp_record *record, unsigned int line,
			    void *data);

/*
 * Calls fn for each line of the stream, as it comes; blank lines are passed over. path is
 * what messages name.
 * Returns 0; what fn returned, where that was negative; -EINVAL where a line is no
 * record, logged as FILE:LINE:COLUMN; or the negative errno of a read, logged.
 */
int hp_record_read(FILE *stream, const char *path, hp_record_fn fn,
		   void *data) _must_check_;

/* Whether events are missing at this line, which then is a warning in the log. */
bool hp_record_tell_missed(const struct hp_record *record, const char *path,
			   unsigned int line);

#endif
