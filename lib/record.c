/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: events and what became of them, a line of JSON each. See record.h. */
#include <errno.h>

#include "jsonread.h"
#include "log.h"
#include "record.h"

void hp_record_write_event(struct hp_json *json, const struct hp_uevent *event)
{
	char key[HP_UEVENT_BYTES_MAX];

	hp_json_open(json, "event", '{');
	for (size_t i = 0; i < event->n_vars; i++) {
		const char *var = event->vars[i];
		size_t n = strcspn(var, "=");

		snprintf(key, sizeof(key), "%.*s", (int)n, var);
		hp_json_string(json, key, var + n + 1);
	}
	hp_json_close(json, '}');
}

/* The members that are numbers; 0: not there. */
static const struct {
	const char *key;
	size_t offset;
} numbers[] = {
	{"missed", offsetof(struct hp_record, missed)},
	{"received", offsetof(struct hp_record, received)},
	{"started", offsetof(struct hp_record, started)},
	{"finished", offsetof(struct hp_record, finished)},
};

void hp_record_write(FILE *out, const struct hp_record *record)
{
	struct hp_json json = {.out = out};
	uint64_t n;

	hp_json_open(&json, NULL, '{');
	hp_json_number(&json, "record", HP_RECORD_VERSION);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		memcpy(&n, (const char *)record + numbers[i].offset, sizeof(n));
		if (n)
			hp_json_number(&json, numbers[i].key, n);
	}
	if (*record->outcome)
		hp_json_string(&json, "outcome", record->outcome);
	if (!record->missed)
		hp_record_write_event(&json, &record->event);
	hp_json_close(&json, '}');
	fputc('\n', out);
}

/* One line, while it is read. */
struct reading {
	struct hp_record *record;
	uint64_t version;
	const char *event;	     /* where it begins; NULL: not found yet */
	char why[HP_UEVENT_WHY_MAX]; /* it is none; "" */
	unsigned int seen;	     /* members, a bit each */
};

/* The variables of an event, "KEY=VALUE" each with its NUL. */
struct variables {
	size_t n, used;
	char *var[HP_UEVENT_VARS_MAX];
	char text[HP_UEVENT_BYTES_MAX + 1];
};

static int on_variable(struct hp_json_reader *reader, const char *key, void *data)
{
	struct variables *vars = data;
	char *text = vars->text + vars->used;
	size_t room = sizeof(vars->text) - vars->used, n = strlen(key), len;

	if (vars->n == ARRAY_SIZE(vars->var))
		return hp_json_refuse(reader, reader->at, "too many variables");
	if (!*key || strchr(key, '='))
		return hp_json_refuse(reader, reader->at, "not the name of a variable");
	if (n + 1 >= room)
		return hp_json_refuse(reader, reader->at, "too many bytes of variables");
	memcpy(text, key, n);
	text[n] = '=';
	if (hp_json_take_string(reader, text + n + 1, room - n - 1, &len) < 0)
		return -EINVAL;
	vars->var[vars->n++] = text;
	vars->used += n + 1 + len + 1;
	return 0;
}

static int take_event(struct hp_json_reader *reader, struct reading *reading)
{
	struct variables vars = {0};

	reading->event = reader->at;
	if (hp_json_take_object(reader, on_variable, &vars) < 0)
		return -EINVAL;
	if (hp_uevent_from_vars(&reading->record->event, vars.var, vars.n, NULL,
				reading->why) < 0)
		return hp_json_refuse(reader, reading->event, reading->why);
	return 0;
}

static int take_version(struct hp_json_reader *reader, struct reading *reading)
{
	const char *start = reader->at;

	if (hp_json_take_number(reader, &reading->version) < 0)
		return -EINVAL;
	if (reading->version != HP_RECORD_VERSION)
		return hp_json_refuse(reader, start,
				      "a version that this program does not know");
	return 0;
}

static int take_outcome(struct hp_json_reader *reader, struct reading *reading)
{
	return hp_json_take_string(reader, reading->record->outcome, HP_RECORD_WORD_MAX,
				   NULL);
}

static const struct {
	const char *key;
	int (*take)(struct hp_json_reader *reader, struct reading *reading);
} members[] = {
	{"record", take_version},
	{"outcome", take_outcome},
	{"event", take_event},
};

/* bit: of the member, in reading->seen. */
static int see(struct hp_json_reader *reader, struct reading *reading, unsigned int bit)
{
	if (reading->seen & 1u << bit)
		return hp_json_refuse(reader, reader->at, "given twice");
	reading->seen |= 1u << bit;
	return 0;
}

