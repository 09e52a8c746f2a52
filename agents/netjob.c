/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: bring the interface of an event to what the files say. See netjob.h. */
#include <errno.h>

#include "agent.h"
#include "log.h"
#include "netapply.h"
#include "netboot.h"
#include "netencap.h"
#include "netequalizer.h"
#include "netjob.h"
#include "netfollow.h"
#include "netkeep.h"
#include "netreport.h"
#include "netround.h"

/* Plans in a row, where a step disturbs what was there, or a name cannot be had. */
#define ROUNDS_MAX (4 + HP_NET_POLICIES)

struct job {
	struct hp_netwant want;
	struct hp_netlink *nl;
	const struct hp_net_file *network; /* that is the interface's; NULL: none */
	bool is_unmanaged;		   /* one is, and leaves it to others */
	bool is_by_hand;		   /* what was undone is done again */
	int result;			   /* of what failed while the rest went on */
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
	if (subject.record.by_kernel || subject.record.is_undone ||
	    (!subject.record.name[0] && link->flags & IFF_UP &&
	     hp_netboot_wants(link->name)))
		return -EPERM;
	facts = hp_netwant_facts(&job->want, link, &subject);
	want.link = hp_net_conf_find(&job->want.conf, HP_NET_FILE_LINK, &facts);
	strcpy(ret, hp_netwant_name_of_other(&want, link, &subject));
	return 0;
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

/* lock: as hp_net_record_lock(). Returns 1 where another plan has to follow, else 0 or a
 * negative errno. */
static int apply_round(struct job *job, struct hp_netround *round,
		       const struct hp_net_link *link,
		       const struct hp_netwant_subject *subject, int lock)
{
	struct hp_net_apply apply = {
		.nl = job->nl,
		.ifindex = link->ifindex,
		.namer = name_of_other,
		.data = job,
	};
	struct hp_netkeep keep = {
		.nl = job->nl,
		.self = {link->ifindex, subject->device.inode},
		.is_off = lock < 0,
	};
	int r;

	strcpy(keep.self.name, link->name);
	hp_netkeep_begin(&keep, &round->plan);
	r = hp_net_apply(&apply, &round->plan);
	hp_netkeep_end(&keep, &round->plan, r);
	if (r < 0)
		return go_on_without_name(job, &round->want,
					  &round->plan.steps[apply.failed], r);
	hp_netreport_tell(link, &round->plan);
	job->result = apply.lacks ?: job->result;
	return apply.disturbed;
}

/* One plan from what is now. Returns as apply_round(). */
static int run_round(struct job *job, struct hp_net_state *state,
		     const struct hp_netwant_subject *subject, int lock)
{
	_cleanup_(hp_netround_free) struct hp_netround round = {0};
	int r = hp_netround_plan(&round, &job->want, job->nl, state, subject);

	if (hp_netround_wants_name(&round))
		job->result = 0;
	job->network = round.want.network;
	job->is_unmanaged = round.want.unmanaged;
	if (r < 0 || round.plan.n == 0)
		return r;
	if (hp_dry_run) {
		hp_netreport_print(&state->link, &round.plan);
		return 0;
	}
	hp_netequalizer_load(job->want.event, &job->want.conf, round.want.network);
	hp_netencap_load_for(job->want.event, &round.stack);
	return apply_round(job, &round, &state->link, subject, lock);
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

/* Whether the interface is left alone: by the kernel's configuration, or by a person's
 * word, until that is taken back. */
static bool is_left_alone(const struct job *job, struct hp_net_record *record,
			  const struct hp_net_link *link, int lock)
{
	int r;

	if (record->by_kernel || !record->is_undone)
		return record->by_kernel;
	if (!job->is_by_hand) {
		hp_notice("%s: undone by hand, left alone until 'hotplugctl net apply'",
			  link->name);
		return true;
	}
	record->is_undone = false;
	r = lock < 0 || hp_dry_run ? 0 : hp_net_record_write(lock, record);
	if (r < 0)
		hp_warning(r, "%s: is undone still for the next event", link->name);
	return false;
}

static int read_state(const struct job *job, unsigned int ifindex,
		      struct hp_net_state *ret)
{
	return hp_netreport_unread(job->want.event->interface,
				   hp_net_state_get(job->nl, ifindex, ret));
}

/* What is not the kernel's to do. An interface that vanishes meanwhile, and whose remove
 * may have been handled before, takes along what was started for it. */
static int follow(const struct job *job, unsigned int ifindex, int lock)
{
	struct hp_net_link link;
	int r;

	if (!hp_netfollow_concerns(ifindex, job->network))
		return 0;
	r = hp_net_link_get(job->nl, ifindex, NULL, &link);
	if (r == 0)
		r = hp_netfollow(&(struct hp_netfollow){
			.event = job->want.event,
			.link = &link,
			.network = job->network,
			.is_unmanaged = job->is_unmanaged,
			.lock = lock,
		});
	else
		hp_netreport_unread(job->want.event->interface, r);
	if (hp_net_link_get(job->nl, ifindex, NULL, &link) != -ENODEV)
		return r;
	hp_netfollow_forget(job->want.event, ifindex);
	return -ENODEV;
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
	if (is_left_alone(job, &subject.record, &state.link, lock))
		return 0;
	r = run_round(job, &state, &subject, lock);
	for (int i = 1; i < ROUNDS_MAX && r > 0; i++) {
		hp_net_state_free(&state);
		r = read_state(job, ifindex, &state);
		if (r == 0)
			r = run_round(job, &state, &subject, lock);
	}
	if (r >= 0)
		r = follow(job, ifindex, lock);
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
		return hp_netreport_unread(job->want.event->interface, r);
	if (!hp_dry_run) {
		lock = hp_net_record_lock(link.ifindex);
		if (lock == -ETIMEDOUT)
			return hp_error(lock, "%s: another process works on it",
					link.name);
		if (lock < 0)
			hp_warning(lock,
				   "%s: its first name and what is done are not kept",
				   link.name);
	}
	r = work_locked(job, link.ifindex, lock);
	/* Its remove may have been handled while it was worked on. */
	if (r == -ENODEV && lock >= 0)
		hp_net_record_drop(link.ifindex);
	return r;
}

/* Where there are no files, what was started because of one may still be there. */
static bool may_concern(const struct hp_netwant *want)
{
	const struct hp_uevent *event = want->event;

	return want->conf.n > 0 ||
	       hp_netfollow_concerns(event->ifindex ?: if_nametoindex(event->interface),
				     NULL);
}

static int run(const struct hp_uevent *event, bool is_by_hand)
{
	_cleanup_(job_free) struct job job = {.is_by_hand = is_by_hand};
	int r = hp_netwant_read(&job.want, event);

	if (r < 0)
		return hp_error(r, "%s: cannot read the configuration", event->interface);
	if (!may_concern(&job.want))
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

int hp_netjob_run(const struct hp_uevent *event)
{
	return run(event, false);
}

int hp_netjob_apply(const struct hp_uevent *event)
{
	return run(event, true);
}

/* What cannot be found out is logged, and no reason to tell nothing of the rest. */
static void look_at_followers(const struct job *job, const struct hp_net_link *link,
			      const struct hp_net_want *want, struct hp_names *ret)
{
	const struct hp_netfollow follow = {
		.event = job->want.event,
		.link = link,
		.network = want->network,
		.is_unmanaged = want->unmanaged,
		.lock = -1,
		.says = ret,
	};

	if (hp_netfollow_concerns(link->ifindex, want->network))
		(void)!hp_netfollow(&follow);
}

static int look_at(struct job *job, const struct hp_net_link *link,
		   void (*see)(const struct hp_netjob_view *view, void *data), void *data)
{
	_cleanup_(hp_net_state_free) struct hp_net_state state = {0};
	_cleanup_(hp_netround_free) struct hp_netround round = {0};
	_cleanup_(hp_names_free) struct hp_names follows = {.exact = true};
	struct hp_netjob_view view = {link, &job->want.conf, &round.want, &round.plan,
				      &follows};
	struct hp_netwant_subject subject;
	int r = hp_net_state_get(job->nl, link->ifindex, &state);

	if (r < 0)
		return hp_netreport_unread(link->name, r);
	hp_netwant_read_subject(&job->want, link, &subject);
	if (!subject.record.name[0])
		hp_netwant_see_first_time(&job->want, &state, &subject);
	view.by_kernel = subject.record.by_kernel;
	view.is_undone = subject.record.is_undone;
	if (!view.by_kernel)
		r = hp_netround_plan(&round, &job->want, job->nl, &state, &subject);
	if (r == 0 && !view.by_kernel)
		look_at_followers(job, link, &round.want, &follows);
	if (r == 0)
		see(&view, data);
	return r;
}

int hp_netjob_event(struct hp_uevent *ret, const struct hp_net_link *link)
{
	char interface[32], ifindex[32], devpath[64], why[HP_UEVENT_WHY_MAX];
	char action[] = "ACTION=add";
	char *vars[] = {action, interface, ifindex, devpath};

	snprintf(interface, sizeof(interface), "INTERFACE=%s", link->name);
	snprintf(ifindex, sizeof(ifindex), "IFINDEX=%u", link->ifindex);
	snprintf(devpath, sizeof(devpath), "DEVPATH=/class/net/%s", link->name);
	return hp_uevent_from_vars(ret, vars, ARRAY_SIZE(vars), "net", why);
}

/* Those that go away meanwhile are passed over. */
static int look_at_each(struct job *job, const struct hp_net_links *links,
			void (*see)(const struct hp_netjob_view *view, void *data),
			void *data)
{
	int result = 0;

	for (size_t i = 0; i < links->n; i++) {
		struct hp_uevent event;
		int r = hp_netjob_event(&event, &links->link[i]);

		job->want.event = &event;
		hp_net_altnames_free(&job->want.refused_altnames);
		if (r == 0)
			r = look_at(job, &links->link[i], see, data);
		if (r < 0 && r != -ENODEV)
			result = result ?: r;
	}
	return result;
}

static int find_links(struct job *job, const char *name, struct hp_net_links *ret)
{
	int r;

	if (!name)
		return hp_netreport_unread("rtnetlink", hp_net_links_read(job->nl, ret));
	ret->link = calloc(1, sizeof(*ret->link));
	if (!ret->link)
		return -ENOMEM;
	r = hp_net_link_get(job->nl, 0, name, ret->link);
	if (r < 0)
		return hp_error(r, "%s", name);
	ret->n = 1;
	return 0;
}

int hp_netjob_look(const char *name,
		   void (*see)(const struct hp_netjob_view *view, void *data), void *data)
{
	_cleanup_(hp_net_links_free) struct hp_net_links links = {0};
	_cleanup_(job_free) struct job job = {0};
	int r = hp_netwant_read(&job.want, NULL);

	if (r < 0)
		return hp_error(r, "cannot read the configuration");
	r = hp_netlink_open(&job.nl);
	if (r < 0)
		return hp_error(r, "no rtnetlink");
	hp_dry_run = true;
	r = find_links(&job, name, &links);
	return r < 0 ? r : look_at_each(&job, &links, see, data);
}
