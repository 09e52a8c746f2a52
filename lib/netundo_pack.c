/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what was done to an interface, as bytes. See netundo_pack.h. */
#include <errno.h>

#include "bytes.h"
#include "checksum.h"
#include "netundo_check.h"
#include "netundo_pack.h"

#define LIST_MAX 4096 /* bytes, of what a member is told */

struct header {
	char magic[16], version[24];
	uint32_t change_size, object_size; /* of this version's structures */
	uint32_t n, ifindex;
	uint64_t inode;
	uint64_t sum; /* of all, itself being 0 */
};

static const struct header model = {
	.magic = "hotplug undo 1\n",
	.version = HP_VERSION,
	.change_size = sizeof(struct hp_net_change),
	.object_size = sizeof(struct hp_net_object),
};

/* Of each change. */
struct head {
	uint32_t kind; /* enum hp_net_step_kind */
	uint32_t len;  /* bytes, behind this */
};

struct reading {
	const char *at;
	size_t left;
};

static bool take(struct reading *reading, void *ret, size_t len)
{
	if (len > reading->left)
		return false;
	memcpy(ret, reading->at, len);
	reading->at += len;
	reading->left -= len;
	return true;
}

/* A kind's part of the change, and what is behind it. */
struct part {
	size_t offset, size;
	int (*put)(struct hp_bytes *bytes, const struct hp_net_change *change);
	/* Returns 0, -EINVAL or -ENOMEM. */
	int (*take)(struct reading *reading, struct hp_net_change *change);
};

static int put_texts(struct hp_bytes *bytes, const char *one, const char *other)
{
	int r = hp_bytes_add_text(bytes, one);

	return r < 0 ? r : hp_bytes_add_text(bytes, other);
}

/* All that is left is two texts. */
static int take_texts(struct reading *reading, struct hp_net_change *change,
		      const char **ret_one, const char **ret_other)
{
	const char *one = reading->at, *end = one + reading->left, *other;

	other = reading->left ? memchr(one, '\0', reading->left) : NULL;
	if (!other || other + 1 == end)
		return -EINVAL;
	other++;
	if (memchr(other, '\0', end - other) != end - 1)
		return -EINVAL;
	change->text = malloc(reading->left);
	if (!change->text)
		return -ENOMEM;
	memcpy(change->text, one, reading->left);
	*ret_one = change->text;
	*ret_other = change->text + (other - one);
	reading->left = 0;
	return 0;
}

static int put_object(struct hp_bytes *bytes, const struct hp_net_change *change)
{
	const struct hp_net_object *object = &change->step.object.now;

	return object->kind == HP_NET_SYSCTL
		       ? put_texts(bytes, object->sysctl.family, object->sysctl.name)
		       : 0;
}

static int take_object(struct reading *reading, struct hp_net_change *change)
{
	struct hp_net_object *now = &change->step.object.now;
	struct hp_net_object *before = &change->step.object.before;
	int r;

	if (now->kind != HP_NET_SYSCTL)
		return 0;
	r = take_texts(reading, change, &now->sysctl.family, &now->sysctl.name);
	before->sysctl.family = now->sysctl.family;
	before->sysctl.name = now->sysctl.name;
	return r;
}

static int put_list(struct hp_bytes *bytes, const struct hp_net_attr *list)
{
	const uint32_t len = list->len;
	int r = hp_bytes_add(bytes, &len, sizeof(len));

	return r < 0 ? r : hp_bytes_add(bytes, list->bytes, len);
}

static int take_list(struct reading *reading, struct hp_net_attr *ret)
{
	uint32_t len;

	if (!take(reading, &len, sizeof(len)) || !len || len > LIST_MAX ||
	    len > reading->left)
		return -EINVAL;
	ret->bytes = malloc(len);
	if (!ret->bytes)
		return -ENOMEM;
	ret->len = len;
	take(reading, ret->bytes, len);
	return 0;
}

static int put_tell(struct hp_bytes *bytes, const struct hp_net_change *change)
{
	const struct hp_net_tell *tell = &change->tell;
	int r = hp_bytes_add(bytes, &tell->to_master, sizeof(tell->to_master));

	if (r == 0)
		r = put_list(bytes, &tell->now);
	if (r == 0)
		r = put_list(bytes, &tell->before);
	return r < 0 ? r : put_texts(bytes, tell->kind, tell->what);
}

