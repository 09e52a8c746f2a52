/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a process and everything it started, as /proc tells it. See proctree.h. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>

#include "dir.h"
#include "number.h"
#include "proctree.h"

/* How often one that is on a cpu is looked at again, and how soon. */
#define LOOKS_MAX     300
#define LOOK_AGAIN_NS (10 * 1000 * 1000)
#define BUSY_TICKS    10 /* of 1/100 s, inside the kernel without a break */

struct process {
	pid_t pid, parent, group;
	uint64_t start; /* clock ticks since boot */
};

struct table {
	int proc;
	size_t n, max;
	struct process *processes;
};

/* Returns bytes, or a negative errno. */
static ssize_t proc_read(int proc, pid_t pid, const char *file, char *ret, size_t size)
{
	char path[64];
	_cleanup_close_ int fd = -1;
	ssize_t n;

	snprintf(path, sizeof(path), "%d/%s", (int)pid, file);
	fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, ret, size - 1);
	if (n < 0)
		n = -errno;
	ret[n > 0 ? n : 0] = '\0';
	return n;
}

/* A number of proc_pid_stat(5), by its field there, 4 or above: field 2, the name, may
 * hold blanks and brackets, and ends with the last ')'. */
static bool stat_field(const char *stat, unsigned int field, uint64_t *ret)
{
	const char *at = strrchr(stat, ')');

	for (; at && field > 2; field--)
		at = strchr(at + 1, ' ');
	return at && hp_number_take(at + 1, ret);
}

static bool process_parse(pid_t pid, const char *stat, struct process *ret)
{
	uint64_t parent, group, start;

	if (!stat_field(stat, 4, &parent) || !stat_field(stat, 5, &group) ||
	    !stat_field(stat, 22, &start))
		return false;
	*ret = (struct process){pid, parent, group, start};
	return true;
}

static int table_add(const char *name, unsigned char type, void *data)
{
	struct table *table = data;
	struct process process;
	char stat[1024];
	pid_t pid = atoi(name);

	if (!isdigit((unsigned char)name[0]) ||
	    proc_read(table->proc, pid, "stat", stat, sizeof(stat)) <= 0 ||
	    !process_parse(pid, stat, &process))
		return 0;
	if (table->n == table->max) {
		size_t max = table->max ? table->max * 2 : 256;
		void *more = realloc(table->processes, max * sizeof(process));

		if (!more)
			return -ENOMEM;
		table->processes = more;
		table->max = max;
	}
	table->processes[table->n++] = process;
	return 0;
}

static bool tree_has(const struct hp_proctree *tree, pid_t pid)
{
	for (size_t i = 0; i < tree->n; i++)
		if (tree->pids[i] == pid)
			return true;
	return false;
}

/* Whether it began later; two of one clock tick by their numbers. */
static bool is_younger(const struct process *process, const struct hp_proctree *tree)
{
	return process->start > tree->start ||
	       (process->start == tree->start && process->pid > tree->root);
}

static bool belongs(const struct hp_proctree *tree, const struct process *process,
		    bool has_group)
{
	if (process->pid == getpid() || tree_has(tree, process->pid))
		return false;
	return (process->pid == tree->root && process->start == tree->start) ||
	       tree_has(tree, process->parent) ||
	       (has_group && process->group == tree->root) ||
	       (process->parent == getpid() && is_younger(process, tree));
}

static const struct process *table_find(const struct table *table, pid_t pid)
{
	for (size_t i = 0; i < table->n; i++)
		if (table->processes[i].pid == pid)
			return &table->processes[i];
	return NULL;
}

static bool comes_next(const struct hp_proctree *tree, const struct table *table,
		       const struct process *process, bool has_group)
{
	const struct process *parent;

	if (!belongs(tree, process, has_group))
		return false;
	parent = table_find(table, process->parent);
	return !parent || !belongs(tree, parent, has_group);
}

/* Not asked of all processes: the answer waits for whoever changes that one's memory. */
static bool stays(int proc, pid_t pid)
{
	char first[sizeof(HP_PROCTREE_STAYS) + 1];

	return proc_read(proc, pid, "environ", first, sizeof(first)) > 0 &&
	       streq(first, HP_PROCTREE_STAYS);
}

/* Children may stand before their parents in /proc, where numbers are given out anew: go
 * round until nothing is new. */
