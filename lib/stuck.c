/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: processes that were left alone inside a module load. See stuck.h. */
#include <errno.h>
#include <stdatomic.h>
#include <sys/mman.h>

#include "clock.h"
#include "proctree.h"
#include "stuck.h"

enum {
	FREE = 0,
	BEING_WRITTEN, /* for good, where the writer was killed */
	WRITTEN,
};

struct hp_stuck {
	_Atomic uint64_t count;
	struct {
		atomic_int state;
		struct hp_stuck_process process;
	} slots[HP_STUCK_MAX];
};

int hp_stuck_new(struct hp_stuck **ret)
{
	void *memory = mmap(NULL, sizeof(struct hp_stuck), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return -errno;
	*ret = memory;
	return 0;
}

void hp_stuck_free(struct hp_stuck *stuck)
{
	if (stuck)
		munmap(stuck, sizeof(*stuck));
}

void hp_stuck_note(struct hp_stuck *stuck, pid_t pid, const char *name)
{
	struct hp_stuck_process process = {.pid = pid, .since_us = hp_clock_us()};
	unsigned long long start;
	size_t i = 0;

	stuck->count++;
	if (hp_process_start(pid, &start) < 0)
		return;
	process.start = start;
	snprintf(process.name, sizeof(process.name), "%s", name);
	while (i < HP_STUCK_MAX &&
	       !atomic_compare_exchange_strong(&stuck->slots[i].state, &(int){FREE},
					       BEING_WRITTEN))
		i++;
	if (i == HP_STUCK_MAX)
		return;
	stuck->slots[i].process = process;
	stuck->slots[i].state = WRITTEN;
}

uint64_t hp_stuck_count(const struct hp_stuck *stuck)
{
	return stuck->count;
}

static bool runs(const struct hp_stuck_process *process)
{
	unsigned long long start;

	return hp_process_start(process->pid, &start) == 0 && start == process->start;
}

size_t hp_stuck_list(struct hp_stuck *stuck, struct hp_stuck_process *ret, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < HP_STUCK_MAX; i++) {
		if (stuck->slots[i].state != WRITTEN)
			continue;
		if (!runs(&stuck->slots[i].process))
			stuck->slots[i].state = FREE;
		else if (n < max)
			ret[n++] = stuck->slots[i].process;
	}
	return n;
}