static int take_tell(struct reading *reading, struct hp_net_change *change)
{
	struct hp_net_tell *tell = &change->tell;
	int r = -EINVAL;

	if (take(reading, &tell->to_master, sizeof(tell->to_master)))
		r = take_list(reading, &tell->now);
	if (r == 0)
		r = take_list(reading, &tell->before);
	return r < 0 ? r : take_texts(reading, change, &tell->kind, &tell->what);
}

static int put_vlans(struct hp_bytes *bytes, const struct hp_net_change *change)
{
	return hp_bytes_add(bytes, change->vlans, 2 * sizeof(*change->vlans));
}

static int take_vlans(struct reading *reading, struct hp_net_change *change)
{
	change->vlans = calloc(2, sizeof(*change->vlans));
	if (!change->vlans)
		return -ENOMEM;
	if (!take(reading, change->vlans, 2 * sizeof(*change->vlans)))
		return -EINVAL;
	for (size_t i = 0; i < 2; i++)
		change->vlans[i].where = (struct hp_net_where){0};
	return 0;
}

#define PART(member)                                                                     \
	offsetof(struct hp_net_change, member),                                          \
		sizeof(((struct hp_net_change *)0)->member)

static const struct part parts[HP_NET_STEP_KINDS] = {
	[HP_NET_STEP_RENAME] = {PART(step.name)},
	[HP_NET_STEP_ALTNAME] = {PART(step.altname)},
	[HP_NET_STEP_DROP_ALTNAME] = {PART(step.altname)},
	[HP_NET_STEP_ALIAS] = {PART(step.alias)},
	[HP_NET_STEP_AMOUNT] = {PART(step.amount)},
	[HP_NET_STEP_ETHTOOL] = {PART(step.ethtool)},
	[HP_NET_STEP_MAC] = {PART(step.mac)},
	[HP_NET_STEP_MTU] = {PART(step.mtu)},
	[HP_NET_STEP_FLAG] = {PART(step.flag)},
	[HP_NET_STEP_MAKE] = {PART(other)},
	[HP_NET_STEP_MASTER] = {offsetof(struct hp_net_change, other),
				sizeof(struct hp_net_instance[2])},
	[HP_NET_STEP_TELL] = {PART(other), put_tell, take_tell},
	[HP_NET_STEP_VLANS] = {0, 0, put_vlans, take_vlans},
	[HP_NET_STEP_ADD] = {PART(step.object), put_object, take_object},
	[HP_NET_STEP_DROP] = {PART(step.object), put_object, take_object},
};

/* Its length is filled in when all are written. */
static int pack_change(struct hp_bytes *bytes, const struct hp_net_change *change)
{
	const struct part *part = &parts[change->step.kind];
	const struct head head = {.kind = change->step.kind};
	int r = hp_bytes_add(bytes, &head, sizeof(head));

	if (r == 0)
		r = hp_bytes_add(bytes, (const char *)change + part->offset, part->size);
	return r < 0 || !part->put ? r : part->put(bytes, change);
}

/* Each that begins at starts[], up to the next. */
static void fill_in_lengths(char *data, const long *starts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const uint32_t len = starts[i + 1] - starts[i] - sizeof(struct head);

		memcpy(data + starts[i] + offsetof(struct head, len), &len, sizeof(len));
	}
}

/* starts: one more than there are changes. */
static int pack_changes(struct hp_bytes *bytes, const struct hp_netundo *undo,
			long *starts)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < undo->n; i++) {
		starts[i] = ftell(bytes->file);
		r = pack_change(bytes, &undo->change[i]);
	}
	if (r == 0)
		r = hp_bytes_finish(bytes);
	if (r < 0)
		return r;
	/* The stream may move them until it is closed. */
	fclose(TAKE_PTR(bytes->file));
	starts[undo->n] = bytes->len;
	fill_in_lengths(bytes->data, starts, undo->n);
	return 0;
}

