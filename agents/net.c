/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: net.agent: gives a network interface what the files in hotplug.d/net say.
 *
 * The event only says where to look. What the interface is called and how it is set is
 * asked of the kernel at handling time; an interface that is gone is done.
 */
#include <errno.h>

#include "agent.h"
#include "log.h"
#include "netapply.h"
#include "netboot.h"
#include "netethtool_io.h"
#include "netstack.h"
#include "netwant.h"

/* Plans in a row, where a step disturbs what was there, or a name cannot be had. */
#define ROUNDS_MAX (4 + HP_NET_POLICIES)

struct job {
	struct hp_netwant want;
	struct hp_netlink *nl;
	int result; /* of what failed while the rest went on */
};

static void job_free(struct job *job)
{
	hp_netwant_free(&job->want);
	hp_netlink_closep(&job->nl);
}

/* What another interface, whose name is needed, is to be called. */
static int name_of_other(const struct hp_net_link *link, char ret[static IFNAMSIZ],
			 void *data)
{
	const struct job *job = data;
	struct hp_net_want want = {0};
	struct hp_net_facts facts;
	struct hp_netwant_subject subject;

	hp_netwant_read_subject(&job->want, link, &subject);
	if (subject.record.by_kernel ||
	    (!subject.record.name[0] && link->flags & IFF_UP &&
	     hp_netboot_wants(link->name)))
		return -EPERM;
	facts = hp_netwant_facts(&job->want, link, &subject);
	want.link = hp_net_conf_find(&job->want.conf, HP_NET_FILE_LINK, &facts);
	strcpy(ret, hp_netwant_name_of_other(&want, link, &subject));
	return 0;
}

static void print_plan(const struct hp_net_link *link, const struct hp_net_plan *plan)
{
	char name[4 * IFNAMSIZ], text[HP_NET_STEP_TEXT];

	hp_log_escape(name, sizeof(name), link->name);
	for (size_t i = 0; i < plan->n; i++)
		printf("%s: %s\n", name, hp_net_step_describe(&plan->steps[i], text));
}

/* One line: "eth0 -> lan0: mtu 1400, address 10.0.2.15/24, up". */
static void tell_plan(const struct hp_net_link *link, const struct hp_net_plan *plan)
{
	const char *separator = ": ";
	bool any = false;
	char text[HP_NET_STEP_TEXT];
	_cleanup_free_ char *line = NULL;
	size_t size;
	FILE *stream = open_memstream(&line, &size);

	if (!stream)
		return;
	fputs(link->name, stream);
	for (size_t i = 0; i < plan->n; i++) {
		any |= !plan->steps[i].left_out;
		if (plan->steps[i].kind == HP_NET_STEP_RENAME)
			fprintf(stream, " -> %s", plan->steps[i].name.to);
	}
	for (size_t i = 0; i < plan->n; i++) {
		if (plan->steps[i].kind == HP_NET_STEP_RENAME || plan->steps[i].left_out)
			continue;
		fprintf(stream, "%s%s", separator,
			hp_net_step_describe(&plan->steps[i], text));
		separator = ", ";
	}
	if (fclose(stream) == 0 && any)
		hp_notice("%s", line);
}

/* A name that cannot be had costs the name alone, and where a policy gave it, another one
 * is tried. */
static int go_on_without_name(struct job *job, const struct hp_net_want *want,
			      const struct hp_net_step *failed, int r)
{
	if (r == -ENODEV || failed->kind != HP_NET_STEP_RENAME)
		return r;
	if (want->policy_name[0])
		job->want.refused |= 1u << want->policy;
	else
		job->want.keep_name = true;
	job->result = r;
	return 1;
}

static bool wants_name(const struct hp_net_want *want)
{
	return !want->keep_name && want->link &&
	       (want->policy_name[0] || want->link->ifname_where.file);
}

/* Alternative names that others have are said, and passed over. */
static int pass_over_altnames(struct job *job, const struct hp_net_want *want,
			      const struct hp_net_state *state)
{
	_cleanup_(hp_net_altnames_free) struct hp_net_altnames altnames = {0};
	int r = hp_net_want_altnames(want, &state->link, &altnames);

	for (size_t i = 0; r == 0 && i < altnames.n; i++) {
		const char *name = altnames.name[i];
		struct hp_net_link other;

		if (hp_net_altnames_have(&state->altnames, name) ||
		    hp_net_link_get(job->nl, 0, name, &other) < 0 ||
		    other.ifindex == state->link.ifindex)
			continue;
		hp_warning(0, "%s: the name %s is that of interface %u already",
			   state->link.name, name, other.ifindex);
		r = hp_net_altnames_add(&job->want.refused_altnames, name);
	}
	return r;
}

