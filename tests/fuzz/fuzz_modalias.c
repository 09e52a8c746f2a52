/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: fuzz lib/modalias with the lines of the input as an event's variables. What it
 * makes of them has nothing in it but what a MODALIAS may have. */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>

#include "modalias.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct hp_modalias_key keys[] = {
	{"SDIO_CLASS", .part = {{"sdio:c", 2}}},
	{"SDIO_ID", .part = {{"v", 4}, {"d", 8}}},
	{"VERSION", true, {{"ver", 1}, {"x", 2}, {"y", 3}, {"z", 4}}},
	{""},
};

static void require(bool condition)
{
	if (!condition)
		abort();
}

/* Every string is as long as it says, and has a tag at its front. */
static void check_made(const char *made, const char *begins)
{
	size_t n = strnlen(made, HP_MODALIAS_MAX);

	require(n < HP_MODALIAS_MAX && skip_prefix(made, begins));
	for (size_t i = 0; i < n; i++)
		require(isalnum((unsigned char)made[i]) || strchr(":-,", made[i]));
}

static void check_why(int r, const char *why)
{
	if (r == -EINVAL)
		require(*why && strnlen(why, HP_UEVENT_WHY_MAX) < HP_UEVENT_WHY_MAX);
}

static void check(const struct hp_uevent *event)
{
	char made[HP_MODALIAS_MAX], why[HP_UEVENT_WHY_MAX] = "";
	int r = hp_modalias_from_keys(made, keys, event, why);

	if (r == 0) {
		check_made(made, "sdio:c");
		require(strlen(made) == strlen("sdio:c00v0000d00000000ver0x00y000z0000"));
	}
	check_why(r, why);
	r = hp_modalias_from_input(made, event, why);
	if (r == 0)
		check_made(made, "input:b");
	check_why(r, why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[HP_UEVENT_BYTES_MAX], why[HP_UEVENT_WHY_MAX], *line, *rest = text;
	const char *vars[HP_UEVENT_VARS_MAX] = {"ACTION=add", "DEVPATH=/devices/x",
						"SUBSYSTEM=input"};
	struct hp_uevent event;
	size_t n = 3;

	size = size < sizeof(text) - 1 ? size : sizeof(text) - 1;
	memcpy(text, data, size);
	text[size] = '\0';
	while ((line = strsep(&rest, "\n")) && n < HP_UEVENT_VARS_MAX)
		if (strchr(line, '='))
			vars[n++] = line;
	if (hp_uevent_from_vars(&event, (char *const *)vars, n, NULL, why) == 0)
		check(&event);
	return 0;
}
