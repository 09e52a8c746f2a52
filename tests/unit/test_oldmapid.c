/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/oldmapid, lib/inputbits and lib/pnpids: ids of devices out of
 * their events and out of /sys, and what is refused. */
#include "oldmap.h"
#include "sandbox.h"

static struct hp_uevent event;

static void make_event(const char *const vars[])
{
	memset(&event, 0, sizeof(event));
	for (size_t i = 0; vars[i]; i++)
		event.vars[event.n_vars++] = vars[i];
}

static void test_isapnp_id(void **state)
{
	uint32_t id;

	/* EISA_ID() of include/linux/isapnp.h, by hand. */
	assert_int_equal(hp_pnp_id_parse("PNP0501", 7, &id), 0);
	assert_int_equal(id, 0xd0410105);
	assert_int_equal(hp_pnp_id_parse("CTL0031", 7, &id), 0);
	assert_int_equal(id, 0x8c0e3100);
	assert_int_equal(hp_pnp_id_parse("PNP050", 6, &id), -EINVAL);
	assert_int_equal(hp_pnp_id_parse("pnp0501", 7, &id), -EINVAL);
	assert_int_equal(hp_pnp_id_parse("PNP05g1", 7, &id), -EINVAL);
	assert_int_equal(hp_pnp_id_parse("PNPXXXX", 7, &id), -EINVAL);
}

/* A card with two devices, and a device of the board, as /sys has them. */
static void test_isapnp_sysfs(void **state)
{
	static const char *const vars[] = {"ACTION=add",
					   "DEVPATH=/devices/pnp1/01:01/01:01.00",
					   "SUBSYSTEM=pnp", NULL};
	char why[HP_UEVENT_WHY_MAX];
	struct hp_oldmap_id id;

	assert_int_equal(hp_root_set(sandbox_dir), 0);
	sandbox_write("/sys/devices/pnp1/01:01/card_id", "CTL0024\n");
	sandbox_write("/sys/devices/pnp1/01:01/01:01.00/id", "CTL0031\nPNPB003\n");
	sandbox_write("/sys/devices/pnp1/01:01/01:01.01/id", "CTL0021\n");
	sandbox_write("/sys/devices/pnp1/01:01/power/control", "auto\n");
	make_event(vars);
	event.devpath = "/devices/pnp1/01:01/01:01.00";
	assert_int_equal(hp_oldmap_id_from_event(&id, HP_OLDMAP_ISAPNP, &event, why), 0);
	assert_int_equal(id.own.n, 2);
	assert_int_equal(id.card.n, 1);
	assert_int_equal(id.on_card.n, 3);
	sandbox_write("/sys/devices/pnp0/00:01/id", "PNP0501\n");
	event.devpath = "/devices/pnp0/00:01";
	assert_int_equal(hp_oldmap_id_from_event(&id, HP_OLDMAP_ISAPNP, &event, why), 0);
	assert_int_equal(id.own.n, 1);
	assert_int_equal(id.card.n + id.on_card.n, 0);
	event.devpath = "/devices/pnp0/00:02";
	assert_int_equal(hp_oldmap_id_from_event(&id, HP_OLDMAP_ISAPNP, &event, why),
			 -ENOENT);
	assert_int_equal(hp_root_set("/"), 0);
}

