/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of lib/modulepool.c, with modules that only modprobe.d knows: their
 * install commands stand for the load, and take as long as the test wants.
 */
#include "log.h"
#include "modulepool.h"
#include "sandbox.h"

static struct {
	unsigned int n;
	struct {
		char name[32], needed[32];
		int r;
	} end[HP_MODULEPOOL_MAX + 2];
	int added;
	char shown[512];
} seen;

static struct hp_modules *modules;
static struct hp_modulepool *pool;

static void on_end(const char *name, int r, const char *needed, void *data)
{
	assert_true(seen.n < ARRAY_SIZE(seen.end));
	strcpy(seen.end[seen.n].name, name);
	strcpy(seen.end[seen.n].needed, needed);
	seen.end[seen.n++].r = r;
}

static void on_show(const struct hp_module_shown *step, void *data)
{
	strcat(strcat(seen.shown, step->module), " ");
}

/* '@' in config stands for the sandbox. */
static void write_config(const char *config)
{
	char text[16384];
	size_t n = 0;

	for (; *config; config++) {
		if (*config == '@')
			n += sprintf(text + n, "%s", sandbox_dir);
		else
			text[n++] = *config;
	}
	text[n] = '\0';
	sandbox_write("/modprobe.d/test.conf", text);
}

static void open_pool(const char *config, unsigned int at_once, unsigned int timeout_s,
		      unsigned int flags)
{
	static const char *paths[2];
	static struct hp_module_action action;
	struct hp_modules_where where = {
		.root = sandbox_dir, .release = "1", .config = paths};
	struct hp_modulepool_how how = {&action, at_once, timeout_s, on_end, NULL};

	paths[0] = sandbox_path("/modprobe.d");
	write_config(config);
	action = (struct hp_module_action){.flags = flags, .show = on_show};
	memset(&seen, 0, sizeof(seen));
	assert_int_equal(hp_modules_new(&modules, &where), 0);
	assert_int_equal(hp_modulepool_new(&pool, modules, &how), 0);
}

static void close_pool(void)
{
	hp_modulepool_free(pool);
	hp_modules_free(modules);
}

static void on_module(struct hp_module *module, void *data)
{
	seen.added = hp_modulepool_add(pool, module);
}

static int add(const char *name)
{
	assert_int_equal(hp_modules_lookup(modules, name, on_module, NULL), 1);
	return seen.added;
}

static void load_all(void)
{
	while (hp_modulepool_turn(pool, -1, 1000))
		;
	assert_int_equal(hp_modulepool_left(pool), 0);
}

static void assert_end(unsigned int i, const char *name, int r, const char *needed)
{
	assert_true(i < seen.n);
	assert_string_equal(seen.end[i].name, name);
	assert_int_equal(seen.end[i].r, r);
	assert_string_equal(seen.end[i].needed, needed);
}

/* What two need is begun once, and before them. */
static void test_shared(void **state)
{
	open_pool("install a echo a >>@/order\ninstall b echo b >>@/order\n"
		  "install s echo s >>@/order\n"
		  "softdep a pre: s\nsoftdep b pre: s\n",
		  2, 60, 0);
	assert_int_equal(add("a"), 0);
	assert_int_equal(add("b"), 0);
	assert_int_equal(hp_modulepool_left(pool), 2);
	load_all();
	assert_int_equal(seen.n, 2);
	assert_int_equal(hp_modulepool_loaded(pool), 3);
	assert_int_equal(strlen(sandbox_read("/order")), strlen("s\na\nb\n"));
	assert_int_equal(sandbox_read("/order")[0], 's');
	close_pool();
}

static unsigned int count_shown(void)
{
	unsigned int n = 0;

	for (const char *c = seen.shown; *c; c++)
		n += *c == ' ';
	return n;
}

/* However many may be busy. */
static void test_max(void **state)
{
	enum { N = HP_MODULEPOOL_MAX + 2 };
	char config[N * 64], name[8];
	size_t n = 0;

	for (unsigned int i = 0; i < N; i++)
		n += sprintf(config + n,
			     "install m%u until test -e @/go; do sleep 0.1; done\n", i);
	open_pool(config, 2 * N, 60, 0);
	for (unsigned int i = 0; i < N; i++) {
		snprintf(name, sizeof(name), "m%u", i);
		assert_int_equal(add(name), 0);
	}
	for (unsigned int i = 0; i < 2; i++) {
		assert_true(hp_modulepool_turn(pool, -1, 1));
		assert_int_equal(count_shown(), HP_MODULEPOOL_MAX);
	}
	sandbox_file("/go", 0644, "");
	load_all();
	assert_int_equal(hp_modulepool_loaded(pool), N);
	close_pool();
}

