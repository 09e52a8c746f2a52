/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the whole text of a file that people write. See textfile.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "textfile.h"

/* Reads at most size bytes. Returns how many there were, or a negative errno. */
static ssize_t read_whole(int fd, char *text, size_t size)
{
	size_t len = 0;
	ssize_t n;

	while (len < size) {
		n = read(fd, text + len, size - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		len += n;
	}
	return len;
}

int hp_textfile_read(const char *path, size_t max, char **ret, size_t *ret_len)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	_cleanup_free_ char *text = NULL;
	struct stat st;
	ssize_t len;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (S_ISCHR(st.st_mode))
		st.st_size = 0;
	else if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if ((size_t)st.st_size > max)
		return -EFBIG;
	text = malloc(st.st_size + 1);
	if (!text)
		return -ENOMEM;
	len = read_whole(fd, text, st.st_size);
	if (len < 0)
		return len;
	text[len] = '\0';
	*ret = TAKE_PTR(text);
	*ret_len = len;
	return 0;
}
