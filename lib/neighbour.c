/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: who else handles the kernel's events here. See neighbour.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/netlink.h>
#include <sys/stat.h>

#include "dir.h"
#include "hash.h"
#include "neighbour.h"
#include "root.h"
#include "udevd.h"

#define KERNEL_GROUP 1

static const char handlers[][HP_NEIGHBOUR_NAME_MAX] = {
	"systemd-udevd", "udevd", "mdevd", "mdev",
	"hotplug2",	 "nldev", "procd", "ueventd",
};

/* The next of them. The columns are those of netlink_native_seq_show(),
 * net/netlink/af_netlink.c. */
static bool read_listener(FILE *file, unsigned long *ret)
{
	unsigned int protocol, groups;
	unsigned long inode;
	char line[256];

	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%*s %u %*u %x %*d %*d %*s %*d %*u %lu", &protocol,
			   &groups, &inode) != 3)
			continue;
		if (protocol == NETLINK_KOBJECT_UEVENT && groups & KERNEL_GROUP &&
		    inode) {
			*ret = inode;
			return true;
		}
	}
	return false;
}

/* Sockets in the kernel's group, as many as there are; NULL where nobody tells. */
static FILE *open_listeners(void)
{
	char path[PATH_MAX];

	if (hp_path(path, "/proc/net/netlink") < 0)
		return NULL;
	return fopen(path, "re");
}

static uint64_t hash_listeners(void)
{
	_cleanup_fclose_ FILE *file = open_listeners();
	uint64_t sum = HP_HASH_START;
	unsigned long inode;

	while (file && read_listener(file, &inode))
		for (; inode; inode >>= 8)
			sum = hp_hash_byte(sum, inode);
	return sum;
}

static bool is_listener(unsigned long wanted)
{
	_cleanup_fclose_ FILE *file = open_listeners();
	unsigned long inode;

	while (file && read_listener(file, &inode))
		if (inode == wanted)
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

/* Of handlers; -ENOENT: none. */
static int find_handler(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(handlers); i++)
		if (streq(name, handlers[i]))
			return i;
	return -ENOENT;
}

/* process: its directory in /proc */
static int handler_of(int process)
{
	_cleanup_close_ int fd = openat(process, "cmdline", O_RDONLY | O_CLOEXEC);
	char cmdline[256];
	ssize_t n;

	n = fd < 0 ? -1 : read(fd, cmdline, sizeof(cmdline) - 1);
	if (n <= 0)
		return -ENOENT;
	cmdline[n] = '\0';
	return find_handler(name_in(cmdline, n));
}

/* What a process has open. */
struct open_files {
	int dir;
	bool has_listener;
};

/* A socket belongs to who has made it. Who runs a set-user-ID program leaves it his. */
static int look_at_file(const char *name, unsigned char type, void *data)
{
	struct open_files *files = data;
	struct stat st;

	if (!files->has_listener && fstatat(files->dir, name, &st, 0) == 0 &&
	    S_ISSOCK(st.st_mode) && st.st_uid == 0)
		files->has_listener = is_listener(st.st_ino);
	return 0;
}

static bool holds_listener(int process)
{
	_cleanup_close_ int fd =
		openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct open_files files = {fd, false};

	if (fd >= 0)
		(void)!hp_dir_read(fd, look_at_file, &files);
	return files.has_listener;
}

static bool is_roots(int process)
{
	struct stat st;

	return fstat(process, &st) == 0 && st.st_uid == 0;
}

struct processes {
	int dir;
	int handler; /* that holds a listener; -ENOENT: none does */
};

/* Anybody can take any name and listen. The name is the cheaper question. */
static int look_at_process(const char *name, unsigned char type, void *data)
{
	struct processes *processes = data;
	_cleanup_close_ int fd = -1;
	int handler;

	if (processes->handler >= 0 || name[strspn(name, "0123456789")] != '\0')
		return 0;
	fd = openat(processes->dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || !is_roots(fd))
		return 0;
	handler = handler_of(fd);
	if (handler >= 0 && holds_listener(fd))
		processes->handler = handler;
	return 0;
}

static int find_listening_handler(void)
{
	struct processes processes = {-1, -ENOENT};
	char path[PATH_MAX];
	_cleanup_close_ int fd = -1;
	int r = hp_path(path, "/proc");

	if (r < 0)
		return r;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	processes.dir = fd;
	r = hp_dir_read(fd, look_at_process, &processes);
	return processes.handler < 0 && r < 0 ? r : processes.handler;
}

static int (*finder)(void) = find_listening_handler;

void hp_neighbour_set_finder(int (*find)(void))
{
	finder = find ?: find_listening_handler;
}

int hp_neighbour_find(void)
{
	return finder();
}

static void look_at_listeners(struct hp_neighbour *neighbour)
{
	uint64_t now = hash_listeners();
	int handler;

	if (now == neighbour->listeners)
		return;
	handler = hp_neighbour_find();
	if (handler < 0 && handler != -ENOENT)
		return;
	strcpy(neighbour->listener, handler >= 0 && handler < (int)ARRAY_SIZE(handlers)
					    ? handlers[handler]
					    : "");
	neighbour->listeners = now;
}

/* Where init holds udev's sockets, no listener has its name. */
bool hp_neighbour_look(struct hp_neighbour *neighbour)
{
	bool was_udevd = neighbour->is_udevd;
	const char *name;
	bool is_new;

	look_at_listeners(neighbour);
	neighbour->is_udevd = hp_udevd_is_alive();
	name = neighbour->is_udevd && !*neighbour->listener ? "udevd"
							    : neighbour->listener;
	is_new = !streq(name, neighbour->name) || neighbour->is_udevd != was_udevd;
	strcpy(neighbour->name, name);
	return is_new;
}
