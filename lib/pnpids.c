/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the ids of plug and play devices. See pnpids.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#include "dir.h"
#include "number.h"
#include "pnpids.h"
#include "root.h"

#define FILE_MAX 4096 /* an attribute of sysfs is a page at most */

/* Three letters, five bits each, in the byte order of the bus. */
static uint32_t compress_vendor(const char *s)
{
	uint32_t v = 0;

	for (int i = 0; i < 3; i++)
		v = v << 5 | ((uint32_t)(s[i] - 'A' + 1) & 0x1f);
	return (v & 0xff) << 8 | v >> 8;
}

int hp_pnp_id_parse(const char *s, size_t len, uint32_t *ret)
{
	uint32_t device = 0;
	int digit;

	if (len != HP_PNP_ID_LENGTH)
		return -EINVAL;
	for (int i = 0; i < 3; i++)
		if (s[i] < 'A' || s[i] > 'Z')
			return -EINVAL;
	for (int i = 3; i < HP_PNP_ID_LENGTH; i++) {
		digit = hp_hex_digit(s[i]);
		if (digit < 0)
			return -EINVAL;
		device = device << 4 | (uint32_t)digit;
	}
	*ret = compress_vendor(s) << 16 | (device & 0xff) << 8 | device >> 8;
	return 0;
}

bool hp_pnp_ids_have(const struct hp_pnp_ids *ids, uint32_t id)
{
	for (size_t i = 0; i < ids->n; i++)
		if (ids->id[i] == id)
			return true;
	return false;
}

void hp_pnp_ids_add(struct hp_pnp_ids *ids, const char *s, size_t len)
{
	uint32_t id;

	if (ids->n < HP_PNP_IDS_MAX && hp_pnp_id_parse(s, len, &id) == 0)
		ids->id[ids->n++] = id;
}

/* Adds the lines of an attribute. */
static int add_file(struct hp_pnp_ids *ids, const char *path)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	char text[FILE_MAX + 1];
	const char *s = text;
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, text, FILE_MAX);
	if (n < 0)
		return -errno;
	text[n] = '\0';
	for (size_t len; *s; s += len + (s[len] == '\n')) {
		len = strcspn(s, "\n");
		hp_pnp_ids_add(ids, s, len);
	}
	return 0;
}

/* The card's directory, and what its devices are. */
struct card {
	const char *path;
	struct hp_pnp_ids *ids;
};

static int on_entry(const char *name, unsigned char type, void *data)
{
	const struct card *card = data;
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/%s/id", card->path, name);

	/* What has no ids is no device. */
	if (n < (int)sizeof(path))
		(void)!add_file(card->ids, path);
	return 0;
}

static int read_card(const char *devpath, struct hp_pnp_ids *ret_card,
		     struct hp_pnp_ids *ret_on_card)
{
	char path[PATH_MAX], file[PATH_MAX];
	struct card card = {path, ret_on_card};
	_cleanup_close_ int fd = -1;
	int r;

	if (hp_path(path, "/sys%s/..", devpath) < 0 ||
	    hp_path(file, "/sys%s/../card_id", devpath) < 0)
		return -ENAMETOOLONG;
	r = add_file(ret_card, file);
	if (r < 0)
		return r == -ENOENT ? 0 : r;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : hp_dir_read(fd, on_entry, &card);
}

int hp_pnp_ids_read(const char *devpath, struct hp_pnp_ids *ret_own,
		    struct hp_pnp_ids *ret_card, struct hp_pnp_ids *ret_on_card)
{
	struct hp_pnp_ids own = {0}, card = {0}, on_card = {0};
	char path[PATH_MAX];
	int r;

	if (hp_path(path, "/sys%s/id", devpath) < 0)
		return -ENAMETOOLONG;
	r = add_file(&own, path);
	if (r == 0)
		r = own.n ? read_card(devpath, &card, &on_card) : -ENOENT;
	if (r < 0)
		return r;
	*ret_own = own;
	*ret_card = card;
	*ret_on_card = on_card;
	return 0;
}
