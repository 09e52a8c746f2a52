/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/maprow: lines of a map, and the kernel's rules of matching. */
#include "maprow.h"
#include "sandbox.h"

static struct hp_map_row row;
static struct hp_map_error error;

static int parse(enum hp_map_kind kind, const char *line, bool ended)
{
	error = (struct hp_map_error){0};
	return hp_map_row_parse(&row, kind, line, strlen(line), ended, &error);
}

#define PCI6  " 0x8086 0x100e 0xffffffff 0xffffffff 0 0"
#define USB11 " 0x000f 0x3ee 0 0 0x245 0 0 0 0 0 0"

static const struct {
	enum hp_map_kind kind;
	const char *line;
} good[] = {
	{HP_MAP_PCI, "e1000                0x00008086 0x0000100e 0xffffffff 0xffffffff "
		     "0x00000000 0x00000000 0x0"},
	{HP_MAP_PCI, "e1000" PCI6},
	{HP_MAP_PCI, "\t e1000\t0x8086\t\t0x100e 0xFFFFFFFF 0XffffFFFF 0 0 0x0 extra\r"},
	{HP_MAP_PCI, "e1000 32902 4110 4294967295 0xffffffff 0 0 whatever"},
	{HP_MAP_USB, "usb-storage          0x000f      0x03ee   0x0000    0x0000       "
		     "0x0245       0x00         0x00            0x00            0x00     "
		     "       0x00               0x00               0x0"},
	{HP_MAP_USB, "usb-storage" USB11},
	{HP_MAP_USB, "usb-storage" USB11 " 0x0"},
};

static void test_good(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		assert_int_equal(parse(good[i].kind, good[i].line, true), 0);
		if (good[i].kind == HP_MAP_PCI) {
			assert_memory_equal(row.name, "e1000", row.name_len);
			assert_int_equal(row.value[HP_PCI_VENDOR], 0x8086);
			assert_int_equal(row.value[HP_PCI_DEVICE], 0x100e);
			assert_int_equal(row.value[HP_PCI_SUBDEVICE], HP_PCI_ANY);
		} else {
			assert_memory_equal(row.name, "usb-storage", row.name_len);
			assert_int_equal(row.value[HP_USB_FLAGS], 0xf);
			assert_int_equal(row.value[HP_USB_BCD_HI], 0x245);
		}
	}
}

static void test_nothing(void **state)
{
	assert_int_equal(parse(HP_MAP_PCI, "", true), 1);
	assert_int_equal(parse(HP_MAP_PCI, " \t\r", true), 1);
	assert_int_equal(parse(HP_MAP_PCI, "# pci module", true), 1);
	assert_int_equal(parse(HP_MAP_PCI, "  #x", true), 1);
	assert_int_equal(parse(HP_MAP_USB, "# cut", false), 1);
}

static const struct {
	enum hp_map_kind kind;
	const char *line;
	unsigned int column;
} bad[] = {
	{HP_MAP_PCI, "e1000", 6},
	{HP_MAP_PCI, "e1000 0x8086 0x100e 0xffffffff 0xffffffff 0x0", 46},
	{HP_MAP_PCI, "e1000 0x8086 zzzz 0xffffffff 0xffffffff 0 0", 14},
	{HP_MAP_PCI, "e1000 0x 0 0 0 0 0", 7},
	{HP_MAP_PCI, "e1000 0x180860000 0 0 0 0 0", 7},
	{HP_MAP_PCI, "e1000 4294967296 0 0 0 0 0", 7},
	{HP_MAP_PCI, "e1000 0100 0 0 0 0 0", 7},
	{HP_MAP_PCI, "e1000 -1 0 0 0 0 0", 7},
	{HP_MAP_PCI, "e1000 0x8086, 0 0 0 0 0", 7},
	{HP_MAP_PCI, "e1000 1 2 3 4 5 0x@", 17},
	{HP_MAP_PCI, "e1000 1 2 3 4 5 0xg", 17},
	{HP_MAP_PCI, "../e1000" PCI6, 1},
	{HP_MAP_PCI, "  -rf" PCI6, 3},
	{HP_MAP_PCI, "a/b" PCI6, 1},
	{HP_MAP_PCI, "a\x7f" PCI6, 1},
	{HP_MAP_PCI, "\xc3\xa4" PCI6, 1},
	{HP_MAP_USB, "usb-storage 0x1000f 0x3ee 0 0 0x245 0 0 0 0 0 0", 13},
	{HP_MAP_USB, "usb-storage 0xf 0x3ee 0 0 0x245 0x100 0 0 0 0 0", 33},
	{HP_MAP_USB, "usb-storage 0xf 0x3ee 0 0 0x245 0 0 0 0 0", 42},
};

