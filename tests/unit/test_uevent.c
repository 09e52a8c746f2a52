/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/uevent: what an environment must say to be an event. */
#include "sandbox.h"
#include "uevent.h"

#define KERNEL_TAIL "HOME=/", "PATH=/sbin:/bin:/usr/sbin:/usr/bin"
#define DEVICE	    "DEVPATH=/devices/pci0000:00/0000:00:03.0"

static struct hp_uevent event;
static char why[HP_UEVENT_WHY_MAX];

static int parse(const char *subsystem, const char *const vars[])
{
	int r;

	why[0] = '\0';
	r = hp_uevent_from_environ(&event, (char *const *)vars, subsystem, why);
	assert_true(r == 0 || r == -EINVAL);
	assert_true(r == 0 || why[0]);
	return r;
}

#define PARSE(subsystem, ...) parse(subsystem, (const char *const[]){__VA_ARGS__, NULL})

static void assert_refused(int r, const char *reason)
{
	if (r != -EINVAL || !strstr(why, reason))
		fail_msg("%d '%s', not refused for '%s'", r, why, reason);
}

static void test_kernel_form(void **state)
{
	assert_int_equal(PARSE("pci", "ACTION=add", DEVICE, "SUBSYSTEM=pci",
			       "PCI_CLASS=20000", "odd-key=x y\x01\xff",
			       "MODALIAS=pci:v00008086", "SEQNUM=1234", KERNEL_TAIL),
			 0);
	assert_int_equal(event.action, HP_ACTION_ADD);
	assert_string_equal(event.subsystem, "pci");
	assert_string_equal(event.devpath, "/devices/pci0000:00/0000:00:03.0");
	assert_string_equal(event.modalias, "pci:v00008086");
	assert_null(event.interface);
	assert_int_equal(event.seqnum, 1234);
	assert_int_equal(event.ifindex, 0);
	assert_true(event.devnum == 0);
	assert_int_equal(event.n_vars, 7);
	assert_string_equal(event.vars[0], "ACTION=add");
	assert_string_equal(event.vars[4], "odd-key=x y\x01\xff");
	assert_null(event.vars[7]);
	assert_string_equal(hp_uevent_get(&event, "PCI_CLASS"), "20000");
	assert_null(hp_uevent_get(&event, "PCI_CLAS"));
	assert_null(hp_uevent_get(&event, "HOME"));
}

/* The dispatcher's own additions stand behind PATH; anything else there is not its. */
static void test_form_is_recognized(void **state)
{
	assert_int_equal(PARSE("pci", "ACTION=add", DEVICE, "FOO=1", KERNEL_TAIL,
			       "HOTPLUG_ROOT=/x", "HOTPLUG_DRY_RUN=1"),
			 0);
	assert_string_equal(hp_uevent_get(&event, "FOO"), "1");
	assert_null(hp_uevent_get(&event, "HOTPLUG_ROOT"));
	assert_int_equal(PARSE("pci", "ACTION=add", DEVICE, "FOO=1", KERNEL_TAIL, "X=1"),
			 0);
	assert_null(hp_uevent_get(&event, "FOO"));
	assert_int_equal(PARSE("pci", DEVICE, "ACTION=add", "FOO=1", KERNEL_TAIL), 0);
	assert_null(hp_uevent_get(&event, "FOO"));
	assert_int_equal(PARSE("pci", "ACTION=add", DEVICE, "FOO=1", "HOME=/"), 0);
	assert_null(hp_uevent_get(&event, "FOO"));
}

static void test_login_environment(void **state)
{
	assert_int_equal(PARSE("usb", "SHELL=/bin/sh", "LD_PRELOAD=/x.so", "PS1=\\u \n",
			       "_=/bin/x", "BASH_FUNC_x%%=() { :; }", "ACTION=remove",
			       "NAME=me", "lower=1", DEVICE, "PRODUCT=46d/c03e/2000",
			       "INTERFACE=3/1/2", "EVENT=7", "TYPE=0/0/0", "HOME=/root",
			       "PATH=/bin", "NAME=twice"),
			 0);
	assert_int_equal(event.action, HP_ACTION_REMOVE);
	assert_string_equal(event.interface, "3/1/2");
	/* The five that are an event's, and the argument. */
	assert_int_equal(event.n_vars, 6);
	assert_string_equal(event.vars[5], "SUBSYSTEM=usb");
	assert_null(hp_uevent_get(&event, "NAME"));
}

static void test_foreign_variables(void **state)
{
	static char vars[10000][16];
	static const char *envp[10004];
	size_t n = 0;

	for (; n < 10000; n++) {
		snprintf(vars[n], sizeof(vars[n]), "VARIABLE%zu=1", n);
		envp[n] = vars[n];
	}
	envp[n++] = DEVICE;
	envp[n++] = "ACTION=add";
	assert_int_equal(parse("pci", envp), 0);
	assert_int_equal(event.n_vars, 3);
	envp[n++] = "NOTHING";
	assert_refused(parse("pci", envp), "'NOTHING' is no KEY=VALUE");
}

