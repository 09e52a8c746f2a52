/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about virtual functions, and how many of them there are
 * in /sys. See netio.h; source of the contract: do_setvfinfo() and
 * rtnl_fill_vfinfo() in net/core/rtnetlink.c, Documentation/ABI/testing/sysfs-bus-pci. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <unistd.h>

#include "log.h"
#include "netio.h"
#include "number.h"
#include "root.h"

static int ask(struct nl_msg *msg, const struct hp_net_state *state,
	       const struct hp_net_file *file)
{
	const struct ifinfomsg info = {.ifi_index = state->link.ifindex};
	int r = nlmsg_append(msg, (void *)&info, sizeof(info), NLMSG_ALIGNTO);

	if (r == 0)
		r = nla_put_u32(msg, IFLA_EXT_MASK,
				RTEXT_FILTER_VF | RTEXT_FILTER_SKIP_STATS);
	return r < 0 ? -ENOMEM : 0;
}

/* Those with a number and a value of 4 bytes each; by a driver that does not tell one, it
 * is all ones. */
static const uint16_t switches[HP_NET_VF_SETTINGS] = {
	[HP_NET_VF_SPOOFCHK] = IFLA_VF_SPOOFCHK,
	[HP_NET_VF_RSS] = IFLA_VF_RSS_QUERY_EN,
	[HP_NET_VF_TRUST] = IFLA_VF_TRUST,
	[HP_NET_VF_STATE] = IFLA_VF_LINK_STATE,
};

static bool read_switch(struct hp_net_vf *vf, struct nlattr *const attrs[])
{
	const struct nlattr *attr = attrs[switches[vf->which]];
	struct ifla_vf_trust value;

	if (!attr || nla_len(attr) != sizeof(value))
		return false;
	memcpy(&value, nla_data(attr), sizeof(value));
	vf->number = value.vf;
	vf->value = value.setting;
	return value.setting != UINT32_MAX;
}

static bool read_mac(struct hp_net_vf *vf, const struct nlattr *attr)
{
	struct ifla_vf_mac value;

	if (!attr || nla_len(attr) != sizeof(value))
		return false;
	memcpy(&value, nla_data(attr), sizeof(value));
	vf->number = value.vf;
	memcpy(vf->mac, value.mac, sizeof(vf->mac));
	return true;
}

static bool read_vlan(struct hp_net_vf *vf, const struct nlattr *list)
{
	const struct nlattr *attr =
		list ? nla_find(nla_data(list), nla_len(list), IFLA_VF_VLAN_INFO) : NULL;
	struct ifla_vf_vlan_info value;

	if (!attr || nla_len(attr) != sizeof(value))
		return false;
	memcpy(&value, nla_data(attr), sizeof(value));
	vf->number = value.vf;
	vf->vlan = value.vlan;
	vf->qos = value.qos;
	vf->protocol = ntohs(value.vlan_proto);
	return true;
}

static bool read_setting(struct hp_net_vf *vf, struct nlattr *const attrs[])
{
	if (vf->which == HP_NET_VF_MAC)
		return read_mac(vf, attrs[IFLA_VF_MAC]);
	if (vf->which == HP_NET_VF_VLAN)
		return read_vlan(vf, attrs[IFLA_VF_VLAN_LIST]);
	return read_switch(vf, attrs);
}

static int read_vf(const struct nlattr *told, struct hp_net_state *state)
{
	struct nlattr *attrs[IFLA_VF_MAX + 1];
	int r = 0;

	if (nla_parse_nested(attrs, IFLA_VF_MAX, (struct nlattr *)told, NULL) < 0)
		return -EBADMSG;
	for (int i = 0; r == 0 && i < HP_NET_VF_SETTINGS; i++) {
		struct hp_net_object object = {.kind = HP_NET_VF, .vf.which = i};

		if (read_setting(&object.vf, attrs))
			r = hp_net_objects_add(&state->objects, &object);
	}
	return r;
}

static int read_answer(struct nlmsghdr *hdr, const struct hp_net_file *file,
		       struct hp_net_state *state)
{
	const struct nlattr *told,
		*list = nlmsg_find_attr(hdr, sizeof(struct ifinfomsg), IFLA_VFINFO_LIST);
	int left, r = 0;

	if (!list)
		return 0;
	nla_for_each_nested(told, list, left) {
		if (r == 0 && nla_type(told) == IFLA_VF_INFO)
			r = read_vf(told, state);
	}
	return r;
}

static int put_mac(struct nl_msg *msg, const struct hp_net_vf *vf)
{
	struct ifla_vf_mac value = {.vf = vf->number};

	memcpy(value.mac, vf->mac, sizeof(vf->mac));
	return nla_put(msg, IFLA_VF_MAC, sizeof(value), &value);
}

