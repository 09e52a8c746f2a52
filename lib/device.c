/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether the device of an event is still the one it was. See device.h. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <net/if.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "device.h"
#include "hash.h"
#include "number.h"
#include "root.h"

#define RECORD_MAX 2560 /* of a link: DEVPATH has at most 2048 bytes */

static size_t file_name_escape(char *dst, size_t size, const char *src)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t n = 0;

	for (; *src; src++) {
		unsigned char c = *src;

		if (n + 4 > size)
			return size;
		if (isalnum(c) || (c && strchr("+-.:_@", c))) {
			dst[n++] = c;
			continue;
		}
		dst[n++] = '%';
		dst[n++] = hex[c >> 4];
		dst[n++] = hex[c & 15];
	}
	dst[n] = '\0';
	return n;
}

static bool is_interface(const struct hp_uevent *event)
{
	return event->ifindex &&
	       (streq(event->subsystem, "net") || hp_uevent_is_iface(event));
}

void hp_device_id(const struct hp_uevent *event, char ret[static HP_DEVICE_ID_MAX])
{
	/* So that "SEQNUM-INODE-+SUBSYSTEM:NAME" of lib/queue stays a file name. */
	enum { NAME_MAX_BYTES = NAME_MAX - (20 + 1 + 20 + 1) - (1 + 64 + 1) + 1 };
	const char *kernel =
		event->devpath ? strrchr(event->devpath, '/') + 1 : event->interface;
	char name[NAME_MAX_BYTES];

	if (is_interface(event)) {
		snprintf(ret, HP_DEVICE_ID_MAX, "n%u", event->ifindex);
	} else if (event->devnum) {
		snprintf(ret, HP_DEVICE_ID_MAX, "%c%u:%u",
			 streq(event->subsystem, "block") ? 'b' : 'c',
			 major(event->devnum), minor(event->devnum));
	} else if (file_name_escape(name, sizeof(name), kernel) < sizeof(name)) {
		snprintf(ret, HP_DEVICE_ID_MAX, "+%s:%s", event->subsystem, name);
	} else {
		snprintf(ret, HP_DEVICE_ID_MAX, "+%s:%%%016llX", event->subsystem,
			 (unsigned long long)hp_hash_text(kernel));
	}
}

uint64_t hp_device_inode(const struct hp_uevent *event)
{
	char path[PATH_MAX];
	struct stat st;

	if (!event->devpath || hp_path(path, "/sys%s", event->devpath) < 0 ||
	    stat(path, &st) < 0)
		return 0;
	return st.st_ino;
}

bool hp_device_sysfs_mounted(void)
{
	char path[PATH_MAX];

	return hp_path(path, "/sys/devices") == 0 && access(path, F_OK) == 0;
}

/* netdevice(7), SIOCGIFNAME: asks for this network namespace, and needs no /sys. */
static bool ifindex_exists(unsigned int ifindex)
{
	struct ifreq request = {.ifr_ifindex = ifindex};
	_cleanup_close_ int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	return fd < 0 || ioctl(fd, SIOCGIFNAME, &request) == 0 || errno != ENODEV;
}

/* The ifindex of the interface that is at DEVPATH now; 0 where there is none. */
static uint64_t sysfs_ifindex(const struct hp_uevent *event)
{
	char path[PATH_MAX], text[32];
	_cleanup_close_ int fd = -1;
	uint64_t ifindex;
	ssize_t n;

	if (!event->devpath || hp_path(path, "/sys%s/ifindex", event->devpath) < 0)
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	text[n > 0 ? n : 0] = '\0';
	return hp_number_take(text, &ifindex) ? ifindex : 0;
}

/* register_netdevice() of 6.1 sends the event before the interface can be found by its
 * ifindex, and lets it be renamed after that: so one of these three finds it. */
static bool interface_exists(const struct hp_uevent *event)
{
	return ifindex_exists(event->ifindex) || sysfs_ifindex(event) == event->ifindex ||
	       ifindex_exists(event->ifindex);
}

/* An add that is heard late has the inode of the one that came after it. */
static bool is_anothers_place(const struct hp_uevent *event)
{
	uint64_t ifindex = sysfs_ifindex(event);

	return ifindex && ifindex != event->ifindex;
}

bool hp_device_is_gone(const struct hp_uevent *event, uint64_t inode)
{
	uint64_t now;

	if (is_interface(event) && !*hp_root_get())
		return !interface_exists(event);
	if (is_interface(event) && is_anothers_place(event))
		return true;
	errno = ENOENT;
	now = hp_device_inode(event);
	if (now)
		return inode && now != inode;
	/* Other errors (ENOMEM) say nothing of the device. */
	return (errno == ENOENT || errno == ENOTDIR) && hp_device_sysfs_mounted();
}

void hp_device_record_name(const struct hp_uevent *event,
			   char ret[static HP_DEVICE_RECORD_MAX])
{
	char id[HP_DEVICE_ID_MAX];

	hp_device_id(event, id);
	if (is_interface(event) || !event->devpath)
		snprintf(ret, HP_DEVICE_RECORD_MAX, "%s", id);
	else
		snprintf(ret, HP_DEVICE_RECORD_MAX, "%s@%016llx", id,
			 (unsigned long long)hp_hash_text(event->devpath));
}