static uint64_t sum_of(struct header header, const char *changes, size_t len)
{
	header.sum = 0;
	return hp_checksum(changes, len, hp_checksum(&header, sizeof(header), 0));
}

int hp_netundo_pack(struct hp_netundo_bytes *ret, const struct hp_netundo *undo,
		    const struct hp_net_instance *self)
{
	_cleanup_free_ long *starts = calloc(undo->n + 1, sizeof(*starts));
	_cleanup_(hp_bytes_free) struct hp_bytes bytes = {0};
	struct header header = model;
	int r = starts ? hp_bytes_open(&bytes) : -ENOMEM;

	header.n = undo->n;
	header.ifindex = self->ifindex;
	header.inode = self->inode;
	if (r == 0)
		r = hp_bytes_add(&bytes, &header, sizeof(header));
	if (r == 0)
		r = pack_changes(&bytes, undo, starts);
	if (r < 0)
		return r;
	header.sum =
		sum_of(header, bytes.data + sizeof(header), bytes.len - sizeof(header));
	memcpy(bytes.data, &header, sizeof(header));
	ret->len = bytes.len;
	ret->data = TAKE_PTR(bytes.data);
	return 0;
}

static int parse_change(struct reading *reading, struct hp_net_change *change)
{
	const struct part *part;
	struct reading body;
	struct head head;
	int r = 0;

	if (!take(reading, &head, sizeof(head)) || head.kind >= HP_NET_STEP_KINDS ||
	    head.len > reading->left)
		return -EINVAL;
	body = (struct reading){reading->at, head.len};
	reading->at += head.len;
	reading->left -= head.len;
	part = &parts[head.kind];
	change->step.kind = head.kind;
	if (!take(&body, (char *)change + part->offset, part->size))
		return -EINVAL;
	if (part->take)
		r = part->take(&body, change);
	if (r < 0)
		return r;
	return body.left || !hp_net_change_is_sane(change) ? -EINVAL : 0;
}

int hp_netundo_parse_changes(struct hp_netundo *ret, const char *bytes, size_t len,
			     uint32_t n, char why[static HP_NETUNDO_WHY_MAX])
{
	struct reading reading = {bytes, len};
	int r = 0;

	for (uint32_t i = 0; r == 0 && i < n; i++) {
		struct hp_net_change change = {0};

		r = parse_change(&reading, &change);
		if (r == -EINVAL)
			snprintf(why, HP_NETUNDO_WHY_MAX, "change %u is none", i + 1);
		if (r == 0)
			r = hp_netundo_add(ret, &change);
		else
			hp_net_change_free(&change);
	}
	if (r < 0 || !reading.left)
		return r;
	strcpy(why, "there is more than it says");
	return -EINVAL;
}

static const char *find_fault(const struct header *header, const struct reading *reading)
{
	if (memcmp(header->magic, model.magic, sizeof(model.magic)) != 0)
		return "is no record of what was done";
	if (memcmp(header->version, model.version, sizeof(model.version)) != 0 ||
	    header->change_size != model.change_size ||
	    header->object_size != model.object_size)
		return "was written by another version";
	if (header->sum != sum_of(*header, reading->at, reading->left))
		return "is damaged";
	return NULL;
}

int hp_netundo_parse(struct hp_netundo *ret, const struct hp_netundo_bytes *bytes,
		     const struct hp_net_instance *self,
		     char why[static HP_NETUNDO_WHY_MAX])
{
	struct reading reading = {bytes->data, bytes->len};
	const char *fault = "is cut short";
	struct header header;

	*ret = (struct hp_netundo){0};
	if (take(&reading, &header, sizeof(header)))
		fault = find_fault(&header, &reading);
	if (fault) {
		strcpy(why, fault);
		return -EINVAL;
	}
	if (header.ifindex != self->ifindex ||
	    (header.inode && self->inode && header.inode != self->inode))
		return -ESTALE;
	return hp_netundo_parse_changes(ret, reading.at, reading.left, header.n, why);
}

void hp_netundo_bytes_free(struct hp_netundo_bytes *bytes)
{
	free(bytes->data);
	*bytes = (struct hp_netundo_bytes){0};
}