static void tree_close(struct hp_proctree *tree, const struct table *table)
{
	const struct process *root = table_find(table, tree->root);
	/* The number may be somebody else's by now. */
	bool has_group = !root || root->start == tree->start;
	size_t before;

	tree->n = 0;
	do {
		before = tree->n;
		for (size_t i = 0; i < table->n && tree->n < HP_PROCTREE_MAX; i++)
			if (comes_next(tree, table, &table->processes[i], has_group) &&
			    !stays(table->proc, table->processes[i].pid))
				tree->pids[tree->n++] = table->processes[i].pid;
	} while (tree->n != before && tree->n < HP_PROCTREE_MAX);
}

static int table_read(struct table *ret)
{
	ret->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (ret->proc < 0 || faccessat(ret->proc, "self", F_OK, AT_SYMLINK_NOFOLLOW) < 0)
		return -ENOENT;
	return hp_dir_read(ret->proc, table_add, ret);
}

static void table_free(struct table *table)
{
	hp_closep(&table->proc);
	free(table->processes);
}

int hp_proctree_read(pid_t root, struct hp_proctree *ret)
{
	_cleanup_(table_free) struct table table = {0};
	int r = table_read(&table);
	const struct process *found;

	if (r < 0)
		return r;
	found = table_find(&table, root);
	if (!found)
		return -ENOENT;
	ret->root = root;
	ret->start = found->start;
	tree_close(ret, &table);
	return 0;
}

int hp_proctree_update(struct hp_proctree *tree)
{
	_cleanup_(table_free) struct table table = {0};
	int r = table_read(&table);

	if (r == 0)
		tree_close(tree, &table);
	return r;
}

bool hp_proctree_lives(const struct hp_proctree *tree)
{
	for (size_t i = 0; i < tree->n; i++)
		if (kill(tree->pids[i], 0) == 0)
			return true;
	return false;
}

/* Clock ticks outside and inside the kernel. */
struct cpu_time {
	uint64_t user, kernel;
};

static bool cpu_time_read(int proc, pid_t pid, struct cpu_time *ret)
{
	char stat[1024];

	return proc_read(proc, pid, "stat", stat, sizeof(stat)) > 0 &&
	       stat_field(stat, 14, &ret->user) && stat_field(stat, 15, &ret->kernel);
}

static bool is_load(const char *syscall)
{
	long number = atol(syscall);

	return number == SYS_init_module || number == SYS_finit_module ||
	       number == SYS_delete_module;
}

bool hp_proctree_waits_in_load(pid_t pid)
{
	_cleanup_close_ int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char text[256];

	return proc_read(proc, pid, "syscall", text, sizeof(text)) > 0 &&
	       !skip_prefix(text, "running") && is_load(text);
}

/*
 * Of one that is on a cpu, or waits for one, the kernel only says "running". It is looked
 * at again until it sleeps, or has been outside the kernel; one that works inside the
 * kernel and does neither may be a driver's init that waits by counting. So may one that
 * we are not allowed to look at, see kernel.yama.ptrace_scope of ptrace(2).
 */
static bool process_loads_module(int proc, pid_t pid)
{
	static const struct timespec again = {.tv_nsec = LOOK_AGAIN_NS};
	struct cpu_time first = {0}, now;
	char text[256];

	for (int i = 0; i < LOOKS_MAX; i++) {
		ssize_t n = proc_read(proc, pid, "syscall", text, sizeof(text));

		if (n <= 0)
			return n == -EPERM || n == -EACCES;
		if (!skip_prefix(text, "running"))
			return is_load(text);
		if (!cpu_time_read(proc, pid, &now))
			return false;
		if (i == 0)
			first = now;
		if (now.user != first.user)
			return false;
		if (now.kernel - first.kernel >= BUSY_TICKS)
			return true;
		nanosleep(&again, NULL);
	}
	return false;
}

bool hp_proctree_loads_module(const struct hp_proctree *tree)
{
	_cleanup_close_ int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (size_t i = 0; i < tree->n; i++)
		if (process_loads_module(proc, tree->pids[i]))
			return true;
	return false;
}

int hp_process_start(pid_t pid, unsigned long long *ret)
{
	_cleanup_close_ int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct process process;
	char stat[1024];

	if (proc < 0 || proc_read(proc, pid, "stat", stat, sizeof(stat)) <= 0 ||
	    !process_parse(pid, stat, &process) || skip_prefix(strrchr(stat, ')'), ") Z"))
		return -ENOENT;
	*ret = process.start;
	return 0;
}

void hp_proctree_kill(const struct hp_proctree *tree, int signal)
{
	for (size_t i = 0; i < tree->n; i++)
		kill(tree->pids[i], signal);
}
