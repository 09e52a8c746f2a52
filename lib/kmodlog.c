/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what libkmod has to say goes into our log. See kmodlog.h. */
#include <fcntl.h>
#include <sys/mman.h>

#include "kmodlog.h"
#include "log.h"

#define CAUGHT_BYTES_MAX 8192

/* Words of modprobe.d that not every libkmod knows, but modconf.h does. */
static bool is_known_word(const char *text)
{
	static const char *const words[] = {"'deny'", "'allow-only'", "'weakdep'"};
	const char *word = strstr(text, "bad line starting with ");
	size_t i;

	for (i = 0; word && i < ARRAY_SIZE(words); i++)
		if (skip_prefix(strchr(word, '\''), words[i]))
			return true;
	return false;
}

/* Returns whether text was about a line of a file. */
static bool log_place(enum hp_log_level level, char *text)
{
	char *at = strstr(text, " line "), *end = NULL;
	unsigned long n = at ? strtoul(at + 6, &end, 10) : 0;

	if (!n || *end != ':')
		return false;
	if (is_known_word(end))
		return true;
	*at = '\0';
	hp_log(level, "%s:%lu:1%s", text, n, end);
	return true;
}

void hp_kmodlog_line(int priority, char *text)
{
	size_t n = strlen(text);

	if (n && text[n - 1] == '\n')
		text[n - 1] = '\0';
	if (priority < HP_LOG_ERR)
		priority = HP_LOG_ERR;
	if (!log_place(priority, text))
		hp_log(priority, "libkmod: %s", text);
}

void hp_kmodlog_catch(struct hp_kmodlog *ret)
{
	ret->saved = -1;
	ret->file = memfd_create("libkmod", MFD_CLOEXEC);
	if (ret->file < 0)
		return;
	ret->saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (ret->saved >= 0)
		dup2(ret->file, STDERR_FILENO);
}

/* One line as libkmod prints it: "libkmod: ERROR SOURCE:LINE FUNCTION: what". */
static void log_caught(char *line)
{
	char *text = strstr(line, ": /");

	if (!text || !log_place(HP_LOG_WARNING, text + 2))
		hp_info("%s", line);
}

void hp_kmodlog_release(struct hp_kmodlog *log)
{
	char text[CAUGHT_BYTES_MAX], *line = text, *newline;
	ssize_t n = -1;

	if (log->saved >= 0) {
		dup2(log->saved, STDERR_FILENO);
		close(log->saved);
		n = pread(log->file, text, sizeof(text) - 1, 0);
	}
	hp_closep(&log->file);
	text[n < 0 ? 0 : n] = '\0';
	for (; (newline = strchr(line, '\n')); line = newline + 1) {
		*newline = '\0';
		log_caught(line);
	}
}
