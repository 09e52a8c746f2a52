/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the order in which modprobe loads modules. See modulerank.h. */
#include <errno.h>
#include <limits.h>

#include "modulefile.h"
#include "modulerank.h"

struct ranked {
	char *name;
	uint32_t rank;
};

struct hp_module_ranks {
	size_t n, size;
	struct ranked *module;
};

static int by_name(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int add(struct hp_module_ranks *ranks, char *line)
{
	size_t size = ranks->size ? ranks->size * 2 : 1024;
	char name[HP_MODULEFILE_NAME_MAX];
	struct ranked *module;

	if (ranks->n == ranks->size) {
		module = reallocarray(ranks->module, size, sizeof(*module));
		if (!module)
			return -ENOMEM;
		ranks->module = module;
		ranks->size = size;
	}
	line[strcspn(line, ":")] = '\0';
	/* No alias can be of a name that is too long. */
	if (hp_modulefile_name(name, line) < 0)
		name[0] = '\0';
	module = &ranks->module[ranks->n];
	*module = (struct ranked){strdup(name), ranks->n};
	if (!module->name)
		return -ENOMEM;
	ranks->n++;
	return 0;
}

int hp_module_ranks_read(struct hp_module_ranks **ret, const char *tree)
{
	struct hp_module_ranks *ranks = calloc(1, sizeof(*ranks));
	_cleanup_fclose_ FILE *file = NULL;
	_cleanup_free_ char *line = NULL;
	char path[PATH_MAX];
	size_t size = 0;
	int r = ranks ? 0 : -ENOMEM;

	snprintf(path, sizeof(path), "%s/modules.dep", tree);
	file = fopen(path, "re");
	if (!file && errno != ENOENT)
		r = -errno;
	while (r == 0 && file && getline(&line, &size, file) > 0)
		r = add(ranks, line);
	if (r < 0) {
		hp_module_ranks_free(ranks);
		return r;
	}
	if (ranks->n)
		qsort(ranks->module, ranks->n, sizeof(*ranks->module), by_name);
	*ret = ranks;
	return 0;
}

uint32_t hp_module_rank(const struct hp_module_ranks *ranks, const char *module)
{
	const struct ranked key = {(char *)module, 0}, *found;

	if (ranks->n == 0)
		return UINT32_MAX;
	found = bsearch(&key, ranks->module, ranks->n, sizeof(key), by_name);
	return found ? found->rank : UINT32_MAX;
}

void hp_module_ranks_free(struct hp_module_ranks *ranks)
{
	if (!ranks)
		return;
	for (size_t i = 0; i < ranks->n; i++)
		free(ranks->module[i].name);
	free(ranks->module);
	free(ranks);
}
