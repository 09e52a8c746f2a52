/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/idquery.c. */
#include "idquery.h"
#include "sandbox.h"

static struct hp_idquery query;
static char why[HP_IDQUERY_WHY_MAX];

static void parse(const char *text)
{
	if (hp_idquery_parse(&query, text, why) < 0)
		fail_msg("%s: %s", text, why);
}

static const struct {
	const char *text, *modalias;
} forms[] = {
	{"pci:8086:100e", "pci:v00008086d0000100Esvxsdxbcxscxix"},
	{"pci:8086:100E:1af4:1100", "pci:v00008086d0000100Esv00001AF4sd00001100bcxscxix"},
	{"pci:10ec:5229:ff0000", "pci:v000010ECd00005229svxsdxbcFFsc00i00"},
	{"pci:1:2:3:4:020000", "pci:v00000001d00000002sv00000003sd00000004bc02sc00i00"},
	{"usb:046d:c52b", "usb:v046DpC52Bdxdcxdscxdpxicxiscxipxinx"},
	{"usb:46d:c52b:030101", "usb:v046DpC52Bdxdcxdscxdpxic03isc01ip01inx"},
	{"usb:v046DpC52Bd1211dc00dsc00dp00ic03isc01ip01in00",
	 "usb:v046DpC52Bd1211dc00dsc00dp00ic03isc01ip01in00"},
};

static void test_forms(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		parse(forms[i].text);
		assert_string_equal(query.modalias, forms[i].modalias);
	}
}

static const char *const bad[] = {
	"pci:",
	"pci:8086",
	"pci:8086:100e:1af4",
	"pci:8086:100e:",
	"pci:8086:10000",
	"pci:8086:100e:020000:1",
	"pci:g:1",
	"pci:8086:020000",
	"pci:0x8086:100e",
	"pci:v00008086d1",
	"usb:046d",
	"usb:046d:c52b:1:2",
	"usb:046d:c52b:3",
	"pci: 8086:100e",
	"pci:8086:100e:1:2:3:4",
	"usb:v046DpC52Bd12",
	"usb:-1:1",
	"pci:8086:100e:00020000",
};

static void test_bad_forms(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		why[0] = '\0';
		if (hp_idquery_parse(&query, bad[i], why) != -EINVAL)
			fail_msg("%s is taken", bad[i]);
		assert_true(why[0] == '\'');
	}
	assert_int_equal(hp_idquery_parse(&query, "e1000", why), -ENOENT);
	assert_int_equal(hp_idquery_parse(&query, "acpi:PNP0501:", why), -ENOENT);
}

static enum hp_idquery_match match(const char *text, const char *alias)
{
	parse(text);
	return hp_idquery_match_alias(&query, alias);
}

#define NIC "pci:v00008086d0000100Esv*sd*bc*sc*i*"

static void test_pci_rows(void **state)
{
	assert_int_equal(match("pci:8086:100e", NIC), HP_IDQUERY_YES);
	assert_int_equal(match("pci:8086:100f", NIC), HP_IDQUERY_NO);
	assert_int_equal(match("pci:8086:100e:1:2:020000", NIC), HP_IDQUERY_YES);
	assert_int_equal(
		match("pci:8086:100e", "pci:v00008086d0000100Esv00001AF4sd*bc*sc*i*"),
		HP_IDQUERY_DEPENDS);
	assert_int_equal(match("pci:8086:100e:1af4:1",
			       "pci:v00008086d0000100Esv00001AF4sd*bc*sc*i*"),
			 HP_IDQUERY_YES);
	assert_int_equal(match("pci:8086:100e:1af5:1",
			       "pci:v00008086d0000100Esv00001AF4sd*bc*sc*i*"),
			 HP_IDQUERY_NO);
	/* What names no device may be about anything: that is no answer. */
	assert_int_equal(match("pci:8086:100e", "pci:v00008086d*sv*sd*bc03sc*i*"),
			 HP_IDQUERY_NO);
	assert_int_equal(match("pci:8086:100e:030000", "pci:v00008086d*sv*sd*bc03sc*i*"),
			 HP_IDQUERY_YES);
	assert_int_equal(match("pci:10ec:5229", "pci:v000010ECd00005229sv*sd*bcFFsc*i*"),
			 HP_IDQUERY_DEPENDS);
	assert_int_equal(
		match("pci:10ec:5229:020000", "pci:v000010ECd00005229sv*sd*bcFFsc*i*"),
		HP_IDQUERY_NO);
	assert_int_equal(match("usb:8086:100e", NIC), HP_IDQUERY_NO);
	assert_int_equal(match("pci:8086:100e", "pci:*"), HP_IDQUERY_NO);
}

