/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl explain: what net.agent would do for an event, by its own policy.
 * See ctl_explain.h. */
#include "ctl_explain.h"

#ifdef HP_NET

#include <errno.h>

#include "log.h"
#include "netlink.h"
#include "netstack.h"
#include "netwant.h"

struct explaining {
	struct hp_netlink *nl;
	struct hp_netwant netwant;
	struct hp_netwant_subject subject;
	struct hp_net_state state;
	struct hp_net_want want;
	struct hp_json *json;
};

static void explaining_free(struct explaining *explaining)
{
	hp_netlink_closep(&explaining->nl);
	hp_netwant_free(&explaining->netwant);
	hp_net_state_free(&explaining->state);
}

static const char *const kinds[] = {
	[HP_NET_FILE_LINK] = "link",
	[HP_NET_FILE_NETWORK] = "network",
	[HP_NET_FILE_NETDEV] = "netdev",
};

/* why: NULL where it is the interface's. */
static void print_file(const struct explaining *explaining, enum hp_net_file_kind kind,
		       const char *path, const char *why)
{
	struct hp_json *json = explaining->json;

	if (!json) {
		ctl_explain_put("\t", path, why ? ": is not for it: " : ": fits");
		ctl_explain_put("", why ?: "", "\n");
		return;
	}
	hp_json_open(json, NULL, '{');
	hp_json_string(json, "file", path);
	hp_json_string(json, "kind", kinds[kind]);
	hp_json_boolean(json, "fits", !why);
	hp_json_string(json, "why", why);
	hp_json_close(json, '}');
}

struct replaced {
	const struct explaining *explaining;
	const struct hp_net_file *by;
};

static void print_replaced(const char *path, void *data)
{
	const struct replaced *replaced = data;
	const struct hp_net_file *by = replaced->by;
	char why[PATH_MAX + 32];

	snprintf(why, sizeof(why), "it %s %s",
		 by->is_mask ? "is masked by" : "gives way to", by->path);
	print_file(replaced->explaining, by->kind, path, why);
}

/* The first key that the machine does not fit. */
static const char *machine_misfit(const struct hp_net_match *match)
{
	return hp_machine_key_name(__builtin_ctz(match->machine_misfits));
}

/* Says why the [Match] does not fit. */
static void describe_misfit(const struct hp_net_match *match, int misfit,
			    const struct hp_net_facts *facts, char *ret, size_t size)
{
	char mac[HP_HWADDR_TEXT];

	if (misfit == HP_NET_MISFIT_SKIPPED)
		snprintf(ret, size,
			 "the interface is in net.skip or NetSkip=, and is not "
			 "named");
	else if (misfit == HP_NET_MATCH_MACHINE)
		snprintf(ret, size, "%s: the machine is another", machine_misfit(match));
	else if (misfit == HP_NET_MATCH_MAC)
		snprintf(ret, size, "MACAddress: it is %s",
			 hp_hwaddr_format(&facts->mac[0], mac));
	else if (misfit == HP_NET_MATCH_PERMANENT_MAC && facts->permanent_mac.len)
		snprintf(ret, size, "PermanentMACAddress: it is %s",
			 hp_hwaddr_format(&facts->permanent_mac, mac));
	else if (misfit == HP_NET_MATCH_PROPERTY)
		snprintf(ret, size, "Property: it has others");
	else if (misfit < HP_NET_MATCH_KEYS && facts->text[misfit])
		snprintf(ret, size, "%s: it is %s", hp_net_match_key_name(misfit),
			 facts->text[misfit]);
	else
		snprintf(ret, size, "%s: it is not known", hp_net_match_key_name(misfit));
}

/* chosen: the one of its kind that is the interface's; NULL: none. */
static void explain_file(const struct explaining *explaining,
			 const struct hp_net_file *file, const struct hp_net_file *chosen,
			 const struct hp_net_facts *facts)
{
	int misfit = hp_net_match_misfit(&file->match, facts);
	/* chosen may have more in it: hp_netwant_find(). */
	bool is_chosen = chosen && chosen->path == file->path;
	char why[HP_PATH_ID_MAX + 64];

	if (file->is_mask)
		snprintf(why, sizeof(why), "it is a mask");
	else if (file->unusable)
		snprintf(why, sizeof(why), "its [Match] cannot be used");
	else if (misfit == HP_NET_FITS && chosen)
		snprintf(why, sizeof(why), "%s fits, and comes first", chosen->name);
	else if (misfit == HP_NET_FITS)
		snprintf(why, sizeof(why), "somebody else has renamed the interface");
	else
		describe_misfit(&file->match, misfit, facts, why, sizeof(why));
	print_file(explaining, file->kind, file->path, is_chosen ? NULL : why);
	for (size_t i = 0; i < file->n_dropins; i++)
		print_file(explaining, file->kind, file->dropins[i],
			   is_chosen ? NULL : why);
}

