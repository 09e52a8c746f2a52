/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: any bytes as MODPROBE_OPTIONS, up to the first NUL, and as the words of the
 * command line behind it, a NUL after each.
 *
 * The words of the variable stand first, none has a quote of its own, and no byte but
 * blanks and quotes is lost; those of the command line stay what they were.
 */
#include <errno.h>
#include <getopt.h>
#include <stdint.h>

#include "log.h"
#include "modprobe_options.h"

#define ARGUMENTS_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
}

/* How many bytes of text are neither blanks between words nor quotes around them. */
static size_t count_bytes(const char *text)
{
	char quote = 0;
	size_t n = 0;

	for (; *text; text++) {
		if (quote ? *text == quote : *text == '"' || *text == '\'')
			quote = quote ? 0 : *text;
		else
			n += quote || *text != ' ';
	}
	return n;
}

static int split(char *text, const char *end, char *argv[static ARGUMENTS_MAX + 2])
{
	static char name[] = "modprobe";
	int n = 0;

	argv[n++] = name;
	for (; text < end && n <= ARGUMENTS_MAX; text += strlen(text) + 1)
		argv[n++] = text;
	argv[n] = NULL;
	return n;
}

static void check_words(const char *text, int argc, char *argv[], int words,
			char *given[])
{
	int from_text = words - argc;
	size_t bytes = 0;

	require(from_text >= 0 && !given[words]);
	for (int i = 1; i <= from_text; i++)
		bytes += strlen(given[i]);
	require(bytes == count_bytes(text));
	for (int i = 1; i < argc; i++)
		require(given[from_text + i] == argv[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct modprobe_request request;
	static char text[ENVIRONMENT_BYTES_MAX + 1];
	char *argv[ARGUMENTS_MAX + 2], **words = argv;
	size_t len = size < sizeof(text) ? size : sizeof(text) - 1;
	int argc, n, r;

	hp_log_set_level(0);
	opterr = 0;
	memcpy(text, data, len);
	text[len] = '\0';
	argc = n = split(text + strlen(text) + 1, text + len, argv);
	require(setenv("MODPROBE_OPTIONS", text, 1) == 0);
	memset(&request, 0, offsetof(struct modprobe_request, words));
	request.pass_on[0] = '\0';
	r = modprobe_read_environment(&request, &n, &words);
	require(r == 0 || r == -E2BIG);
	if (r == 0) {
		check_words(text, argc, argv, n, words);
		optind = 0;
		r = modprobe_parse_options(&request, n, words);
		require(r <= 0 && optind >= 0 && optind <= n);
	}
	hp_blacklist_free(request.blacklist);
	return 0;
}
