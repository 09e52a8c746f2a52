/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/device: ids, instances, records. */
#include "device.h"
#include "sandbox.h"

#define PATH "/devices/pci0000:00/0000:00:1f.0"

static struct hp_uevent event;

static void parse(const char *subsystem, const char *const vars[])
{
	char why[HP_UEVENT_WHY_MAX] = "";

	if (hp_uevent_from_environ(&event, (char *const *)vars, subsystem, why) < 0)
		fail_msg("%s", why);
}

#define PARSE(subsystem, ...)                                                            \
	parse(subsystem, (const char *const[]){"ACTION=add", __VA_ARGS__, NULL})

static const struct {
	const char *subsystem;
	const char *vars[6];
	const char *id;
} ids[] = {
	{"net",
	 {"ACTION=add", "DEVPATH=/devices/x/net/eth0", "INTERFACE=eth0", "IFINDEX=5"},
	 "n5"},
	{"net",
	 {"ACTION=add", "DEVPATH=/devices/x/net/eth0", "INTERFACE=eth0"},
	 "+net:eth0"},
	{"block", {"ACTION=add", "DEVPATH=/devices/x", "MAJOR=8", "MINOR=1"}, "b8:1"},
	{"mem", {"ACTION=add", "DEVPATH=/devices/x", "MAJOR=1", "MINOR=3"}, "c1:3"},
	{"usb",
	 {"ACTION=add", "DEVPATH=/devices/x", "MAJOR=4095", "MINOR=1048575"},
	 "c4095:1048575"},
	{"misc", {"ACTION=add", "DEVPATH=/devices/x", "MAJOR=10", "MINOR=0"}, "c10:0"},
	{"pci", {"ACTION=add", "DEVPATH=" PATH}, "+pci:0000:00:1f.0"},
	/* The number of an interface means nothing elsewhere. */
	{"pci", {"ACTION=add", "DEVPATH=" PATH, "IFINDEX=5"}, "+pci:0000:00:1f.0"},
	{"usb", {"ACTION=add", "DEVPATH=/d/1-1:1.0"}, "+usb:1-1:1.0"},
	{"x",
	 {"ACTION=add", "DEVPATH=/d/a b!c%d\x01\xff@_+-"},
	 "+x:a%20b%21c%25d%01%FF@_+-"},
	{"x", {"ACTION=add", "DEVPATH=/d/%2F"}, "+x:%252F"},
	{"x", {"ACTION=add", "DEVPATH=/..x"}, "+x:..x"},
};

static void test_ids(void **state)
{
	char id[HP_DEVICE_ID_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		parse(ids[i].subsystem, ids[i].vars);
		hp_device_id(&event, id);
		assert_string_equal(id, ids[i].id);
	}
}

static void id_of(const char *subsystem, char byte, size_t n, char last,
		  char ret[static HP_DEVICE_ID_MAX])
{
	char var[2048] = "DEVPATH=/d/";
	size_t head = strlen(var);

	memset(var + head, byte, n);
	var[head + n - 1] = last;
	var[head + n] = '\0';
	PARSE(subsystem, var);
	hp_device_id(&event, ret);
}

/* Whatever a device calls itself, "SEQNUM-INODE-ID" is a file name (NAME_MAX), and two
 * devices are two ids. */
static void test_long_ids(void **state)
{
	char subsystem[65], a[HP_DEVICE_ID_MAX], b[HP_DEVICE_ID_MAX];

	memset(subsystem, 's', 64);
	for (size_t n = 1; n < 1900; n += n < 300 ? 1 : 97) {
		for (size_t length = 1; length <= 64; length += 21) {
			subsystem[length] = '\0';
			for (int byte = 0; byte < 2; byte++) {
				id_of(subsystem, byte ? '\xff' : 'x', n, 'a', a);
				id_of(subsystem, byte ? '\xff' : 'x', n, 'b', b);
				assert_string_not_equal(a, b);
				if (strlen(a) + 42 > NAME_MAX)
					fail_msg("%zu bytes: %zu", n, strlen(a));
				assert_null(strchr(a, '/'));
			}
			subsystem[length] = 's';
		}
	}
}

static void test_inode(void **state)
{
	struct stat st;

	PARSE("pci", "DEVPATH=" PATH);
	assert_true(hp_device_inode(&event) == 0);
	sandbox_mkdir("/sys" PATH);
	assert_int_equal(stat(sandbox_path("/sys" PATH), &st), 0);
	assert_true(hp_device_inode(&event) == st.st_ino);
}

