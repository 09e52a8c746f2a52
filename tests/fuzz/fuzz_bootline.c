/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: any bytes as the kernel's command line.
 *
 * The words are all of it but the blanks between; whoever looks for one finds it whatever
 * stands before.
 */
#include <ctype.h>
#include <stdint.h>

#include "bootline.h"
#include "netboot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
}

/* Returns whether the last word has both of its quotes. */
static bool check_words(const char *line)
{
	const char *s = line, *word, *next;
	size_t len, quotes = 0;

	do {
		next = hp_bootline_next(s, &word, &len);
		require(word >= s && next == word + len);
		for (; s < word; s++)
			require(isspace((unsigned char)*s));
		for (quotes = 0; s < next; s++) {
			quotes += *s == '"';
			require(quotes % 2 || !isspace((unsigned char)*s));
		}
		require(len || !*next);
		if (!len)
			break;
		require(!*next || isspace((unsigned char)*next));
		if (!*next)
			break;
	} while (true);
	return quotes % 2 == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char more[] = " modprobe.blacklist=zz ip=:::::eth9:off";
	char *line = malloc(size + sizeof(more));
	bool whole;

	require(line);
	memcpy(line, data, size);
	line[size] = '\0';
	whole = check_words(line);
	hp_netboot_names(line, "eth0");
	require(!hp_bootline_blacklists(line, "zz") || strstr(line, "zz"));
	require(!hp_bootline_kernel_blacklists(line, "zz") || strstr(line, "zz"));
	require(!hp_bootline_mentions(line, "zz") || strstr(line, "zz."));
	strcat(line, more);
	if (whole)
		require(hp_bootline_blacklists(line, "zz") &&
			hp_netboot_names(line, "eth9"));
	free(line);
	return 0;
}
