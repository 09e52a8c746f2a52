/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/deviceid: ids out of events, and what is refused. */
#include "deviceid.h"
#include "sandbox.h"

static struct hp_uevent event;

/* The event as a person would give it; what the reader of events refuses by itself is put
 * in behind its back, since every road to the ids must refuse it. */
static void make_event(const char *const vars[])
{
	memset(&event, 0, sizeof(event));
	for (size_t i = 0; vars[i]; i++)
		event.vars[event.n_vars++] = vars[i];
}

static const struct {
	const char *vars[4];
	struct hp_pci_id id;
} pci_good[] = {
	{{"PCI_CLASS=20000", "PCI_ID=8086:100E", "PCI_SUBSYS_ID=1AF4:1100"},
	 {0x8086, 0x100e, 0x1af4, 0x1100, 0x20000}},
	{{"PCI_CLASS=C0330", "PCI_ID=1b36/000d", "PCI_SUBSYS_ID=0/0"},
	 {0x1b36, 0xd, 0, 0, 0xc0330}},
	{{"PCI_CLASS=0", "PCI_ID=FFFFFFFF:FFFFFFFF", "PCI_SUBSYS_ID=0:ffffffff"},
	 {0xffffffff, 0xffffffff, 0, 0xffffffff, 0}},
	{{"MODALIAS=pci:v00008086d0000100Esv00001AF4sd00001100bc02sc00i8a"},
	 {0x8086, 0x100e, 0x1af4, 0x1100, 0x2008a}},
	/* The keys of the event come first. */
	{{"PCI_CLASS=20000", "PCI_ID=8086:100E", "PCI_SUBSYS_ID=1AF4:1100", "MODALIAS=x"},
	 {0x8086, 0x100e, 0x1af4, 0x1100, 0x20000}},
};

static void test_pci_good(void **state)
{
	char why[HP_UEVENT_WHY_MAX];
	struct hp_pci_id id;

	for (size_t i = 0; i < ARRAY_SIZE(pci_good); i++) {
		const char *vars[5] = {0};

		memcpy(vars, pci_good[i].vars, sizeof(pci_good[i].vars));
		make_event(vars);
		assert_int_equal(hp_pci_id_from_event(&id, &event, why), 0);
		assert_memory_equal(&id, &pci_good[i].id, sizeof(id));
	}
}

#define CLASS "PCI_CLASS=20000"
#define ID    "PCI_ID=8086:100E"
#define SUB   "PCI_SUBSYS_ID=1AF4:1100"

static const struct {
	const char *vars[4];
	const char *why;
} pci_bad[] = {
	{{CLASS, "PCI_ID=zzzz:1", SUB}, "PCI_ID=zzzz:1"},
	{{CLASS, "PCI_ID=8086", SUB}, "PCI_ID=8086"},
	{{CLASS, "PCI_ID=8086:", SUB}, "PCI_ID=8086:"},
	{{CLASS, "PCI_ID=:100E", SUB}, "PCI_ID=:100E"},
	{{CLASS, "PCI_ID=8086:100E:1", SUB}, "PCI_ID="},
	{{CLASS, "PCI_ID=8086:100E ", SUB}, "PCI_ID="},
	{{CLASS, "PCI_ID= 8086:100E", SUB}, "PCI_ID="},
	{{CLASS, "PCI_ID=0x8086:100E", SUB}, "PCI_ID="},
	{{CLASS, "PCI_ID=-1:100E", SUB}, "PCI_ID="},
	{{CLASS, "PCI_ID=8086-100E", SUB}, "PCI_ID="},
	{{CLASS, "PCI_ID=100000000:1", SUB}, "PCI_ID="},
	{{CLASS, "PCI_ID=", SUB}, "PCI_ID="},
	{{CLASS, SUB}, "PCI_ID is missing"},
	{{ID, SUB}, "PCI_CLASS is missing"},
	{{CLASS, ID}, "PCI_SUBSYS_ID is missing"},
	{{"PCI_CLASS=1000000", ID, SUB}, "PCI_CLASS=1000000"},
	{{"PCI_CLASS=", ID, SUB}, "PCI_CLASS="},
	{{CLASS, ID, "PCI_SUBSYS_ID=1AF4"}, "PCI_SUBSYS_ID=1AF4"},
	{{"MODALIAS=pci:v00008086"}, "MODALIAS=pci:v00008086"},
	{{"MODALIAS=pci:v00008086d0000100Esv00001AF4sd00001100bc02sc00i000"},
	 "MODALIAS="},
	{{"MODALIAS=pci:v8086d0000100Esv00001AF4sd00001100bc02sc00i00"}, "MODALIAS="},
	{{"MODALIAS=pci:"}, "MODALIAS="},
};

static void test_pci_bad(void **state)
{
	const struct hp_pci_id before = {1, 2, 3, 4, 5};
	char why[HP_UEVENT_WHY_MAX];
	struct hp_pci_id id;

	for (size_t i = 0; i < ARRAY_SIZE(pci_bad); i++) {
		const char *vars[5] = {0};

		memcpy(vars, pci_bad[i].vars, sizeof(pci_bad[i].vars));
		make_event(vars);
		id = before;
		strcpy(why, "nothing");
		if (hp_pci_id_from_event(&id, &event, why) != -EINVAL)
			fail_msg("taken: %s", pci_bad[i].why);
		assert_contains(why, pci_bad[i].why);
		assert_memory_equal(&id, &before, sizeof(id));
	}
}