static int explain_files(struct explaining *explaining)
{
	const struct hp_net_link *link = &explaining->state.link;
	struct hp_net_facts facts =
		hp_netwant_facts(&explaining->netwant, link, &explaining->subject);
	struct hp_net_facts for_link = facts;
	const struct hp_net_conf *conf = &explaining->netwant.conf;
	const struct hp_net_file *network;
	int r = hp_netwant_find(&explaining->netwant, explaining->nl, &explaining->state,
				&explaining->subject, &facts, &explaining->want);

	if (r < 0)
		return r;
	network = explaining->want.network ?: explaining->want.unmanaged;
	for (size_t i = 0; i < conf->n; i++) {
		const struct hp_net_file *file = &conf->files[i];
		struct replaced replaced = {explaining, file};

		if (file->kind == HP_NET_FILE_LINK)
			explain_file(explaining, file, explaining->want.link, &for_link);
		else if (file->kind == HP_NET_FILE_NETWORK)
			explain_file(explaining, file, network, &facts);
		else
			print_file(explaining, file->kind, file->path,
				   "it is for a device of its own");
		hp_net_file_each_replaced(file, print_replaced, &replaced);
	}
	return 0;
}

/* The steps point into stack. */
static int make_plan(struct explaining *explaining, struct hp_net_stack *stack,
		     struct hp_net_plan *ret)
{
	struct hp_net_want want = explaining->want;
	int r = hp_net_stack_read(stack, explaining->nl, &explaining->netwant.conf, &want,
				  &explaining->state.link);

	want.stack = stack;
	if (r == 0)
		r = hp_net_state_complete(explaining->nl, want.link, &explaining->state);
	if (r == 0)
		r = hp_net_state_complete(explaining->nl, want.network,
					  &explaining->state);
	return r < 0 ? r : hp_net_plan_make(ret, &want, &explaining->state);
}

static int explain_steps(struct explaining *explaining)
{
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};
	_cleanup_(hp_net_stack_free) struct hp_net_stack stack = {0};
	struct hp_json *json = explaining->json;
	char text[HP_NET_STEP_TEXT];
	int r = make_plan(explaining, &stack, &plan);

	if (r < 0)
		return r;
	if (json)
		hp_json_open(json, "does", '[');
	else
		puts(plan.n ? "net.agent would:" : "net.agent would change nothing");
	for (size_t i = 0; i < plan.n; i++) {
		hp_net_step_describe(&plan.steps[i], text);
		if (json)
			hp_json_string(json, NULL, text);
		else
			ctl_explain_put("\t", text, "\n");
	}
	if (json)
		hp_json_close(json, ']');
	return 0;
}

static void tell(struct hp_json *json, const char *what)
{
	if (json)
		hp_json_string(json, "nothing_since", what);
	else
		printf("net.agent would do nothing: %s\n", what);
}

static int read_interface(struct explaining *explaining)
{
	const struct hp_uevent *event = explaining->netwant.event;
	struct hp_net_link link;
	int r = hp_netlink_open(&explaining->nl);

	if (r == 0)
		r = hp_net_link_get(explaining->nl, event->ifindex, event->interface,
				    &link);
	if (r == 0)
		r = hp_net_state_get(explaining->nl, link.ifindex, &explaining->state);
	if (r < 0)
		return r;
	hp_netwant_read_subject(&explaining->netwant, &link, &explaining->subject);
	if (!explaining->subject.record.name[0])
		hp_netwant_see_first_time(&explaining->netwant, &explaining->state,
					  &explaining->subject);
	return 0;
}

static int explain_interface(struct explaining *explaining)
{
	int r = read_interface(explaining);

	if (r == -ENODEV) {
		tell(explaining->json, "there is no such interface");
		return 0;
	}
	if (r < 0)
		return r;
	if (explaining->subject.record.by_kernel) {
		tell(explaining->json, "the kernel configured the interface at boot");
		return 0;
	}
	if (explaining->json)
		hp_json_open(explaining->json, "files", '[');
	else
		puts("files of net.agent:");
	r = explain_files(explaining);
	if (explaining->json)
		hp_json_close(explaining->json, ']');
	return r < 0 ? r : explain_steps(explaining);
}

int ctl_explain_net(const struct hp_uevent *event, struct hp_json *json)
{
	_cleanup_(explaining_free) struct explaining explaining = {.json = json};
	int r;

	if (event->action != HP_ACTION_ADD && event->action != HP_ACTION_MOVE) {
		tell(json, "only add and move are of interest to it");
		return 0;
	}
	r = hp_netwant_read(&explaining.netwant, event);
	if (r == 0 && !explaining.netwant.conf.n) {
		tell(json, "there are no files in hotplug.d/net");
		return 0;
	}
	if (r == 0)
		r = explain_interface(&explaining);
	return r < 0 ? hp_error(r, "%s", event->interface) : 0;
}

#else

int ctl_explain_net(const struct hp_uevent *event, struct hp_json *json)
{
	return 0;
}

#endif
