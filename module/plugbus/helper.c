// SPDX-License-Identifier: GPL-2.0
/*
 * Purpose: call the program of the parameter helper for each event of a port, with the
 * arguments and the environment that kobject_uevent_env() gives to uevent_helper (there
 * is no SEQNUM, which is not told to modules; PLUGBUS_SEQ is the event's number on this
 * bus).
 *
 * Helpers are started in the order of the events. helper_max is how many may live at a
 * time: with 1, each has ended before the next one starts. Nobody waits for a helper: the
 * end of its process calls back through its struct pid, so that a helper may unload this
 * module. Then what is still queued is started at once, in order.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/pid.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/umh.h>

#include "internal.h"

#define CALLS_MAX 8192 /* that wait */

struct call {
	struct list_head list;
	char *path;
	char *argv[3];
	struct kobj_uevent_env env;
	struct pid *pid;
	wait_queue_entry_t ended;
};

static DEFINE_SPINLOCK(waiting_lock);
static LIST_HEAD(waiting);
static unsigned int nr_waiting;

/* Of the work item alone, which never runs twice at a time. */
static LIST_HEAD(running);
static unsigned int nr_running;

static bool leaving;

static void dispatch(struct work_struct *work);
static DECLARE_WORK(dispatcher, dispatch);

void plugbus_helper_kick(void)
{
	/* The parameters are read before there is a queue. */
	if (plugbus_wq)
		queue_work(plugbus_wq, &dispatcher);
}

static void free_call(struct call *call)
{
	if (call->pid)
		put_pid(call->pid);
	kfree(call->path);
	kfree(call);
}

/* The child's last act before it becomes the helper. */
static int note_pid(struct subprocess_info *info, struct cred *new)
{
	struct call *call = info->data;

	call->pid = get_task_pid(current, PIDTYPE_PID);
	return 0;
}

static int on_end(wait_queue_entry_t *entry, unsigned int mode, int flags, void *key)
{
	plugbus_helper_kick();
	return 0;
}

static bool has_ended(const struct call *call)
{
	struct task_struct *task;
	bool ended;

	rcu_read_lock();
	task = pid_task(call->pid, PIDTYPE_PID);
	ended = !task || (READ_ONCE(task->exit_state) && thread_group_empty(task));
	rcu_read_unlock();
	return ended;
}

static void forget(struct call *call)
{
	remove_wait_queue(&call->pid->wait_pidfd, &call->ended);
	list_del(&call->list);
	nr_running--;
	free_call(call);
}

/* Lets go of those that have ended, or of all. */
static void reap(bool all)
{
	struct call *call, *next;

	list_for_each_entry_safe(call, next, &running, list)
		if (all || has_ended(call))
			forget(call);
}

static int run_helper(struct call *call)
{
	struct subprocess_info *info;

	info = call_usermodehelper_setup(call->path, call->argv, call->env.envp,
					 GFP_KERNEL, note_pid, NULL, call);
	return info ? call_usermodehelper_exec(info, UMH_WAIT_EXEC) : -ENOMEM;
}

static void start(struct call *call)
{
	int r = run_helper(call);

	if (READ_ONCE(plugbus_debug) & PLUGBUS_DEBUG_EVENTS)
		pr_info("%s %s: %d\n", call->path, call->env.envp[0], r);
	if (r < 0 || !call->pid) {
		pr_warn_ratelimited("%s cannot be started: %d\n", call->path, r);
		free_call(call);
		return;
	}
	init_waitqueue_func_entry(&call->ended, on_end);
	add_wait_queue(&call->pid->wait_pidfd, &call->ended);
	list_add_tail(&call->list, &running);
	nr_running++;
}

static struct call *take_waiting(void)
{
	struct call *call;

	spin_lock(&waiting_lock);
	call = list_first_entry_or_null(&waiting, struct call, list);
	if (call) {
		list_del(&call->list);
		nr_waiting--;
	}
	spin_unlock(&waiting_lock);
	return call;
}

static bool may_start(void)
{
	return READ_ONCE(leaving) || nr_running < READ_ONCE(plugbus_helper_max);
}

static void dispatch(struct work_struct *work)
{
	struct call *call;

	reap(false);
	while (may_start()) {
		call = take_waiting();
		if (!call)
			break;
		start(call);
		/* It may have ended before there was anybody to call back. */
		reap(false);
	}
	if (READ_ONCE(leaving))
		reap(true);
}

/* MODALIAS is left out of an unbind by the kernel as well. */
static void drop_modalias(struct kobj_uevent_env *env)
{
	int i;

	for (i = 0; i < env->envp_idx; i++)
		if (strncmp(env->envp[i], "MODALIAS=", 9) == 0) {
			env->envp[i] = env->envp[--env->envp_idx];
			env->envp[env->envp_idx] = NULL;
		}
}

static int add_driver(struct kobj_uevent_env *env, const char *name)
{
	return name ? add_uevent_var(env, "DRIVER=%s", name) : 0;
}

static int fill(struct kobj_uevent_env *env, struct plugbus_port *port,
		enum plugbus_action action, u64 seq)
{
	char *path = kobject_get_path(&port->dev.kobj, GFP_KERNEL);
	int r;

	if (!path)
		return -ENOMEM;
	r = add_uevent_var(env, "ACTION=%s", plugbus_action_names[action]) ?:
	    add_uevent_var(env, "DEVPATH=%s", path) ?:
	    add_uevent_var(env, "SUBSYSTEM=%s", plugbus_bus.name) ?:
	    add_driver(env, plugbus_event_driver(port, action)) ?:
	    plugbus_add_ids(port, env);
	kfree(path);
	if (r == 0 && action == PLUGBUS_ACTION_UNBIND)
		drop_modalias(env);
	return r ?:
	       add_uevent_var(env, "PLUGBUS_SEQ=%llu", seq) ?:
	       add_uevent_var(env, "HOME=/") ?:
	       add_uevent_var(env, "PATH=/sbin:/bin:/usr/sbin:/usr/bin");
}

static bool add_waiting(struct call *call)
{
	bool room;

	spin_lock(&waiting_lock);
	room = nr_waiting < CALLS_MAX;
	if (room) {
		list_add_tail(&call->list, &waiting);
		nr_waiting++;
	}
	spin_unlock(&waiting_lock);
	return room;
}

void plugbus_helper_queue(struct plugbus_port *port, enum plugbus_action action, u64 seq)
{
	char *path = plugbus_helper_path();
	struct call *call;

	if (!path)
		return;
	call = kzalloc(sizeof(*call), GFP_KERNEL);
	if (!call) {
		kfree(path);
		return;
	}
	call->path = path;
	call->argv[0] = path;
	call->argv[1] = (char *)plugbus_bus.name;
	if (fill(&call->env, port, action, seq) < 0 || !add_waiting(call)) {
		pr_warn_ratelimited("event %llu is not given to %s\n", seq, path);
		free_call(call);
		return;
	}
	plugbus_helper_kick();
}

void plugbus_helper_exit(void)
{
	WRITE_ONCE(leaving, true);
	plugbus_helper_kick();
	flush_work(&dispatcher);
}
