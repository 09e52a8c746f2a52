/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which files of hotplug.d/net are for the interface of an event. See
 * netwant.h. */
#include <net/if_arp.h>

#include "agent.h"
#include "log.h"
#include "netapply.h"
#include "netboot.h"
#include "netfit.h"
#include "netid.h"
#include "netlack.h"
#include "netwant.h"
#include "udevd.h"
#include "wgroutes.h"

int hp_netwant_read(struct hp_netwant *ret, const struct hp_uevent *event)
{
	int r;

	*ret = (struct hp_netwant){.event = event};
	r = hp_net_conf_read(&ret->conf);
	ret->keys = hp_net_conf_keys(&ret->conf);
	return r == 0 && ret->conf.n > 0 ? hp_net_skip_read(&ret->skip) : r;
}

void hp_netwant_free(struct hp_netwant *netwant)
{
	hp_net_conf_free(&netwant->conf);
	hp_names_free(&netwant->skip);
	hp_net_altnames_free(&netwant->refused_altnames);
	hp_net_altnames_free(&netwant->altnames);
	free(netwant->network.objects);
}

/* The name at first sight: that of the event that announced it, since others may have
 * renamed it by now; for a move, the name before. */
static void first_name(const struct hp_uevent *event, const struct hp_net_link *link,
		       char ret[static IFNAMSIZ])
{
	const char *old = hp_uevent_get(event, "DEVPATH_OLD");
	const char *name = link->name;

	if (event->action == HP_ACTION_MOVE && old && strrchr(old, '/'))
		name = strrchr(old, '/') + 1;
	else if (event->action == HP_ACTION_ADD && event->ifindex)
		name = event->interface;
	if (!hp_ifname_is_valid(name))
		name = link->name;
	strcpy(ret, name);
}

static bool is_configured(const struct hp_net_state *state)
{
	if (!(state->link.flags & IFF_UP) || state->link.flags & IFF_LOOPBACK)
		return false;
	for (size_t i = 0; i < state->objects.n; i++) {
		const struct hp_net_object *object = &state->objects.item[i];

		if (object->kind == HP_NET_ADDRESS &&
		    object->address.prefix.family == AF_INET)
			return true;
	}
	return false;
}

void hp_netwant_see_first_time(const struct hp_netwant *netwant,
			       const struct hp_net_state *state,
			       struct hp_netwant_subject *subject)
{
	struct hp_net_record *record = &subject->record;

	record->inode = subject->device.inode;
	record->mac = state->link.mac;
	first_name(netwant->event, &state->link, record->name);
	record->by_kernel = is_configured(state) && (hp_netboot_wants(record->name) ||
						     hp_netboot_wants(state->link.name));
}

void hp_netwant_read_subject(const struct hp_netwant *netwant,
			     const struct hp_net_link *link,
			     struct hp_netwant_subject *ret)
{
	hp_net_device_read(&ret->device, link, netwant->keys);
	hp_net_record_read(link->ifindex, ret->device.inode, &ret->record);
}

static const char *known(const char *s)
{
	return *s ? s : NULL;
}

static bool has_property(const struct hp_net_facts *facts, const char *key, char *ret,
			 size_t size)
{
	const char *value;

	if (hp_net_device_property(facts->link, key, ret, size))
		return true;
	value = facts->event ? hp_uevent_get(facts->event, key) : NULL;
	return value && snprintf(ret, size, "%s", value) < (int)size;
}

struct hp_net_facts hp_netwant_facts(const struct hp_netwant *netwant,
				     const struct hp_net_link *link,
				     const struct hp_netwant_subject *subject)
{
	const char *first = known(subject->record.name) ?: link->name;

	return (struct hp_net_facts){
		.text =
			{
				[HP_NET_MATCH_ORIGINAL_NAME] = first,
				[HP_NET_MATCH_NAME] = link->name,
				[HP_NET_MATCH_DRIVER] = known(subject->device.driver),
				[HP_NET_MATCH_PATH] = known(subject->device.path),
				[HP_NET_MATCH_TYPE] = known(subject->device.type),
				[HP_NET_MATCH_KIND] = known(link->kind),
			},
		.mac = {link->mac, subject->record.mac},
		.permanent_mac = link->permanent_mac,
		.property = has_property,
		.link = link,
		.event = netwant->event->ifindex == link->ifindex ? netwant->event : NULL,
		.is_skipped = hp_net_skip_has(&netwant->skip, first) ||
			      hp_net_skip_has(&netwant->skip, link->name),
	};
}

/* After a rename by others *.link files are not brought up again, since whoever renamed
 * it meant it; unless it bears a name that a swap which never ended gave it. */
static bool applies_link_files(const struct hp_netwant *netwant,
			       const struct hp_net_link *link)
{
	return netwant->event->action != HP_ACTION_MOVE ||
	       hp_net_name_is_parked(link->name, link->ifindex);
}

static bool others_give_names(void)
{
	return hp_names_by == HP_NAMES_BY_UDEV ? hp_udevd_is_alive()
					       : hp_names_by == HP_NAMES_BY_OTHERS;
}

/* What identifies the interface on this machine, if nothing of its place then its name at
 * first sight. */
static const char *lasting_name(const struct hp_net_want *want,
				const struct hp_net_link *link,
				const struct hp_netwant_subject *subject)
{
	for (int i = 0; i < HP_NET_IDS; i++)
		if (want->id.name[i][0])
			return want->id.name[i];
	return known(subject->record.name) ?: link->name;
}

