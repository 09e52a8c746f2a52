/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make tun and tap through /dev/net/tun. See netdevmake.h; source of the
 * contract: Documentation/networking/tuntap.rst. */
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "netdevkind_tun.h"
#include "netdevmake.h"
#include "netstate.h"
#include "netwrite.h"

#define TUN_DIR	  "/dev/net"
#define TUN_FILE  TUN_DIR "/tun"
#define TUN_MAJOR 10 /* misc */
#define TUN_MINOR 200

/* Who opens the file has the module loaded; the file is there before only where something
 * has made those that the modules tell of (kmod-static-nodes(8)). */
static int open_tun(void)
{
	int fd = open(TUN_FILE, O_RDWR | O_CLOEXEC);

	if (fd >= 0 || errno != ENOENT)
		return fd < 0 ? -errno : fd;
	if (mkdir(TUN_DIR, 0755) < 0 && errno != EEXIST)
		return -errno;
	if (mknod(TUN_FILE, S_IFCHR | 0600, makedev(TUN_MAJOR, TUN_MINOR)) < 0 &&
	    errno != EEXIST)
		return -errno;
	fd = open(TUN_FILE, O_RDWR | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static uint32_t number(const struct hp_netdev *netdev, uint16_t type, uint32_t otherwise)
{
	const struct hp_net_attr *attr = hp_net_attrs_find_type(&netdev->attrs, type);
	uint32_t u32 = otherwise;
	uint16_t u16;

	if (attr && attr->len == sizeof(u16)) {
		memcpy(&u16, attr->bytes, sizeof(u16));
		return u16;
	}
	if (attr)
		memcpy(&u32, attr->bytes, sizeof(u32));
	return u32;
}

static int call(int fd, unsigned long request, unsigned long argument)
{
	return ioctl(fd, request, argument) < 0 ? -errno : 0;
}

/* Until it is told to persist, it goes with fd. */
static int make_transient(int fd, const struct hp_net_file *file)
{
	const struct hp_netdev *netdev = file->netdev;
	uint32_t flags = number(netdev, HP_NETDEV_TUN_FLAGS, 0) ^ IFF_NO_PI;
	uint32_t owner = number(netdev, HP_NETDEV_TUN_OWNER, UINT32_MAX);
	uint32_t group = number(netdev, HP_NETDEV_TUN_GROUP, UINT32_MAX);
	struct ifreq request = {0};
	int r;

	flags |= IFF_TUN_EXCL;
	flags |= netdev->kind->type == ARPHRD_ETHER ? IFF_TAP : IFF_TUN;
	request.ifr_flags = flags;
	strcpy(request.ifr_name, file->ifname);
	r = call(fd, TUNSETIFF, (unsigned long)&request);
	if (r == 0 && owner != UINT32_MAX)
		r = call(fd, TUNSETOWNER, owner);
	if (r == 0 && group != UINT32_MAX)
		r = call(fd, TUNSETGROUP, group);
	return r;
}

/* What any other kind is told by the message that makes it. */
static int tell_rest(struct hp_netlink *nl, const struct hp_net_file *file)
{
	struct hp_net_link link;
	int r = 0;

	if (!file->mac_where.file && !file->mtu_where.file)
		return 0;
	r = hp_net_link_get(nl, 0, file->ifname, &link);
	if (r == 0 && file->mac_where.file)
		r = hp_net_write_mac(nl, link.ifindex, &file->mac);
	if (r == 0 && file->mtu_where.file)
		r = hp_net_write_mtu(nl, link.ifindex, file->mtu);
	return r;
}

int hp_netdev_make_tun(struct hp_netlink *nl, const struct hp_net_file *file,
		       unsigned int lower)
{
	_cleanup_close_ int fd = open_tun();
	int r = fd < 0 ? fd : make_transient(fd, file);

	if (r == 0)
		r = tell_rest(nl, file);
	return r < 0 ? r : call(fd, TUNSETPERSIST, true);
}
