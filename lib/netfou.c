/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: UDP ports of tunnels. See netfou.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fou.h>
#include <linux/genetlink.h>

#include "log.h"
#include "netdevmake.h"
#include "netfamily.h"
#include "netfou.h"
#include "netrecord.h"
#include "root.h"
#include "textfile.h"

#define BYTES_MAX 256
#define SUFFIX	  ".fou"
#define WHERE(w)  (w)->file, (w)->line, (w)->column

/* Attributes, as they stand in a message. */
struct port {
	size_t len;
	uint8_t bytes[BYTES_MAX];
};

enum found { FOUND_NONE, FOUND_SAME, FOUND_OTHER };

struct search {
	const struct port *port;
	enum found found;
};

/* What tells ports apart. */
static const uint16_t identity[] = {FOU_ATTR_PORT, FOU_ATTR_AF, FOU_ATTR_LOCAL_V4,
				    FOU_ATTR_LOCAL_V6};
static const uint16_t rest[] = {FOU_ATTR_IPPROTO, FOU_ATTR_TYPE, FOU_ATTR_PEER_V4,
				FOU_ATTR_PEER_V6, FOU_ATTR_PEER_PORT};

struct nl_msg *hp_netfou_message(uint16_t family, uint8_t command,
				 const struct hp_net_file *file)
{
	_cleanup_msg_ struct nl_msg *msg =
		hp_netfamily_message(family, command, FOU_GENL_VERSION, 0);

	if (!msg || hp_netdev_put_told(msg, file->netdev) < 0)
		return NULL;
	return TAKE_PTR(msg);
}

static int read_port(struct port *ret, const struct hp_net_file *file)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netfou_message(0, FOU_CMD_ADD, file);
	struct nlmsghdr *hdr = msg ? nlmsg_hdr(msg) : NULL;

	if (!msg || nlmsg_attrlen(hdr, GENL_HDRLEN) > BYTES_MAX)
		return -ENOMEM;
	ret->len = nlmsg_attrlen(hdr, GENL_HDRLEN);
	memcpy(ret->bytes, nlmsg_attrdata(hdr, GENL_HDRLEN), ret->len);
	return 0;
}

static bool is_zero(const struct nlattr *attr)
{
	const uint8_t *bytes = attr ? nla_data(attr) : NULL;

	for (int i = 0; attr && i < nla_len(attr); i++)
		if (bytes[i])
			return false;
	return true;
}

/* The kernel tells of no address and no protocol where it is 0. */
static bool has_equal(const struct port *port, struct nlmsghdr *hdr,
		      const uint16_t *types, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct nlattr *a =
			nla_find((const struct nlattr *)port->bytes, port->len, types[i]);
		const struct nlattr *b = nlmsg_find_attr(hdr, GENL_HDRLEN, types[i]);

		if (is_zero(a) && is_zero(b))
			continue;
		if (!a || !b || nla_len(a) != nla_len(b) ||
		    memcmp(nla_data(a), nla_data(b), nla_len(a)) != 0)
			return false;
	}
	return true;
}

static int see(struct nlmsghdr *hdr, void *data)
{
	struct search *search = data;

	if (!has_equal(search->port, hdr, identity, ARRAY_SIZE(identity)))
		return 0;
	search->found = has_equal(search->port, hdr, rest, ARRAY_SIZE(rest))
				? FOUND_SAME
				: FOUND_OTHER;
	return 0;
}

static int find(struct hp_netlink *genl, uint16_t family, const struct port *port,
		enum found *ret)
{
	struct search search = {.port = port};
	_cleanup_msg_ struct nl_msg *msg =
		hp_netfamily_message(family, FOU_CMD_GET, FOU_GENL_VERSION, NLM_F_DUMP);
	int r = msg ? hp_netlink_query(genl, msg, see, &search) : -ENOMEM;

	*ret = search.found;
	return r;
}

static int send_port(struct hp_netlink *genl, uint16_t family, uint8_t command,
		     const struct port *port)
{
	_cleanup_msg_ struct nl_msg *msg =
		hp_netfamily_message(family, command, FOU_GENL_VERSION, 0);

	if (!msg || nlmsg_append(msg, (void *)port->bytes, port->len, NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	return hp_netlink_request(genl, msg);
}

static int path_of(const char *name, char ret[static PATH_MAX])
{
	return hp_path(ret, "%s/net/%s%s", HP_RUNDIR, name, SUFFIX);
}

static int keep(const char *name, const struct port *port)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];
	ssize_t n;
	int r = path_of(name, path);

	if (r < 0)
		return r;
	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	n = write(fd, port->bytes, port->len);
	r = n < 0 ? -errno : 0;
	if (n == (ssize_t)port->len)
		return 0;
	unlink(path);
	return r ?: -ENOSPC;
}

