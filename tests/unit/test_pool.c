/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/pool: objects are apart, and the parent's alone. */
#include <errno.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "pool.h"
#include "sandbox.h"

#define OBJECTS 5000

static struct hp_pool pool = {.size = 24};
static uint64_t *object[OBJECTS];

static void get_all(void)
{
	for (size_t i = 0; i < OBJECTS; i++) {
		object[i] = hp_pool_get(&pool);
		assert_non_null(object[i]);
		object[i][0] = object[i][1] = object[i][2] = i;
	}
}

static void check_all(void)
{
	for (size_t i = 0; i < OBJECTS; i++)
		for (size_t n = 0; n < 3; n++)
			assert_int_equal(object[i][n], i);
}

static void put_all(void)
{
	for (size_t i = 0; i < OBJECTS; i++)
		hp_pool_put(&pool, object[i]);
}

static void objects_are_apart(void **state)
{
	get_all();
	check_all();
	for (size_t i = 0; i < OBJECTS; i += 2) {
		hp_pool_put(&pool, object[i]);
		object[i] = hp_pool_get(&pool);
		object[i][0] = object[i][1] = object[i][2] = i;
	}
	check_all();
	put_all();
}

static void with_the_last_goes_the_memory(void **state)
{
	get_all();
	assert_int_equal(pool.used, OBJECTS);
	put_all();
	assert_int_equal(pool.used, 0);
	assert_null(pool.chunks);
	object[0] = hp_pool_get(&pool);
	hp_pool_put(&pool, object[0]);
	assert_ptr_equal(hp_pool_get(&pool), object[0]);
	hp_pool_free(&pool);
	assert_null(pool.chunks);
}

/* Which is not mapped there: mincore(2). */
static void children_do_not_get_it(void **state)
{
	const size_t page = sysconf(_SC_PAGESIZE);
	unsigned char is_there;
	char *map = hp_pool_map(page);
	int status;
	pid_t pid;

	assert_non_null(map);
	assert_int_equal(*map, 0);
	assert_int_equal(mincore(map, page, &is_there), 0);
	pid = fork();
	if (pid == 0)
		_exit(mincore(map, page, &is_there) < 0 && errno == ENOMEM ? 0 : 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	hp_pool_unmap(map, page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_are_apart),
		cmocka_unit_test(with_the_last_goes_the_memory),
		cmocka_unit_test(children_do_not_get_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
