/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two tokens of an interface, or two MTUs that it has for IPv6, stand to one
 * another. See netobject.h. */
#include <arpa/inet.h>

#include "log.h"
#include "netfinish.h"

/* An interface has one. */
static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return true;
}

static enum hp_net_relation relate_token(const struct hp_net_object *wanted,
					 const struct hp_net_object *there)
{
	return IN6_ARE_ADDR_EQUAL(&wanted->token, &there->token) ? HP_NET_EQUAL
								 : HP_NET_BESIDE;
}

static void describe_token(const struct hp_net_object *object, char *ret)
{
	char token[INET6_ADDRSTRLEN];

	snprintf(ret, HP_NET_OBJECT_TEXT, "token %s",
		 inet_ntop(AF_INET6, &object->token, token, sizeof(token)));
}

static enum hp_net_relation relate_mtu(const struct hp_net_object *wanted,
				       const struct hp_net_object *there)
{
	return wanted->mtu6 == there->mtu6 ? HP_NET_EQUAL : HP_NET_BESIDE;
}

static void describe_mtu(const struct hp_net_object *object, char *ret)
{
	snprintf(ret, HP_NET_OBJECT_TEXT, "ipv6 mtu %u", object->mtu6);
}

const struct hp_net_object_type hp_net_token_type = {same, relate_token, describe_token};
const struct hp_net_object_type hp_net_mtu6_type = {same, relate_mtu, describe_mtu};

/* NULL: it listens to them, or says nothing of it. */
static const struct hp_net_conf_object *find_no_routers(const struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++) {
		const struct hp_net_object *object = &file->objects[i].object;

		if (object->kind == HP_NET_SYSCTL && !object->sysctl.value &&
		    streq(object->sysctl.name, "accept_ra"))
			return &file->objects[i];
	}
	return NULL;
}

void hp_net_token_finish(struct hp_net_file *file)
{
	const struct hp_net_conf_object *no_routers = find_no_routers(file);

	for (size_t i = 0; no_routers && i < file->n_objects; i++) {
		const struct hp_net_where *where = &file->objects[i].where;

		if (file->objects[i].object.kind != HP_NET_TOKEN)
			continue;
		hp_warning(0, "%s:%u:%u: beside IPv6AcceptRA=no, Token= does not count",
			   where->file, where->line, where->column);
		hp_net_file_drop(file, HP_NET_TOKEN);
	}
}
