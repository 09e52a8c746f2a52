/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: read an INI file and know where each thing stood in it. See ini.h.
 *
 * inih tells no line numbers and no section lines, cuts long lines and names silently,
 * takes an indented line for a continuation and " ;" for a comment. So its reader
 * callback is where the text is looked at: it joins continued lines, drops comments,
 * reports sections, keeps each value with its position, and hands to inih only lines of
 * the form "KEY=", which hold none of its traps.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <inih.h>

#include "ini.h"
#include "log.h"

#define LINE_BYTES_MAX 4096
/* Shorter than a key of WireGuard, which may stand on a line of its own by mistake. */
#define KEY_BYTES_MAX  42
#define BLANKS	       " \t\n\r\f\v"

enum place {
	PLACE_OUTSIDE, /* no section yet */
	PLACE_INSIDE,
	PLACE_SKIPPED, /* behind a section line that was no good */
};

struct reader {
	FILE *stream;
	hp_ini_handler handler;
	void *data;
	struct hp_ini_entry entry;
	enum place place;
	int result;	    /* a negative return of handler */
	unsigned int line;  /* physical lines read so far */
	unsigned int first; /* the one at which text begins */
	const char *flaw;   /* why text cannot be used, else NULL */
	size_t flaw_at;	    /* where in text that begins */
	size_t len;
	/* A line with its continuations, a blank for each '\\', and comments amid them.
	 * Each line ends in '\n', from which line and column of any byte follow. From
	 * here on, nothing is there until it is read. */
	char text[LINE_BYTES_MAX + 1];
	char section[LINE_BYTES_MAX + 1];
};

static void locate(const struct reader *r, const char *at, unsigned int *ret_line,
		   unsigned int *ret_column)
{
	const char *start = r->text, *joint;
	unsigned int line = r->first;

	while ((joint = memchr(start, '\n', at - start))) {
		line++;
		start = joint + 1;
	}
	*ret_line = line;
	*ret_column = at - start + 1;
}

_printf_(3, 4) static void complain(struct reader *r, const char *at, const char *fmt,
				    ...)
{
	unsigned int line, column;
	va_list args;

	locate(r, at, &line, &column);
	va_start(args, fmt);
	hp_ini_vwarn_at(r->entry.file, line, column, fmt, args);
	va_end(args);
	r->entry.n_bad++;
}

/* The first one counts. */
static void take_flaw(struct reader *r, const char *flaw)
{
	if (r->flaw)
		return;
	r->flaw = flaw;
	r->flaw_at = r->len;
}

static void append(struct reader *r, char c)
{
	if (r->len < LINE_BYTES_MAX)
		r->text[r->len++] = c;
	else
		take_flaw(r, "line above 4096 bytes");
	r->text[r->len] = '\0';
}

static bool at_line_end(FILE *stream, int c)
{
	int next;

	if (c != '\r')
		return c == '\n';
	next = getc_unlocked(stream);
	if (next != '\n' && next != EOF)
		ungetc(next, stream);
	return next == '\n';
}

/* Appends one physical line. Returns whether there was one. */
static bool append_line(struct reader *r, bool *ret_continues)
{
	bool escaped = false;
	int c = getc_unlocked(r->stream);

	if (c == EOF)
		return false;
	r->line++;
	for (; c != EOF && !at_line_end(r->stream, c); c = getc_unlocked(r->stream)) {
		if (c == '\0')
			take_flaw(r, "NUL byte");
		append(r, c);
		escaped = c == '\\' && !escaped;
	}
	*ret_continues = escaped;
	return true;
}

static void skip_byte_order_mark(struct reader *r)
{
	const char *rest = skip_prefix(r->text, "\xef\xbb\xbf");

	if (!rest)
		return;
	r->len -= rest - r->text;
	r->flaw_at -= rest - r->text;
	memmove(r->text, rest, r->len + 1);
}

static bool is_comment(const char *line)
{
	line += strspn(line, BLANKS);
	return *line == '#' || *line == ';';
}

/* Reads the next line that is no comment, with its continuations. */
static bool read_line(struct reader *r)
{
	bool continues;
	size_t start = 0;

	r->len = 0;
	r->text[0] = '\0';
	r->flaw = NULL;
	r->first = r->line + 1;
	for (;;) {
		const char *flaw = r->flaw;

		if (!append_line(r, &continues))
			return start > 0;
		if (r->line == 1)
			skip_byte_order_mark(r);
		if (is_comment(r->text + start)) {
			r->len = start;
			r->flaw = flaw;
			if (start == 0) {
				r->first = r->line + 1;
				continue;
			}
		} else if (!continues) {
			return true;
		} else if (r->len > start && !r->flaw) {
			r->text[r->len - 1] = ' ';
		}
		append(r, '\n');
		start = r->len;
	}
}

/* Cuts blanks off both ends. Returns where the rest begins. */
static char *trim(char *s)
{
	size_t n;

	s += strspn(s, BLANKS);
	n = strlen(s);
	while (n && strchr(BLANKS, s[n - 1]))
		n--;
	s[n] = '\0';
	return s;
}

