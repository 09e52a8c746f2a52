/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the modules of modules.hotplug.bin and their plans. See index.h. */
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

#include "checksum.h"
#include "glob.h"
#include "index_internal.h"
#include "modulefile.h"
#include "root.h"

struct module {
	enum hp_index_module kind;
	unsigned int n_needs;
	unsigned char needs[HP_INDEX_NEEDS_MAX * HP_INDEX_NEED_BYTES];
	char text[HP_INDEX_PAGE];
	size_t end; /* where the next one begins in the page */
};

static int corrupt(const struct hp_index *index)
{
	return hp_index_corrupt(index, "a module");
}

/* modprobe.d may be read by all, but written by root alone, and so must this be. */
static bool is_trusted(const struct hp_index *index)
{
	struct stat st;

	return fstat(index->fd, &st) == 0 && !(st.st_mode & (S_IWGRP | S_IWOTH)) &&
	       (st.st_uid == 0 || (*hp_root_get() && st.st_uid == geteuid()));
}

int hp_index_check_plans(const struct hp_index *index)
{
	const char *what;
	int r;

	if (!index->tree || !index->head.needed.n)
		return -ENOENT;
	if (!is_trusted(index))
		return -EPERM;
	r = hp_index_head_check(&index->head, &index->head.needed, index->tree, &what);
	return r == -EBADMSG ? hp_index_corrupt(index, what) : r;
}

/* Whether the modules may be used: 0, or as index.h has it. */
static int check(struct hp_index *index)
{
	int r;

	if (index->modules_checked)
		return 0;
	r = index->head.modules.n ? hp_index_check_plans(index) : -ENOENT;
	index->modules_checked = r == 0;
	return r;
}

/* Reads the module at an offset of a module page. Returns 0, -EBADMSG or a negative errno
 * of a read. */
static int read_module(struct hp_index *index, uint32_t page, size_t at,
		       struct module *ret)
{
	const unsigned char *p;
	const char *text;
	int r;

	if (page >= index->head.modules.n)
		return corrupt(index);
	r = hp_index_read_page(index, index->head.keys.n + page);
	if (r < 0)
		return r;
	if (at < HP_INDEX_PAGE_FIRST || at + HP_INDEX_MODULE_FIELDS > HP_INDEX_PAGE)
		return corrupt(index);
	p = index->page + at;
	ret->kind = p[0];
	ret->n_needs = p[1];
	at += HP_INDEX_MODULE_FIELDS + ret->n_needs * HP_INDEX_NEED_BYTES;
	text = hp_index_page_text(index->page, at);
	if (!text || ret->kind > HP_INDEX_BUILTIN)
		return corrupt(index);
	memcpy(ret->needs, p + HP_INDEX_MODULE_FIELDS,
	       ret->n_needs * HP_INDEX_NEED_BYTES);
	strcpy(ret->text, text);
	ret->end = at + strlen(text) + 1;
	return 0;
}

/* Finds a module (name: with '_'). Returns 1, 0, or a negative errno. */
static int find_module(struct hp_index *index, const char *name, struct module *ret)
{
	const struct hp_index_list *modules = &index->head.modules;
	uint32_t page = hp_index_count_pages(index, modules, name, strlen(name), true);
	char held[HP_MODULEFILE_NAME_MAX] = "";
	size_t at = HP_INDEX_PAGE_FIRST;
	unsigned int n;
	int r;

	if (page == 0)
		return 0;
	r = hp_index_read_page(index, index->head.keys.n + page - 1);
	if (r < 0)
		return r;
	for (n = hp_get16(index->page + HP_INDEX_PAGE_ITEMS); n; n--) {
		r = read_module(index, page - 1, at, ret);
		if (r < 0)
			return r;
		if (hp_modulefile_name(held, ret->text) < 0)
			return corrupt(index);
		if (strcmp(held, name) >= 0)
			break;
		at = ret->end;
	}
	return n && streq(held, name);
}

/* What is inserted as root lies in the tree, whoever wrote the index. */
static bool is_inside(const char *path)
{
	size_t n = strcspn(path, "/");

	/* "", "." and "..", and what is between two slashes. */
	while (n > strspn(path, ".") && path[n]) {
		path += n + 1;
		n = strcspn(path, "/");
	}
	return n > strspn(path, ".");
}

static int add_file(const struct hp_index *index, const struct module *module,
		    struct hp_names *files)
{
	int r;

	if (module->kind != HP_INDEX_PLAIN || !is_inside(module->text))
		return corrupt(index);
	r = hp_names_add(files, module->text, strlen(module->text));
	return r < 0 ? r : 0;
}

int hp_index_plan(struct hp_index *index, const char *module, struct hp_names *files)
{
	char name[HP_MODULEFILE_NAME_MAX];
	struct module found, need;
	unsigned int i;
	int r = check(index);

	files->exact = true;
	if (r < 0)
		return r;
	if (hp_glob_normalize(name, sizeof(name), module) < 0)
		return -ENOENT;
	r = find_module(index, name, &found);
	if (r < 0)
		return r;
	if (r == 0 || found.kind == HP_INDEX_SPECIAL)
		return -ENOENT;
	if (found.kind == HP_INDEX_BUILTIN)
		return 0;
	for (i = 0; i < found.n_needs && r >= 0; i++) {
		const unsigned char *at = found.needs + i * HP_INDEX_NEED_BYTES;

		r = read_module(index, hp_get16(at), hp_get16(at + 2), &need);
		if (r == 0)
			r = add_file(index, &need, files);
	}
	return r < 0 ? r : add_file(index, &found, files);
}

/* Adds a module by its own name. builtin: whether those, or the others. */
static int add_itself(struct hp_index *index, const char *name, bool builtin,
		      struct hp_names *names)
{
	struct module found;
	int r = find_module(index, name, &found);

	if (r <= 0 || (found.kind == HP_INDEX_BUILTIN) != builtin)
		return r < 0 ? r : 0;
	r = hp_names_add(names, name, strlen(name));
	return r < 0 ? r : 1;
}

int hp_index_resolve(struct hp_index *index, const char *name, struct hp_names *names)
{
	char normal[PATH_MAX];
	int r = check(index);

	if (r == 0)
		r = hp_glob_normalize(normal, sizeof(normal), name);
	if (r < 0 || skip_prefix(name, "symbol:"))
		return r;
	r = hp_index_head_lookup(&index->head, HP_INDEX_ALIAS, normal, names);
	if (r == 0)
		r = add_itself(index, normal, false, names);
	if (r == 0)
		r = hp_index_head_lookup(&index->head, HP_INDEX_COMMAND, normal, names);
	if (r == 0)
		r = hp_index_lookup_tree(index, normal, names);
	return r ?: add_itself(index, normal, true, names);
}

int hp_index_has_line(struct hp_index *index, const char *alias)
{
	_cleanup_(hp_names_free) struct hp_names names = {0};
	char normal[PATH_MAX];
	struct module module;
	int r = check(index);

	if (r == 0)
		r = hp_glob_normalize(normal, sizeof(normal), alias);
	if (r == 0)
		r = hp_index_head_lookup(&index->head, HP_INDEX_LINE, normal, &names);
	if (r != 0)
		return r;
	r = find_module(index, normal, &module);
	return r > 0 ? module.kind == HP_INDEX_SPECIAL : r;
}

const char *hp_index_tree(const struct hp_index *index)
{
	return index->tree;
}
