/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/uevent: INTERFACE, and what /sys says of it. */
#include "sandbox.h"
#include "uevent.h"

#define ETH0 "/devices/pci0000:00/0000:00:03.0/net/eth0"

static struct hp_uevent event;
static char why[HP_UEVENT_WHY_MAX];

static int parse(const char *subsystem, const char *devpath, const char *interface)
{
	char path[128], name[600];
	const char *const vars[] = {"ACTION=add", name, devpath ? path : NULL, NULL};

	snprintf(path, sizeof(path), "DEVPATH=%s", devpath ? devpath : "");
	snprintf(name, sizeof(name), "INTERFACE=%s", interface);
	why[0] = '\0';
	return hp_uevent_from_environ(&event, (char *const *)vars, subsystem, why);
}

/* What renaming an interface of Linux 6.1 and 6.18 to a name with this byte says. */
static bool kernel_refuses(int byte)
{
	return memchr("\t\n\v\f\r %/:\xa0", byte, 10);
}

/* The pattern with the byte at each '?'. */
static void put_byte(char *dst, const char *pattern, int byte)
{
	for (; *pattern; pattern++)
		*dst++ = *pattern == '?' ? byte : *pattern;
	*dst = '\0';
}

static void test_every_byte_of_a_name(void **state)
{
	static const char *const places[] = {"?ab", "a?b", "ab?", "??", "?"};
	char name[8];
	int refused = 0;

	for (int byte = 1; byte < 256; byte++) {
		for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
			bool valid = !kernel_refuses(byte);

			if (byte == '.' && i > 2)
				valid = false;
			put_byte(name, places[i], byte);
			if ((parse("net", ETH0, name) == 0) != valid)
				fail_msg("byte %#x in '%s': %s", byte, places[i], why);
			if (valid)
				assert_string_equal(event.interface, name);
			else
				assert_contains(why, "is no interface name");
		}
		refused += kernel_refuses(byte);
	}
	assert_int_equal(refused, 10);
}

static void test_length_of_a_name(void **state)
{
	assert_int_equal(parse("net", ETH0, "0123456789abcde"), 0);
	assert_int_equal(parse("net", ETH0, "0123456789abcdef"), -EINVAL);
	assert_contains(why, "INTERFACE=0123456789abcdef is no interface name (1 to 15");
	assert_int_equal(parse("net", ETH0, "..."), 0);
	assert_int_equal(parse("net", ETH0, "-rf"), 0);
	assert_int_equal(parse("net", ETH0, "$(id)"), 0);
}

static void test_triples(void **state)
{
	static const char *const good[] = {"0/0/0", "255/255/255", "9/0/1", "000/01/002"};
	static const char *const bad[] = {
		"",	   "0",	      "0/0",	  "0/0/",      "/0/0",
		"0//0",	   "0/0/0/",  "0/0/0/0",  "256/0/0",   "0/256/0",
		"0/0/256", "0/0/999", "1000/0/0", "0000/0/0",  "-1/0/0",
		"+1/0/0",  " 1/0/0",  "1/0/0 ",	  "1/0/0\n",   "1/0/a",
		"0x1/0/0", "1.0/0/0", "a/b/c",	  "../../etc", "eth0"};
	static const char *const buses[] = {"usb", "plugbus"};

	for (size_t bus = 0; bus < ARRAY_SIZE(buses); bus++) {
		for (size_t i = 0; i < ARRAY_SIZE(good); i++)
			assert_int_equal(parse(buses[bus], "/devices/x", good[i]), 0);
		for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
			if (parse(buses[bus], "/devices/x", bad[i]) != -EINVAL)
				fail_msg("%s INTERFACE=%s was taken", buses[bus], bad[i]);
			assert_contains(why, "is not three numbers 0-255");
		}
	}
}

/* Of other subsystems nothing is known of it but that it is bytes. */
static void test_opaque(void **state)
{
	for (int byte = 1; byte < 256; byte++) {
		char name[] = {'a', byte, '\0'};

		assert_int_equal(parse("pci", "/devices/x", name), 0);
		assert_string_equal(event.interface, name);
	}
	assert_int_equal(parse("pci", "/devices/x", ""), 0);
	assert_int_equal(parse("pci", "/devices/x", "../../an/interface/of/no/limit"), 0);
}

static void make_interface(const char *name, const char *target, const char *ifindex)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "/sys/class/net/%s", name);
	sandbox_link(target, path);
	if (ifindex) {
		snprintf(path, sizeof(path), "/sys%s/ifindex",
			 strstr(target, "/devices"));
		sandbox_write(path, ifindex);
	}
}

static void test_net_is_looked_up(void **state)
{
	make_interface("eth0", "../.." ETH0, "7\n");
	assert_int_equal(parse("net", NULL, "eth0"), 0);
	assert_string_equal(event.devpath, ETH0);
	assert_int_equal(event.ifindex, 7);
	/* What an agent is told is what we know. */
	assert_string_equal(hp_uevent_get(&event, "DEVPATH"), ETH0);
	assert_string_equal(hp_uevent_get(&event, "IFINDEX"), "7");
	assert_string_equal(hp_uevent_get(&event, "SUBSYSTEM"), "net");
	assert_int_equal(event.n_vars, 5);
	assert_null(event.vars[5]);
}

static void test_net_that_is_not_there(void **state)
{
	sandbox_mkdir("/sys/class/net");
	assert_int_equal(parse("net", NULL, "eth0"), 0);
	assert_null(event.devpath);
	assert_int_equal(event.ifindex, 0);
	assert_null(hp_uevent_get(&event, "DEVPATH"));
}

/* /sys of a kernel would not say so; a --root that somebody made could. */
static void test_net_with_odd_sys(void **state)
{
	sandbox_link("../../devices/../../etc", "/sys/class/net/up");
	assert_int_equal(parse("net", NULL, "up"), 0);
	assert_null(event.devpath);
	sandbox_link("../../virtual/net/none", "/sys/class/net/none");
	assert_int_equal(parse("net", NULL, "none"), 0);
	assert_null(event.devpath);
	make_interface("bad", "../../devices/net/bad", "7x\n");
	assert_int_equal(parse("net", NULL, "bad"), 0);
	assert_string_equal(event.devpath, "/devices/net/bad");
	assert_int_equal(event.ifindex, 0);
	make_interface("empty", "../../devices/net/empty", "");
	assert_int_equal(parse("net", NULL, "empty"), 0);
	assert_int_equal(event.ifindex, 0);
	sandbox_mkdir("/sys/class/net/bonding_masters");
	assert_int_equal(parse("net", NULL, "bonding_masters"), 0);
	assert_null(event.devpath);
}

/* The sender's word stands, right or wrong: it may be older than what /sys says now. */
static void test_net_with_devpath_is_not_looked_up(void **state)
{
	make_interface("eth0", "../.." ETH0, "7\n");
	assert_int_equal(parse("net", "/devices/old/net/eth0", "eth0"), 0);
	assert_string_equal(event.devpath, "/devices/old/net/eth0");
	assert_int_equal(event.ifindex, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_byte_of_a_name),
		cmocka_unit_test(test_length_of_a_name),
		cmocka_unit_test(test_triples),
		cmocka_unit_test(test_opaque),
		cmocka_unit_test_setup_teardown(test_net_is_looked_up, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_net_that_is_not_there, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_net_with_odd_sys, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_net_with_devpath_is_not_looked_up,
						sandbox_setup, sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
