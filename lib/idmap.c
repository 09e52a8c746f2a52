/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the maps from the ids of devices to drivers. See idmap.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "idmap.h"
#include "log.h"
#include "mapdir.h"
#include "mapword.h"
#include "stamp.h"

/* Also the longest line there may be. */
#define WINDOW	(32 * 1024)
/* What a lookup by the directory reads at once: a block, and the line that leads over. */
#define READ_AT (HP_MAPDIR_BLOCK + 512)

struct hp_idmap {
	int fd;
	off_t size;
	struct hp_mapdir dir; /* dir.n 0: every line is read */
	char *path;
	char head[HP_MAPDIR_BYTES_MAX]; /* for dir */
	off_t window_at; /* what window holds: that many bytes from there on */
	size_t window_n;
	char window[WINDOW];
};

/* What is looked for, and what was found. */
struct search {
	hp_idmap_line_fn match;
	const void *id;
	struct hp_names *names;
	int found;
	/* By the directory: the rows of one key are wanted; they are in order. */
	enum hp_map_kind kind;
	bool by_key, at_first;
	uint64_t key, last;
};

static int read_row(struct hp_map_row *ret, enum hp_map_kind kind,
		    const struct hp_map_line *line, struct hp_map_word *ret_name,
		    struct hp_map_error *ret_error)
{
	int r = hp_map_row_parse(ret, kind, line->s, line->len, line->ended, ret_error);

	if (r == 0)
		*ret_name = (struct hp_map_word){ret->name, ret->name_len};
	return r;
}

static int match_pci(const void *id, const struct hp_map_line *line,
		     struct hp_map_word *ret_name, struct hp_map_error *ret_error)
{
	struct hp_map_row row;
	int r = read_row(&row, HP_MAP_PCI, line, ret_name, ret_error);

	return r < 0 ? r : r == 0 && hp_map_row_match_pci(&row, id);
}

static int match_usb(const void *id, const struct hp_map_line *line,
		     struct hp_map_word *ret_name, struct hp_map_error *ret_error)
{
	struct hp_map_row row;
	int r = read_row(&row, HP_MAP_USB, line, ret_name, ret_error);

	return r < 0 ? r : r == 0 && hp_map_row_match_usb(&row, id);
}

/* A map that does not say what it was made from is judged by its age. */
static int check_age(const struct stat *map, const char *made_from)
{
	struct stat st;

	if (stat(made_from, &st) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (map->st_mtim.tv_sec != st.st_mtim.tv_sec)
		return map->st_mtim.tv_sec < st.st_mtim.tv_sec ? -ESTALE : 0;
	return map->st_mtim.tv_nsec != 0 && map->st_mtim.tv_nsec < st.st_mtim.tv_nsec
		       ? -ESTALE
		       : 0;
}

static int check_stamp(const struct hp_stamp *stamp, const char *made_from)
{
	int r = hp_stamp_holds(stamp, made_from);

	if (r == -ENOENT)
		return 0;
	return r < 0 ? r : r ? 0 : -ESTALE;
}

static int load(struct hp_idmap *map, const char *made_from)
{
	struct hp_stamp stamp;
	struct stat st;
	ssize_t n;
	int r;

	if (fstat(map->fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode) ? -EISDIR : -ENOENT;
	map->size = st.st_size;
	n = pread(map->fd, map->head, sizeof(map->head), 0);
	if (n < 0)
		return -errno;
	r = hp_mapdir_parse(&map->dir, map->head, n, &st, &stamp);
	if (!made_from)
		return 0;
	return r == 0 ? check_stamp(&stamp, made_from) : check_age(&st, made_from);
}

int hp_idmap_open(struct hp_idmap **ret, const char *path, const char *made_from)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	int r;

	map = malloc(sizeof(*map));
	if (!map)
		return -ENOMEM;
	map->window_at = map->window_n = 0;
	map->dir = (struct hp_mapdir){0};
	map->path = strdup(path);
	map->fd =
		map->path ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) : -1;
	if (map->fd < 0)
		return map->path ? -errno : -ENOMEM;
	r = load(map, made_from);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(map);
	return 0;
}

bool hp_idmap_is_sorted(const struct hp_idmap *map)
{
	return map->dir.n > 0;
}

void hp_idmap_close(struct hp_idmap *map)
{
	if (!map)
		return;
	hp_closep(&map->fd);
	free(map->path);
	free(map);
}

static void warn_line(const struct hp_idmap *map, unsigned int line,
		      const struct hp_map_error *error)
{
	hp_warning(0, "%s:%u:%u: %s, line skipped", map->path, line, error->column,
		   error->what);
}

/* By the directory, of most lines the key is all that counts. Returns 1 where the line is
 * not one of those that are wanted. */
static int check_key(struct search *search, const struct hp_map_line *line)
{
	uint64_t key;
	int r = hp_map_row_peek(search->kind, line->s, line->len, &key);

	if (r != 0)
		return r < 0 ? -EBADMSG : r;
	if (search->at_first ? key != search->last : key < search->last)
		return -EBADMSG;
	search->at_first = false;
	search->last = key;
	return key != search->key;
}

/* Returns 0, -EBADMSG where the map's directory does not hold what it promises, or
 * -ENOMEM. */
static int take_line(struct hp_idmap *map, struct search *search, unsigned int number,
		     const struct hp_map_line *line)
{
	struct hp_map_error error;
	struct hp_map_word name;
	int r = 0;

	if (search->by_key)
		r = check_key(search, line);
	if (r > 0)
		return 0;
	if (r == 0)
		r = search->match(search->id, line, &name, &error);
	if (r > 0) {
		search->found++;
		r = hp_names_add(search->names, name.s, name.len);
		return r < 0 ? r : 0;
	}
	if (r < 0 && search->by_key)
		return -EBADMSG;
	if (r < 0)
		warn_line(map, number, &error);
	return 0;
}