static void test_gone(void **state)
{
	uint64_t inode;

	PARSE("pci", "DEVPATH=" PATH);
	/* No /sys: nobody can tell. */
	assert_false(hp_device_sysfs_mounted());
	assert_false(hp_device_is_gone(&event, 0));
	assert_false(hp_device_is_gone(&event, 42));
	sandbox_mkdir("/sys");
	assert_false(hp_device_sysfs_mounted());
	assert_false(hp_device_is_gone(&event, 42));

	sandbox_mkdir("/sys/devices");
	assert_true(hp_device_sysfs_mounted());
	assert_true(hp_device_is_gone(&event, 0));
	sandbox_mkdir("/sys" PATH);
	inode = hp_device_inode(&event);
	assert_false(hp_device_is_gone(&event, inode));
	assert_false(hp_device_is_gone(&event, 0));
	assert_true(hp_device_is_gone(&event, inode + 1));
}

/* A rename moves the directory and leaves the device what it was. */
static void test_gone_net(void **state)
{
	hp_root_set(NULL);
	PARSE("net", "DEVPATH=/devices/virtual/net/renamed", "INTERFACE=renamed",
	      "IFINDEX=1");
	assert_false(hp_device_is_gone(&event, 0));
	assert_false(hp_device_is_gone(&event, 42));
	PARSE("net", "DEVPATH=/devices/virtual/net/lo", "INTERFACE=lo",
	      "IFINDEX=2147483647");
	assert_true(hp_device_is_gone(&event, 0));
	/* Of other buses the number says nothing. */
	PARSE("pci", "DEVPATH=/devices/none", "IFINDEX=1");
	assert_true(hp_device_is_gone(&event, 0));
	hp_root_set(sandbox_dir);
}

/* There is one of its name, whose directory it was taken for. */
static void test_gone_net_below_root(void **state)
{
	uint64_t inode;

	PARSE("net", "DEVPATH=/devices/virtual/net/eth0", "INTERFACE=eth0", "IFINDEX=5");
	sandbox_write("/sys/devices/virtual/net/eth0/ifindex", "5\n");
	inode = hp_device_inode(&event);
	assert_false(hp_device_is_gone(&event, inode));
	sandbox_write("/sys/devices/virtual/net/eth0/ifindex", "50\n");
	assert_true(hp_device_is_gone(&event, inode));
	unlink(sandbox_path("/sys/devices/virtual/net/eth0/ifindex"));
	assert_false(hp_device_is_gone(&event, inode));
}