static int on_number(struct hp_json_reader *reader, struct reading *reading, size_t i)
{
	uint64_t n;

	if (see(reader, reading, ARRAY_SIZE(members) + i) < 0 ||
	    hp_json_take_number(reader, &n) < 0)
		return -EINVAL;
	memcpy((char *)reading->record + numbers[i].offset, &n, sizeof(n));
	return 0;
}

static int on_member(struct hp_json_reader *reader, const char *key, void *data)
{
	struct reading *reading = data;

	for (size_t i = 0; i < ARRAY_SIZE(members); i++)
		if (streq(key, members[i].key))
			return see(reader, reading, i)
				       ?: members[i].take(reader, reading);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if (streq(key, numbers[i].key))
			return on_number(reader, reading, i);
	return hp_json_skip(reader);
}

static int take_record(struct hp_json_reader *reader, struct reading *reading)
{
	if (hp_json_take_object(reader, on_member, reading) < 0 ||
	    hp_json_take_end(reader) < 0)
		return -EINVAL;
	if (!reading->version)
		return hp_json_refuse(reader, reader->end, "no member \"record\"");
	if (!reading->event && !reading->record->missed)
		return hp_json_refuse(reader, reader->end, "no member \"event\"");
	if (reading->event && reading->record->missed)
		return hp_json_refuse(reader, reading->event,
				      "no event can be where events are missing");
	return 0;
}

int hp_record_parse(struct hp_record *ret, const char *line, size_t len,
		    struct hp_record_error *ret_error)
{
	struct hp_json_reader reader = {.at = line, .end = line + len};
	struct reading reading = {.record = ret};

	ret->missed = ret->received = ret->started = ret->finished = 0;
	*ret->outcome = '\0';
	if (take_record(&reader, &reading) == 0)
		return 0;
	ret_error->column = reader.where - line + 1;
	snprintf(ret_error->what, sizeof(ret_error->what), "%s", reader.what);
	return -EINVAL;
}

/* A line of a file, with its number. */
struct line {
	unsigned int number;
	char text[HP_RECORD_LINE_MAX];
	size_t len;
};

/* Returns 1, 0 at the end, or a negative errno, logged: -EINVAL for what is no line. */
static int read_line(FILE *stream, const char *path, struct line *ret)
{
	size_t n;

	/* Behind the NUL that ends what was read there is no other. */
	memset(ret->text, '\n', sizeof(ret->text));
	if (!fgets(ret->text, sizeof(ret->text), stream))
		return ferror(stream) ? hp_error(-errno, "%s", path) : 0;
	ret->number++;
	ret->len = (char *)memrchr(ret->text, '\0', sizeof(ret->text)) - ret->text;
	n = strlen(ret->text);
	if (n != ret->len)
		return hp_error(0, "%s:%u:%zu: a NUL", path, ret->number, n + 1), -EINVAL;
	if (n && ret->text[n - 1] == '\n') {
		ret->text[--ret->len] = '\0';
		return 1;
	}
	/* The last may have no end. */
	if (n == sizeof(ret->text) - 1)
		return hp_error(0, "%s:%u:%zu: a line that is too long", path,
				ret->number, n),
		       -EINVAL;
	return 1;
}

/* Returns what fn returned, or -EINVAL, logged. */
static int take_line(const struct line *line, const char *path, hp_record_fn fn,
		     void *data)
{
	struct hp_record_error error;
	struct hp_record record;

	if (line->text[strspn(line->text, " \t\r")] == '\0')
		return 0;
	if (hp_record_parse(&record, line->text, line->len, &error) < 0)
		return hp_error(0, "%s:%u:%zu: %s", path, line->number, error.column,
				error.what),
		       -EINVAL;
	return fn(&record, line->number, data);
}

bool hp_record_tell_missed(const struct hp_record *record, const char *path,
			   unsigned int line)
{
	if (record->missed)
		hp_warning(0, "%s:%u:1: here %llu events are missing", path, line,
			   (unsigned long long)record->missed);
	return record->missed;
}

int hp_record_read(FILE *stream, const char *path, hp_record_fn fn, void *data)
{
	struct line line = {0};
	int r;

	while ((r = read_line(stream, path, &line)) > 0) {
		r = take_line(&line, path, fn, data);
		if (r < 0)
			break;
	}
	return r;
}
