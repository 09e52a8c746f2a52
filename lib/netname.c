/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the policies of NamePolicy= and AlternativeNamesPolicy=. See netname.h. */
#include <errno.h>

#include "bootline.h"
#include "netname.h"

/* Of linux/netdevice.h, which does not go together with the C library's net/if.h. */
#define NET_NAME_PREDICTABLE 2
#define NET_NAME_USER	     3
#define NET_NAME_RENAMED     4

static const char *const words[HP_NET_POLICIES] = {
	[HP_NET_ID_ONBOARD] = "onboard",
	[HP_NET_ID_SLOT] = "slot",
	[HP_NET_ID_PATH] = "path",
	[HP_NET_ID_MAC] = "mac",
	[HP_NET_POLICY_KERNEL] = "kernel",
	[HP_NET_POLICY_KEEP] = "keep",
	[HP_NET_POLICY_DATABASE] = "database",
};

int hp_net_altnames_add(struct hp_net_altnames *altnames, const char *name)
{
	void *p;

	if (hp_net_altnames_have(altnames, name))
		return 0;
	p = reallocarray(altnames->name, altnames->n + 1, sizeof(*altnames->name));
	if (!p)
		return -ENOMEM;
	altnames->name = p;
	strcpy(altnames->name[altnames->n++], name);
	return 0;
}

bool hp_net_altnames_have(const struct hp_net_altnames *altnames, const char *name)
{
	for (size_t i = 0; i < altnames->n; i++)
		if (streq(altnames->name[i], name))
			return true;
	return false;
}

void hp_net_altnames_free(struct hp_net_altnames *altnames)
{
	free(altnames->name);
	*altnames = (struct hp_net_altnames){0};
}

int hp_net_policy_find(const char *word)
{
	for (int i = 0; i < HP_NET_POLICIES; i++)
		if (streq(words[i], word))
			return i;
	return -1;
}

void hp_net_policies_add(struct hp_net_policies *policies, enum hp_net_policy policy)
{
	if (!memchr(policies->policy, policy, policies->n))
		policies->policy[policies->n++] = policy;
}

static const char *name_by(enum hp_net_policy policy, const struct hp_net_id *id,
			   const char *now)
{
	uint32_t assigned = id->assigned;

	if (policy < HP_NET_IDS)
		return id->name[policy];
	if (policy == HP_NET_POLICY_KERNEL && assigned == NET_NAME_PREDICTABLE)
		return now;
	if (policy == HP_NET_POLICY_KEEP &&
	    (assigned == NET_NAME_USER || assigned == NET_NAME_RENAMED))
		return now;
	return "";
}

const char *hp_net_name_choose(const struct hp_net_policies *policies,
			       const struct hp_net_id *id, const char *now,
			       unsigned int refused, enum hp_net_policy *ret_policy)
{
	for (size_t i = 0; i < policies->n; i++) {
		enum hp_net_policy policy = policies->policy[i];
		const char *name = name_by(policy, id, now);

		if (refused & 1u << policy || !hp_ifname_is_valid(name))
			continue;
		*ret_policy = policy;
		return name;
	}
	return NULL;
}

bool hp_net_name_policies_count(void)
{
	struct hp_bootline line;

	return hp_bootline_read(&line) < 0 ||
	       hp_bootline_switch(line.text, "net.ifnames", true);
}
