/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Link] for names that policies give, and for alternative names.
 * See netkey.h. */
#include <errno.h>

#include "netkey.h"

#define BLANKS	 " \t\r\n"
#define WORD_MAX 192 /* above that of a name */

/* Takes the next word off the value; one that is too long is cut. Returns false at the
 * end. */
static bool next_word(const char **value, char ret[static WORD_MAX])
{
	const char *word = *value + strspn(*value, BLANKS);
	size_t len = strcspn(word, BLANKS);

	snprintf(ret, WORD_MAX, "%.*s", (int)len, word);
	*value = word + len;
	return len > 0;
}

static void read_policies(const struct hp_ini_entry *entry, struct hp_net_policies *ret)
{
	const char *value = entry->value;
	char word[WORD_MAX];
	int policy;

	*ret = (struct hp_net_policies){0};
	while (next_word(&value, word)) {
		policy = hp_net_policy_find(word);
		if (policy < 0)
			hp_ini_warn(entry, "'%s' is no policy for names; it is left out",
				    word);
		else
			hp_net_policies_add(ret, policy);
	}
}

int hp_net_key_name_policy(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg)
{
	read_policies(entry, &r->file->name_policies);
	r->file->name_policies_where = hp_net_where_of(r, entry);
	return 0;
}

/* As for lists, a key given again adds to it, an empty value empties it. */
int hp_net_key_altname(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_file *file = r->file;
	const char *value = entry->value;
	char word[WORD_MAX];

	if (!*value)
		hp_net_altnames_free(&file->altnames);
	file->altnames_where = hp_net_where_of(r, entry);
	while (next_word(&value, word)) {
		if (!hp_altname_is_valid(word) || hp_ifname_is_number(word))
			hp_ini_warn(entry,
				    "'%s' cannot be an alternative name (1 to 127 "
				    "bytes, no '/', ':' or '%%', not only digits)",
				    word);
		else if (hp_net_altnames_add(&file->altnames, word) < 0)
			return -ENOMEM;
	}
	return 0;
}

int hp_net_key_altname_policy(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			      int arg)
{
	struct hp_net_policies policies;

	read_policies(entry, &policies);
	r->file->altname_policies = (struct hp_net_policies){0};
	r->file->altnames_where = hp_net_where_of(r, entry);
	for (size_t i = 0; i < policies.n; i++) {
		if (policies.policy[i] == HP_NET_POLICY_KEEP ||
		    policies.policy[i] == HP_NET_POLICY_KERNEL)
			hp_ini_warn(entry, "keep and kernel give no alternative names; "
					   "they are left out");
		else
			hp_net_policies_add(&r->file->altname_policies,
					    policies.policy[i]);
	}
	return 0;
}
