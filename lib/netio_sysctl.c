/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the sysctls of an interface, /proc/sys/net/FAMILY/conf/NAME. See netio.h. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <unistd.h>

#include "log.h"
#include "netio.h"
#include "netmac.h"
#include "netwrite.h"
#include "root.h"

static const struct hp_net_sysctl any_mode = {.family = "ipv6", .name = "addr_gen_mode"};

static const struct hp_net_sysctl any_mtu = {.family = "ipv6", .name = "mtu"};

static int open_sysctl(const char *ifname, const struct hp_net_sysctl *sysctl, int flags)
{
	char path[PATH_MAX];
	int r = hp_path(path, "/proc/sys/net/%s/conf/%s/%s", sysctl->family, ifname,
			sysctl->name);

	if (r < 0)
		return r;
	r = open(path, flags | O_CLOEXEC);
	return r < 0 ? -errno : r;
}

static int parse_number(struct hp_net_sysctl *sysctl, const char *text)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (end == text || *end)
		return -EBADMSG;
	sysctl->value = value;
	return 0;
}

static int parse_secret(struct hp_net_sysctl *sysctl, const char *text)
{
	sysctl->form = HP_NET_OLD_SECRET;
	return inet_pton(AF_INET6, text, &sysctl->secret) == 1 ? 0 : -EBADMSG;
}

static int read_value(const char *ifname, struct hp_net_sysctl *sysctl)
{
	_cleanup_close_ int fd = open_sysctl(ifname, sysctl, O_RDONLY);
	char text[INET6_ADDRSTRLEN + 1];
	ssize_t n;

	if (fd < 0)
		return fd;
	n = read(fd, text, sizeof(text) - 1);
	if (n < 0 && errno == EIO && sysctl->form != HP_NET_NUMBER)
		n = snprintf(text, sizeof(text), "::"); /* it has none yet */
	if (n < 0)
		return -errno;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return sysctl->form == HP_NET_NUMBER ? parse_number(sysctl, text)
					     : parse_secret(sysctl, text);
}

/* What the kernel does not have (IPv6 may be missing as a whole) counts as set, since
 * there is nothing that it would be for. */
static int load(struct hp_net_state *state, const struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++) {
		struct hp_net_object object = file->objects[i].object;
		int r;

		if (object.kind != HP_NET_SYSCTL)
			continue;
		r = read_value(state->link.name, &object.sysctl);
		if (r < 0)
			hp_info("%s: no %s %s in /proc/sys", state->link.name,
				object.sysctl.family, object.sysctl.name);
		r = hp_net_objects_add(&state->objects, &object);
		if (r < 0)
			return r;
	}
	return 0;
}

/* Who renames it at every look is not waited for. */
#define RENAMES_MAX 20

/* The name is the last one seen: others may rename the interface at any time. */
struct owner {
	struct hp_netlink *nl;
	unsigned int ifindex;
	char name[IFNAMSIZ];
};

static int look_up(struct owner *ret, struct hp_netlink *nl, unsigned int ifindex)
{
	struct hp_net_link link;
	int r = hp_net_link_get(nl, ifindex, NULL, &link);

	if (r < 0)
		return r;
	ret->nl = nl;
	ret->ifindex = ifindex;
	strcpy(ret->name, link.name);
	return 0;
}

/*
 * A name may go to another interface between any two looks. An open file does not follow
 * it: with a rename the kernel makes the files of that interface anew, and the old ones
 * take nothing any more (-ENOENT; NETDEV_CHANGENAME in net/ipv4/devinet.c and
 * net/ipv6/addrconf.c). So what takes a value is the owner's, where that has the name
 * once the file is open. Returns -EAGAIN where it was renamed meanwhile.
 */
static int write_once(struct owner *owner, const struct hp_net_sysctl *sysctl,
		      const char *text)
{
	_cleanup_close_ int fd = open_sysctl(owner->name, sysctl, O_WRONLY);
	struct owner now;
	int r = look_up(&now, owner->nl, owner->ifindex);

	if (r < 0)
		return r;
	if (!streq(now.name, owner->name)) {
		*owner = now;
		return -EAGAIN;
	}
	if (fd < 0)
		return fd;
	if (write(fd, text, strlen(text)) >= 0)
		return 0;
	return errno == ENOENT ? -EAGAIN : -errno;
}