/* 1 MiB, each variable's NUL included. */
static void test_environment_size(void **state)
{
	static const char *const small[] = {"ACTION=add", DEVICE};
	size_t room = (1 << 20) - sizeof("ACTION=add") - sizeof(DEVICE);
	_cleanup_free_ char *big = malloc(room + 1);

	memset(big, 'x', room);
	big[1] = '=';
	big[room - 1] = '\0';
	assert_int_equal(PARSE("pci", small[0], small[1], big), 0);
	big[room - 1] = 'x';
	big[room] = '\0';
	assert_refused(PARSE("pci", small[0], small[1], big), "1048576 bytes");
}

/* So many variables of the event's own, of so many bytes in all. */
static int parse_many(size_t count, size_t bytes, bool kernel_form, const char *key)
{
	static char vars[80][4096];
	const char *envp[90] = {"ACTION=add", DEVICE, "SUBSYSTEM=pci"};
	size_t n = 3,
	       used = sizeof("ACTION=add") + sizeof(DEVICE) + sizeof("SUBSYSTEM=pci");

	for (; n < count; n++) {
		used += sprintf(vars[n], "%s%zu=", key, n) + 1;
		envp[n] = vars[n];
	}
	if (bytes) {
		assert_true(used <= bytes);
		memset(vars[n - 1] + strlen(vars[n - 1]), 'x', bytes - used);
		vars[n - 1][strlen(vars[n - 1])] = '\0';
	}
	envp[n++] = kernel_form ? "HOME=/" : "HOME=/root";
	envp[n++] = "PATH=/sbin:/bin:/usr/sbin:/usr/bin";
	envp[n] = NULL;
	return parse("pci", envp);
}

static void test_event_size(void **state)
{
	for (int form = 0; form < 2; form++) {
		const char *key = form ? "ODD" : "OF_COMPATIBLE_";

		assert_int_equal(parse_many(64, 0, form, key), 0);
		assert_int_equal(event.n_vars, 64);
		assert_refused(parse_many(65, 0, form, key), "more than 64 variables");
		assert_int_equal(parse_many(20, 2048, form, key), 0);
		assert_refused(parse_many(20, 2049, form, key), "more than 2048 bytes");
	}
}

/* The argument of the program counts like a variable: the event may travel on. */
static void test_room_for_subsystem(void **state)
{
	static char fill[2049];
	size_t room = 2048 - sizeof("ACTION=add") - sizeof(DEVICE);

	memset(fill, 'x', room - 1);
	memcpy(fill, "OF_X=", 5);
	assert_refused(PARSE("pci", "ACTION=add", DEVICE, fill), "no room for SUBSYSTEM");
	fill[room - sizeof("SUBSYSTEM=pci") - 1] = '\0';
	assert_int_equal(PARSE("pci", "ACTION=add", DEVICE, fill), 0);
	assert_int_equal(event.n_buf, 2048);
}

/* The caller may do with its memory what it likes. */
static void test_keeps_a_copy(void **state)
{
	char action[] = "ACTION=add", path[] = "DEVPATH=/devices/x";
	char subsystem[] = "mem", device[] = "DEVNAME=null";
	char *envp[] = {action, path, device, NULL};

	assert_int_equal(hp_uevent_from_environ(&event, envp, subsystem, why), 0);
	memset(action, 'z', sizeof(action));
	memset(path, 'z', sizeof(path));
	memset(device, 'z', sizeof(device));
	memset(subsystem, 'z', sizeof(subsystem));
	assert_string_equal(event.subsystem, "mem");
	assert_string_equal(event.devpath, "/devices/x");
	assert_string_equal(event.vars[2], "DEVNAME=null");
}