static void test_bad(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		if (parse(bad[i].kind, bad[i].line, true) != -EINVAL)
			fail_msg("taken: '%s'", bad[i].line);
		if (error.column != bad[i].column)
			fail_msg("'%s': column %u", bad[i].line, error.column);
		assert_non_null(error.what);
	}
}

/* Without a newline, only what has its last, optional column is surely whole. */
static void test_cut(void **state)
{
	const char *line = "e1000" PCI6 " 0x0";

	assert_int_equal(parse(HP_MAP_PCI, line, false), 0);
	assert_int_equal(parse(HP_MAP_PCI, "e1000" PCI6, false), -EINVAL);
	assert_int_equal(parse(HP_MAP_USB, "u" USB11, false), -EINVAL);
	assert_int_equal(parse(HP_MAP_USB, "u" USB11 " 0x0", false), 0);
	for (size_t n = 1; n < strlen("e1000" PCI6); n++)
		assert_int_equal(
			hp_map_row_parse(&row, HP_MAP_PCI, line, n, false, &error),
			-EINVAL);
}

static void test_long_name(void **state)
{
	char line[512];

	memset(line, 'a', sizeof(line));
	strcpy(line + 255, PCI6);
	assert_int_equal(parse(HP_MAP_PCI, line, true), 0);
	assert_int_equal(row.name_len, 255);
	memset(line, 'a', sizeof(line));
	strcpy(line + 256, PCI6);
	assert_int_equal(parse(HP_MAP_PCI, line, true), -EINVAL);
}

/* Any bytes at all, of any length: nothing is read behind the end (by the sanitizers). */
static void test_any_bytes(void **state)
{
	uint64_t seed = 1, key;

	for (int i = 0; i < 20000; i++) {
		size_t n = i % 61;
		char *line = malloc(n + 1);

		assert_non_null(line);
		for (size_t at = 0; at < n; at++) {
			seed = seed * 6364136223846793005u + 1;
			line[at] = " 0x1a#\t\0z"[(seed >> 33) % 9];
		}
		for (int kind = 0; kind < 2; kind++) {
			int r = hp_map_row_parse(&row, kind, line, n, true, &error);
			int peeked = hp_map_row_peek(kind, line, n, &key);

			if (r == 0)
				assert_int_equal(key, hp_map_row_key(kind, &row));
			assert_true(r == -EINVAL || r == peeked);
		}
		free(line);
	}
}

static const struct {
	uint32_t value[HP_PCI_COLUMNS];
	bool match;
} pci[] = {
	{{0x8086, 0x100e, HP_PCI_ANY, HP_PCI_ANY, 0, 0}, true},
	{{0x8086, HP_PCI_ANY, HP_PCI_ANY, HP_PCI_ANY, 0, 0}, true},
	{{HP_PCI_ANY, HP_PCI_ANY, HP_PCI_ANY, HP_PCI_ANY, 0x020000, 0xffff00}, true},
	{{0x8087, 0x100e, HP_PCI_ANY, HP_PCI_ANY, 0, 0}, false},
	{{0x8086, 0x100f, HP_PCI_ANY, HP_PCI_ANY, 0, 0}, false},
	{{0x8086, 0x100e, 0x1af4, HP_PCI_ANY, 0, 0}, true},
	{{0x8086, 0x100e, 0x1af5, HP_PCI_ANY, 0, 0}, false},
	{{0x8086, 0x100e, 0x1af4, 0x1100, 0, 0}, true},
	{{0x8086, 0x100e, HP_PCI_ANY, 0x1101, 0, 0}, false},
	{{0x8086, 0x100e, HP_PCI_ANY, HP_PCI_ANY, 0x020000, 0xffffff}, false},
	/* Bits outside the mask mean nothing; the old shell never matched these. */
	{{0x8086, 0x100e, HP_PCI_ANY, HP_PCI_ANY, 0x0200ff, 0xffff00}, true},
	{{0x8086, 0x100e, HP_PCI_ANY, HP_PCI_ANY, 0x123456, 0}, true},
	{{HP_PCI_ANY, HP_PCI_ANY, HP_PCI_ANY, HP_PCI_ANY, 0, 0}, true},
	{{0, 0x100e, HP_PCI_ANY, HP_PCI_ANY, 0, 0}, false},
};

