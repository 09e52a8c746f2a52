/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what interfaces add to resolv.conf(5). See resolv.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <sys/stat.h>

#include "dir.h"
#include "netrecord.h"
#include "number.h"
#include "resolv.h"
#include "root.h"
#include "textfile.h"

#define KIND	  "resolv"
#define BYTES_MAX (64 << 10)
#define SERVER	  "nameserver "
#define SEARCH	  "search"

static void print(FILE *to, const struct hp_names *servers,
		  const struct hp_names *domains)
{
	for (size_t i = 0; i < servers->n; i++)
		fprintf(to, SERVER "%s\n", servers->name[i]);
	for (size_t i = 0; i < domains->n; i++)
		fprintf(to, "%s %s", i ? "" : SEARCH, domains->name[i]);
	fputs(domains->n ? "\n" : "", to);
}

char *hp_resolv_format(const char *ifname, const struct hp_names *servers,
		       const struct hp_names *domains)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		return NULL;
	if (ifname)
		fprintf(to, "# %s\n", ifname);
	print(to, servers, domains);
	return fclose(to) == 0 ? text : NULL;
}

int hp_resolv_read(unsigned int ifindex, char **ret_text, char ret_name[static IFNAMSIZ])
{
	char path[PATH_MAX], *text = NULL;
	size_t n;
	int r = hp_net_record_path(ifindex, KIND, path);

	if (r == 0)
		r = hp_textfile_read(path, BYTES_MAX, &text, &n);
	if (r < 0)
		text = strdup("");
	if (!text)
		return -ENOMEM;
	ret_name[0] = '\0';
	(void)!sscanf(text, "# %15s", ret_name);
	*ret_text = text;
	return 0;
}

int hp_resolv_open(unsigned int ifindex)
{
	char path[PATH_MAX];
	int fd, r = hp_net_record_path(ifindex, KIND, path);

	if (r < 0)
		return r;
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Others read it at any time: it is the old one or the new one. */
static int replace(const char *path, const char *text)
{
	char next[PATH_MAX + 8];
	_cleanup_close_ int fd = -1;
	size_t n = strlen(text);
	int r = 0;

	snprintf(next, sizeof(next), "%s.new", path);
	unlink(next);
	fd = open(next, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	if (write(fd, text, n) != (ssize_t)n)
		r = -ENOSPC;
	else if (rename(next, path) < 0)
		r = -errno;
	if (r < 0)
		unlink(next);
	return r;
}

int hp_resolv_write(unsigned int ifindex, const char *text)
{
	char path[PATH_MAX];
	int r = hp_net_record_path(ifindex, KIND, path);

	return r < 0 ? r : replace(path, text);
}

int hp_resolv_retire(unsigned int ifindex, const char *ifname)
{
	static const struct hp_names none;
	_cleanup_free_ char *text = hp_resolv_format(ifname, &none, &none);

	return text ? hp_resolv_write(ifindex, text) : -ENOMEM;
}

void hp_resolv_drop(unsigned int ifindex)
{
	char path[PATH_MAX];

	if (hp_net_record_path(ifindex, KIND, path) == 0)
		unlink(path);
}

struct merge {
	struct hp_resolv_list list;
	struct hp_names servers, domains;
};

static void merge_free(struct merge *merge)
{
	free(merge->list.ifindex);
	hp_names_free(&merge->servers);
	hp_names_free(&merge->domains);
}

static int add_interface(const char *name, unsigned char type, void *data)
{
	struct hp_resolv_list *list = data;
	const char *end = name + strcspn(name, ".");
	char number[16] = "";
	uint64_t ifindex;
	void *p;

	if (!streq(end, "." KIND) || end - name >= (ptrdiff_t)sizeof(number))
		return 0;
	memcpy(number, name, end - name);
	if (hp_number_parse(number, 10, INT_MAX, &ifindex) < 0)
		return 0;
	p = reallocarray(list->ifindex, list->n + 1, sizeof(*list->ifindex));
	if (!p)
		return -ENOMEM;
	list->ifindex = p;
	list->ifindex[list->n++] = ifindex;
	return 0;
}

static int add_words(struct hp_names *names, char *words)
{
	const char *word;
	int r = 0;

	while (r >= 0 && (word = strsep(&words, " ")))
		if (*word)
			r = hp_names_add(names, word, strlen(word));
	return r < 0 ? r : 0;
}

static int add_text(struct merge *merge, char *text)
{
	char *line;
	int r = 0;

	while (r == 0 && (line = strsep(&text, "\n"))) {
		if (skip_prefix(line, SERVER))
			r = add_words(&merge->servers, line + strlen(SERVER));
		else if (skip_prefix(line, SEARCH " "))
			r = add_words(&merge->domains, line + strlen(SEARCH));
	}
	return r;
}

static int by_number(const void *a, const void *b)
{
	unsigned int x = *(const unsigned int *)a, y = *(const unsigned int *)b;

	return x < y ? -1 : x > y;
}

int hp_resolv_list(struct hp_resolv_list *ret)
{
	char path[PATH_MAX];
	_cleanup_close_ int dir = -1;
	int r = hp_path(path, "%s/net", HP_RUNDIR);

	if (r < 0)
		return r;
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	r = dir < 0 ? -errno : hp_dir_read(dir, add_interface, ret);
	qsort(ret->ifindex, ret->n, sizeof(*ret->ifindex), by_number);
	return r;
}

static int read_all(struct merge *merge)
{
	char name[IFNAMSIZ];
	int r = hp_resolv_list(&merge->list);

	for (size_t i = 0; r == 0 && i < merge->list.n; i++) {
		_cleanup_free_ char *text = NULL;

		r = hp_resolv_read(merge->list.ifindex[i], &text, name);
		if (r == 0)
			r = add_text(merge, text);
	}
	return r;
}

int hp_resolv_merge(void)
{
	_cleanup_(merge_free) struct merge merge = {
		.servers.exact = true,
		.domains.exact = true,
	};
	_cleanup_close_ int lock = hp_net_names_lock();
	_cleanup_free_ char *text = NULL;
	char path[PATH_MAX];
	int r = lock < 0 ? lock : read_all(&merge);

	if (r == 0)
		r = hp_path(path, "%s/resolv.conf", HP_RUNDIR);
	if (r < 0)
		return r;
	if (!merge.servers.n && !merge.domains.n)
		return unlink(path) < 0 && errno != ENOENT ? -errno : 0;
	text = hp_resolv_format(NULL, &merge.servers, &merge.domains);
	return text ? replace(path, text) : -ENOMEM;
}
