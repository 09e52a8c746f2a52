/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/udevmsg: each byte of a head, and what is no message of udev's. */
#include "udevmsg.h"
#include "sandbox.h"

#define VARIABLES "ID_MODEL=x\0SUBSYSTEM=usb\0DEVPATH=/devices/a\0ACTION=add\0SEQNUM=7"

struct message {
	struct hp_udevmsg_head head;
	char variables[sizeof(VARIABLES)];
} __attribute__((packed));

static struct message make(void)
{
	struct message ret = {.variables = VARIABLES};

	ret.head = hp_udevmsg_head("usb", "usb_interface", sizeof(VARIABLES));
	return ret;
}

static void hashes_are_udevs(void **state)
{
	static const struct {
		const char *text;
		uint32_t hash;
	} known[] = {
		{"", 0},
		{"a", 0x92685f5e},
		{"ne", 0xc55ffeba},
		{"net", 0xa74d3cc8},
		{"disk", 0x7bcbc5ee},
		{"block", 0xf0031db7},
		{"usb_interface", 0xb1024765},
	};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		assert_int_equal(hp_udevmsg_hash(known[i].text), known[i].hash);
}

static void each_byte_of_a_head(void **state)
{
	static const unsigned char magic[] = {0xfe, 0xed, 0xca, 0xfe};
	static const unsigned char filters[] = {
		0x05, 0x77, 0xc5, 0xe5, 0xb1, 0x02, 0x47, 0x65, 0, 0, 0, 0, 0, 0, 0, 0};
	static const uint32_t sizes[] = {40, 40, sizeof(VARIABLES)};
	struct message message = make();
	const char *bytes = (const char *)&message;

	assert_int_equal(sizeof(struct hp_udevmsg_head), 40);
	assert_memory_equal(bytes, "libudev", 8);
	assert_memory_equal(bytes + 8, magic, 4);
	assert_memory_equal(bytes + 12, sizes, 12);
	assert_memory_equal(bytes + 24, filters, 16);
}

static void no_devtype_has_no_hash(void **state)
{
	assert_int_equal(hp_udevmsg_head("net", NULL, 1).devtype_hash, 0);
}

static void what_is_made_is_read(void **state)
{
	struct message message = make();
	char why[HP_UEVENT_WHY_MAX] = "";
	struct hp_uevent event;

	assert_int_equal(hp_udevmsg_read(&event, (char *)&message, sizeof(message), why),
			 0);
	assert_string_equal(event.devpath, "/devices/a");
	assert_string_equal(event.subsystem, "usb");
	assert_int_equal(event.seqnum, 7);
	assert_null(hp_uevent_get(&event, "ID_MODEL"));
}

/* As a later udev might send. */
static void a_longer_head_is_read(void **state)
{
	struct {
		struct hp_udevmsg_head head;
		char more[8], variables[sizeof(VARIABLES)];
	} __attribute__((packed)) message = {.head = make().head, .variables = VARIABLES};
	char why[HP_UEVENT_WHY_MAX] = "";
	struct hp_uevent event;

	message.head.head_size = message.head.properties_off = sizeof(message.head) + 8;
	assert_int_equal(hp_udevmsg_read(&event, (char *)&message, sizeof(message), why),
			 0);
	assert_string_equal(event.devpath, "/devices/a");
}

static void is_refused(const struct message *message, size_t n)
{
	char why[HP_UEVENT_WHY_MAX] = "";
	struct hp_uevent event;

	assert_int_equal(hp_udevmsg_read(&event, (const char *)message, n, why), -EINVAL);
	assert_string_not_equal(why, "");
}

static void what_is_cut_is_refused(void **state)
{
	struct message message = make();

	for (size_t n = 0; n < sizeof(message); n++)
		is_refused(&message, n);
}

static void what_does_not_end_is_refused(void **state)
{
	struct message message = make();

	message.variables[sizeof(VARIABLES) - 1] = 'x';
	is_refused(&message, sizeof(message));
}

static void what_is_wrong_is_refused(void **state)
{
	static const struct {
		size_t at;
		uint32_t value;
	} wrong[] = {
		{offsetof(struct hp_udevmsg_head, prefix), 0},
		{offsetof(struct hp_udevmsg_head, magic), HP_UDEVMSG_MAGIC},
		{offsetof(struct hp_udevmsg_head, head_size), 39},
		{offsetof(struct hp_udevmsg_head, head_size), 41},
		{offsetof(struct hp_udevmsg_head, properties_off), 39},
		{offsetof(struct hp_udevmsg_head, properties_off), UINT32_MAX},
		{offsetof(struct hp_udevmsg_head, properties_len), 0},
		{offsetof(struct hp_udevmsg_head, properties_len), UINT32_MAX},
		{offsetof(struct hp_udevmsg_head, properties_len), sizeof(VARIABLES) - 1},
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct message message = make();

		memcpy((char *)&message + wrong[i].at, &wrong[i].value, sizeof(uint32_t));
		is_refused(&message, sizeof(message));
	}
}

static void too_many_variables_are_refused(void **state)
{
	static struct {
		struct hp_udevmsg_head head;
		char variables[513 * 4];
	} message;
	char why[HP_UEVENT_WHY_MAX] = "";
	struct hp_uevent event;

	for (size_t i = 0; i < sizeof(message.variables); i += 4)
		memcpy(message.variables + i, "A=b", 4);
	message.head = hp_udevmsg_head("usb", NULL, sizeof(message.variables));
	assert_int_equal(
		hp_udevmsg_read(&event, (const char *)&message, sizeof(message), why),
		-EINVAL);
	assert_string_equal(why, "the message has too many variables");
}

static void an_interface_without_a_device_is_refused(void **state)
{
	static const char variables[] =
		"ACTION=add\0SUBSYSTEM=net\0INTERFACE=not-there0\0SEQNUM=7";
	const struct hp_udevmsg_head head =
		hp_udevmsg_head("net", NULL, sizeof(variables));
	char msg[sizeof(head) + sizeof(variables)], why[HP_UEVENT_WHY_MAX] = "";
	struct hp_uevent event;

	memcpy(msg, &head, sizeof(head));
	memcpy(msg + sizeof(head), variables, sizeof(variables));
	assert_int_equal(hp_udevmsg_read(&event, msg, sizeof(msg), why), -EINVAL);
	assert_string_equal(why, "DEVPATH is missing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_are_udevs),
		cmocka_unit_test(each_byte_of_a_head),
		cmocka_unit_test(no_devtype_has_no_hash),
		cmocka_unit_test(what_is_made_is_read),
		cmocka_unit_test(a_longer_head_is_read),
		cmocka_unit_test(what_is_cut_is_refused),
		cmocka_unit_test(what_does_not_end_is_refused),
		cmocka_unit_test(too_many_variables_are_refused),
		cmocka_unit_test(what_is_wrong_is_refused),
		cmocka_unit_test(an_interface_without_a_device_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