static const struct {
	const char *subsystem;
	const char *vars[6];
	const char *reason;
} refused[] = {
	{"pci", {DEVICE}, "ACTION is missing"},
	{"net", {"ACTION=add", DEVICE}, "INTERFACE is missing"},
	{"pci", {"ACTION", DEVICE}, "'ACTION' is no KEY=VALUE"},
	{"pci", {"ACTION=", DEVICE}, "ACTION= is none of"},
	{"pci", {"ACTION=ADD", DEVICE}, "ACTION=ADD is none of"},
	{"pci", {"ACTION=addx", DEVICE}, "ACTION=addx is none of"},
	{"pci", {"ACTION=ad", DEVICE}, "ACTION=ad is none of"},
	{"pci", {"ACTION=add ", DEVICE}, "ACTION=add  is none of"},
	{NULL, {"ACTION=add", DEVICE}, "SUBSYSTEM is missing"},
	{"pci",
	 {"ACTION=add", DEVICE, "SUBSYSTEM=usb"},
	 "SUBSYSTEM=usb is not the argument"},
	{"pci", {"ACTION=add", DEVICE, "SUBSYSTEM="}, "SUBSYSTEM= is not the argument"},
	{"pci", {"ACTION=add", DEVICE, "SUBSYSTEM=pci", "SUBSYSTEM=pci"}, "given twice"},
	{"pci", {"ACTION=add", DEVICE, "ACTION=add"}, "ACTION is given twice"},
	{"pci", {"ACTION=add", DEVICE, "PCI_ID=1", "PCI_ID=2"}, "PCI_ID is given twice"},
	{"pci", {"ACTION=add", "A=1", "A=1", DEVICE, KERNEL_TAIL}, "A is given twice"},
	{"pci", {"ACTION=add", "=1", DEVICE, KERNEL_TAIL}, "'=1' is no KEY=VALUE"},
	{"pci", {"ACTION=add", "", DEVICE, KERNEL_TAIL}, "'' is no KEY=VALUE"},
	{"pci", {"ACTION=add", DEVICE, ""}, "'' is no KEY=VALUE"},
	{"pci", {"ACTION=add"}, "DEVPATH is missing"},
	{"usb", {"ACTION=add", "INTERFACE=1/2/3"}, "DEVPATH is missing"},
	{"net", {"ACTION=add"}, "INTERFACE is missing"},
	{"net", {"ACTION=add", "INTERFACE="}, "is no interface name"},
	{"net", {"ACTION=add", "INTERFACE=."}, "is no interface name"},
	{"net", {"ACTION=add", "INTERFACE=.."}, "is no interface name"},
	{"net", {"ACTION=add", "INTERFACE=../../etc"}, "is no interface name"},
	{"net", {"ACTION=add", "INTERFACE=0123456789abcdef"}, "1 to 15 bytes"},
};

static void test_refused(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
		assert_refused(parse(refused[i].subsystem, refused[i].vars),
			       refused[i].reason);
}

static void test_actions(void **state)
{
	static const char *const names[] = {"add",    "remove",	 "change", "move",
					    "online", "offline", "bind",   "unbind"};
	char var[32];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(var, sizeof(var), "ACTION=%s", names[i]);
		assert_int_equal(PARSE("pci", var, DEVICE), 0);
		assert_int_equal(event.action, i);
		assert_string_equal(hp_action_name(event.action), names[i]);
	}
}

static void check_paths(const char *const paths[], bool valid)
{
	char var[128];

	for (; *paths; paths++) {
		snprintf(var, sizeof(var), "DEVPATH=%s", *paths);
		if (!valid)
			assert_refused(PARSE("pci", "ACTION=add", var), "DEVPATH=");
		else if (PARSE("pci", "ACTION=add", var) < 0)
			fail_msg("%s: %s", var, why);
	}
}

static void test_devpath(void **state)
{
	static const char *const bad[] = {"",
					  "/",
					  "devices/x",
					  "../x",
					  "/..",
					  "/../x",
					  "/devices/..",
					  "/devices/../x",
					  "/a/../../etc",
					  "/.",
					  "/./x",
					  "/devices/./x",
					  "/devices/.",
					  "//",
					  "//devices",
					  "/devices/",
					  "/devices//x",
					  "/a/..//b",
					  NULL};
	static const char *const good[] = {
		"/x",	  "/devices/x",	     "/..x",	       "/x..",		"/...",
		"/.x/y.", "/a/..b/c../...d", "/devices/a:b!c", "/a b/\x01\xff", "/$(id)",
		NULL};

	check_paths(bad, false);
	check_paths(good, true);
}

static void check_subsystems(const char *const names[], bool valid)
{
	char var[128];

	for (; *names; names++) {
		snprintf(var, sizeof(var), "SUBSYSTEM=%s", *names);
		assert_int_equal(PARSE(*names, "ACTION=add", DEVICE) == 0, valid);
		assert_int_equal(PARSE(NULL, "ACTION=add", DEVICE, var) == 0, valid);
		assert_int_equal(PARSE(*names, "ACTION=add", DEVICE, var) == 0, valid);
		if (valid)
			assert_string_equal(event.subsystem, *names);
		else
			assert_refused(-EINVAL, "is no name of a subsystem");
	}
}

