/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of lib/queue in many processes at once: bounded, each event once, per
 * device by SEQNUM, nothing forgotten, whoever is killed.
 *
 * HOTPLUG_SOAK=1 in the environment takes the full counts.
 */
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

#include "procstate.h"
#include "queue.h"

#define QUEUE	    HP_RUNDIR "/queue"
#define EVENTS_MAX  4096
#define DEVICES_MAX 64

/* What all processes of a test see. */
static struct shared {
	unsigned int done[EVENTS_MAX]; /* by SEQNUM */
	unsigned int busy, busiest;
	unsigned int device_busy[DEVICES_MAX];
	uint64_t device_last[DEVICES_MAX];
	unsigned int overlaps, inversions;
	unsigned int work_us;
	unsigned int meet; /* nobody ends before so many were busy at once */
	bool holds;	   /* work without SEQNUM does not end */
	uint64_t kill_at;  /* SEQNUM at whose work the worker dies, once */
	uint64_t deadly;   /* SEQNUM at whose work every worker dies */
} * shared;

static bool soak;

static void maximum(unsigned int *to, unsigned int value)
{
	unsigned int old = __atomic_load_n(to, __ATOMIC_SEQ_CST);

	while (old < value &&
	       !__atomic_compare_exchange_n(to, &old, value, false, __ATOMIC_SEQ_CST,
					    __ATOMIC_SEQ_CST))
		;
}

static unsigned int step(unsigned int *counter, int by)
{
	return __atomic_add_fetch(counter, by, __ATOMIC_SEQ_CST);
}

