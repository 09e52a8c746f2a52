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

struct search {
	const struct port *port;
	enum hp_netfou_found found;
	struct port locals; /* of the one that is found */
};

/* What tells ports apart. */
static const uint16_t identity[] = {FOU_ATTR_PORT, FOU_ATTR_AF, FOU_ATTR_IFINDEX};
static const uint16_t locals[] = {FOU_ATTR_LOCAL_V4, FOU_ATTR_LOCAL_V6};
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

static const struct nlattr *find_own(const struct port *port, uint16_t type)
{
	return nla_find((const struct nlattr *)port->bytes, port->len, type);
}

static bool is_zero(const struct nlattr *attr)
{
	const uint8_t *bytes = attr ? nla_data(attr) : NULL;

	for (int i = 0; attr && i < nla_len(attr); i++)
		if (bytes[i])
			return false;
	return true;
}

/* The kernel has 0 for an address or a protocol that it was not told. */
static bool has_equal(const struct port *port, struct nlmsghdr *hdr,
		      const uint16_t *types, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct nlattr *a = find_own(port, types[i]);
		const struct nlattr *b = nlmsg_find_attr(hdr, GENL_HDRLEN, types[i]);

		if (is_zero(a) && is_zero(b))
			continue;
		if (!a || !b || nla_len(a) != nla_len(b) ||
		    memcmp(nla_data(a), nla_data(b), nla_len(a)) != 0)
			return false;
	}
	return true;
}

/* Without one of its own, a port with a peer has the address by which the kernel reaches
 * that: its socket is connected. */
static bool is_given_local(const struct port *port)
{
	return find_own(port, FOU_ATTR_PEER_PORT) && !find_own(port, FOU_ATTR_LOCAL_V4) &&
	       !find_own(port, FOU_ATTR_LOCAL_V6);
}

static enum hp_netfou_found compare(const struct port *port, struct nlmsghdr *hdr)
{
	if (!has_equal(port, hdr, identity, ARRAY_SIZE(identity)) ||
	    (!is_given_local(port) && !has_equal(port, hdr, locals, ARRAY_SIZE(locals))))
		return HP_NETFOU_NONE;
	return has_equal(port, hdr, rest, ARRAY_SIZE(rest)) ? HP_NETFOU_SAME
							    : HP_NETFOU_OTHER;
}

enum hp_netfou_found hp_netfou_compare(const struct hp_net_file *file,
				       struct nlmsghdr *hdr)
{
	struct port port;

	return read_port(&port, file) < 0 ? HP_NETFOU_NONE : compare(&port, hdr);
}

static void copy_locals(struct port *ret, struct nlmsghdr *hdr)
{
	*ret = (struct port){0};
	for (size_t i = 0; i < ARRAY_SIZE(locals); i++) {
		const struct nlattr *attr = nlmsg_find_attr(hdr, GENL_HDRLEN, locals[i]);
		size_t size = attr ? nla_total_size(nla_len(attr)) : 0;

		if (!attr || size > sizeof(ret->bytes) - ret->len)
			continue;
		memcpy(ret->bytes + ret->len, attr, attr->nla_len);
		ret->len += size;
	}
}

static int see(struct nlmsghdr *hdr, void *data)
{
	struct search *search = data;
	enum hp_netfou_found found = compare(search->port, hdr);

	if (found == HP_NETFOU_NONE)
		return 0;
	search->found = found;
	copy_locals(&search->locals, hdr);
	return 0;
}

static int find(struct hp_netlink *genl, uint16_t family, struct search *search)
{
	_cleanup_msg_ struct nl_msg *msg =
		hp_netfamily_message(family, FOU_CMD_GET, FOU_GENL_VERSION, NLM_F_DUMP);

	return msg ? hp_netlink_query(genl, msg, see, search) : -ENOMEM;
}

/* Of two attributes of a type, that of locals counts: by what its socket has, a port is
 * deleted. */
static int send_port(struct hp_netlink *genl, uint16_t family, uint8_t command,
		     const struct search *search)
{
	const struct port *port = search->port, *more = &search->locals;
	_cleanup_msg_ struct nl_msg *msg =
		hp_netfamily_message(family, command, FOU_GENL_VERSION, 0);

	if (!msg ||
	    nlmsg_append(msg, (void *)port->bytes, port->len, NLMSG_ALIGNTO) < 0 ||
	    nlmsg_append(msg, (void *)more->bytes, more->len, NLMSG_ALIGNTO) < 0)
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
	struct search search = {.port = &port};
	int r = read_port(&port, file);

	if (r == 0)
		r = find(genl, family, &search);
	if (r == 0 && search.found == HP_NETFOU_OTHER)
		return hp_error(0,
				"%s:%u:%u: the port of %s is there, for something else",
				WHERE(&file->ifname_where), file->ifname),
		       -ENOTUNIQ;
	if (r < 0 || search.found == HP_NETFOU_SAME)
		return r;
	r = send_port(genl, family, FOU_CMD_ADD, &search);
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
static int look_up(struct hp_netlink **genl, uint16_t *family, struct search *search)
{
	int r = hp_netlink_open_protocol(genl, NETLINK_GENERIC);

	if (r == 0)
		r = hp_netfamily_find(*genl, FOU_GENL_NAME, family);
	if (r == -ENOENT)
		return 0;
	return r < 0 ? r : find(*genl, *family, search);
}

static int take_back(struct search *search)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *genl = NULL;
	uint16_t family;
	int r = look_up(&genl, &family, search);

	if (r == 0 && search->found == HP_NETFOU_SAME)
		r = send_port(genl, family, FOU_CMD_DEL, search);
	return r;
}

int hp_netfou_look(const char *name, bool *ret_stands)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *genl = NULL;
	struct port port;
	struct search search = {.port = &port};
	char path[PATH_MAX];
	uint16_t family;
	int r = path_of(name, path);

	if (r == 0)
		r = read_kept(path, &port);
	if (r == 0)
		r = look_up(&genl, &family, &search);
	if (r == 0)
		*ret_stands = search.found == HP_NETFOU_SAME;
	return r;
}

int hp_netfou_undo(const char *name)
{
	static const char *const outcomes[] = {
		[HP_NETFOU_NONE] = "is gone already",
		[HP_NETFOU_SAME] = "deleted",
		[HP_NETFOU_OTHER] = "stays, since the port is for something else now",
	};
	_cleanup_close_ int lock = hp_net_device_lock(name);
	struct port port;
	struct search search = {.port = &port};
	char path[PATH_MAX];
	int r = lock < 0 ? lock : path_of(name, path);

	if (r == 0)
		r = read_kept(path, &port);
	if (r == 0)
		r = take_back(&search);
	if (r == 0 && unlink(path) < 0)
		r = -errno;
	if (r < 0)
		return hp_error(r, "%s", name);
	hp_notice("%s: %s", name, outcomes[search.found]);
	return 0;
}