/* Each waits until the other has begun. */
static void test_at_the_same_time(void **state)
{
	open_pool("install a touch @/a; until test -e @/b; do sleep 0.01; done\n"
		  "install b touch @/b; until test -e @/a; do sleep 0.01; done\n",
		  2, 60, 0);
	assert_int_equal(add("a"), 0);
	assert_int_equal(add("b"), 0);
	load_all();
	assert_int_equal(hp_modulepool_loaded(pool), 2);
	close_pool();
}

/* One at a time, and the first waits for the second: a slow load gives its place. */
static void test_slow(void **state)
{
	open_pool("install a until test -e @/c; do sleep 0.01; done\n"
		  "install c touch @/c\n",
		  1, 60, 0);
	assert_int_equal(add("a"), 0);
	assert_int_equal(add("c"), 0);
	load_all();
	assert_int_equal(hp_modulepool_loaded(pool), 2);
	close_pool();
}

/* What hangs is left alone; what is to come after it has not failed: it was a wish. */
static void test_hang(void **state)
{
	open_pool("install h until test -e @/go; do sleep 0.01; done; touch @/went\n"
		  "install a true\nsoftdep a pre: h\n",
		  1, 3, 0);
	assert_int_equal(add("h"), 0);
	assert_int_equal(add("a"), 0);
	load_all();
	assert_end(0, "h", -ETIMEDOUT, "h");
	assert_end(1, "a", 0, "a");
	close_pool();
	/* It was not killed. */
	sandbox_file("/go", 0644, "");
	while (access(sandbox_path("/went"), F_OK) < 0)
		usleep(1000);
}

static void test_failure(void **state)
{
	open_pool("install f exit 3\ninstall a true\nsoftdep a pre: f\n", 2, 60, 0);
	assert_int_equal(add("f"), 0);
	assert_int_equal(add("a"), 0);
	load_all();
	assert_int_equal(hp_modulepool_loaded(pool), 1);
	assert_end(0, "f", -ECHILD, "f");
	assert_end(1, "a", 0, "a");
	close_pool();
}

static void test_not_added(void **state)
{
	open_pool("alias x* bad\ninstall bad true\nblacklist bad\ninstall no true\n"
		  "deny no\ninstall a true\n",
		  2, 60, 0);
	assert_int_equal(add("x1"), 1);
	assert_int_equal(add("no"), 2);
	assert_contains(sandbox_read("/log"), "no is denied");
	assert_int_equal(add("a"), 0);
	assert_int_equal(add("a"), 3);
	load_all();
	assert_int_equal(add("a"), 3);
	assert_int_equal(seen.n, 1);
	close_pool();
}

/* More is asked for while the first loads. */
static void test_added_later(void **state)
{
	open_pool("install a until test -e @/l; do sleep 0.01; done\n"
		  "install l touch @/l\n",
		  2, 60, 0);
	assert_int_equal(add("a"), 0);
	assert_true(hp_modulepool_turn(pool, -1, 1));
	assert_int_equal(add("l"), 0);
	load_all();
	assert_int_equal(hp_modulepool_loaded(pool), 2);
	close_pool();
}

static void test_dry_run(void **state)
{
	open_pool("install a touch @/dry\ninstall s true\nsoftdep a pre: s\n", 2, 60,
		  HP_MODULE_DRY_RUN);
	assert_int_equal(add("a"), 0);
	load_all();
	assert_string_equal(seen.shown, "s a ");
	assert_int_equal(hp_modulepool_loaded(pool), 0);
	assert_int_equal(access(sandbox_path("/dry"), F_OK), -1);
	close_pool();
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_shared),	TEST(test_at_the_same_time), TEST(test_slow),
		TEST(test_hang),	TEST(test_failure),	     TEST(test_not_added),
		TEST(test_added_later), TEST(test_dry_run),	     TEST(test_max),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
