/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the head of modules.hotplug.bin. See indexhead.h. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>

#include "checksum.h"
#include "glob.h"
#include "indexhead.h"
#include "root.h"
#include "stamp.h"

/* What is read at first: the whole head, in most cases. */
#define FIRST_READ	   (2 * HP_INDEX_PAGE)

#define SOURCE_FIXED_BYTES (1 + 8 + 8 + 4 + 8)

struct source {
	enum hp_index_source kind;
	struct hp_stamp stamp;
	const char *path;
};

struct config {
	enum hp_index_config kind;
	const char *glob, *module;
};

static const unsigned char *head_end(const struct hp_index_head *head)
{
	return head->data + head->bytes;
}

/* Each take_...() takes one item off the front of *s; false: it is not whole. The head's
 * last byte is a NUL, so no text in it runs over the end. */
static bool take_text(const struct hp_index_head *head, const unsigned char **s,
		      const char **ret)
{
	if (*s >= head_end(head))
		return false;
	*ret = (const char *)*s;
	*s += strlen(*ret) + 1;
	return true;
}

static bool take_source(const struct hp_index_head *head, const unsigned char **s,
			struct source *ret)
{
	const unsigned char *p = *s;

	if (head_end(head) - p < SOURCE_FIXED_BYTES)
		return false;
	ret->kind = p[0];
	ret->stamp = (struct hp_stamp){
		.size = hp_get64(p + 1),
		.sec = (int64_t)hp_get64(p + 9),
		.nsec = hp_get32(p + 17),
		.sum = hp_get64(p + 21),
	};
	*s += SOURCE_FIXED_BYTES;
	return ret->kind <= HP_INDEX_REQUIRED && take_text(head, s, &ret->path);
}

static bool take_config(const struct hp_index_head *head, const unsigned char **s,
			struct config *ret)
{
	if (*s >= head_end(head))
		return false;
	ret->kind = *(*s)++;
	return ret->kind <= HP_INDEX_LINE && take_text(head, s, &ret->glob) &&
	       take_text(head, s, &ret->module);
}

static bool sources_valid(const struct hp_index_head *head,
			  const struct hp_index_list *sources)
{
	const unsigned char *s = sources->at;
	struct source source;

	for (uint32_t i = 0; i < sources->n; i++)
		if (!take_source(head, &s, &source))
			return false;
	return true;
}

static bool lists_valid(const struct hp_index_head *head)
{
	const unsigned char *s = head->config.at;
	struct config config;
	const char *module;

	for (uint32_t i = 0; i < head->config.n; i++)
		if (!take_config(head, &s, &config))
			return false;
	s = head->denied.at;
	for (uint32_t i = 0; i < head->denied.n; i++)
		if (!take_text(head, &s, &module))
			return false;
	return sources_valid(head, &head->sources) && sources_valid(head, &head->needed);
}

static bool get_list(const struct hp_index_head *head, size_t field,
		     struct hp_index_list *ret)
{
	uint32_t at = hp_get32(head->data + field);

	ret->at = head->data + at;
	ret->n = hp_get32(head->data + field + 4);
	return at >= HP_INDEX_HEAD_FIELDS && at <= head->bytes;
}

static bool keys_valid(const struct hp_index_head *head, const struct hp_index_list *keys)
{
	uint32_t at;

	if (keys->n > (size_t)(head_end(head) - keys->at) / 4)
		return false;
	for (uint32_t i = 0; i < keys->n; i++) {
		at = hp_get32(keys->at + 4 * i);
		if (at < HP_INDEX_HEAD_FIELDS || at >= head->bytes)
			return false;
	}
	return true;
}

static bool get_lists(struct hp_index_head *head)
{
	return get_list(head, HP_INDEX_HEAD_KEYS, &head->keys) &&
	       get_list(head, HP_INDEX_HEAD_SOURCES, &head->sources) &&
	       get_list(head, HP_INDEX_HEAD_CONFIG, &head->config) &&
	       get_list(head, HP_INDEX_HEAD_DENIED, &head->denied) &&
	       get_list(head, HP_INDEX_HEAD_MODULES, &head->modules) &&
	       get_list(head, HP_INDEX_HEAD_NEEDED, &head->needed);
}

static int parse(struct hp_index_head *head, const char **ret_what)
{
	head->sum = hp_get64(head->data + HP_INDEX_HEAD_SUM);
	*ret_what = "checksum of the head";
	if (head->sum != hp_checksum(head->data + HP_INDEX_HEAD_SUMMED,
				     head->bytes - HP_INDEX_HEAD_SUMMED,
				     HP_INDEX_HEAD_SEED))
		return -EBADMSG;
	*ret_what = "the head";
	if (head->data[head->bytes - 1] != '\0' || !get_lists(head) ||
	    !keys_valid(head, &head->keys) || !keys_valid(head, &head->modules) ||
	    !lists_valid(head))
		return -EBADMSG;
	return 0;
}

static int check_fixed(const unsigned char *data, ssize_t n, uint32_t *ret_bytes,
		       const char **ret_what)
{
	*ret_what = "not an index";
	if (n < HP_INDEX_HEAD_FIELDS || memcmp(data, HP_INDEX_MAGIC, 8) != 0)
		return -EBADMSG;
	*ret_what = "of another version";
	if (hp_get32(data + HP_INDEX_HEAD_VERSION) != HP_INDEX_VERSION)
		return -EBADMSG;
	*ret_what = "size of the head";
	*ret_bytes = hp_get32(data + HP_INDEX_HEAD_BYTES);
	return *ret_bytes < HP_INDEX_PAGE || *ret_bytes % HP_INDEX_PAGE ||
			       *ret_bytes > HP_INDEX_HEAD_MAX
		       ? -EBADMSG
		       : 0;
}

