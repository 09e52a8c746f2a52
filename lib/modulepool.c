/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: load many modules, several at a time. See modulepool.h. */
#include <errno.h>
#include <poll.h>
#include <sys/param.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "array.h"
#include "clock.h"
#include "module_plan.h"
#include "modulepool.h"
#include "proctree.h"

#define SLOW_MS 1000
#define TELL_MS 10000
#define LOOK_MS 10
#define RUNNING 1

/* A module that was begun. */
struct load {
	char *name;
	int result; /* RUNNING, 0, or a negative errno */
	bool told;  /* that it takes long */
	pid_t pid;
	int pidfd; /* while it runs */
	int64_t began_ms;
};

/* A module that was added, with what it needs. */
struct target {
	char *name;
	struct hp_module_plan plan;
	size_t pos; /* of the step that is to be taken, or waited for */
	bool ended;
};

struct hp_modulepool {
	struct hp_modules *modules;
	struct hp_modulepool_how how;
	struct load *loads;
	size_t n_loads, running;
	struct target *targets;
	size_t n_targets, left;
	unsigned int loaded;
};

int hp_modulepool_new(struct hp_modulepool **ret, struct hp_modules *modules,
		      const struct hp_modulepool_how *how)
{
	struct hp_modulepool *pool = calloc(1, sizeof(*pool));

	if (!pool)
		return -ENOMEM;
	pool->modules = modules;
	pool->how = *how;
	*ret = pool;
	return 0;
}

void hp_modulepool_free(struct hp_modulepool *pool)
{
	if (!pool)
		return;
	for (size_t i = 0; i < pool->n_loads; i++) {
		hp_closep(&pool->loads[i].pidfd);
		free(pool->loads[i].name);
	}
	for (size_t i = 0; i < pool->n_targets; i++) {
		hp_module_plan_free(&pool->targets[i].plan);
		free(pool->targets[i].name);
	}
	free(pool->loads);
	free(pool->targets);
	free(pool);
}

static bool was_added(const struct hp_modulepool *pool, const char *name)
{
	for (size_t i = 0; i < pool->n_targets; i++)
		if (streq(pool->targets[i].name, name))
			return true;
	return false;
}

int hp_modulepool_add(struct hp_modulepool *pool, struct hp_module *module)
{
	struct target target = {0};
	int r;

	if (was_added(pool, hp_module_name(module)))
		return 3;
	if (hp_array_grow(&pool->targets, pool->n_targets, sizeof(target)) < 0)
		return -ENOMEM;
	target.name = strdup(hp_module_name(module));
	if (!target.name)
		return -ENOMEM;
	r = hp_module_plan_make(&target.plan, pool->modules, to_kmod(module),
				pool->how.action);
	target.ended = r != 0;
	pool->targets[pool->n_targets++] = target;
	pool->left += !target.ended;
	return r;
}

static struct load *find_load(const struct hp_modulepool *pool, const char *name)
{
	for (size_t i = 0; i < pool->n_loads; i++)
		if (streq(pool->loads[i].name, name))
			return &pool->loads[i];
	return NULL;
}

static void end_target(struct hp_modulepool *pool, struct target *target, int r,
		       const char *needed)
{
	target->ended = true;
	pool->left--;
	pool->how.ended(target->name, r, needed, pool->how.data);
}

/* Takes the target as far as it goes without a load. Returns the step that nobody has
 * begun; NULL where there is none, or another target's load is waited for. */
static const struct hp_module_step *next_step(struct hp_modulepool *pool,
					      struct target *target)
{
	while (target->pos < target->plan.n) {
		const struct hp_module_step *step = &target->plan.steps[target->pos];
		const char *name = kmod_module_get_name(step->kmod);
		const struct load *load = find_load(pool, name);

		if (!load)
			return step;
		if (load->result == RUNNING)
			return NULL;
		if (load->result < 0 && step->needed) {
			end_target(pool, target, load->result, name);
			return NULL;
		}
		target->pos++;
	}
	end_target(pool, target, 0, target->name);
	return NULL;
}

/* Does not return. The exit status is the errno; all that the kernel gives fit. */
static void take_step(const struct hp_modulepool *pool, const struct hp_module_step *step)
{
	int r = hp_module_step_take(step, pool->how.action);

	if (r == 0 && !step->command)
		hp_notice("loaded %s", kmod_module_get_name(step->kmod));
	_exit(-r & 0xff);
}

static int fork_load(struct hp_modulepool *pool, struct load *load,
		     const struct hp_module_step *step)
{
	load->pid = fork();
	if (load->pid < 0)
		return -errno;
	if (load->pid == 0)
		take_step(pool, step);
	load->pidfd = syscall(SYS_pidfd_open, load->pid, 0);
	pool->running++;
	return RUNNING;
}

