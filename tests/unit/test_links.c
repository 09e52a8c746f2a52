/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/links and lib/linkrecord: what is to be told of interfaces, and what
 * is known of it later. */
#include "linkrecord.h"
#include "sandbox.h"

static struct hp_links links;

static const char *all_that_is_due(struct hp_link_state *state)
{
	static char text[64];
	enum hp_action action;

	text[0] = '\0';
	while (hp_link_next(state, &action)) {
		strcat(strcat(text, " "), hp_action_name(action));
		hp_link_told(state, action);
	}
	return text;
}

static void set(struct hp_link_state *state, bool is_up, bool has_carrier)
{
	state->now.is_up = is_up;
	state->now.has_carrier = has_carrier;
}

static void differences_are_told_in_order(void **state)
{
	struct hp_link_state *link = hp_links_get(&links, 7);

	set(link, true, true);
	assert_string_equal(all_that_is_due(link), "");
	link->is_announced = true;
	assert_string_equal(all_that_is_due(link), " ifup carrier");
	assert_string_equal(all_that_is_due(link), "");
	set(link, true, false);
	assert_string_equal(all_that_is_due(link), " nocarrier");
	set(link, true, true);
	assert_string_equal(all_that_is_due(link), " carrier");
	set(link, false, false);
	assert_string_equal(all_that_is_due(link), " nocarrier ifdown");
}

static void interfaces_are_kept_by_number(void **state)
{
	static const unsigned int numbers[] = {5, 1, 9, 3, 7, 3};

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		assert_int_equal(hp_links_get(&links, numbers[i])->now.ifindex,
				 numbers[i]);
	assert_int_equal(links.n, 5);
	for (unsigned int n = 0; n < 11; n++)
		assert_int_equal(hp_links_find(&links, n) != NULL, n < 10 && n % 2);
	hp_links_drop(&links, hp_links_find(&links, 5));
	assert_null(hp_links_find(&links, 5));
	assert_int_equal(hp_links_find(&links, 7)->now.ifindex, 7);
	assert_int_equal(links.n, 4);
}

static void put(int dir, unsigned int ifindex, bool has_carrier, const char *devpath)
{
	struct hp_link_state link = {
		.now = {.ifindex = ifindex, .name = "eth0"},
		.is_up = true,
		.has_carrier = has_carrier,
		.devpath = (char *)devpath,
	};

	hp_linkrecord_put(dir, &link);
}

static void what_was_told_is_known_later(void **state)
{
	_cleanup_close_ int dir = -1;
	const struct hp_link_state *link;

	sandbox_mkdir(HP_RUNDIR);
	dir = hp_linkrecord_open();
	assert_true(dir >= 0);
	put(dir, 3, true, "/devices/a:b/net/eth0");
	put(dir, 4, false, NULL);
	put(dir, 4, false, NULL);
	assert_int_equal(symlinkat("nonsense", dir, "5"), 0);
	assert_int_equal(symlinkat("1:eth0:/a", dir, "eth0"), 0);
	assert_int_equal(hp_linkrecord_read(dir, &links), 0);
	assert_int_equal(links.n, 2);
	link = hp_links_find(&links, 3);
	assert_true(link->is_announced && link->is_up && link->has_carrier);
	assert_string_equal(link->now.name, "eth0");
	assert_string_equal(link->devpath, "/devices/a:b/net/eth0");
	assert_false(link->now.is_up);
	link = hp_links_find(&links, 4);
	assert_true(link->is_up && !link->has_carrier);
	assert_null(link->devpath);
}

static void what_is_down_has_no_record(void **state)
{
	struct hp_link_state down = {.now = {.ifindex = 3, .name = "eth0"}};
	_cleanup_close_ int dir = -1;

	sandbox_mkdir(HP_RUNDIR);
	dir = hp_linkrecord_open();
	put(dir, 3, true, "/a");
	put(dir, 4, true, "/b");
	hp_linkrecord_put(dir, &down);
	assert_int_equal(hp_linkrecord_read(dir, &links), 0);
	assert_int_equal(links.n, 1);
	hp_links_free(&links);
	hp_linkrecord_clear(dir);
	assert_int_equal(hp_linkrecord_read(dir, &links), 0);
	assert_int_equal(links.n, 0);
}

static int tear_down(void **state)
{
	hp_links_free(&links);
	return sandbox_teardown(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sandbox_setup, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(differences_are_told_in_order),
		TEST(interfaces_are_kept_by_number),
		TEST(what_was_told_is_known_later),
		TEST(what_is_down_has_no_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