static void test_record(void **state)
{
	static const struct hp_device_record first = {5, 77}, last = {UINT64_MAX, 1};
	struct hp_device_record record;
	_cleanup_close_ int dir = -1;

	PARSE("pci", "DEVPATH=/devices/a");
	sandbox_mkdir("/device");
	dir = open(sandbox_path("/device"), O_PATH | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(hp_device_record_get(dir, "n5", &record), -ENOENT);
	hp_device_record_put(dir, "n5", &first, &event);
	assert_int_equal(hp_device_record_get(dir, "n5", &record), 0);
	assert_true(record.seqnum == 5 && record.inode == 77);
	hp_device_record_put(dir, "n5", &last, &event);
	assert_int_equal(hp_device_record_get(dir, "n5", &record), 0);
	assert_true(record.seqnum == UINT64_MAX && record.inode == 1);
	assert_int_equal(hp_device_record_get(dir, "n6", &record), -ENOENT);
	hp_device_record_drop(dir, "n5");
	hp_device_record_drop(dir, "n5");
	assert_int_equal(hp_device_record_get(dir, "n5", &record), -ENOENT);
}

/* The event of each comes back as a remove of the same device. */
static void test_record_event(void **state)
{
	static const struct hp_device_record record = {5, 77};
	char name[HP_DEVICE_RECORD_MAX], again[HP_DEVICE_RECORD_MAX];
	_cleanup_close_ int dir = -1;
	struct hp_uevent gone;

	sandbox_mkdir("/device");
	dir = open(sandbox_path("/device"), O_PATH | O_DIRECTORY | O_CLOEXEC);
	for (unsigned int i = 0; i < 4; i++) {
		if (i == 0)
			PARSE("net", "DEVPATH=/devices/a:b/net/eth0", "INTERFACE=eth0",
			      "IFINDEX=7");
		else if (i == 1)
			PARSE("block", "DEVPATH=/devices/b/sda", "MAJOR=8", "MINOR=3");
		else if (i == 2)
			PARSE("usb", "DEVPATH=/devices/c", "INTERFACE=1/2/3");
		else
			PARSE("mem", "DEVPATH=/devices/d", "MAJOR=1", "MINOR=0");
		hp_device_record_name(&event, name);
		hp_device_record_put(dir, name, &record, &event);
		assert_int_equal(hp_device_record_event(dir, name, &gone), 0);
		assert_int_equal(gone.action, HP_ACTION_REMOVE);
		assert_string_equal(gone.subsystem, event.subsystem);
		assert_string_equal(gone.devpath, event.devpath);
		assert_int_equal(gone.ifindex, event.ifindex);
		assert_true(gone.devnum == event.devnum);
		hp_device_record_name(&gone, again);
		assert_string_equal(again, name);
	}
	assert_int_equal(hp_device_record_event(dir, "n8", &gone), -ENOENT);
	sandbox_link("5:7", "/device/half");
	assert_int_equal(hp_device_record_event(dir, "half", &gone), -EINVAL);
	sandbox_link("5:7:../x::/a", "/device/bad");
	assert_int_equal(hp_device_record_event(dir, "bad", &gone), -EINVAL);
}

/* It is found by the device's new name, and makes up the remove of what is there now. */
static void test_record_moves(void **state)
{
	static const struct hp_device_record record = {5, 77};
	char old_name[HP_DEVICE_RECORD_MAX], name[HP_DEVICE_RECORD_MAX];
	_cleanup_close_ int dir = -1;
	struct hp_device_record moved;
	struct hp_uevent gone;

	sandbox_mkdir("/device");
	dir = open(sandbox_path("/device"), O_PATH | O_DIRECTORY | O_CLOEXEC);
	PARSE("bus", "DEVPATH=/devices/a");
	hp_device_record_name(&event, old_name);
	hp_device_record_put(dir, old_name, &record, &event);
	PARSE("bus", "DEVPATH=/devices/b", "DEVPATH_OLD=/devices/a");
	hp_device_record_move(dir, &event);
	assert_int_equal(hp_device_record_get(dir, old_name, &moved), -ENOENT);
	hp_device_record_name(&event, name);
	assert_int_equal(hp_device_record_get(dir, name, &moved), 0);
	assert_true(moved.seqnum == 5 && moved.inode == 77);
	assert_int_equal(hp_device_record_event(dir, name, &gone), 0);
	assert_string_equal(gone.devpath, "/devices/b");
	/* Nothing is made where nothing was. */
	hp_device_record_drop(dir, name);
	hp_device_record_move(dir, &event);
	assert_int_equal(hp_device_record_get(dir, name, &moved), -ENOENT);
	PARSE("bus", "DEVPATH=/devices/b", "DEVPATH_OLD=a");
	assert_false(hp_device_record_old_name(&event, name));
}

static void test_interface_is_renamed(void **state)
{
	static const struct hp_device_record record = {5, 77};
	_cleanup_close_ int dir = -1;
	struct hp_uevent gone;

	sandbox_mkdir("/device");
	dir = open(sandbox_path("/device"), O_PATH | O_DIRECTORY | O_CLOEXEC);
	PARSE("net", "DEVPATH=/devices/net/eth0", "INTERFACE=eth0", "IFINDEX=7");
	hp_device_record_put(dir, "n7", &record, &event);
	PARSE("net", "DEVPATH=/devices/net/lan0", "INTERFACE=lan0", "IFINDEX=7",
	      "DEVPATH_OLD=/devices/net/eth0");
	hp_device_record_move(dir, &event);
	assert_int_equal(hp_device_record_event(dir, "n7", &gone), 0);
	assert_string_equal(gone.interface, "lan0");
	assert_string_equal(gone.devpath, "/devices/net/lan0");
}

static void test_record_is_junk(void **state)
{
	struct hp_device_record record = {1, 2};
	_cleanup_close_ int dir = -1;

	sandbox_write("/device/file", "5:7");
	sandbox_link("nothing", "/device/word");
	sandbox_link("5", "/device/half");
	dir = open(sandbox_path("/device"), O_PATH | O_DIRECTORY | O_CLOEXEC);
	assert_true(hp_device_record_get(dir, "file", &record) < 0);
	assert_true(hp_device_record_get(dir, "word", &record) < 0);
	assert_true(hp_device_record_get(dir, "half", &record) < 0);
	assert_true(record.seqnum == 1 && record.inode == 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_ids),
		TEST(test_long_ids),
		TEST(test_inode),
		TEST(test_gone),
		TEST(test_gone_net),
		TEST(test_gone_net_below_root),
		TEST(test_record),
		TEST(test_record_event),
		TEST(test_record_moves),
		TEST(test_interface_is_renamed),
		TEST(test_record_is_junk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
