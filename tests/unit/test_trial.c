/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/trial: what is written comes back, and nothing else. */
#include "sandbox.h"
#include "trial.h"

#define RECORD HP_RUNDIR "/try/own"

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sandbox_mkdir(HP_RUNDIR "/try");
	sandbox_write("/proc/sys/kernel/random/boot_id", "this-boot\n");
	return 0;
}

static void add(struct hp_trial *trial)
{
	const struct hp_binding card = {.devpath = "/devices/a card",
					.inode = 7,
					.driver = "HDA Intel",
					.module = "snd",
					.override = "x y"};
	const struct hp_binding bare = {.devpath = "/devices/bare", .inode = 8};

	assert_int_equal(hp_trial_add_module(trial, "needed", 0, false), 1);
	assert_int_equal(hp_trial_add_module(trial, "own", 42, true), 1);
	assert_int_equal(hp_trial_add_device(trial, &card), 1);
	assert_int_equal(hp_trial_add_device(trial, &bare), 1);
}

static void test_round_trip(void **state)
{
	_cleanup_(hp_trial_free) struct hp_trial trial = {0}, again = {0};

	assert_int_equal(hp_trial_read(&again, "own"), -ENOENT);
	add(&trial);
	assert_int_equal(hp_trial_write(&trial), 0);
	assert_int_equal(hp_trial_read(&again, "own"), 0);
	assert_int_equal(again.n_modules, 2);
	assert_string_equal(again.modules[0].name, "needed");
	assert_true(again.modules[0].inode == 0 && !again.modules[0].own);
	assert_string_equal(again.modules[1].name, "own");
	assert_true(again.modules[1].inode == 42 && again.modules[1].own);
	assert_true(again.at == trial.at && again.at > 0);
	assert_int_equal(again.n_devices, 2);
	assert_string_equal(again.devices[0].devpath, "/devices/a card");
	assert_string_equal(again.devices[0].driver, "HDA Intel");
	assert_string_equal(again.devices[0].module, "snd");
	assert_string_equal(again.devices[0].override, "x y");
	assert_true(again.devices[0].inode == 7);
	assert_string_equal(again.devices[1].driver, "");
	assert_string_equal(again.devices[1].override, "");
	hp_trial_drop("own");
	hp_trial_drop("own");
	assert_false(sandbox_has_entry(RECORD));
}

/* What was before the first try stays what was before. */
static void test_first_counts(void **state)
{
	_cleanup_(hp_trial_free) struct hp_trial trial = {0};
	struct hp_binding card = {.devpath = "/devices/a card", .inode = 7};

	add(&trial);
	assert_int_equal(hp_trial_add_module(&trial, "own", 43, false), 0);
	assert_true(hp_trial_module(&trial, "own")->inode == 42);
	assert_null(hp_trial_module(&trial, "other"));
	assert_int_equal(hp_trial_add_module(&trial, "needed", 1, true), 0);
	assert_true(hp_trial_module(&trial, "needed")->own);
	assert_int_equal(hp_trial_add_device(&trial, &card), 0);
	assert_string_equal(hp_trial_device(&trial, &card)->driver, "HDA Intel");
	card.inode = 9;
	assert_null(hp_trial_device(&trial, &card));
	assert_int_equal(hp_trial_add_device(&trial, &card), 1);
}

static const struct {
	const char *text;
	int error;
} texts[] = {
	{"boot\tthis-boot\nmodule\t0\town\n", 0},
	{"boot\tthis-boot\nmodule\t0\town\ndevice\t1\t-\t-\t-\t/devices/x\n", 0},
	{"boot\tthis-boot\nat\t5\nneed\t0\town\n", 0},
	{"boot\tthis-boot\nat\t\nmodule\t0\town\n", -EBADMSG},
	{"boot\tthis-boot\nat\nmodule\t0\town\n", -EBADMSG},
	{"boot\tthis-boot\nat\t-1\nmodule\t0\town\n", -EBADMSG},
	{"boot\tanother\nmodule\t0\town\n", -ENOENT},
	{"", -EBADMSG},
	{"boot", -EBADMSG},
	{"boot\tthis-boot", -EBADMSG},
	{"boot\tthis-boot\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\town", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t-1\town\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\t\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\ta\tb\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\t../own\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\ta/b\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\town\njunk\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\town\n\n", -EBADMSG},
	{"boot\tthis-boot\ndevice\t1\t-\t-\t-\t/devices/x\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\town\ndevice\t1\t-\t-\t/devices/x\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\town\ndevice\t1\t-\t-\t-\tx\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\town\ndevice\t1\t-\t-\t-\t\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\town\ndevice\t1\t\t-\t-\t/x\n", -EBADMSG},
	{"boot\tthis-boot\nmodule\t0\t"
	 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
	 -EBADMSG},
};

static void test_texts(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		_cleanup_(hp_trial_free) struct hp_trial trial = {0};
		int r;

		sandbox_write(RECORD, texts[i].text);
		r = hp_trial_read(&trial, "own");
		if (r != texts[i].error)
			fail_msg("%s: %d", texts[i].text, r);
		assert_int_equal(trial.n_modules, r == 0);
	}
	sandbox_write_bytes(RECORD, "boot\tthis-boot\0module\t0\town\n", 27, 0600);
	assert_int_equal(hp_trial_read(&(struct hp_trial){0}, "own"), -EBADMSG);
}

static void test_not_written(void **state)
{
	_cleanup_(hp_trial_free) struct hp_trial trial = {0};
	char name[HP_BINDING_NAME_MAX + 1];

	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(hp_trial_add_module(&trial, name, 0, true), -ENAMETOOLONG);
	add(&trial);
	assert_int_equal(rmdir(sandbox_path(HP_RUNDIR "/try")), 0);
	assert_int_equal(hp_trial_write(&trial), -ENOENT);
}

static void test_lock(void **state)
{
	_cleanup_close_ int first = hp_trial_lock();

	assert_true(first >= 0);
	assert_int_equal(hp_trial_lock(), -EAGAIN);
}

static int note(const char *module, void *data)
{
	strcat(data, module);
	hp_trial_drop(module);
	return 0;
}

/* Whatever the order of the directory, the last try comes first, and what tells no time
 * at the end. */
static void test_the_last_comes_first(void **state)
{
	static const char *const names[] = {"b", "d", "a", "c", "d"};
	char seen[16] = "";

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		_cleanup_(hp_trial_free) struct hp_trial trial = {0};

		assert_int_equal(hp_trial_add_module(&trial, names[i], 0, true), 1);
		assert_int_equal(hp_trial_write(&trial), 0);
	}
	sandbox_write(HP_RUNDIR "/try/x", "junk");
	assert_int_equal(hp_trial_each(note, seen), 0);
	assert_string_equal(seen, "dcabx");
	assert_false(sandbox_has_entry(HP_RUNDIR "/try/x"));
}

static void test_each(void **state)
{
	_cleanup_(hp_trial_free) struct hp_trial trial = {0};
	char seen[64] = "";

	add(&trial);
	assert_int_equal(hp_trial_write(&trial), 0);
	assert_int_equal(hp_trial_each(note, seen), 0);
	assert_string_equal(seen, "own");
	assert_int_equal(hp_trial_each(note, seen), 0);
	assert_string_equal(seen, "own");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_round_trip),
		TEST(test_first_counts),
		TEST(test_texts),
		TEST(test_not_written),
		TEST(test_lock),
		TEST(test_each),
		TEST(test_the_last_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