int hp_index_head_read(struct hp_index_head *ret, int fd, const char **ret_what)
{
	_cleanup_(hp_index_head_free) struct hp_index_head head = {0};
	unsigned char *more;
	ssize_t n, rest = 0;
	int r;

	head.data = malloc(FIRST_READ);
	if (!head.data)
		return -ENOMEM;
	n = pread(fd, head.data, FIRST_READ, 0);
	if (n < 0)
		return -errno;
	r = check_fixed(head.data, n, &head.bytes, ret_what);
	if (r < 0)
		return r;
	if (head.bytes > FIRST_READ) {
		more = realloc(head.data, head.bytes);
		if (!more)
			return -ENOMEM;
		head.data = more;
		rest = pread(fd, head.data + n, head.bytes - n, n);
	}
	*ret_what = "cut short";
	if (rest < 0 || n + rest < (ssize_t)head.bytes)
		return rest < 0 ? -errno : -EBADMSG;
	r = parse(&head, ret_what);
	if (r < 0)
		return r;
	*ret = head;
	head.data = NULL;
	return 0;
}

static bool is_source(const struct hp_index_head *head, const char *path)
{
	const unsigned char *s = head->sources.at;
	struct source source;

	for (uint32_t i = 0; i < head->sources.n; i++)
		if (take_source(head, &s, &source) && streq(source.path, path))
			return true;
	return false;
}

/* The time of a directory changes with its copy; what is in it counts. Files that are
 * gone show by themselves: each is a source. */
static int check_names(const struct hp_index_head *head, const char *path,
		       const char *real)
{
	_cleanup_closedir_ DIR *dir = opendir(real);
	struct dirent *entry;
	char file[PATH_MAX];

	if (!dir)
		return -ESTALE;
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		if (snprintf(file, sizeof(file), "%s/%s", path, entry->d_name) >=
		    (int)sizeof(file))
			return -ESTALE;
		if (!is_source(head, file))
			return -ESTALE;
	}
	return 0;
}

static int find_source(const struct source *source, const char *tree,
		       char ret[static PATH_MAX])
{
	int n;

	if (source->kind != HP_INDEX_IN_TREE && source->kind != HP_INDEX_REQUIRED)
		return hp_path(ret, "%s", source->path);
	n = snprintf(ret, PATH_MAX, "%s/%s", tree, source->path);
	return n < 0 || n >= PATH_MAX ? -ENAMETOOLONG : 0;
}

static int check_source(const struct hp_index_head *head, const struct source *source,
			const char *tree)
{
	char path[PATH_MAX];
	int r = find_source(source, tree, path);

	if (r == 0 && source->kind == HP_INDEX_ABSENT)
		return access(path, F_OK) < 0 && errno == ENOENT ? 0 : -ESTALE;
	if (r == 0)
		r = hp_stamp_holds(&source->stamp, path);
	if (r == 0 && source->kind == HP_INDEX_DIRECTORY)
		return check_names(head, source->path, path);
	/* A tree may carry the index alone. */
	if (r == -ENOENT && source->kind == HP_INDEX_IN_TREE)
		return 0;
	return r == 1 ? 0 : -ESTALE;
}

int hp_index_head_check(const struct hp_index_head *head,
			const struct hp_index_list *sources, const char *tree,
			const char **ret_what)
{
	const unsigned char *s = sources->at;
	struct source source;
	int r = 0;

	*ret_what = "the head";
	for (uint32_t i = 0; i < sources->n && r == 0; i++) {
		if (!take_source(head, &s, &source))
			return -EBADMSG;
		r = check_source(head, &source, tree);
	}
	return r;
}

int hp_index_head_places(const struct hp_index_head *head, const char *tree,
			 int (*each)(const char *path, void *data), void *data)
{
	const unsigned char *s = head->sources.at;
	struct source source;
	char path[PATH_MAX];
	int r = 0;

	for (uint32_t i = 0; i < head->sources.n && r == 0; i++)
		if (take_source(head, &s, &source) &&
		    find_source(&source, tree, path) == 0)
			r = each(path, data);
	return r;
}

const char *hp_index_head_key(const struct hp_index_head *head,
			      const struct hp_index_list *keys, uint32_t page)
{
	return (const char *)head->data + hp_get32(keys->at + 4 * (size_t)page);
}

static bool is_about(const struct config *config, const char *alias)
{
	return config->kind == HP_INDEX_COMMAND ? streq(config->glob, alias)
						: hp_glob_matches(config->glob, alias);
}

int hp_index_head_lookup(const struct hp_index_head *head, enum hp_index_config kind,
			 const char *alias, struct hp_names *names)
{
	const unsigned char *s = head->config.at;
	struct config config;
	int r, found = 0;

	for (uint32_t i = 0; i < head->config.n; i++) {
		if (!take_config(head, &s, &config))
			break;
		if (config.kind != kind || !is_about(&config, alias))
			continue;
		found++;
		r = hp_names_add(names, config.module, strlen(config.module));
		if (r < 0)
			return r;
		if (kind == HP_INDEX_COMMAND)
			break;
	}
	return found;
}

bool hp_index_head_denies(const struct hp_index_head *head, const char *module)
{
	const unsigned char *s = head->denied.at;
	const char *denied;

	for (uint32_t i = 0; i < head->denied.n; i++)
		if (take_text(head, &s, &denied) && hp_names_equal(denied, module))
			return true;
	return false;
}

void hp_index_head_free(struct hp_index_head *head)
{
	free(head->data);
}