#define WHOLE "usb:v0BDAp8153d3000dc00dsc00dp00ic02isc06ip00in00"

static void test_usb_rows(void **state)
{
	assert_int_equal(
		match("usb:0bda:8153", "usb:v0BDAp8153d*dc*dsc*dp*ic*isc*ip*in*"),
		HP_IDQUERY_YES);
	assert_int_equal(
		match("usb:0bda:8153", "usb:v0BDAp8153d*dc*dsc*dp*icFFisc*ip*in*"),
		HP_IDQUERY_DEPENDS);
	assert_int_equal(
		match("usb:0bda:8153:ff0000", "usb:v0BDAp8153d*dc*dsc*dp*icFFisc*ip*in*"),
		HP_IDQUERY_YES);
	assert_int_equal(match(WHOLE, "usb:v0BDAp8153d*dc*dsc*dp*icFFisc*ip*in*"),
			 HP_IDQUERY_NO);
	assert_int_equal(match(WHOLE, "usb:v*p*d*dc*dsc*dp*ic02isc06ip00in*"),
			 HP_IDQUERY_YES);
	assert_int_equal(match("usb:0bda:8153", "usb:v*p*d*dc*dsc*dp*ic02isc06ip00in*"),
			 HP_IDQUERY_NO);
	assert_int_equal(match(WHOLE, "usb:v0BDAp8153d2*dc*dsc*dp*ic*isc*ip*in*"),
			 HP_IDQUERY_NO);
	assert_int_equal(match(WHOLE, "usb:v0BDAp8153d3[0-9]*dc*dsc*dp*ic*isc*ip*in*"),
			 HP_IDQUERY_YES);
	assert_int_equal(
		match("usb:0bda:8153", "usb:v0BDAp8153d3[0-9]*dc*dsc*dp*ic*isc*ip*in*"),
		HP_IDQUERY_DEPENDS);
	/* The kernel's rule for devices whose vendor says what their classes mean. */
	assert_int_equal(match("usb:v0BDAp8153d3000dcFFdsc00dp00ic02isc06ip00in00",
			       "usb:v*p*d*dc*dsc*dp*ic02isc06ip00in*"),
			 HP_IDQUERY_NO);
}

/* On whole ids the answer is that of the map's own match. */
static void test_whole_ids_as_the_map(void **state)
{
	const struct hp_pci_id id = {0x8086, 0x100e, 0x1af4, 0x1100, 0x020000};
	static const uint32_t vary[][3] = {
		{0x8086, 0x8087, HP_PCI_ANY}, {0x100e, 0x100f, HP_PCI_ANY},
		{0x1af4, 0x1af5, HP_PCI_ANY}, {0x1100, 0x1101, HP_PCI_ANY},
		{0x020000, 0x030000, 0},      {0xff0000, 0xffffff, 0},
	};
	struct hp_map_row row = {.name = "x", .name_len = 1};

	parse("pci:8086:100e:1af4:1100:020000");
	for (int n = 0; n < 729; n++) {
		for (int i = 0, rest = n; i < HP_PCI_COLUMNS; i++, rest /= 3)
			row.value[i] = vary[i][rest % 3];
		assert_int_equal(hp_idquery_match_row(&query, &row),
				 hp_map_row_match_pci(&row, &id) ? HP_IDQUERY_YES
								 : HP_IDQUERY_NO);
	}
}

static void test_keys(void **state)
{
	struct hp_idquery_key key;

	parse("pci:8086:100E:1AF4:1100");
	hp_idquery_key(&key, &query);
	assert_string_equal(key.key.at[0], "8086");
	assert_string_equal(key.key.at[1], "100e");
	assert_string_equal(key.key.at[2], "1af4 1100");
	assert_null(key.key.at[3]);
	parse("usb:46d:c52b");
	hp_idquery_key(&key, &query);
	assert_string_equal(key.key.at[0], "046d");
	assert_null(key.key.at[2]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_bad_forms),
		cmocka_unit_test(test_pci_rows),
		cmocka_unit_test(test_usb_rows),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_whole_ids_as_the_map),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