/* What the driver cannot be told is said, and left out. */
static void tell_refused(const struct hp_net_link *link, const struct hp_net_file *file,
			 const struct hp_net_ethtool_state *state)
{
	char text[64];

	for (int i = 0; i < HP_NET_ETHTOOLS; i++) {
		const struct hp_net_where *where = &file->ethtool_where[i];

		if (!hp_net_ethtool_has(file->ethtool.known, i) ||
		    state->error[hp_net_ethtool_kinds[i].group] ||
		    !hp_net_ethtool_is_refused(state, i, file->ethtool.value[i]) ||
		    hp_net_ethtool_kinds[i].is_one_of_many)
			continue;
		hp_warning(0, "%s:%u:%u: %s: cannot have %s here; it is left out",
			   where->file, where->line, where->column, link->name,
			   hp_net_ethtool_describe(i, file->ethtool.value[i], text,
						   sizeof(text)));
	}
}

static bool is_same_place(const struct hp_net_where *a, const struct hp_net_where *b)
{
	return a->file == b->file && a->line == b->line && a->column == b->column;
}

/* What the driver fails to tell is said, once a key, and left out. Returns 0, or -ENODEV
 * where the interface is gone. */
static int tell_unknown(const struct job *job, const struct hp_net_file *file,
			const struct hp_net_state *state)
{
	const struct hp_net_where *last = NULL;
	struct hp_net_link now;

	for (int i = 0; i < HP_NET_ETHTOOLS; i++) {
		const struct hp_net_where *where = &file->ethtool_where[i];
		int error = state->ethtool.error[hp_net_ethtool_kinds[i].group];

		if (!hp_net_ethtool_has(file->ethtool.known, i) || !error ||
		    (last && is_same_place(last, where)))
			continue;
		if (hp_net_link_get(job->nl, state->link.ifindex, NULL, &now) == -ENODEV)
			return -ENODEV;
		hp_warning(error,
			   "%s:%u:%u: %s: the driver cannot tell how this is; it is left "
			   "out",
			   where->file, where->line, where->column, state->link.name);
		last = where;
	}
	return 0;
}

static int complete_ethtool(const struct job *job, const struct hp_net_want *want,
			    struct hp_net_state *state)
{
	const struct hp_net_file *file = want->link;
	int r;

	if (!file || !file->ethtool.known)
		return 0;
	r = hp_net_ethtool_read(state->link.ifindex, file->ethtool.known,
				&state->ethtool);
	if (r < 0)
		return r;
	tell_refused(&state->link, file, &state->ethtool);
	return tell_unknown(job, file, state);
}

static int tell_unread(const char *interface, int r)
{
	if (r < 0 && r != -ENODEV)
		hp_error(r, "%s: cannot be read", interface);
	return r;
}

static int read_stack(const struct job *job, const struct hp_net_want *want,
		      const struct hp_net_state *state, struct hp_net_stack *ret)
{
	int r = hp_net_stack_read(ret, job->nl, &job->want.conf, want, &state->link);
	bool is_told = r == -ELOOP || r == -ENOTUNIQ || r == -ENXIO;

	return is_told ? r : tell_unread(state->link.name, r);
}

/* What is, as far as what is wanted concerns it; what cannot be is said, and left out of
 * what is wanted. */
static int complete(struct job *job, const struct hp_net_want *want,
		    struct hp_net_state *state)
{
	int r = pass_over_altnames(job, want, state);

	if (r == 0)
		r = complete_ethtool(job, want, state);
	if (r == 0)
		r = hp_net_state_complete(job->nl, want->network, state);
	return tell_unread(state->link.name, r);
}

/* One plan from what is now. Returns 1 where another has to follow, else 0 or a negative
 * errno. */
static int run_round(struct job *job, struct hp_net_state *state,
		     const struct hp_netwant_subject *subject)
{
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};
	_cleanup_(hp_net_stack_free) struct hp_net_stack stack = {0};
	struct hp_net_facts facts = hp_netwant_facts(&job->want, &state->link, subject);
	struct hp_net_want want =
		hp_netwant_find(&job->want, &state->link, subject, &facts);
	struct hp_net_apply apply = {
		.nl = job->nl,
		.ifindex = state->link.ifindex,
		.namer = name_of_other,
		.data = job,
	};
	int r = read_stack(job, &want, state, &stack);

	want.stack = &stack;
	if (wants_name(&want))
		job->result = 0;
	if (r == 0)
		r = complete(job, &want, state);
	if (r == 0)
		r = tell_unread(state->link.name, hp_net_plan_make(&plan, &want, state));
	if (r < 0 || plan.n == 0)
		return r;
	if (hp_dry_run) {
		print_plan(&state->link, &plan);
		return 0;
	}
	r = hp_net_apply(&apply, &plan);
	if (r < 0)
		return go_on_without_name(job, &want, &plan.steps[apply.failed], r);
	tell_plan(&state->link, &plan);
	return apply.disturbed;
}