static void ask_mac_policy(struct hp_net_want *want, const struct hp_net_link *link,
			   const struct hp_netwant_subject *subject)
{
	const struct hp_net_file *file = want->link;
	int r;

	if (link->type != ARPHRD_ETHER)
		return;
	r = hp_net_mac_make(&want->policy_mac, file->mac_policy, want->id.mac_origin,
			    lasting_name(want, link, subject));
	if (r < 0)
		hp_warning(r, "%s:%u:%u: %s: no address by that policy",
			   file->mac_policy_where.file, file->mac_policy_where.line,
			   file->mac_policy_where.column, link->name);
}

static void ask_name_policy(struct hp_net_want *want, const struct hp_net_link *link,
			    unsigned int refused)
{
	const char *name;

	if (!want->link->name_policies.n || !hp_net_name_policies_count())
		return;
	name = hp_net_name_choose(&want->link->name_policies, &want->id, link->name,
				  refused, &want->policy);
	if (name)
		strcpy(want->policy_name, name);
}

static void ask_policies(struct hp_net_want *want, const struct hp_net_link *link,
			 const struct hp_netwant_subject *subject, unsigned int refused)
{
	const struct hp_net_file *file = want->link;

	if (!file || (!file->name_policies.n && !file->altname_policies.n &&
		      file->mac_policy == HP_NET_MAC_NONE))
		return;
	hp_net_id_read(&want->id, link, &subject->record.mac);
	ask_name_policy(want, link, refused);
	ask_mac_policy(want, link, subject);
}

const char *hp_netwant_name_of_other(struct hp_net_want *want,
				     const struct hp_net_link *link,
				     const struct hp_netwant_subject *subject)
{
	ask_policies(want, link, subject, 0);
	return hp_net_want_name(want, link);
}

static bool wants_names(const struct hp_net_want *want, const struct hp_net_link *link)
{
	return !streq(hp_net_want_name(want, link), link->name) ||
	       (want->link && want->link->altnames_where.file);
}

/* The alternative names once the plan for the link file is carried out. */
static int list_altnames(struct hp_netwant *netwant, const struct hp_net_want *want,
			 const struct hp_net_state *state)
{
	struct hp_net_altnames *names = &netwant->altnames;
	const char *name = hp_net_want_name(want, &state->link);
	int r = 0;

	hp_net_altnames_free(names);
	for (size_t i = 0; r == 0 && i < state->altnames.n; i++)
		if (!streq(state->altnames.name[i], name))
			r = hp_net_altnames_add(names, state->altnames.name[i]);
	return r < 0 ? r : hp_net_want_altnames(want, &state->link, names);
}

/* How it is named and addressed by its link file. */
static int find_link(struct hp_net_want *want, struct hp_netwant *netwant,
		     struct hp_netlink *nl, const struct hp_net_state *state,
		     const struct hp_netwant_subject *subject, struct hp_net_facts *facts)
{
	const struct hp_net_link *link = &state->link;
	int r;

	if (applies_link_files(netwant, link))
		want->link = hp_net_conf_find(&netwant->conf, HP_NET_FILE_LINK, facts);
	ask_policies(want, link, subject, netwant->refused);
	if (wants_names(want, link) && others_give_names()) {
		hp_info("%s: others give the names here", link->name);
		want->keep_name = want->keep_altnames = true;
	}
	r = hp_netlack_altnames(nl, want, link, &state->altnames,
				&netwant->refused_altnames);
	if (r == 0)
		r = list_altnames(netwant, want, state);
	facts->text[HP_NET_MATCH_NAME] = hp_net_want_name(want, link);
	facts->altnames = &netwant->altnames;
	facts->mac[0] = facts->mac[1] = *hp_net_want_mac(want, link);
	return r;
}

/* file: the interface's *.network file; NULL: none. */
static int set_network(struct hp_net_want *want, struct hp_netwant *netwant,
		       const struct hp_net_link *link, const struct hp_net_file *file)
{
	const struct hp_net_file *maker = hp_netdevs_find(&netwant->conf, link->name);

	want->network = file;
	if (!file || !maker || !streq(link->kind, maker->netdev->kind->name) ||
	    !hp_wgroutes_are_wanted(maker->netdev))
		return 0;
	want->network = &netwant->network;
	free(netwant->network.objects);
	return hp_wgroutes_add(&netwant->network, file, maker->netdev);
}

static int find_network(struct hp_net_want *want, struct hp_netwant *netwant,
			const struct hp_net_link *link, const struct hp_net_facts *facts)
{
	const struct hp_net_file *file =
		hp_net_conf_find(&netwant->conf, HP_NET_FILE_NETWORK, facts);
	const struct hp_net_where *where = file ? &file->unmanaged_where : NULL;

	if (!where || !where->file)
		return set_network(want, netwant, link, file);
	hp_info("%s:%u:%u: %s: is left to others", where->file, where->line,
		where->column, link->name);
	want->unmanaged = file;
	return 0;
}

int hp_netwant_find(struct hp_netwant *netwant, struct hp_netlink *nl,
		    const struct hp_net_state *state,
		    const struct hp_netwant_subject *subject, struct hp_net_facts *facts,
		    struct hp_net_want *ret)
{
	int r;

	*ret = (struct hp_net_want){
		.keep_name = netwant->keep_name,
		.refused = &netwant->refused_altnames,
	};
	r = find_link(ret, netwant, nl, state, subject, facts);
	if (r == 0)
		r = find_network(ret, netwant, &state->link, facts);
	if (r < 0)
		return r;
	if (facts->is_skipped && !ret->link && !ret->network && !ret->unmanaged)
		hp_info("%s: in net.skip or NetSkip=, and no file names it",
			state->link.name);
	hp_net_want_tell_misfits(ret, &state->link);
	return 0;
}
