/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/idglob: aliases and the rows that say the same. */
#include "idglob.h"
#include "sandbox.h"

#define ANY 0xffffffff

static const struct {
	const char *alias;
	uint32_t value[HP_PCI_COLUMNS];
} pci[] = {
	{"pci:v00008086d0000100Esv*sd*bc*sc*i*", {0x8086, 0x100e, ANY, ANY, 0, 0}},
	{"pci:v*d*sv*sd*bc0Csc07i02*", {ANY, ANY, ANY, ANY, 0x0c0702, 0xffffff}},
	{"pci:v*d*sv*sd*bc01sc*i8A", {ANY, ANY, ANY, ANY, 0x01008a, 0xff00ff}},
	{"pci:v00001000d*sv00001028sd00001F0Cbc*sc04i*",
	 {0x1000, ANY, 0x1028, 0x1f0c, 0x000400, 0x00ff00}},
	{"pci:v*d*sv*sd*bc*sc*i*", {ANY, ANY, ANY, ANY, 0, 0}},
};

static void test_pci(void **state)
{
	enum hp_map_kind kind;
	struct hp_map_row row;

	for (size_t i = 0; i < ARRAY_SIZE(pci); i++) {
		assert_int_equal(hp_idglob_parse(pci[i].alias, &kind, &row), 0);
		assert_int_equal(kind, HP_MAP_PCI);
		assert_memory_equal(row.value, pci[i].value, sizeof(pci[i].value));
	}
}

#define REST "dc*dsc*dp*ic*isc*ip*in*"

static const struct {
	const char *alias;
	uint32_t value[HP_USB_COLUMNS];
} usb[] = {
	{"usb:v046DpC52Bd*" REST, {0x3, 0x46d, 0xc52b}},
	{"usb:v04CBp0100d2[0-1]*" REST, {0xf, 0x4cb, 0x100, 0x2000, 0x21ff}},
	{"usb:v1645p0007d013[0-3]" REST, {0xf, 0x1645, 7, 0x130, 0x133}},
	{"usb:v1645p0007d0[8-9A-C]*" REST, {0xf, 0x1645, 7, 0x800, 0xcff}},
	{"usb:v1645p0007d0110" REST, {0xf, 0x1645, 7, 0x110, 0x110}},
	{"usb:v*p*d[0-4]*" REST, {0xc, 0, 0, 0, 0x4fff}},
	{"usb:v*p*d*dc*dsc*dp*ic08isc06ip50in*", {0x380, [8] = 8, 6, 0x50}},
	{"usb:v*p*d*dcE0dsc01dp01ic*isc*ip*in*", {0x70, [5] = 0xe0, 1, 1}},
	{"usb:v19D2p0123d*dc*dsc*dp*ic*isc*ip*in04*", {0x403, 0x19d2, 0x123}},
	{"usb:v0000p*d*dc*dsc*dp*ic00isc*ip*in*", {0x81}},
};

static void test_usb(void **state)
{
	enum hp_map_kind kind;
	struct hp_map_row row;

	for (size_t i = 0; i < ARRAY_SIZE(usb); i++) {
		assert_int_equal(hp_idglob_parse(usb[i].alias, &kind, &row), 0);
		assert_int_equal(kind, HP_MAP_USB);
		assert_memory_equal(row.value, usb[i].value, sizeof(usb[i].value));
	}
}

static const char *const without_row[] = {
	"pci:v0000808*d*sv*sd*bc*sc*i*",
	"pci:v00008086d0000100e"
	"sv*sd*bc*sc*i*", /* small letters match no MODALIAS */
	"pci:v00008086",
	"pci:v00008086d*",
	"pci:*",
	"pci:v00008086d*sv*sd*bc*sc*i*x",
	"pci:",
	"usb:v046DpC52Bd*",
	"usb:v0763p1031d010" REST,   /* three digits: no device has that */
	"usb:v046DpC52Bd[02]*" REST, /* a gap */
	"usb:v046DpC52Bd[2-0]*" REST,
	"usb:v046DpC52Bd[]*" REST,
	"usb:v046DpC52Bd[0-" REST,
	"usb:v046DpC52Bd[" REST,
	"usb:v046DpC52Bd[0-1]5*" REST, /* two ranges */
	"usb:v046DpC52Bd01[!0]*" REST,
	"usb:v*p*d*" REST, /* would match everything, which no row may */
	"usb:v046DpC52Bd01234*" REST,
	"usb:",
};

static void test_without_row(void **state)
{
	enum hp_map_kind kind;
	struct hp_map_row row;

	for (size_t i = 0; i < ARRAY_SIZE(without_row); i++)
		if (hp_idglob_parse(without_row[i], &kind, &row) != -EINVAL)
			fail_msg("'%s' became a row", without_row[i]);
}

static void test_other(void **state)
{
	static const char *const others[] = {
		"vfio_pci:v*d*sv*sd*bc*sc*i*",
		"usbfunc:eem",
		"of:N*T*Cx",
		"pci",
		"",
		"usb",
	};
	enum hp_map_kind kind;
	struct hp_map_row row;

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		assert_int_equal(hp_idglob_parse(others[i], &kind, &row), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pci),
		cmocka_unit_test(test_usb),
		cmocka_unit_test(test_without_row),
		cmocka_unit_test(test_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
