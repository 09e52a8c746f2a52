/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: who else handles the kernel's events here. See neighbour.h. */
#include <fcntl.h>
#include <limits.h>
#include <linux/netlink.h>

#include "dir.h"
#include "hash.h"
#include "neighbour.h"
#include "root.h"
#include "udevd.h"

#define KERNEL_GROUP  1
#define LISTENERS_MAX 64 /* more are not asked for their names */

static const char handlers[][HP_NEIGHBOUR_NAME_MAX] = {
	"systemd-udevd", "udevd", "mdevd", "mdev",
	"hotplug2",	 "nldev", "procd", "ueventd",
};

/* The sockets in the kernel's group. */
struct listeners {
	size_t n;
	unsigned long inodes[LISTENERS_MAX];
	const char *name; /* of handlers; NULL: none holds one of them */
};

/* The columns are those of netlink_native_seq_show(), net/netlink/af_netlink.c. */
static void read_listeners(struct listeners *ret)
{
	_cleanup_fclose_ FILE *file = NULL;
	char path[PATH_MAX], line[256];
	unsigned int protocol, groups;
	unsigned long inode;

	ret->n = 0;
	if (hp_path(path, "/proc/net/netlink") < 0 || !(file = fopen(path, "re")))
		return;
	while (ret->n < LISTENERS_MAX && fgets(line, sizeof(line), file))
		if (sscanf(line, "%*s %u %*u %x %*d %*d %*s %*d %*u %lu", &protocol,
			   &groups, &inode) == 3 &&
		    protocol == NETLINK_KOBJECT_UEVENT && groups & KERNEL_GROUP && inode)
			ret->inodes[ret->n++] = inode;
}

static uint64_t hash(const struct listeners *listeners)
{
	uint64_t sum = HP_HASH_START;

	for (size_t i = 0; i < listeners->n; i++)
		for (unsigned long inode = listeners->inodes[i]; inode; inode >>= 8)
			sum = hp_hash_byte(sum, inode);
	return sum;
}

static bool is_listener(const struct listeners *listeners, unsigned long inode)
{
	for (size_t i = 0; i < listeners->n; i++)
		if (listeners->inodes[i] == inode)
			return true;
	return false;
}

/* "busybox mdev -d" is mdev. */
static const char *name_in(const char *cmdline, size_t n)
{
	const char *end = cmdline + n, *slash = strrchr(cmdline, '/');
	const char *name = slash ? slash + 1 : cmdline;
	const char *next = name + strlen(name) + 1;

	return streq(name, "busybox") && next < end ? next : name;
}

static const char *find_handler(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(handlers); i++)
		if (streq(name, handlers[i]))
			return handlers[i];
	return NULL;
}

static const char *handler_of(const char *pid)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX], cmdline[256];
	ssize_t n;

	if (hp_path(path, "/proc/%s/cmdline", pid) < 0)
		return NULL;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, cmdline, sizeof(cmdline) - 1);
	if (n <= 0)
		return NULL;
	cmdline[n] = '\0';
	return find_handler(name_in(cmdline, n));
}

/* What a process has open. */
struct open_files {
	int dir;
	const struct listeners *listeners;
	bool has_listener;
};

static int look_at_file(const char *name, unsigned char type, void *data)
{
	struct open_files *files = data;
	char target[64];
	unsigned long inode;
	ssize_t n = readlinkat(files->dir, name, target, sizeof(target) - 1);

	target[n > 0 ? n : 0] = '\0';
	files->has_listener |= sscanf(target, "socket:[%lu]", &inode) == 1 &&
			       is_listener(files->listeners, inode);
	return 0;
}

static bool holds_listener(const char *pid, const struct listeners *listeners)
{
	struct open_files files = {-1, listeners, false};
	char path[PATH_MAX];

	if (hp_path(path, "/proc/%s/fd", pid) < 0)
		return false;
	files.dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (files.dir < 0)
		return false;
	(void)!hp_dir_read(files.dir, look_at_file, &files);
	close(files.dir);
	return files.has_listener;
}

/* The name is the cheaper question. */
static int look_at_process(const char *name, unsigned char type, void *data)
{
	struct listeners *listeners = data;
	const char *handler;

	if (name[strspn(name, "0123456789")] != '\0')
		return 0;
	handler = handler_of(name);
	if (handler && holds_listener(name, listeners))
		listeners->name = handler;
	return 0;
}

static void find_holder(struct listeners *listeners)
{
	char path[PATH_MAX];
	_cleanup_close_ int fd = -1;

	listeners->name = NULL;
	if (!listeners->n || hp_path(path, "/proc") < 0)
		return;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		(void)!hp_dir_read(fd, look_at_process, listeners);
}

static void look_at_listeners(struct hp_neighbour *neighbour)
{
	struct listeners listeners;
	uint64_t now;

	read_listeners(&listeners);
	now = hash(&listeners);
	if (now == neighbour->listeners)
		return;
	find_holder(&listeners);
	neighbour->listeners = now;
	strcpy(neighbour->listener, listeners.name ?: "");
}

/* Where init holds udev's sockets, no listener has its name. */
bool hp_neighbour_look(struct hp_neighbour *neighbour)
{
	const char *name;
	bool is_new;

	look_at_listeners(neighbour);
	neighbour->is_udevd = strstr(neighbour->listener, "udevd") || hp_udevd_is_alive();
	name = neighbour->is_udevd && !*neighbour->listener ? "udevd"
							    : neighbour->listener;
	is_new = !streq(name, neighbour->name);
	strcpy(neighbour->name, name);
	return is_new;
}
