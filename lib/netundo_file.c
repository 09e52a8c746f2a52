/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what was done to an interface, in a file. See netundo_file.h. */
#include <errno.h>
#include <fcntl.h>

#include "log.h"
#include "netrecord.h"
#include "netundo_file.h"
#include "textfile.h"
#include "trust.h"

#define KIND "undo"

int hp_netundo_read(unsigned int ifindex, struct hp_netundo_bytes *ret)
{
	char path[PATH_MAX], real[PATH_MAX], why[HP_TRUST_WHY_MAX];
	int r = hp_net_record_path(ifindex, KIND, path);

	*ret = (struct hp_netundo_bytes){0};
	if (r == 0)
		r = hp_trust_file(path, real, why);
	if (r == -EACCES)
		return hp_error(0, "%s: %s", path, why), r;
	if (r == 0)
		r = hp_textfile_read(real, HP_NETUNDO_BYTES_MAX, &ret->data, &ret->len);
	if (r < 0 && r != -ENOENT)
		return hp_error(r, "%s", path);
	return 0;
}

static int write_all(int fd, const struct hp_netundo_bytes *bytes)
{
	size_t done = 0;

	while (done < bytes->len) {
		ssize_t n = write(fd, bytes->data + done, bytes->len - done);

		if (n < 0 && errno != EINTR)
			return -errno;
		done += n < 0 ? 0 : n;
	}
	return 0;
}

int hp_netundo_write(unsigned int ifindex, const struct hp_netundo_bytes *bytes)
{
	char path[PATH_MAX], next[PATH_MAX];
	_cleanup_close_ int fd = -1;
	int r = hp_net_record_path(ifindex, KIND, path);

	if (r == 0)
		r = hp_net_record_path(ifindex, KIND ".new", next);
	if (r < 0)
		return r;
	if (!bytes->len)
		return unlink(path) < 0 && errno != ENOENT ? -errno : 0;
	unlink(next);
	fd = open(next, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	r = write_all(fd, bytes);
	if (r == 0 && rename(next, path) < 0)
		r = -errno;
	if (r < 0)
		unlink(next);
	return r;
}

/* Of an earlier interface that had its number, it is of no use to anybody. */
int hp_netundo_load(const struct hp_net_instance *self, struct hp_netundo *ret)
{
	_cleanup_(hp_netundo_bytes_free) struct hp_netundo_bytes bytes = {0};
	char path[PATH_MAX], why[HP_NETUNDO_WHY_MAX];
	int r;

	*ret = (struct hp_netundo){0};
	r = hp_netundo_read(self->ifindex, &bytes);
	if (r == 0 && bytes.len)
		r = hp_netundo_parse(ret, &bytes, self, why);
	if (r == -EINVAL && hp_net_record_path(self->ifindex, KIND, path) == 0)
		hp_error(0, "%s: %s", path, why);
	if (r < 0)
		hp_netundo_free(ret);
	return r == -ESTALE ? 0 : r;
}

int hp_netundo_save(const struct hp_net_instance *self, const struct hp_netundo *undo)
{
	_cleanup_(hp_netundo_bytes_free) struct hp_netundo_bytes bytes = {0};
	int r = undo->n ? hp_netundo_pack(&bytes, undo, self) : 0;

	return r < 0 ? r : hp_netundo_write(self->ifindex, &bytes);
}

bool hp_netundo_is_there(unsigned int ifindex)
{
	char path[PATH_MAX];

	return hp_net_record_path(ifindex, KIND, path) == 0 && access(path, F_OK) == 0;
}
