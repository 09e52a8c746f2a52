/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what /sys, udev's database and ethtool say about the device behind an
 * interface. See netdevice.h. */
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "netdevice.h"
#include "number.h"
#include "root.h"

/* The names of linux/if_arp.h in lower case, as systemd gives them to Type=. */
static const struct {
	uint16_t number;
	const char *name;
} types[] = {
	{ARPHRD_ETHER, "ether"},
	{ARPHRD_LOOPBACK, "loopback"},
	{ARPHRD_INFINIBAND, "infiniband"},
	{ARPHRD_IEEE802, "ieee802"},
	{ARPHRD_IEEE1394, "ieee1394"},
	{ARPHRD_IEEE80211, "ieee80211"},
	{ARPHRD_IEEE80211_PRISM, "ieee80211_prism"},
	{ARPHRD_IEEE80211_RADIOTAP, "ieee80211_radiotap"},
	{ARPHRD_IEEE802154, "ieee802154"},
	{ARPHRD_SLIP, "slip"},
	{280 /* ARPHRD_CAN */, "can"},
	{ARPHRD_PPP, "ppp"},
	{519 /* ARPHRD_RAWIP */, "rawip"},
	{ARPHRD_TUNNEL, "tunnel"},
	{ARPHRD_TUNNEL6, "tunnel6"},
	{ARPHRD_SIT, "sit"},
	{ARPHRD_IPGRE, "ipgre"},
	{823 /* ARPHRD_IP6GRE */, "ip6gre"},
	{824 /* ARPHRD_NETLINK */, "netlink"},
	{825 /* ARPHRD_6LOWPAN */, "6lowpan"},
	{ARPHRD_HDLC, "hdlc"},
	{ARPHRD_FDDI, "fddi"},
	{ARPHRD_NONE, "none"},
	{ARPHRD_VOID, "void"},
};

/* Reads a small file whole, as text. Returns its length or a negative errno. */
static ssize_t read_text(int dir, const char *name, char *ret, size_t size)
{
	_cleanup_close_ int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, ret, size - 1);
	if (n < 0)
		return -errno;
	ret[n] = '\0';
	return n;
}

/* Copies the value of the line "KEY=value" where it fits. */
static void copy_value(const char *text, const char *key, char *ret, size_t size)
{
	for (; text && *text; text = strchr(text, '\n')) {
		const char *value = skip_prefix(text += *text == '\n', key);
		size_t n = value ? strcspn(value, "\n") : 0;

		if (n == 0 || n >= size)
			continue;
		memcpy(ret, value, n);
		ret[n] = '\0';
		return;
	}
}

/* The interface's directory, if /sys is that of our network namespace. */
static int open_directory(const struct hp_net_link *link, char path[static PATH_MAX])
{
	_cleanup_close_ int fd = -1;
	char text[16];
	uint64_t ifindex;

	if (hp_path(path, "/sys/class/net/%s", link->name) < 0)
		return -ENAMETOOLONG;
	fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (read_text(fd, "ifindex", text, sizeof(text)) < 0)
		return -ENODEV;
	text[strcspn(text, "\n")] = '\0';
	if (hp_number_parse(text, 10, UINT32_MAX, &ifindex) < 0 ||
	    ifindex != link->ifindex)
		return -ENODEV;
	return TAKE_FD(fd);
}

static void read_type(struct hp_net_device *device, const struct hp_net_link *link,
		      int dir, const char *path)
{
	char text[1024];

	if (dir >= 0 && read_text(dir, "uevent", text, sizeof(text)) >= 0)
		copy_value(text, "DEVTYPE=", device->type, sizeof(device->type));
	for (size_t i = 0; !device->type[0] && i < ARRAY_SIZE(types); i++)
		if (types[i].number == link->type)
			strcpy(device->type, types[i].name);
}

static void read_driver_link(struct hp_net_device *device, int dir)
{
	char target[PATH_MAX];
	const char *base;
	ssize_t n = readlinkat(dir, "device/driver", target, sizeof(target) - 1);

	if (n < 0)
		return;
	target[n] = '\0';
	base = strrchr(target, '/');
	base = base ? base + 1 : target;
	if (strlen(base) < sizeof(device->driver))
		strcpy(device->driver, base);
}