static int begin_load(struct hp_modulepool *pool, const struct hp_module_step *step)
{
	struct load load = {.pidfd = -1, .began_ms = hp_clock_ms()};

	if (hp_array_grow(&pool->loads, pool->n_loads, sizeof(load)) < 0)
		return -ENOMEM;
	load.name = strdup(kmod_module_get_name(step->kmod));
	if (!load.name)
		return -ENOMEM;
	hp_module_step_show(step, pool->how.action);
	if (!(pool->how.action->flags & HP_MODULE_DRY_RUN))
		load.result = fork_load(pool, &load, step);
	pool->loads[pool->n_loads++] = load;
	return 0;
}

static bool is_busy(const struct load *load, int64_t now)
{
	return load->result == RUNNING && now - load->began_ms < SLOW_MS &&
	       !hp_proctree_waits_in_load(load->pid);
}

/* Of those that run, how many count: a driver that waits for its hardware needs no CPU.
 */
static unsigned int count_busy(const struct hp_modulepool *pool)
{
	int64_t now = hp_clock_ms();
	unsigned int n = 0;

	for (size_t i = 0; i < pool->n_loads; i++)
		n += is_busy(&pool->loads[i], now);
	return n;
}

static bool has_room(const struct hp_modulepool *pool, unsigned int busy)
{
	return busy < pool->how.at_once && pool->running < HP_MODULEPOOL_MAX;
}

/* Returns whether a load ended at once, so that more may be possible. */
static bool begin_loads(struct hp_modulepool *pool)
{
	unsigned int busy = count_busy(pool);
	bool again = false;

	for (size_t i = 0; i < pool->n_targets && has_room(pool, busy); i++) {
		struct target *target = &pool->targets[i];
		const struct hp_module_step *step =
			target->ended ? NULL : next_step(pool, target);

		if (!step)
			continue;
		if (begin_load(pool, step) < 0)
			end_target(pool, target, -ENOMEM, target->name);
		else if (pool->loads[pool->n_loads - 1].result == RUNNING)
			busy++;
		else
			again = true;
	}
	return again;
}

static bool takes_too_long(const struct hp_modulepool *pool, struct load *load)
{
	int64_t ms = hp_clock_ms() - load->began_ms;

	if (ms >= TELL_MS && !load->told)
		hp_notice("%s is still being loaded; it may wait for its firmware",
			  load->name);
	load->told |= ms >= TELL_MS;
	return ms >= pool->how.timeout_s * INT64_C(1000);
}

/* What takes too long has failed, and is left alone. */
static void look_after(struct hp_modulepool *pool, struct load *load)
{
	siginfo_t end = {0};

	if (waitid(P_PID, load->pid, &end, WEXITED | WNOHANG) == 0 && !end.si_pid) {
		if (!takes_too_long(pool, load))
			return;
		load->result = -ETIMEDOUT;
	} else {
		load->result = end.si_code == CLD_EXITED ? -end.si_status : -EINTR;
	}
	pool->running--;
	pool->loaded += load->result == 0;
	if (load->result == -EEXIST) /* another process was faster */
		load->result = 0;
	hp_closep(&load->pidfd);
	load->pidfd = -1;
}

static void wait_for_load(struct hp_modulepool *pool, int fd, unsigned int ms)
{
	_cleanup_free_ struct pollfd *fds = calloc(pool->n_loads + 1, sizeof(*fds));
	size_t n = 0;

	if (!fds)
		return;
	fds[n++] = (struct pollfd){.fd = fd, .events = POLLIN};
	for (size_t i = 0; i < pool->n_loads; i++)
		if (pool->loads[i].result == RUNNING)
			fds[n++] = (struct pollfd){.fd = pool->loads[i].pidfd,
						   .events = POLLIN};
	poll(fds, n, ms);
	for (size_t i = 0; i < pool->n_loads; i++)
		if (pool->loads[i].result == RUNNING)
			look_after(pool, &pool->loads[i]);
}

bool hp_modulepool_turn(struct hp_modulepool *pool, int fd, unsigned int ms)
{
	while (begin_loads(pool))
		;
	if (pool->left)
		wait_for_load(pool, fd, count_busy(pool) ? MIN(ms, LOOK_MS) : ms);
	return pool->left > 0;
}

unsigned int hp_modulepool_loaded(const struct hp_modulepool *pool)
{
	return pool->loaded;
}

size_t hp_modulepool_left(const struct hp_modulepool *pool)
{
	return pool->left;
}