/* Its record, made now where there is none. lock: as hp_net_record_lock(). */
static void look_up_subject(const struct job *job, const struct hp_net_state *state,
			    int lock, struct hp_netwant_subject *ret)
{
	int r;

	hp_netwant_read_subject(&job->want, &state->link, ret);
	if (ret->record.name[0])
		return;
	hp_netwant_see_first_time(&job->want, state, ret);
	if (ret->record.by_kernel)
		hp_notice("%s: configured by the kernel at boot, left alone",
			  state->link.name);
	r = lock < 0 ? 0 : hp_net_record_write(lock, &ret->record);
	if (r < 0)
		hp_warning(r, "%s: its first name is not kept", state->link.name);
}

static int read_state(const struct job *job, unsigned int ifindex,
		      struct hp_net_state *ret)
{
	return tell_unread(job->want.event->interface,
			   hp_net_state_get(job->nl, ifindex, ret));
}

static int work_locked(struct job *job, unsigned int ifindex, int lock)
{
	_cleanup_(hp_net_state_free) struct hp_net_state state = {0};
	struct hp_netwant_subject subject;
	int r;

	r = read_state(job, ifindex, &state);
	if (r < 0)
		return r;
	look_up_subject(job, &state, lock, &subject);
	if (subject.record.by_kernel)
		return 0;
	r = run_round(job, &state, &subject);
	for (int i = 1; i < ROUNDS_MAX && r > 0; i++) {
		hp_net_state_free(&state);
		r = read_state(job, ifindex, &state);
		if (r == 0)
			r = run_round(job, &state, &subject);
	}
	return r < 0 ? r : job->result;
}

static int work(struct job *job)
{
	_cleanup_close_ int lock = -1;
	struct hp_net_link link;
	int r;

	r = hp_net_link_get(job->nl, job->want.event->ifindex, job->want.event->interface,
			    &link);
	if (r < 0)
		return tell_unread(job->want.event->interface, r);
	if (!hp_dry_run) {
		lock = hp_net_record_lock(link.ifindex);
		if (lock == -ETIMEDOUT)
			return hp_error(lock, "%s: another process works on it",
					link.name);
		if (lock < 0)
			hp_warning(lock, "%s: its first name is not kept", link.name);
	}
	r = work_locked(job, link.ifindex, lock);
	/* Its remove may have been handled while it was worked on. */
	if (r == -ENODEV && lock >= 0)
		hp_net_record_drop(link.ifindex);
	return r;
}

static int configure(const struct hp_uevent *event)
{
	_cleanup_(job_free) struct job job = {0};
	int r = hp_netwant_read(&job.want, event);

	if (r < 0)
		return hp_error(r, "%s: cannot read the configuration", event->interface);
	if (job.want.conf.n == 0)
		return 0;
	r = hp_netlink_open(&job.nl);
	if (r < 0)
		return hp_error(r, "%s: no rtnetlink", event->interface);
	r = work(&job);
	if (r == -ENODEV) {
		hp_info("%s: gone, nothing to do", event->interface);
		return 0;
	}
	return r;
}

/* The kernel takes addresses and routes along; what is left is the record. A remove that
 * arrives late finds an interface that is there, and leaves it alone. */
static int forget(const struct hp_uevent *event)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *nl = NULL;
	struct hp_net_link link;

	if (!event->ifindex || hp_dry_run || hp_netlink_open(&nl) < 0)
		return 0;
	if (hp_net_link_get(nl, event->ifindex, NULL, &link) == -ENODEV)
		hp_net_record_drop(event->ifindex);
	return 0;
}

/* What an interface goes through besides (change, online, ...) concerns no file. */
static int (*const handlers[HP_ACTIONS])(const struct hp_uevent *event) = {
	[HP_ACTION_ADD] = configure,
	[HP_ACTION_MOVE] = configure,
	[HP_ACTION_REMOVE] = forget,
};

static int handle(const struct hp_uevent *event)
{
	return handlers[event->action] ? handlers[event->action](event) : 0;
}

static const struct hp_agent agent = {
	.name = "net.agent",
	.subsystem = "net",
	.does = "Gives a network interface what hotplug.d/net/*.link and *.network say.",
	.handle = handle,
};

int main(int argc, char *argv[])
{
	return hp_agent_main(&agent, argc, argv);
}