/* "SEQNUM:INODE:SUBSYSTEM:INTERFACE:DEVPATH"; only the last may hold a ':'. */
static int read_record(int dir, const char *name, char ret[static RECORD_MAX])
{
	ssize_t n = readlinkat(dir, name, ret, RECORD_MAX - 1);

	if (n < 0)
		return -errno;
	ret[n] = '\0';
	return 0;
}

int hp_device_record_get(int dir, const char *name, struct hp_device_record *ret)
{
	struct hp_device_record record;
	char target[RECORD_MAX];
	const char *rest;
	int r = read_record(dir, name, target);

	if (r < 0)
		return r;
	rest = hp_number_take(target, &record.seqnum);
	if (!rest || *rest != ':' || !hp_number_take(rest + 1, &record.inode))
		return -ENOENT;
	*ret = record;
	return 0;
}

void hp_device_record_put(int dir, const char *name,
			  const struct hp_device_record *record,
			  const struct hp_uevent *event)
{
	char target[RECORD_MAX];

	snprintf(target, sizeof(target), "%" PRIu64 ":%" PRIu64 ":%s:%s:%s",
		 record->seqnum, record->inode, event->subsystem,
		 is_interface(event) ? event->interface : "",
		 event->devpath ? event->devpath : "");
	if (symlinkat(target, dir, name) == 0 || errno != EEXIST)
		return;
	/* The caller has the device's lock: nobody else makes or drops this record. */
	if (unlinkat(dir, name, 0) == 0 && symlinkat(target, dir, name) < 0)
		return; /* as if there had been no place for it */
}

void hp_device_record_drop(int dir, const char *name)
{
	unlinkat(dir, name, 0);
}

bool hp_device_record_old_name(const struct hp_uevent *event,
			       char ret[static HP_DEVICE_RECORD_MAX])
{
	struct hp_uevent old = {
		.subsystem = event->subsystem,
		.devpath = hp_uevent_get(event, "DEVPATH_OLD"),
		.interface = event->interface,
		.ifindex = event->ifindex,
		.devnum = event->devnum,
	};

	if (!old.devpath || *old.devpath != '/')
		return false;
	hp_device_record_name(&old, ret);
	return true;
}

void hp_device_record_move(int dir, const struct hp_uevent *event)
{
	char name[HP_DEVICE_RECORD_MAX], old_name[HP_DEVICE_RECORD_MAX];
	struct hp_device_record record;

	if (!hp_device_record_old_name(event, old_name) ||
	    hp_device_record_get(dir, old_name, &record) < 0)
		return;
	hp_device_record_name(event, name);
	hp_device_record_put(dir, name, &record, event);
	if (!streq(name, old_name))
		hp_device_record_drop(dir, old_name);
}

const char *hp_device_obsolete(int records, const struct hp_uevent *event, uint64_t inode)
{
	struct hp_device_record record;
	char name[HP_DEVICE_RECORD_MAX];

	if (event->action == HP_ACTION_ADD)
		return hp_device_is_gone(event, inode) ? "the device is gone" : NULL;
	if (event->action != HP_ACTION_REMOVE || !event->seqnum || records < 0)
		return NULL;
	hp_device_record_name(event, name);
	return hp_device_record_get(records, name, &record) == 0 &&
			       record.seqnum > event->seqnum
		       ? "a newer add came first"
		       : NULL;
}

struct made_up {
	size_t n;
	char *vars[8], text[RECORD_MAX + 128];
	size_t used;
};

_printf_(2, 3) static void add_var(struct made_up *made, const char *format, ...)
{
	va_list args;

	made->vars[made->n++] = made->text + made->used;
	va_start(args, format);
	made->used += 1 + vsnprintf(made->text + made->used,
				    sizeof(made->text) - made->used, format, args);
	va_end(args);
}

/* The numbers are in the record's name, hp_device_id(). */
static void add_numbers(struct made_up *made, const char *name)
{
	unsigned int a, b;

	if (sscanf(name, "n%u", &a) == 1) {
		add_var(made, "IFINDEX=%u", a);
	} else if (sscanf(name, "%*1[bc]%u:%u", &a, &b) == 2) {
		add_var(made, "MAJOR=%u", a);
		add_var(made, "MINOR=%u", b);
	}
}

int hp_device_record_event(int dir, const char *name, struct hp_uevent *ret)
{
	char target[RECORD_MAX], why[HP_UEVENT_WHY_MAX], *field[5] = {target};
	struct made_up made = {0};
	int r = read_record(dir, name, target);

	if (r < 0)
		return r;
	for (size_t i = 1; i < ARRAY_SIZE(field); i++) {
		field[i] = strchr(field[i - 1], ':');
		if (!field[i])
			return -EINVAL;
		*field[i]++ = '\0';
	}
	add_var(&made, "ACTION=remove");
	add_var(&made, "SUBSYSTEM=%s", field[2]);
	if (*field[3])
		add_var(&made, "INTERFACE=%s", field[3]);
	if (*field[4])
		add_var(&made, "DEVPATH=%s", field[4]);
	add_numbers(&made, name);
	return hp_uevent_from_vars(ret, made.vars, made.n, NULL, why);
}