static void take_section(struct reader *r, char *s)
{
	size_t n = strlen(s);

	r->entry.section_n++;
	r->place = PLACE_SKIPPED;
	if (s[n - 1] != ']') {
		complain(r, s, "%s; skipping what follows up to the next section",
			 strchr(s, ']') ? "text behind ']'" : "'[' without ']'");
		return;
	}
	s[n - 1] = '\0';
	if (!s[1]) {
		complain(r, s, "section without a name; skipping it");
		return;
	}
	strcpy(r->section, s + 1);
	r->place = PLACE_INSIDE;
	locate(r, s, &r->entry.line, &r->entry.column);
	r->entry.key = NULL;
	r->entry.value = "";
	r->result = r->handler(&r->entry, r->data);
}

static void drop_joints(char *s)
{
	char *to = s;

	for (; *s; s++)
		if (*s != '\n')
			*to++ = *s;
	*to = '\0';
}

static bool is_key(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "0123456789-_.");

	return n > 0 && n <= KEY_BYTES_MAX && !s[n];
}

/* Leaves the key's text in *ret_key, value and position in r->entry. */
static bool take_assignment(struct reader *r, char *s, const char **ret_key)
{
	char *equals = strchr(s, '='), *value, *key;

	if (!equals) {
		complain(r, s, "no section, no assignment, no comment");
		return false;
	}
	value = equals + 1 + strspn(equals + 1, BLANKS);
	/* Before trim() may cut a joint off the key. */
	locate(r, value, &r->entry.line, &r->entry.column);
	*equals = '\0';
	key = trim(s);
	if (!is_key(key)) {
		complain(r, key,
			 "what stands before '=' is no name of a key (letters, digits, "
			 "'-', '_', '.'; %d at most)",
			 KEY_BYTES_MAX);
		return false;
	}
	if (r->place == PLACE_OUTSIDE)
		complain(r, key, "%s= stands before any section", key);
	if (r->place != PLACE_INSIDE)
		return false;
	if (!*value)
		locate(r, key, &r->entry.line, &r->entry.column);
	drop_joints(value);
	r->entry.value = value;
	*ret_key = key;
	return true;
}

/* inih's fgets(): the next assignment, without its value. */
static char *next_assignment(char *str, int size, void *stream)
{
	struct reader *r = stream;
	const char *key;
	char *s;

	while (r->result >= 0 && read_line(r)) {
		if (r->flaw) {
			complain(r, r->text + r->flaw_at, "%s; skipping it", r->flaw);
			continue;
		}
		s = trim(r->text);
		if (*s == '[')
			take_section(r, s);
		else if (*s && take_assignment(r, s, &key))
			return snprintf(str, size, "%s=\n", key) < size ? str : NULL;
	}
	return NULL;
}

static int handle_assignment(void *data, const char *section, const char *key,
			     const char *value)
{
	struct reader *r = data;

	r->entry.key = key;
	r->result = r->handler(&r->entry, r->data);
	return 1;
}

int hp_ini_read_stream(FILE *stream, const char *name, hp_ini_handler handler, void *data)
{
	_cleanup_free_ struct reader *r = malloc(sizeof(*r));

	if (!r)
		return -ENOMEM;
	memset(r, 0, offsetof(struct reader, text));
	r->stream = stream;
	r->handler = handler;
	r->data = data;
	r->entry.file = name;
	r->entry.section = r->section;
	if (ini_parse_stream(next_assignment, r, handle_assignment, r) < 0)
		return -ENOMEM;
	if (r->result < 0)
		return r->result;
	return ferror(stream) ? -EIO : (int)r->entry.n_bad;
}

/* A file, or the /dev/null that masks one; nothing that could block a reader. */
static bool is_readable_kind(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return false;
	return S_ISREG(st.st_mode) ||
	       (S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3));
}

int hp_ini_read(const char *path, hp_ini_handler handler, void *data)
{
	_cleanup_fclose_ FILE *stream = NULL;
	_cleanup_close_ int fd = -1;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return -errno;
	if (!is_readable_kind(fd))
		return -EINVAL;
	stream = fdopen(fd, "r");
	if (!stream)
		return -errno;
	TAKE_FD(fd);
	return hp_ini_read_stream(stream, path, handler, data);
}

#define TOLD_HEAD 128
#define TOLD_TAIL 384

void hp_ini_vwarn_at(const char *file, unsigned int line, unsigned int column,
		     const char *fmt, va_list args)
{
	char what[LINE_BYTES_MAX + 512];
	const char *tail = "", *dots = "";
	size_t n;

	vsnprintf(what, sizeof(what), fmt, args);
	n = strlen(what);
	if (n > TOLD_HEAD + TOLD_TAIL) {
		dots = "...";
		tail = what + n - TOLD_TAIL;
		what[TOLD_HEAD] = '\0';
	}
	hp_warning(0, "%s:%u:%u: %s%s%s", file, line, column, what, dots, tail);
}

void hp_ini_warn(const struct hp_ini_entry *entry, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	hp_ini_vwarn_at(entry->file, entry->line, entry->column, fmt, args);
	va_end(args);
}