static void test_none(void **state)
{
	const char *vars[] = {"ACTION=add", "MODALIAS=acpi:PNP0501:", NULL};
	char why[HP_UEVENT_WHY_MAX];
	struct hp_pci_id pci;
	struct hp_usb_id usb;

	make_event(vars);
	assert_int_equal(hp_pci_id_from_event(&pci, &event, why), -ENOENT);
	assert_int_equal(hp_usb_id_from_event(&usb, &event, why), -ENOENT);
}

#define ALIAS "MODALIAS=usb:v046DpC52Bd1211dc00dsc01dp02ic03isc01ip01in02"

static const struct {
	const char *vars[4];
	struct hp_usb_id id;
} usb_good[] = {
	{{"PRODUCT=46d/c52b/1211", "TYPE=0/1/2", "INTERFACE=3/1/1", ALIAS},
	 {0x46d, 0xc52b, 0x1211, {0, 1, 2}, true, {3, 1, 1}, 2}},
	{{"PRODUCT=46D/C52B/1211", "TYPE=0/1/2", "INTERFACE=3/1/1"},
	 {0x46d, 0xc52b, 0x1211, {0, 1, 2}, true, {3, 1, 1}, -1}},
	{{"PRODUCT=1d6b/2/601", "TYPE=9/0/1"},
	 {0x1d6b, 2, 0x601, {9, 0, 1}, false, {0}, -1}},
	{{"PRODUCT=ffff/0/0", "TYPE=255/255/255", "INTERFACE=0/0/255"},
	 {0xffff, 0, 0, {255, 255, 255}, true, {0, 0, 255}, -1}},
	{{ALIAS}, {0x46d, 0xc52b, 0x1211, {0, 1, 2}, true, {3, 1, 1}, 2}},
};

static void test_usb_good(void **state)
{
	char why[HP_UEVENT_WHY_MAX];
	struct hp_usb_id id;

	for (size_t i = 0; i < ARRAY_SIZE(usb_good); i++) {
		const struct hp_usb_id *want = &usb_good[i].id;
		const char *vars[5] = {0};

		memcpy(vars, usb_good[i].vars, sizeof(usb_good[i].vars));
		make_event(vars);
		assert_int_equal(hp_usb_id_from_event(&id, &event, why), 0);
		assert_int_equal(id.vendor, want->vendor);
		assert_int_equal(id.product, want->product);
		assert_int_equal(id.bcd, want->bcd);
		assert_memory_equal(id.device, want->device, 3);
		assert_int_equal(id.has_interface, want->has_interface);
		assert_memory_equal(id.interface, want->interface, 3);
		assert_int_equal(id.number, want->number);
	}
}

static const struct {
	const char *vars[4];
	const char *why;
} usb_bad[] = {
	{{"PRODUCT=46d/c52b", "TYPE=0/0/0"}, "PRODUCT=46d/c52b"},
	{{"PRODUCT=10000/0/0", "TYPE=0/0/0"}, "PRODUCT=10000"},
	{{"PRODUCT=46d:c52b:1", "TYPE=0/0/0"}, "PRODUCT="},
	{{"PRODUCT=46d/c52b/1/2", "TYPE=0/0/0"}, "PRODUCT="},
	{{"PRODUCT=46d/c52b/1"}, "TYPE is missing"},
	{{"PRODUCT=46d/c52b/1", "TYPE=0/0/256"}, "TYPE=0/0/256"},
	{{"PRODUCT=46d/c52b/1", "TYPE=0/0/f"}, "TYPE=0/0/f"},
	{{"PRODUCT=46d/c52b/1", "TYPE=0/0/0", "INTERFACE=3/1"}, "INTERFACE=3/1"},
	{{"PRODUCT=46d/c52b/1", "TYPE=0/0/0", "INTERFACE=3/1/999"}, "INTERFACE="},
	{{"PRODUCT=46d/c52b/1", "TYPE=0/0/0", "MODALIAS=usb:v046D"}, "MODALIAS="},
	{{"MODALIAS=usb:v046DpC52Bd1211dc00dsc01dp02ic03isc01ip01in0"}, "MODALIAS="},
};

static void test_usb_bad(void **state)
{
	char why[HP_UEVENT_WHY_MAX];
	struct hp_usb_id id;

	for (size_t i = 0; i < ARRAY_SIZE(usb_bad); i++) {
		const char *vars[5] = {0};

		memcpy(vars, usb_bad[i].vars, sizeof(usb_bad[i].vars));
		make_event(vars);
		strcpy(why, "nothing");
		if (hp_usb_id_from_event(&id, &event, why) != -EINVAL)
			fail_msg("taken: %s", usb_bad[i].why);
		assert_contains(why, usb_bad[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pci_good), cmocka_unit_test(test_pci_bad),
		cmocka_unit_test(test_none),	 cmocka_unit_test(test_usb_good),
		cmocka_unit_test(test_usb_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
