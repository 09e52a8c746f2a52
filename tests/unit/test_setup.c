/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/setup.c. */
#include "agent.h"
#include "setup.h"
#include "sandbox.h"

static const struct hp_environment env = {
	.n = 3, .vars = {"HOME=/", "PATH=/bin:/usr/bin", "MARK=seen"}};

static void add_script(const char *name, mode_t mode)
{
	char text[2 * PATH_MAX];

	snprintf(text, sizeof(text), "#!/bin/sh\necho \"${0##*/} $# $MARK\" >>%s\n",
		 sandbox_path("/ran"));
	sandbox_file(name, mode, text);
}

static void find(struct hp_names *scripts, const char *module)
{
	_cleanup_(hp_names_free) struct hp_names modules = {0};

	assert_int_equal(hp_names_add(&modules, module, strlen(module)), 1);
	assert_int_equal(hp_setup_find("pci", &modules, scripts), 0);
}

static void test_spellings(void **state)
{
	_cleanup_(hp_names_free) struct hp_names scripts = {.exact = true};

	add_script("/etc/hotplug/pci/snd-hda-intel", 0755);
	add_script("/etc/hotplug/pci/usb_storage", 0755);
	add_script("/etc/hotplug/pci/a-b_c", 0755);
	find(&scripts, "snd_hda_intel");
	find(&scripts, "snd-hda_intel");
	find(&scripts, "usb-storage");
	find(&scripts, "a-b_c");
	find(&scripts, "a_b-c");
	find(&scripts, "other");
	assert_int_equal(scripts.n, 3);
	assert_string_equal(scripts.name[0], "snd-hda-intel");
	assert_string_equal(scripts.name[1], "usb_storage");
	assert_string_equal(scripts.name[2], "a-b_c");
}

static void test_names_that_lead_out(void **state)
{
	_cleanup_(hp_names_free) struct hp_names scripts = {.exact = true};
	char name[301];

	add_script("/etc/hotplug/evil", 0755);
	sandbox_mkdir_mode("/etc/hotplug/pci", 0755);
	find(&scripts, "../evil");
	find(&scripts, "..");
	find(&scripts, ".");
	memset(name, 'a', 300);
	name[300] = '\0';
	find(&scripts, name);
	assert_int_equal(scripts.n, 0);

	assert_int_equal(hp_names_add(&scripts, "../evil", 7), 1);
	assert_int_equal(hp_setup_run("pci", &scripts, &env), -EINVAL);
	assert_false(sandbox_has_entry("/ran"));
	assert_logged("'../evil' is not the name of a setup script");
}

static void test_run(void **state)
{
	_cleanup_(hp_names_free) struct hp_names scripts = {.exact = true};

	add_script("/etc/hotplug/pci/one", 0755);
	sandbox_file("/etc/hotplug/pci/two", 0755, "#!/bin/sh\nexit 7\n");
	add_script("/etc/hotplug/pci/three", 0755);
	find(&scripts, "one");
	find(&scripts, "two");
	find(&scripts, "three");
	assert_int_equal(hp_setup_run("pci", &scripts, &env), -EIO);
	assert_string_equal(sandbox_read("/ran"), "one 0 seen\nthree 0 seen\n");
	assert_logged("/etc/hotplug/pci/two ended with status 7");
}

static void test_refused(void **state)
{
	_cleanup_(hp_names_free) struct hp_names scripts = {.exact = true};

	add_script("/etc/hotplug/pci/group", 0775);
	add_script("/etc/hotplug/pci/world", 0757);
	add_script("/etc/hotplug/pci/plain", 0644);
	add_script("/elsewhere/target", 0757);
	sandbox_link("/elsewhere/target", "/etc/hotplug/pci/link");
	find(&scripts, "group");
	find(&scripts, "world");
	find(&scripts, "plain");
	find(&scripts, "link");
	assert_int_equal(scripts.n, 4);
	assert_int_equal(hp_setup_run("pci", &scripts, &env), -EACCES);
	assert_false(sandbox_has_entry("/ran"));
	assert_logged("/etc/hotplug/pci/group is refused: ");
	assert_logged("/etc/hotplug/pci/world is refused: ");
	assert_logged("/etc/hotplug/pci/plain is refused: ");
	assert_logged("/etc/hotplug/pci/link is refused: ");
}

static void test_refused_directory(void **state)
{
	_cleanup_(hp_names_free) struct hp_names scripts = {.exact = true};

	add_script("/etc/hotplug/pci/one", 0755);
	sandbox_mkdir_mode("/etc/hotplug", 0777);
	find(&scripts, "one");
	assert_int_equal(hp_setup_run("pci", &scripts, &env), -EACCES);
	assert_false(sandbox_has_entry("/ran"));
}

static void test_dry_run(void **state)
{
	_cleanup_(hp_names_free) struct hp_names scripts = {.exact = true};

	add_script("/etc/hotplug/pci/one", 0755);
	find(&scripts, "one");
	hp_dry_run = true;
	assert_int_equal(hp_setup_run("pci", &scripts, &env), 0);
	hp_dry_run = false;
	assert_false(sandbox_has_entry("/ran"));
}

static void test_no_directory(void **state)
{
	_cleanup_(hp_names_free) struct hp_names scripts = {.exact = true};

	find(&scripts, "one");
	assert_int_equal(scripts.n, 0);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_spellings),
		TEST(test_names_that_lead_out),
		TEST(test_run),
		TEST(test_refused),
		TEST(test_refused_directory),
		TEST(test_dry_run),
		TEST(test_no_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
