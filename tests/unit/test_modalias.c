/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/modalias.c and lib/modalias_input.c. */
#include "modalias.h"
#include "sandbox.h"

#define SDEV "/devices/pci0000:00/0000:00:04.0/host2/target2:0:0/2:0:0:0"

static const struct hp_modalias_key keys[] = {
	{"CLASS", .part = {{"bus:c", 2}}},
	{"ID", .part = {{"v", 4}, {"d", 8}}},
	{"MORE", true, {{"m", 2}}},
	{""},
};

static struct hp_uevent event;
static char made[HP_MODALIAS_MAX], why[HP_UEVENT_WHY_MAX];

static void make_event(const char *const vars[])
{
	const char *all[HP_UEVENT_VARS_MAX] = {"ACTION=add", "DEVPATH=" SDEV,
					       "SUBSYSTEM=bus"};
	size_t n = 3;

	while (*vars)
		all[n++] = *vars++;
	assert_int_equal(hp_uevent_from_vars(&event, (char *const *)all, n, NULL, why),
			 0);
	*why = *made = '\0';
}

static int from_keys(const char *const vars[])
{
	make_event(vars);
	return hp_modalias_from_keys(made, keys, &event, why);
}

static int from_input(const char *const vars[])
{
	make_event(vars);
	return hp_modalias_from_input(made, &event, why);
}

#define VARS(...) ((const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})

static void test_keys(void **state)
{
	assert_int_equal(from_keys(VARS("CLASS=7", "ID=02d0:a9a6", "MORE=ff")), 0);
	assert_string_equal(made, "bus:c07v02D0d0000A9A6mFF");
	assert_int_equal(from_keys(VARS("CLASS=07", "ID=02d0/89abcdef")), 0);
	assert_string_equal(made, "bus:c07v02D0d89ABCDEFm00");
}

static void test_keys_missing(void **state)
{
	assert_int_equal(from_keys(VARS()), -ENOENT);
	assert_int_equal(from_keys(VARS("OTHER=1")), -ENOENT);
	assert_int_equal(from_keys(VARS("ID=1:2")), -EINVAL);
	assert_string_equal(why, "CLASS is missing");
	assert_int_equal(from_keys(VARS("ID=1:2", "MODALIAS=bus:c")), -ENOENT);
}

static void test_keys_malformed(void **state)
{
	static const char *const wrong[] = {
		"ID=",	   "ID=1",	   "ID=1:",	     "ID=:1",
		"ID=1:2:", "ID=1:2:3",	   "ID=1-2",	     "ID=12345:1",
		"ID=x:1",  "ID=1:0x2",	   "ID=1:123456789", "ID= 1:2",
		"ID=1:2 ", "ID=1:2\x1b[m", "ID=+1:2",
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_int_equal(from_keys(VARS("CLASS=7", wrong[i])), -EINVAL);
		assert_contains(why, "ID=");
		/* A MODALIAS does not make it right. */
		assert_int_equal(from_keys(VARS("CLASS=7", wrong[i], "MODALIAS=bus:c")),
				 -EINVAL);
	}
	assert_int_equal(from_keys(VARS("CLASS=7", "ID=1:2", "MORE=g")), -EINVAL);
	assert_contains(why, "MORE=g");
}

/* What Linux 6.1 said of QEMU's keyboard and tablet, and the MODALIAS that it gave them.
 */
static void test_input(void **state)
{
	if (sizeof(long) != 8)
		skip();
	assert_int_equal(from_input(VARS("PRODUCT=3/627/1/111", "EV=1f", "REL=100",
					 "KEY=70000 0 0 0 0", "ABS=3", "MSC=10")),
			 0);
	assert_string_equal(made, "input:b0003v0627p0001e0111-"
				  "e0,1,2,3,4,k110,111,112,r8,a0,1,m4,lsfw");
	assert_int_equal(
		from_input(VARS("PRODUCT=19/0/1/0", "EV=3", "KEY=10000000000000 0")), 0);
	assert_string_equal(made, "input:b0019v0000p0001e0000-e0,1,k74,ramlsfw");
}

static void test_input_malformed(void **state)
{
	static const char *const wrong[] = {"KEY=",	"KEY=0 ", "KEY= 0",
					    "KEY=0  0", "KEY=g",  "KEY=11112222333344445",
					    "EV=0x1"};

	assert_int_equal(from_input(VARS("EV=3")), -ENOENT);
	assert_int_equal(from_input(VARS("PRODUCT=3/627/1")), -EINVAL);
	assert_contains(why, "PRODUCT=3/627/1");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_int_equal(from_input(VARS("PRODUCT=3/627/1/111", wrong[i])),
				 -EINVAL);
		assert_contains(why, wrong[i]);
	}
}

/* More words than there are keys, and more keys than a MODALIAS has room for. */
static void test_input_too_much(void **state)
{
	char words[HP_UEVENT_BYTES_MAX] = "KEY=1", ones[512] = "KEY=ffffffffffffffff";

	for (int i = 0; i < 200; i++)
		strcat(words, " 0");
	for (int i = 0; i < 11; i++)
		strcat(ones, " ffffffffffffffff");
	assert_int_equal(from_input(VARS("PRODUCT=3/1/1/1", words)), -EINVAL);
	assert_contains(why, "KEY=1 0 0");
	assert_int_equal(from_input(VARS("PRODUCT=3/1/1/1", ones)), -EINVAL);
	assert_contains(why, "KEY=ffff");
}

static void test_scsi_type(void **state)
{
	make_event(VARS());
	assert_int_equal(hp_modalias_from_scsi_type(made, &event, why), -ENOENT);
	sandbox_write("/sys" SDEV "/type", "5\n");
	assert_int_equal(hp_modalias_from_scsi_type(made, &event, why), 0);
	assert_string_equal(made, "scsi:t-0x05");
	sandbox_write("/sys" SDEV "/type", "20\n");
	assert_int_equal(hp_modalias_from_scsi_type(made, &event, why), 0);
	assert_string_equal(made, "scsi:t-0x14");
	sandbox_write("/sys" SDEV "/type", "disk\n");
	assert_int_equal(hp_modalias_from_scsi_type(made, &event, why), -EINVAL);
	assert_contains(why, "type is 'disk'");
}

static void test_pnp_id(void **state)
{
	make_event(VARS());
	assert_int_equal(hp_modalias_from_pnp_id(made, &event, why), -ENOENT);
	sandbox_write("/sys" SDEV "/id", "");
	assert_int_equal(hp_modalias_from_pnp_id(made, &event, why), -ENOENT);
	sandbox_write("/sys" SDEV "/id", "CTL7002\nPNPb02f\n");
	assert_int_equal(hp_modalias_from_pnp_id(made, &event, why), 0);
	assert_string_equal(made, "acpi:CTL7002:PNPB02F:");
	sandbox_write("/sys" SDEV "/id", "PNP0303\nno id\n");
	assert_int_equal(hp_modalias_from_pnp_id(made, &event, why), -EINVAL);
	assert_contains(why, "'no id'");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_keys),
		TEST(test_keys_missing),
		TEST(test_keys_malformed),
		TEST(test_input),
		TEST(test_input_malformed),
		TEST(test_input_too_much),
		TEST(test_scsi_type),
		TEST(test_pnp_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