/* Makes the window begin at offset; what it holds of that already is not read again.
 * Returns the bytes in it (0 at the end of the file) or a negative errno. */
static ssize_t fill_window(struct hp_idmap *map, off_t offset, size_t want)
{
	size_t held = 0;
	ssize_t n;

	if (offset >= map->window_at && offset < map->window_at + (off_t)map->window_n) {
		held = map->window_at + map->window_n - offset;
		memmove(map->window, map->window + (offset - map->window_at), held);
	}
	map->window_at = offset;
	map->window_n = held;
	if (held >= want)
		return held;
	n = pread(map->fd, map->window + held, want - held, offset + held);
	if (n < 0)
		return -errno;
	map->window_n += n;
	return map->window_n;
}

/* Takes the whole lines of the window, and at the file's end the rest of it too. Returns
 * 1 behind the last row that is looked for, else as take_line(); ret_used is how much of
 * the window is done with. */
static int take_window(struct hp_idmap *map, struct search *search, bool at_end,
		       unsigned int *line, size_t *ret_used)
{
	const char *s = map->window, *end = s + map->window_n, *newline;
	int r = 0;

	while (s < end && r == 0) {
		newline = memchr(s, '\n', end - s);
		if (!newline && !at_end)
			break;
		r = take_line(map, search, *line,
			      &(struct hp_map_line){s, (newline ?: end) - s, newline});
		s = newline ? newline + 1 : end;
		(*line)++;
		if (search->by_key && search->last > search->key && r == 0)
			r = 1;
	}
	*ret_used = s - map->window;
	return r;
}

/* A line that does not fit into the window: nothing of it is used. Returns where the next
 * line begins, or a negative errno. */
static off_t skip_long_line(struct hp_idmap *map, off_t offset, unsigned int line)
{
	static const struct hp_map_error too_long = {1, "the line is too long"};
	const char *newline;
	ssize_t n;

	warn_line(map, line, &too_long);
	while ((n = fill_window(map, offset, WINDOW)) > 0) {
		newline = memchr(map->window, '\n', n);
		if (newline)
			return offset + (newline - map->window) + 1;
		offset += n;
	}
	return n < 0 ? n : offset;
}

/* Takes lines from offset on, up to the end of the file or of what is looked for. */
static int scan(struct hp_idmap *map, struct search *search, off_t offset, size_t want)
{
	unsigned int line = 1;
	size_t used;
	ssize_t n;
	bool at_end;
	int r;

	while (offset < map->size) {
		n = fill_window(map, offset, want);
		if (n < 0)
			return n;
		/* Where a read comes back short, somebody cut the file just now. */
		at_end = offset + n >= map->size || (size_t)n < want;
		r = take_window(map, search, at_end, &line, &used);
		if (r != 0)
			return r < 0 ? r : 0;
		offset += used;
		if (used > 0)
			continue;
		if (search->by_key)
			return -EBADMSG;
		if (at_end)
			break;
		offset = skip_long_line(map, offset, line++);
		if (offset < 0)
			return offset;
	}
	return 0;
}

static int search_keys(struct hp_idmap *map, struct search *search, uint32_t vendor,
		       uint32_t device)
{
	const uint32_t any = HP_PCI_ANY;
	const uint64_t keys[] = {
		(uint64_t)vendor << 32 | device,
		(uint64_t)vendor << 32 | any,
		(uint64_t)any << 32 | device,
		(uint64_t)any << 32 | any,
	};
	off_t offset;
	int r = 0;

	search->by_key = true;
	for (size_t i = 0; i < ARRAY_SIZE(keys) && r == 0; i++) {
		if (i && keys[i] <= search->key)
			continue;
		search->key = keys[i];
		search->at_first = true;
		offset = hp_mapdir_find(&map->dir, keys[i], &search->last);
		r = scan(map, search, offset, READ_AT);
		/* There is a row at least, if the directory is right. */
		if (r == 0 && search->at_first)
			r = -EBADMSG;
	}
	search->by_key = false;
	return r;
}

static int search_map(struct hp_idmap *map, struct search *search, uint32_t vendor,
		      uint32_t device)
{
	int r = -EBADMSG;

	if (map->dir.n && map->dir.kind == search->kind)
		r = search_keys(map, search, vendor, device);
	if (r == -EBADMSG) {
		/* Not sorted, or not as sorted as it says: then every line counts. */
		map->dir.n = 0;
		search->found = 0;
		r = scan(map, search, 0, WINDOW);
	}
	return r < 0 ? r : search->found;
}

int hp_idmap_match_pci(struct hp_idmap *map, const struct hp_pci_id *id,
		       struct hp_names *names)
{
	struct search search = {match_pci, id, names, .kind = HP_MAP_PCI};

	return search_map(map, &search, id->vendor, id->device);
}

int hp_idmap_match_usb(struct hp_idmap *map, const struct hp_usb_id *id,
		       struct hp_names *names)
{
	struct search search = {match_usb, id, names, .kind = HP_MAP_USB};

	return search_map(map, &search, id->vendor, id->product);
}

int hp_idmap_match_lines(struct hp_idmap *map, hp_idmap_line_fn match, const void *id,
			 struct hp_names *names)
{
	struct search search = {match, id, names};
	int r = scan(map, &search, 0, WINDOW);

	return r < 0 ? r : search.found;
}