static const struct {
	enum hp_oldmap_kind kind;
	const char *vars[5];
	const char *why; /* NULL: the event says nothing about this bus */
} bad[] = {
	{HP_OLDMAP_CCW, {"MODALIAS=serio:ty01pr00id00ex00"}, NULL},
	{HP_OLDMAP_CCW, {"ACTION=add"}, NULL},
	{HP_OLDMAP_CCW, {"CU_TYPE=3990"}, "CU_MODEL is missing"},
	{HP_OLDMAP_CCW, {"CU_TYPE=39900", "CU_MODEL=1"}, "CU_TYPE=39900"},
	{HP_OLDMAP_CCW, {"MODALIAS=ccw:t3990m"}, "MODALIAS=ccw:t3990m"},
	{HP_OLDMAP_CCW, {"MODALIAS=ccw:t3990mE9dt"}, "MODALIAS="},
	{HP_OLDMAP_CCW, {"MODALIAS=ccw:t3990mE9dtdmx"}, "MODALIAS="},
	{HP_OLDMAP_CCW, {"MODALIAS=ccw:t3990mE9dt3390dm0A0"}, "MODALIAS="},
	{HP_OLDMAP_IEEE1394, {"MODALIAS=ieee1394:ven1"}, "MODALIAS="},
	{HP_OLDMAP_IEEE1394, {"VENDOR_ID=x"}, "VENDOR_ID=x"},
	{HP_OLDMAP_SERIO, {"MODALIAS=serio:ty01pr00id00exdtdm"}, "MODALIAS="},
	{HP_OLDMAP_SERIO, {"SERIO_TYPE=100"}, "SERIO_TYPE=100"},
	{HP_OLDMAP_INPUT, {"MODALIAS=pci:x"}, NULL},
	{HP_OLDMAP_INPUT, {"PRODUCT=3/46d/c52b"}, "PRODUCT="},
	{HP_OLDMAP_INPUT, {"PRODUCT=3/46d/c52b/1", "EV=g"}, "EV=g"},
	{HP_OLDMAP_INPUT, {"PRODUCT=3/46d/c52b/1", "KEY=1  1"}, "KEY=1  1"},
	{HP_OLDMAP_INPUT, {"PRODUCT=3/46d/c52b/1", "SW="}, "SW="},
	{HP_OLDMAP_INPUT, {"MODALIAS=input:b0003v046DpC52Be0111"}, "MODALIAS="},
	{HP_OLDMAP_INPUT, {"MODALIAS=input:b0003v046DpC52Be0111-e0,k1"}, "MODALIAS="},
	{HP_OLDMAP_INPUT, {"MODALIAS=input:b0003v046DpC52Be0111-e300,kramlsfw"}, "MODAL"},
	{HP_OLDMAP_INPUT, {"MODALIAS=input:b0003v046DpC52Be0111-e1,kramlsfwx"}, "MODAL"},
	{HP_OLDMAP_ISAPNP, {"MODALIAS=acpi:ABCD0001:"}, NULL},
	{HP_OLDMAP_ISAPNP, {"ACTION=add"}, NULL},
	{HP_OLDMAP_ISAPNP, {"MODALIAS=pnp:"}, "MODALIAS=pnp:"},
	{HP_OLDMAP_ISAPNP, {"MODALIAS=pnp:dPNP0501dPNP"}, "MODALIAS=pnp:dPNP0501dPNP"},
	{HP_OLDMAP_ISAPNP, {"MODALIAS=pnp:PNP0501"}, "MODALIAS=pnp:PNP0501"},
	{HP_OLDMAP_OF, {"MODALIAS=of:NxTyCz"}, NULL},
};

static void test_bad_events(void **state)
{
	char why[HP_UEVENT_WHY_MAX];
	struct hp_oldmap_id id;
	int r;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		const char *vars[ARRAY_SIZE(bad[i].vars) + 1] = {0};

		memcpy(vars, bad[i].vars, sizeof(bad[i].vars));
		make_event(vars);
		strcpy(why, "nothing");
		id.number[0] = 7;
		r = hp_oldmap_id_from_event(&id, bad[i].kind, &event, why);
		if (r != (bad[i].why ? -EINVAL : -ENOENT))
			fail_msg("%s: %d", bad[i].vars[0], r);
		if (bad[i].why)
			assert_contains(why, bad[i].why);
		assert_int_equal(id.number[0], 7);
	}
}

/* Words as wide as a long, wider ones where they say so. */
static void test_bits(void **state)
{
	struct hp_input_bits a, b;

	assert_int_equal(hp_input_bits_parse(&a, "1:0", 3, ':'), 0);
	assert_int_equal(a.word[sizeof(long) / 8], sizeof(long) == 8 ? 1 : 0);
	assert_int_equal(hp_input_bits_parse(&a, "1:123456789", 11, ':'), 0);
	assert_true(a.word[1] == 1 && a.word[0] == 0x123456789);
	assert_int_equal(
		hp_input_bits_parse(&a, "800000000:0:0:0:0:0:0:0:0:0:0:0", 31, ':'), 0);
	assert_true(a.word[11] == 0x800000000);
	/* Bit 739 is beyond what counts. */
	memset(&b, 0, sizeof(b));
	assert_false(hp_input_bits_are_in(&a, &b, 768));
	assert_false(hp_input_bits_are_in(&a, &b, 740));
	assert_true(hp_input_bits_are_in(&a, &b, 739));
	assert_true(hp_input_bits_are_in(&a, &a, 768));
	assert_int_equal(hp_input_bits_parse(&a, "", 0, ' '), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_isapnp_id),
		cmocka_unit_test_setup_teardown(test_isapnp_sysfs, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test(test_bad_events),
		cmocka_unit_test(test_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