static void test_match_pci(void **state)
{
	const struct hp_pci_id id = {0x8086, 0x100e, 0x1af4, 0x1100, 0x020001};

	for (size_t i = 0; i < ARRAY_SIZE(pci); i++) {
		memcpy(row.value, pci[i].value, sizeof(pci[i].value));
		if (hp_map_row_match_pci(&row, &id) != pci[i].match)
			fail_msg("row %zu", i);
	}
}

/* The device is 46d:c52b, revision 1211, class 0/1/2; its interface is 3/1/2. */
static const struct {
	uint32_t value[HP_USB_COLUMNS];
	bool whole, interface, vendor_specific; /* as which it matches */
} usb[] = {
	{{0x3, 0x46d, 0xc52b}, true, true, true},
	{{0x1, 0x46d, 0}, true, true, true},
	{{0x2, 0, 0xc52b}, true, true, true},
	{{0x3, 0x46d, 0xc52c}, false, false, false},
	{{0x3, 0x46e, 0xc52b}, false, false, false},
	{{0x7, 0x46d, 0xc52b, 0x1211}, true, true, true},
	{{0x7, 0x46d, 0xc52b, 0x1212}, false, false, false},
	{{0xb, 0x46d, 0xc52b, 0, 0x1211}, true, true, true},
	{{0xb, 0x46d, 0xc52b, 0, 0x1210}, false, false, false},
	{{0xf, 0x46d, 0xc52b, 0x1000, 0x1fff}, true, true, true},
	/* The flags decide, not the values: 0 is a value, and no wildcard. */
	{{0x1, 0x46d, 0x1, 0x2000, 0x1, 9, 9, 9, 9, 9, 9}, true, true, true},
	{{0x3, 0x46d, 0}, false, false, false},
	{{0x10, [5] = 0}, true, true, false},
	{{0x70, [5] = 0, 1, 2}, true, true, false},
	{{0x70, [5] = 0, 1, 3}, false, false, false},
	{{0x40, [7] = 2}, true, true, true},
	/* No interface: nothing about it can match. */
	{{0x80, [8] = 3}, false, true, false},
	{{0x380, [8] = 3, 1, 2}, false, true, false},
	{{0x380, [8] = 3, 1, 3}, false, false, false},
	{{0x280, [8] = 3, 0, 2}, false, true, false},
	{{0x81, 0x46d, [8] = 3}, false, true, true},
	/* The number has no column. */
	{{0x403, 0x46d, 0xc52b}, false, true, true},
	{{0x400}, false, true, false},
	/* Rows without a condition load nothing. */
	{{0}, false, false, false},
	{{0x8000}, false, false, false},
};

static void test_match_usb(void **state)
{
	struct hp_usb_id whole = {0x46d, 0xc52b, 0x1211, {0, 1, 2}, false, {3, 1, 2}, -1};
	struct hp_usb_id interface = whole, vendor_specific;

	interface.has_interface = true;
	vendor_specific = interface;
	vendor_specific.device[0] = 0xff;
	for (size_t i = 0; i < ARRAY_SIZE(usb); i++) {
		memcpy(row.value, usb[i].value, sizeof(usb[i].value));
		if (hp_map_row_match_usb(&row, &whole) != usb[i].whole ||
		    hp_map_row_match_usb(&row, &interface) != usb[i].interface ||
		    hp_map_row_match_usb(&row, &vendor_specific) !=
			    usb[i].vendor_specific)
			fail_msg("row %zu", i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),	  cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_bad),	  cmocka_unit_test(test_cut),
		cmocka_unit_test(test_long_name), cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_match_pci), cmocka_unit_test(test_match_usb),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