static int write_text(struct owner *owner, const struct hp_net_sysctl *sysctl,
		      const char *text)
{
	int r = -EAGAIN;

	for (int i = 0; i < RENAMES_MAX && r == -EAGAIN; i++)
		r = write_once(owner, sysctl, text);
	return r;
}

static int write_number(struct owner *owner, const struct hp_net_sysctl *sysctl)
{
	char text[16];

	snprintf(text, sizeof(text), "%d\n", sysctl->value);
	return write_text(owner, sysctl, text);
}

/* The kernel makes the address of the link when the mode changes. */
static int enter_mode(struct owner *owner, const struct hp_net_sysctl *mode)
{
	struct hp_net_sysctl none = *mode;
	int r;

	none.value = IN6_ADDR_GEN_MODE_NONE;
	r = write_number(owner, &none);
	return r < 0 || mode->value == none.value ? r : write_number(owner, mode);
}

/* With a secret the kernel changes to the mode that uses it, and makes no address. It
 * does where the mode is set by hand. */
static int use_secret(struct owner *owner, struct hp_net_sysctl mode)
{
	if (mode.value != IN6_ADDR_GEN_MODE_STABLE_PRIVACY)
		mode.value = IN6_ADDR_GEN_MODE_NONE;
	return enter_mode(owner, &mode);
}

static int write_secret(struct owner *owner, const struct hp_net_sysctl *sysctl)
{
	struct hp_net_sysctl mode = any_mode;
	struct in6_addr secret = sysctl->secret;
	char text[INET6_ADDRSTRLEN];
	int r = read_value(owner->name, &mode);

	if (r < 0)
		return r;
	if (sysctl->form == HP_NET_OWN_SECRET)
		r = hp_net_secret_make(&secret, owner->name);
	if (r < 0)
		return hp_error(r, "%s: /etc/machine-id gives no secret", owner->name), r;
	inet_ntop(AF_INET6, &secret, text, sizeof(text));
	r = write_text(owner, sysctl, text);
	return r < 0 ? r : use_secret(owner, mode);
}

int hp_net_write_linklocal(struct hp_netlink *nl, unsigned int ifindex)
{
	struct hp_net_sysctl mode = any_mode;
	struct owner owner;
	int r = look_up(&owner, nl, ifindex);

	if (r == 0)
		r = read_value(owner.name, &mode);
	return r < 0 ? r : enter_mode(&owner, &mode);
}

static int write_value(struct hp_netlink *nl, unsigned int ifindex,
		       const struct hp_net_object *object)
{
	const struct hp_net_sysctl *sysctl = &object->sysctl;
	struct owner owner;
	int r;

	if (sysctl->form == HP_NET_OLD_SECRET)
		return 0;
	r = look_up(&owner, nl, ifindex);
	if (r < 0)
		return r;
	return sysctl->form == HP_NET_NUMBER ? write_number(&owner, sysctl)
					     : write_secret(&owner, sysctl);
}

const struct hp_net_io hp_net_sysctl_io = {
	.load = load,
	.write = write_value,
};

/* Without IPv6 there is none to be set. */
static int load_mtu(struct hp_net_state *state, const struct hp_net_file *file)
{
	struct hp_net_sysctl mtu = any_mtu;
	struct hp_net_object object = {.kind = HP_NET_MTU6};

	if (read_value(state->link.name, &mtu) < 0)
		return 0;
	object.mtu6 = mtu.value;
	return hp_net_objects_add(&state->objects, &object);
}

static int write_mtu(struct hp_netlink *nl, unsigned int ifindex,
		     const struct hp_net_object *object)
{
	struct hp_net_object sysctl = {.kind = HP_NET_SYSCTL, .sysctl = any_mtu};

	sysctl.sysctl.value = object->mtu6;
	return write_value(nl, ifindex, &sysctl);
}

const struct hp_net_io hp_net_mtu6_io = {
	.load = load_mtu,
	.write = write_mtu,
};
