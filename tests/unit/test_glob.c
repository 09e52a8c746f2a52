/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/glob and lib/names: against fnmatch(3), and libkmod's '-' and
 * '_'. */
#include <fnmatch.h>

#include "glob.h"
#include "names.h"
#include "sandbox.h"

#define RUNS 200000

static uint64_t seed = 88172645463325252u;

static unsigned int draw(unsigned int below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 16) % below;
}

static void draw_text(char *dst, const char *alphabet, size_t max)
{
	size_t n = draw(max), bytes = strlen(alphabet);

	for (size_t i = 0; i < n; i++)
		dst[i] = alphabet[draw(bytes)];
	dst[n] = '\0';
}

/* Short texts of few letters: most of the interesting ways to match come up. */
static void compare_with_fnmatch(const char *alphabet)
{
	unsigned int hits = 0;
	char glob[16], name[16];

	for (int i = 0; i < RUNS; i++) {
		bool want;

		draw_text(glob, alphabet, sizeof(glob));
		draw_text(name, "aab-]", sizeof(name));
		want = fnmatch(glob, name, 0) == 0;
		if (hp_glob_matches(glob, name) != want)
			fail_msg("'%s' and '%s': not as fnmatch", glob, name);
		hits += want;
	}
	assert_true(hits > RUNS / 1000);
}

static void test_stars(void **state)
{
	compare_with_fnmatch("aab**");
}

static void test_all_wildcards(void **state)
{
	compare_with_fnmatch("aab**?[]-!^\\");
}

static void test_literal(void **state)
{
	assert_int_equal(hp_glob_literal("pci:v*"), 5);
	assert_int_equal(hp_glob_literal("usb:v1p2d0[0-1]*"), 10);
	assert_int_equal(hp_glob_literal("a?"), 1);
	assert_int_equal(hp_glob_literal("abc"), 3);
	assert_int_equal(hp_glob_literal(""), 0);
}

static const struct {
	const char *alias, *normal; /* NULL: -EINVAL */
} aliases[] = {
	{"a-b_c", "a_b_c"}, {"usb:d0[0-1]-x", "usb:d0[0-1]_x"},
	{"", ""},	    {"a[b", NULL},
	{"a]b", NULL},	    {"[[-]-", "[[-]_"},
	{"[a]]", NULL},
};

static void test_normalize(void **state)
{
	char text[16];
	int r;

	for (size_t i = 0; i < ARRAY_SIZE(aliases); i++) {
		r = hp_glob_normalize(text, sizeof(text), aliases[i].alias);
		assert_int_equal(r, aliases[i].normal ? 0 : -EINVAL);
		if (r == 0)
			assert_string_equal(text, aliases[i].normal);
	}
	assert_int_equal(hp_glob_normalize(text, 4, "abc"), 0);
	assert_int_equal(hp_glob_normalize(text, 4, "abcd"), -ENAMETOOLONG);
}

static void test_names(void **state)
{
	_cleanup_(hp_names_free) struct hp_names names = {0}, exact = {.exact = true};
	char name[16];

	assert_int_equal(hp_names_add(&names, "usb-storage, rest", 11), 1);
	assert_int_equal(hp_names_add(&names, "usb_storage", 11), 0);
	assert_string_equal(names.name[0], "usb-storage");
	assert_int_equal(hp_names_add(&names, "usb_storag", 10), 1);
	assert_true(hp_names_has(&names, "usb_storage"));
	assert_false(hp_names_has(&names, "usb_storage2"));
	assert_int_equal(hp_names_add(&exact, "a-b", 3), 1);
	assert_int_equal(hp_names_add(&exact, "a_b", 3), 1);
	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "m%d", i);
		assert_int_equal(hp_names_add(&names, name, strlen(name)), 1);
	}
	assert_int_equal(names.n, 102);
	assert_string_equal(names.name[101], "m99");
	assert_true(hp_names_equal("a-b-c", "a_b_c"));
	assert_false(hp_names_equal("a-b", "a-bc"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stars),	cmocka_unit_test(test_all_wildcards),
		cmocka_unit_test(test_literal), cmocka_unit_test(test_normalize),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