static int put_vlan(struct nl_msg *msg, const struct hp_net_vf *vf)
{
	const struct ifla_vf_vlan_info value = {
		.vf = vf->number,
		.vlan = vf->vlan,
		.qos = vf->qos,
		.vlan_proto = htons(vf->protocol),
	};
	struct nlattr *list = nla_nest_start(msg, IFLA_VF_VLAN_LIST);

	if (!list || nla_put(msg, IFLA_VF_VLAN_INFO, sizeof(value), &value) < 0)
		return -ENOMEM;
	return nla_nest_end(msg, list);
}

static int put_setting(struct nl_msg *msg, const struct hp_net_vf *vf)
{
	const struct ifla_vf_trust value = {vf->number, vf->value};

	if (vf->which == HP_NET_VF_MAC)
		return put_mac(msg, vf);
	if (vf->which == HP_NET_VF_VLAN)
		return put_vlan(msg, vf);
	return nla_put(msg, switches[vf->which], sizeof(value), &value);
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	const struct ifinfomsg info = {.ifi_index = ifindex};
	struct nlattr *list, *one;

	if (nlmsg_append(msg, (void *)&info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	list = nla_nest_start(msg, IFLA_VFINFO_LIST);
	one = list ? nla_nest_start(msg, IFLA_VF_INFO) : NULL;
	if (!one || put_setting(msg, &object->vf) < 0)
		return -ENOMEM;
	nla_nest_end(msg, one);
	return nla_nest_end(msg, list);
}

/* What was there before is not known; it goes with the function. */
static int forget(struct hp_netlink *nl, unsigned int ifindex,
		  const struct hp_net_object *object)
{
	return 0;
}

const struct hp_net_io hp_net_vf_io = {
	.get = RTM_GETLINK,
	.asks_one = true,
	.add = RTM_SETLINK,
	.told = RTM_NEWLINK,
	.ask = ask,
	.read = read_answer,
	.put = put,
	.erase = forget,
};

static int open_vfs(const char *ifname, int flags)
{
	char path[PATH_MAX];
	int r = hp_path(path, "/sys/class/net/%s/device/sriov_numvfs", ifname);

	if (r < 0)
		return r;
	r = open(path, flags | O_CLOEXEC);
	return r < 0 ? -errno : r;
}

static int read_number(int fd, uint32_t *ret)
{
	char text[16];
	ssize_t len = pread(fd, text, sizeof(text) - 1, 0);
	uint64_t n;

	if (len < 0)
		return -errno;
	text[len] = '\0';
	text[strcspn(text, "\n")] = '\0';
	if (hp_number_parse(text, 10, INT32_MAX, &n) < 0)
		return -EBADMSG;
	*ret = n;
	return 0;
}

/* A device that can have none has none. */
static int load_vfs(struct hp_net_state *state, const struct hp_net_file *file)
{
	_cleanup_close_ int fd = open_vfs(state->link.name, O_RDONLY);
	struct hp_net_object object = {.kind = HP_NET_VFS};
	int r = fd < 0 ? 0 : read_number(fd, &object.vfs.n);

	return r < 0 ? r : hp_net_objects_add(&state->objects, &object);
}

static int write_number(int fd, uint32_t n)
{
	char text[16];

	snprintf(text, sizeof(text), "%u\n", n);
	return pwrite(fd, text, strlen(text), 0) < 0 ? -errno : 0;
}

/* Where there are some, the kernel takes another number only when they have gone; those
 * come back where it does not (a bus may have no room for so many). */
static int change_number(int fd, uint32_t n)
{
	uint32_t before;
	int again, r = write_number(fd, n);

	if (r != -EBUSY)
		return r;
	r = read_number(fd, &before);
	if (r == 0)
		r = write_number(fd, 0);
	if (r < 0)
		return r;
	r = write_number(fd, n);
	again = r < 0 ? write_number(fd, before) : 0;
	if (again < 0)
		hp_error(again, "the %u virtual functions are lost", before);
	return r;
}

/* The file is of the device that had the name when it was opened. */
static int write_vfs(struct hp_netlink *nl, unsigned int ifindex,
		     const struct hp_net_object *object)
{
	_cleanup_close_ int fd = -1;
	struct hp_net_link before, after;
	int r = hp_net_link_get(nl, ifindex, NULL, &before);

	if (r < 0)
		return r;
	fd = open_vfs(before.name, O_RDWR);
	r = hp_net_link_get(nl, ifindex, NULL, &after);
	if (r == 0 && !streq(before.name, after.name))
		r = -EAGAIN;
	if (r < 0 || fd < 0)
		return r < 0 ? r : fd == -ENOENT ? -EOPNOTSUPP : fd;
	return change_number(fd, object->vfs.n);
}

const struct hp_net_io hp_net_vfs_io = {
	.load = load_vfs,
	.write = write_vfs,
};