static int make(struct hp_netlink *genl, uint16_t family, const struct hp_net_file *file,
		bool *ret_made)
{
	struct port port;
	enum found found = FOUND_NONE;
	int r = read_port(&port, file);

	if (r == 0)
		r = find(genl, family, &port, &found);
	if (r == 0 && found == FOUND_OTHER)
		return hp_error(0,
				"%s:%u:%u: the port of %s is there, for something else",
				WHERE(&file->ifname_where), file->ifname),
		       -ENOTUNIQ;
	if (r < 0 || found == FOUND_SAME)
		return r;
	r = send_port(genl, family, FOU_CMD_ADD, &port);
	if (r < 0)
		return r;
	*ret_made = true;
	r = keep(file->ifname, &port);
	if (r < 0)
		hp_warning(r, "%s: that it was made cannot be taken back later",
			   file->ifname);
	return 0;
}

int hp_netfou_make(struct hp_netlink *nl, const struct hp_net_file *file, bool *ret_made)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *genl = NULL;
	_cleanup_close_ int lock = hp_net_device_lock(file->ifname);
	uint16_t family;
	int r = lock == -ETIMEDOUT ? lock
				   : hp_netlink_open_protocol(&genl, NETLINK_GENERIC);

	*ret_made = false;
	if (r == 0)
		r = hp_netfamily_find(genl, FOU_GENL_NAME, &family);
	if (r == -ENOENT)
		r = -EOPNOTSUPP;
	if (r == 0)
		r = make(genl, family, file, ret_made);
	if (genl)
		memcpy(nl->why, genl->why, sizeof(nl->why));
	return r;
}

int hp_netfou_list(struct hp_names *ret)
{
	_cleanup_closedir_ DIR *dir = NULL;
	char path[PATH_MAX];
	struct dirent *entry;
	int r = hp_path(path, "%s/net", HP_RUNDIR);

	*ret = (struct hp_names){.exact = true};
	dir = r < 0 ? NULL : opendir(path);
	while (r >= 0 && dir && (entry = readdir(dir))) {
		size_t n = strlen(entry->d_name), suffix = strlen(SUFFIX);

		if (n > suffix && streq(entry->d_name + n - suffix, SUFFIX))
			r = hp_names_add(ret, entry->d_name, n - suffix);
	}
	return r == -ENOMEM ? r : 0;
}

bool hp_netfou_is_made(const char *name)
{
	char path[PATH_MAX];

	return hp_ifname_is_valid(name) && path_of(name, path) == 0 &&
	       access(path, F_OK) == 0;
}

static int read_kept(const char *path, struct port *ret)
{
	_cleanup_free_ char *text = NULL;
	int r = hp_textfile_read(path, sizeof(ret->bytes), &text, &ret->len);

	if (r == 0)
		memcpy(ret->bytes, text, ret->len);
	return r;
}

/* Without the module, there is no port. */
static int take_back(const struct port *port, enum found *ret)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *genl = NULL;
	uint16_t family;
	int r = hp_netlink_open_protocol(&genl, NETLINK_GENERIC);

	*ret = FOUND_NONE;
	if (r == 0)
		r = hp_netfamily_find(genl, FOU_GENL_NAME, &family);
	if (r == -ENOENT)
		return 0;
	if (r == 0)
		r = find(genl, family, port, ret);
	if (r == 0 && *ret == FOUND_SAME)
		r = send_port(genl, family, FOU_CMD_DEL, port);
	return r;
}

int hp_netfou_undo(const char *name)
{
	static const char *const outcomes[] = {
		[FOUND_NONE] = "is gone already",
		[FOUND_SAME] = "deleted",
		[FOUND_OTHER] = "stays, since the port is for something else now",
	};
	_cleanup_close_ int lock = hp_net_device_lock(name);
	enum found found;
	struct port port;
	char path[PATH_MAX];
	int r = lock < 0 ? lock : path_of(name, path);

	if (r == 0)
		r = read_kept(path, &port);
	if (r == 0)
		r = take_back(&port, &found);
	if (r == 0 && unlink(path) < 0)
		r = -errno;
	if (r < 0)
		return hp_error(r, "%s", name);
	hp_notice("%s: %s", name, outcomes[found]);
	return 0;
}
