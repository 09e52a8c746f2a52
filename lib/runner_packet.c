/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a request to the runner as bytes, and back. See runner.h. */
#include <errno.h>

#include "runner.h"

/* Takes the next string of a packet. Returns NULL where there is none. */
static char *take_text(char **at, const char *end)
{
	char *text = *at, *nul = memchr(text, '\0', end - text);

	if (!nul)
		return NULL;
	*at = nul + 1;
	return text;
}

static bool head_fits(const struct hp_runner_head *head, size_t n)
{
	return head->type == HP_RUNNER_RUN && head->size == n &&
	       head->keeps_stdout <= 1 && head->is_mute <= 1 && head->words >= 1 &&
	       head->words <= HP_RUNNER_WORDS_MAX && head->vars < HP_ENVP_MAX;
}

int hp_runner_unpack(struct hp_runner_job *ret, char *packet, size_t n)
{
	struct hp_runner_head head;
	char *at = packet + sizeof(head), *end = packet + n;

	if (n < sizeof(head))
		return -EBADMSG;
	memcpy(&head, packet, sizeof(head));
	if (!head_fits(&head, n))
		return -EBADMSG;
	ret->path = take_text(&at, end);
	if (!ret->path || *ret->path != '/')
		return -EBADMSG;
	for (uint32_t i = 0; i < head.words; i++)
		if (!(ret->argv[i] = take_text(&at, end)))
			return -EBADMSG;
	for (uint32_t i = 0; i < head.vars; i++)
		if (!(ret->env.vars[i] = take_text(&at, end)))
			return -EBADMSG;
	ret->argv[head.words] = NULL;
	ret->env.vars[head.vars] = NULL;
	ret->env.n = head.vars;
	ret->env.keeps_stdout = head.keeps_stdout;
	ret->env.is_mute = head.is_mute;
	ret->env.input = 0;
	ret->timeout = head.timeout;
	return at == end ? 0 : -EBADMSG;
}

static size_t put_text(char *packet, size_t at, const char *text)
{
	size_t n = strlen(text) + 1;

	if (n > HP_RUNNER_PACKET_MAX || at > HP_RUNNER_PACKET_MAX - n)
		return HP_RUNNER_PACKET_MAX + 1;
	memcpy(packet + at, text, n);
	return at + n;
}

ssize_t hp_runner_pack(char packet[static HP_RUNNER_PACKET_MAX], const char *path,
		       char *const argv[], const struct hp_environment *env,
		       unsigned int timeout)
{
	struct hp_runner_head head = {
		.type = HP_RUNNER_RUN,
		.timeout = timeout,
		.keeps_stdout = env->keeps_stdout,
		.is_mute = env->is_mute,
		.vars = env->n,
	};
	size_t at;

	if (env->input)
		return -EINVAL;
	at = put_text(packet, sizeof(head), path);
	for (; argv[head.words]; head.words++)
		at = put_text(packet, at, argv[head.words]);
	for (size_t i = 0; i < env->n; i++)
		at = put_text(packet, at, env->vars[i]);
	if (at > HP_RUNNER_PACKET_MAX || head.words > HP_RUNNER_WORDS_MAX)
		return -E2BIG;
	head.size = at;
	memcpy(packet, &head, sizeof(head));
	return at;
}