static int worker(const struct hp_uevent *event)
{
	unsigned int device = atoi(strrchr(event->devpath, '/') + 2);
	uint64_t seqnum = event->seqnum;
	const struct timespec work = {0, shared->work_us * 1000};

	if (seqnum && __atomic_compare_exchange_n(&shared->kill_at, &seqnum, 0, false,
						  __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		raise(SIGKILL);
	if (shared->deadly && event->seqnum == shared->deadly)
		raise(SIGKILL);
	maximum(&shared->busiest, step(&shared->busy, 1));
	if (step(&shared->device_busy[device], 1) > 1)
		step(&shared->overlaps, 1);
	if (event->seqnum < shared->device_last[device])
		step(&shared->inversions, 1);
	shared->device_last[device] = event->seqnum;
	if (shared->work_us)
		nanosleep(&work, NULL);
	while (shared->busiest < shared->meet || (!event->seqnum && shared->holds))
		sched_yield();
	step(&shared->done[event->seqnum], 1);
	step(&shared->device_busy[device], -1);
	step(&shared->busy, -1);
	return 0;
}

static void make_event(struct hp_uevent *ret, uint64_t seqnum, unsigned int device)
{
	char path[64], number[32], why[HP_UEVENT_WHY_MAX] = "";
	const char *const vars[] = {"ACTION=change", path, seqnum ? number : NULL, NULL};

	snprintf(path, sizeof(path), "DEVPATH=/devices/d%u", device);
	snprintf(number, sizeof(number), "SEQNUM=%" PRIu64, seqnum);
	if (hp_uevent_from_environ(ret, (char *const *)vars, "bus", why) < 0)
		fail_msg("%s", why);
}

/* What a helper does: leaves its event, and may become a drainer. */
static void helper(uint64_t seqnum, unsigned int device, unsigned int drainers)
{
	static struct hp_uevent event;
	struct hp_queue queue;

	make_event(&event, seqnum, device);
	if (hp_queue_open(&queue) < 0 || hp_queue_put(&queue, &event) < 0)
		_exit(1);
	hp_queue_drain(&queue, drainers, worker);
	_exit(0);
}

static pid_t start_helper(uint64_t seqnum, unsigned int device, unsigned int drainers)
{
	pid_t pid = fork();

	if (pid == 0)
		helper(seqnum, device, drainers);
	return pid;
}

static void drain(unsigned int drainers)
{
	struct hp_queue queue;

	assert_int_equal(hp_queue_open(&queue), 0);
	hp_queue_drain(&queue, drainers, worker);
	hp_queue_close(&queue);
}

static void put(uint64_t seqnum, unsigned int device)
{
	struct hp_uevent event;
	struct hp_queue queue;

	make_event(&event, seqnum, device);
	assert_int_equal(hp_queue_open(&queue), 0);
	assert_int_equal(hp_queue_put(&queue, &event), 0);
	hp_queue_close(&queue);
}

/* Waits for all children. Returns how many were killed. */
static unsigned int wait_for_all(void)
{
	unsigned int killed = 0;
	int status;

	while (wait(&status) > 0) {
		killed += WIFSIGNALED(status);
		assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
	}
	return killed;
}

static size_t left_in_queue(void)
{
	_cleanup_closedir_ DIR *dir = opendir(sandbox_path(QUEUE));
	struct dirent *entry;
	size_t n = 0;

	while (dir && (entry = readdir(dir)))
		n += !streq(entry->d_name, ".") && !streq(entry->d_name, "..") &&
		     !streq(entry->d_name, ".lock");
	return n;
}

static void assert_each_done_once(uint64_t last)
{
	for (uint64_t i = 1; i <= last; i++)
		if (shared->done[i] != 1)
			fail_msg("event %" PRIu64 " of %" PRIu64 ": done %u times", i,
				 last, shared->done[i]);
	assert_int_equal(left_in_queue(), 0);
	assert_int_equal(shared->overlaps, 0);
}

/* All at once, on so many devices; at most `drainers` work at any time. */
static void check_many(unsigned int events, unsigned int devices, unsigned int drainers)
{
	shared->work_us = 500;
	for (unsigned int i = 1; i <= events; i++)
		assert_true(start_helper(i, i % devices, drainers) > 0);
	assert_int_equal(wait_for_all(), 0);
	assert_each_done_once(events);
	assert_in_range(shared->busiest, 1, drainers);
}

static void test_many_devices(void **state)
{
	shared->meet = 4;
	check_many(soak ? 2000 : 200, DEVICES_MAX, 4);
	assert_int_equal(shared->busiest, 4);
}

static void test_one_device(void **state)
{
	check_many(soak ? 2000 : 200, 1, 4);
	assert_int_equal(shared->busiest, 1);
}

static void test_one_drainer(void **state)
{
	check_many(soak ? 2000 : 200, DEVICES_MAX, 1);
}

/* All are there before the first drainer is: each device's are worked by SEQNUM. */
static void test_order_of_a_device(void **state)
{
	enum { EVENTS = 300, DEVICES = 7 };

	for (unsigned int i = EVENTS; i > 0; i--)
		put(i, i % DEVICES);
	shared->work_us = 300;
	shared->meet = 6;
	for (int i = 0; i < 6; i++) {
		if (fork() == 0) {
			drain(6);
			_exit(0);
		}
	}
	assert_int_equal(wait_for_all(), 0);
	assert_each_done_once(EVENTS);
	assert_int_equal(shared->inversions, 0);
	assert_int_equal(shared->busiest, 6);
}

/* The moment that matters is the one between the last look and the end: work of no
 * length, again and again. */
static void test_nothing_is_forgotten(void **state)
{
	unsigned int rounds = soak ? 5000 : 200;

	for (unsigned int round = 0; round < rounds; round++) {
		memset(shared, 0, sizeof(*shared));
		for (unsigned int i = 1; i <= 8; i++)
			assert_true(start_helper(i, i % (1 + round % 3),
						 1 + round % 2 * 3) > 0);
		assert_int_equal(wait_for_all(), 0);
		assert_each_done_once(8);
	}
}

/* A worker that is killed leaves its event to the next one. */
static void test_killed_worker(void **state)
{
	for (uint64_t victim = 1; victim <= 3; victim++) {
		memset(shared, 0, sizeof(*shared));
		shared->kill_at = victim;
		put(1, 0);
		put(2, 1);
		if (start_helper(3, 0, 4) < 0)
			fail();
		assert_int_equal(wait_for_all(), 1);
		assert_int_equal(shared->done[victim], 0);
		assert_true(left_in_queue() > 0);
		start_helper(4, 2, 4);
		assert_int_equal(wait_for_all(), 0);
		assert_each_done_once(4);
		assert_int_equal(shared->inversions, 0);
	}
}

/* An event at which every worker dies does not keep the others waiting for ever. */
static void test_deadly_event(void **state)
{
	put(1, 0);
	put(2, 1);
	put(3, 0);
	shared->deadly = 1;
	for (int i = 0; i < 3; i++) {
		start_helper(10 + i, 2, 4);
		assert_int_equal(wait_for_all(), 1);
	}
	capture_begin();
	drain(4);
	assert_contains(capture_end(), "ended 3 drainers: dropped\n");
	assert_int_equal(shared->done[1], 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(shared->done[10 + i], 1);
	assert_int_equal(shared->done[2], 1);
	assert_int_equal(shared->done[3], 1);
	assert_int_equal(left_in_queue(), 0);
}

/* Killed at any moment, while others go on. An event is done, or it has had the bad luck
 * to meet three of the kills and is named in the log. */
static void test_random_kills(void **state)
{
	enum { EVENTS = 200 };
	unsigned int twice = 0, never = 0, dropped = 0, killed;
	pid_t pids[EVENTS];
	const char *text;

	capture_begin();
	shared->work_us = 1000;
	for (unsigned int i = 1; i <= EVENTS; i++)
		put(i, i % 5);
	for (unsigned int i = 0; i < EVENTS; i++) {
		const struct timespec pause = {0, i * 7919 % 3000 * 1000};

		pids[i] = fork();
		if (pids[i] == 0) {
			drain(3);
			_exit(0);
		}
		nanosleep(&pause, NULL);
		if (i % 2)
			kill(pids[i - 1], SIGKILL);
	}
	killed = wait_for_all();
	/* A killed worker's marks stay behind: only what is done counts here. */
	drain(3);
	for (unsigned int i = 1; i <= EVENTS; i++) {
		assert_in_range(shared->done[i], 0, 3);
		if (!shared->done[i])
			never++;
		else
			twice += shared->done[i] - 1;
	}
	for (text = capture_end(); (text = strstr(text, "ended 3 drainers: dropped"));
	     text++)
		dropped++;
	assert_true(never <= dropped);
	assert_int_equal(left_in_queue(), 0);
	assert_true(twice <= killed);
}

static void hold_device(void)
{
	struct hp_uevent event;
	struct hp_queue queue;

	make_event(&event, 0, 1);
	if (hp_queue_open(&queue) < 0)
		_exit(1);
	_exit(hp_queue_work_now(&queue, &event, 4, worker) ? 1 : 0);
}

/* When its parent sleeps: that waits for the lock, and does nothing else that may. */
static void release_device(void)
{
	while (process_state(getppid()) != 'S')
		sched_yield();
	shared->holds = false;
	_exit(0);
}

/* By hand: waits for the device, works it alone, and takes no drainer's place. */
static void test_work_now_waits(void **state)
{
	struct hp_uevent event;
	struct hp_queue queue;

	shared->holds = true;
	if (fork() == 0)
		hold_device();
	while (!__atomic_load_n(&shared->busy, __ATOMIC_SEQ_CST))
		sched_yield();
	assert_int_equal(hp_queue_open(&queue), 0);
	make_event(&event, 5, 1);
	assert_int_equal(hp_queue_put(&queue, &event), 0);
	make_event(&event, 6, 2);
	assert_int_equal(hp_queue_put(&queue, &event), 0);
	/* Another device's event is worked at once, the busy one's is not. */
	hp_queue_drain(&queue, 4, worker);
	assert_int_equal(shared->done[6], 1);
	assert_int_equal(shared->done[5], 0);
	if (fork() == 0)
		release_device();
	make_event(&event, 0, 1);
	assert_int_equal(hp_queue_work_now(&queue, &event, 4, worker), 0);
	assert_int_equal(shared->done[0], 2);
	assert_int_equal(wait_for_all(), 0);
	assert_int_equal(shared->done[5], 1);
	assert_int_equal(shared->overlaps, 0);
	assert_int_equal(left_in_queue(), 0);
	hp_queue_close(&queue);
}

static int setup(void **state)
{
	memset(shared, 0, sizeof(*shared));
	if (sandbox_setup(state) < 0)
		return -1;
	sandbox_mkdir("/run");
	sandbox_mkdir("/sys/devices");
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_many_devices),	 TEST(test_one_device),
		TEST(test_one_drainer),		 TEST(test_order_of_a_device),
		TEST(test_nothing_is_forgotten), TEST(test_killed_worker),
		TEST(test_deadly_event),	 TEST(test_random_kills),
		TEST(test_work_now_waits),
	};

	soak = getenv("HOTPLUG_SOAK");
	printf("%s counts\n", soak ? "full" : "a tenth of the");
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
