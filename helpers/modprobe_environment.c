/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: MODPROBE_OPTIONS, the words that stand before those of the command line.
 *
 * A person sets it; the kernel does not, and the dispatcher strips it. Source of the
 * contract: modprobe(8).
 */
#include <errno.h>
#include <limits.h>

#include "log.h"
#include "modprobe_options.h"

#define VARIABLE "MODPROBE_OPTIONS"

/* Copies one word of *text into out, without its quotes; both move on. */
static void copy_word(const char **text, char **out)
{
	char quote = 0;
	const char *c;

	for (c = *text; *c && (quote || *c != ' '); c++) {
		if (quote ? *c == quote : *c == '"' || *c == '\'')
			quote = quote ? 0 : *c;
		else
			*(*out)++ = *c;
	}
	*(*out)++ = '\0';
	*text = c;
}

int modprobe_read_environment(struct modprobe_request *request, int *argc, char **argv[])
{
	const char *text = secure_getenv(VARIABLE) ?: "";
	char *out = request->environment, **words = request->words;
	int n = 0;

	if (strlen(text) >= sizeof(request->environment) - 1 ||
	    *argc >= (int)ARRAY_SIZE(request->words) / 2)
		return hp_error(-E2BIG, VARIABLE);
	if (*text)
		snprintf(request->pass_on, sizeof(request->pass_on), VARIABLE "=%s",
			 text);
	words[n++] = (*argv)[0];
	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		if (n >= (int)ARRAY_SIZE(request->words) / 2)
			return hp_error(-E2BIG, VARIABLE);
		words[n++] = out;
		copy_word(&text, &out);
	}
	/* With the NULL that ends them. */
	memcpy(words + n, *argv + 1, *argc * sizeof(*words));
	*argc += n - 1;
	*argv = words;
	return 0;
}

int modprobe_pass_on(struct modprobe_request *request, int letter, const char *argument)
{
	char *text = request->pass_on, word[PATH_MAX + 8];
	const char *quote = argument && strchr(argument, ' ') ? "\"" : "";
	size_t n = strlen(text);

	if (argument)
		snprintf(word, sizeof(word), " -%c %s%s%s", letter, quote, argument,
			 quote);
	else
		snprintf(word, sizeof(word), " -%c", letter);
	if (strstr(text, word))
		return 0;
	if (!n)
		n = snprintf(text, sizeof(request->pass_on), VARIABLE "=");
	if (n + strlen(word) >= sizeof(request->pass_on))
		return hp_error(-E2BIG, VARIABLE);
	strcpy(text + n, word);
	return 0;
}