static void test_subsystem(void **state)
{
	char longest[66];

	check_subsystems((const char *const[]){"", ".", "..", "../../etc", "/etc", "a/b",
					       "-rf", "--root", ".hidden", "a b", "a\nb",
					       "a%b", "a\\b", "$(id)", "a;b", "a\x7f",
					       "\xc3\xa4", "a*", NULL},
			 false);
	check_subsystems((const char *const[]){"pci", "pci_express", "scsi-host", "9p",
					       "w1.x", "a:b", "a+b", "Z", NULL},
			 true);
	memset(longest, 'a', 65);
	longest[65] = '\0';
	check_subsystems((const char *const[]){longest, NULL}, false);
	longest[64] = '\0';
	check_subsystems((const char *const[]){longest, NULL}, true);
}

static const struct {
	const char *key, *value;
	bool valid;
	uint64_t is;
} numbers[] = {
	{"SEQNUM", "1", true, 1},
	{"SEQNUM", "00012", true, 12},
	{"SEQNUM", "0", true, 0},
	{"SEQNUM", "18446744073709551615", true, UINT64_MAX},
	{"SEQNUM", "18446744073709551616", false, 0},
	{"SEQNUM", "", false, 0},
	{"SEQNUM", "-1", false, 0},
	{"SEQNUM", "+1", false, 0},
	{"SEQNUM", " 1", false, 0},
	{"SEQNUM", "1 ", false, 0},
	{"SEQNUM", "0x1", false, 0},
	{"IFINDEX", "2147483647", true, 2147483647},
	{"IFINDEX", "2147483648", false, 0},
	{"MAJOR", "4095", true, 4095},
	{"MAJOR", "4096", false, 0},
	{"MINOR", "1048575", true, 1048575},
	{"MINOR", "1048576", false, 0},
	{"MINOR", "7f", false, 0},
};

static void test_numbers(void **state)
{
	char var[64], reason[80];

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		snprintf(var, sizeof(var), "%s=%s", numbers[i].key, numbers[i].value);
		snprintf(reason, sizeof(reason), "%s is not a number", var);
		if (!numbers[i].valid) {
			assert_refused(PARSE("pci", "ACTION=add", DEVICE, var), reason);
			continue;
		}
		assert_int_equal(PARSE("pci", "ACTION=add", DEVICE, var), 0);
		if (streq(numbers[i].key, "SEQNUM"))
			assert_true(event.seqnum == numbers[i].is);
		if (streq(numbers[i].key, "IFINDEX"))
			assert_int_equal(event.ifindex, numbers[i].is);
	}
}

static void test_describe(void **state)
{
	char text[64], small[8];

	assert_int_equal(PARSE("pci", "ACTION=add", "DEVPATH=/devices/x"), 0);
	assert_string_equal(hp_uevent_describe(&event, text, sizeof(text)),
			    "add pci /devices/x");
	assert_string_equal(hp_uevent_describe(&event, small, sizeof(small)), "add pci");
	assert_int_equal(
		PARSE("net", "ACTION=add", "DEVPATH=/devices/x", "INTERFACE=eth0"), 0);
	assert_string_equal(hp_uevent_describe(&event, text, sizeof(text)),
			    "add net eth0");
}

/* Each subsystem has its own. */
static void test_actions_of_interfaces(void **state)
{
	static const char *const known[] = {"ACTION=ifup", "ACTION=ifdown",
					    "ACTION=carrier", "ACTION=nocarrier"};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		assert_int_equal(PARSE("iface", known[i], DEVICE, "INTERFACE=eth0"), 0);
		assert_int_equal(event.action, HP_ACTION_IFUP + i);
		assert_string_equal(hp_action_name(event.action),
				    known[i] + strlen("ACTION="));
		assert_refused(PARSE("net", known[i], DEVICE, "INTERFACE=eth0"),
			       "is none of add, remove");
		assert_refused(PARSE(NULL, known[i], DEVICE, "SUBSYSTEM=usb"),
			       "is none of add, remove");
	}
	assert_int_equal(PARSE(NULL, known[0], DEVICE, "SUBSYSTEM=iface", "INTERFACE=a"),
			 0);
	assert_refused(PARSE("iface", "ACTION=add", DEVICE, "INTERFACE=eth0"),
		       "ACTION=add is none of ifup, ifdown, carrier, nocarrier");
	assert_refused(PARSE("iface", known[0], DEVICE), "INTERFACE is missing");
	assert_refused(PARSE("iface", known[0], DEVICE, "INTERFACE=a/b"),
		       "is no interface name");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kernel_form),
		cmocka_unit_test(test_actions_of_interfaces),
		cmocka_unit_test(test_form_is_recognized),
		cmocka_unit_test(test_login_environment),
		cmocka_unit_test(test_foreign_variables),
		cmocka_unit_test(test_environment_size),
		cmocka_unit_test(test_event_size),
		cmocka_unit_test(test_room_for_subsystem),
		cmocka_unit_test(test_keeps_a_copy),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_actions),
		cmocka_unit_test(test_devpath),
		cmocka_unit_test(test_subsystem),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_describe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
