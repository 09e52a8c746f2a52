/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl net: a word for each thing that can be done with the network's
 * files. Each is a file of its own, ctl_net_WORD.c. */
#include "hotplugctl.h"
#include "log.h"

/* clang-format off */
static const struct ctl_verb *const words[] = {
	&ctl_net_check,
#ifdef HP_NET
	&ctl_net_plan,
	&ctl_net_apply,
	&ctl_net_status,
	&ctl_net_undo,
#endif
};
/* clang-format on */

static int usage(FILE *to)
{
	fputs("usage: hotplugctl net WORD [ARGUMENT...]\n\n", to);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		fprintf(to, "  %s %s\n\t%s\n", words[i]->name, words[i]->arguments,
			words[i]->does);
	return to == stdout ? CTL_DONE : CTL_USAGE;
}

static const struct ctl_verb *find_word(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (streq(skip_prefix(words[i]->name, "net "), name))
			return words[i];
	return NULL;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	const char *name = argc > 1 ? argv[1] : "";
	const struct ctl_verb *word = find_word(name);

	if (word)
		return word->run(word, argc - 1, argv + 1);
	if (streq(name, "--help"))
		return usage(stdout);
	if (*name)
		hp_error(0, "net: there is no word '%s'", name);
	return usage(stderr);
}

const struct ctl_verb ctl_net = {
	.name = "net",
	.arguments = "WORD [ARGUMENT...]",
	.does = "Does what the network's files say, without an event.",
	.run = run,
};