/* Virtual interfaces have no device above them, and tell their driver themselves. */
static void ask_driver(struct hp_net_device *device, const struct hp_net_link *link)
{
	struct ethtool_drvinfo info = {.cmd = ETHTOOL_GDRVINFO};
	struct ifreq request = {.ifr_data = (char *)&info};
	_cleanup_close_ int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return;
	memcpy(request.ifr_name, link->name, sizeof(request.ifr_name));
	if (ioctl(fd, SIOCETHTOOL, &request) == 0)
		snprintf(device->driver, sizeof(device->driver), "%.32s", info.driver);
}

static void read_driver(struct hp_net_device *device, const struct hp_net_link *link,
			int dir, const char *path)
{
	if (dir >= 0)
		read_driver_link(device, dir);
	if (!device->driver[0])
		ask_driver(device, link);
}

/* A property of udev's database. */
static bool ask_database(const struct hp_net_link *link, const char *key, char *ret,
			 size_t size)
{
	char path[PATH_MAX], text[16384], number[16], line[HP_NET_PROPERTY_MAX];

	ret[0] = '\0';
	snprintf(number, sizeof(number), "%u", link->ifindex);
	if (snprintf(line, sizeof(line), "E:%s=", key) < (int)sizeof(line) &&
	    hp_path(path, "/run/udev/data/n%s", number) == 0 &&
	    read_text(AT_FDCWD, path, text, sizeof(text)) >= 0)
		copy_value(text, line, ret, size);
	return *ret;
}

static void read_path(struct hp_net_device *device, const struct hp_net_link *link,
		      int dir, const char *path)
{
	_cleanup_free_ char *real = NULL;

	if (dir < 0 || ask_database(link, "ID_PATH", device->path, sizeof(device->path)))
		return;
	real = realpath(path, NULL);
	if (!real || hp_path_id(device->path, real) < 0)
		device->path[0] = '\0';
}

static const struct {
	enum hp_net_match_key key;
	void (*read)(struct hp_net_device *device, const struct hp_net_link *link,
		     int dir, const char *path);
} readers[] = {
	{HP_NET_MATCH_TYPE, read_type},
	{HP_NET_MATCH_DRIVER, read_driver},
	{HP_NET_MATCH_PATH, read_path},
};

void hp_net_device_read(struct hp_net_device *ret, const struct hp_net_link *link,
			unsigned int keys)
{
	char path[PATH_MAX];
	_cleanup_close_ int dir = open_directory(link, path);
	struct stat st;

	*ret = (struct hp_net_device){0};
	if (dir >= 0 && fstat(dir, &st) == 0)
		ret->inode = st.st_ino;
	for (size_t i = 0; i < ARRAY_SIZE(readers); i++)
		if (keys & 1u << readers[i].key)
			readers[i].read(ret, link, dir, path);
}

/* Asked after its directory: whoever had the name then has it still. */
static bool has_name(unsigned int ifindex, const char *name, int sock)
{
	struct ifreq request = {0};

	strcpy(request.ifr_name, name);
	return ioctl(sock, SIOCGIFINDEX, &request) == 0 &&
	       (unsigned int)request.ifr_ifindex == ifindex;
}

uint64_t hp_net_device_inode(const char *name, unsigned int ifindex, int sock)
{
	char path[PATH_MAX];
	struct stat st;

	if (hp_path(path, "/sys/devices/virtual/net/%s", name) < 0 ||
	    stat(path, &st) < 0 || !has_name(ifindex, name, sock))
		return 0;
	return st.st_ino;
}

bool hp_net_device_property(const struct hp_net_link *link, const char *key, char *ret,
			    size_t size)
{
	char path[PATH_MAX], text[1024], line[HP_NET_PROPERTY_MAX];
	_cleanup_close_ int dir = open_directory(link, path);

	if (dir < 0)
		return false;
	if (!ask_database(link, key, ret, size) &&
	    snprintf(line, sizeof(line), "%s=", key) < (int)sizeof(line) &&
	    read_text(dir, "uevent", text, sizeof(text)) >= 0)
		copy_value(text, line, ret, size);
	return *ret;
}
