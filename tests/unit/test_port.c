/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/port.c and lib/port_read.c: what is made of the module's
 * messages; that the module sends them is tested in the guest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <linux/genetlink.h>

#include "port_internal.h"

static struct nl_msg *message(void)
{
	const struct genlmsghdr head = {.cmd = PLUGBUS_CMD_PORT_GET};
	struct nl_msg *msg = nlmsg_alloc_simple(0x20, 0);

	assert_non_null(msg);
	assert_int_equal(nlmsg_append(msg, (void *)&head, sizeof(head), NLMSG_ALIGNTO),
			 0);
	return msg;
}

static void put_port(struct nl_msg *msg)
{
	assert_int_equal(nla_put_u32(msg, PLUGBUS_A_ID, 7), 0);
	assert_int_equal(nla_put_string(msg, PLUGBUS_A_NAME, "port7"), 0);
	assert_int_equal(nla_put_u8(msg, PLUGBUS_A_STYLE, PLUGBUS_STYLE_USB), 0);
	assert_int_equal(nla_put_u32(msg, PLUGBUS_A_CLASS, 1), 0);
	assert_int_equal(nla_put_u32(msg, PLUGBUS_A_INTERFACE, 0x020600), 0);
	assert_int_equal(nla_put_string(msg, PLUGBUS_A_SERIAL, "x"), 0);
}

static void put_line(struct nl_msg *msg, uint32_t nr)
{
	struct nlattr *nest = nla_nest_start(msg, PLUGBUS_A_PORT_LINE);

	assert_int_equal(nla_put_u32(msg, PLUGBUS_A_LINE, nr), 0);
	assert_int_equal(nla_put_flag(msg, PLUGBUS_A_EDGE), 0);
	assert_int_equal(nla_put_u64(msg, PLUGBUS_A_FIRED, UINT64_MAX), 0);
	nla_nest_end(msg, nest);
}

static void put_handler(struct nl_msg *msg, const char *name, uint32_t index)
{
	struct nlattr *nest = nla_nest_start(msg, PLUGBUS_A_HANDLER);

	assert_int_equal(nla_put_string(msg, PLUGBUS_A_NAME, name), 0);
	assert_int_equal(nla_put_u32(msg, PLUGBUS_A_INDEX, index), 0);
	nla_nest_end(msg, nest);
}

static void test_port(void **state)
{
	_cleanup_msg_ struct nl_msg *msg = message();
	struct hp_port port;

	put_port(msg);
	put_line(msg, 3);
	put_line(msg, 4);
	put_handler(msg, "h", 1);
	assert_int_equal(hp_port_read(nlmsg_hdr(msg), &port), 0);
	assert_string_equal(port.name, "port7");
	assert_int_equal(port.id, 7);
	assert_int_equal(port.ids.class, 0x020600);
	assert_string_equal(port.serial, "x");
	assert_string_equal(port.driver, "");
	assert_int_equal(port.n_lines, 2);
	assert_int_equal(port.line[1].nr, 4);
	assert_true(port.line[1].edge);
	assert_false(port.line[1].exclusive);
	assert_true(port.line[1].fired == UINT64_MAX);
	assert_int_equal(port.n_handlers, 1);
	assert_string_equal(port.handler[0].name, "h");
}

static void test_event(void **state)
{
	_cleanup_msg_ struct nl_msg *msg = message();
	struct hp_port_event event;

	put_port(msg);
	assert_int_equal(hp_port_read_event(nlmsg_hdr(msg), &event), -EBADMSG);
	assert_int_equal(nla_put_u64(msg, PLUGBUS_A_SEQ, 9), 0);
	assert_int_equal(nla_put_u8(msg, PLUGBUS_A_ACTION, PLUGBUS_ACTION_ONLINE), 0);
	assert_int_equal(nla_put_flag(msg, PLUGBUS_A_OVERRUN), 0);
	assert_int_equal(hp_port_read_event(nlmsg_hdr(msg), &event), 0);
	assert_int_equal(event.seq, 9);
	assert_true(event.overrun);
	assert_string_equal(hp_port_action_name(event.action), "online");
	assert_string_equal(event.port.name, "port7");
}

/* More than a port can have, an index beyond its lines, a number of a wrong length. */
static void test_bad(void **state)
{
	_cleanup_msg_ struct nl_msg *lines = message(), *index = message(),
				    *wrong = message(), *empty = message();
	struct hp_port port;

	put_port(lines);
	for (int i = 0; i <= PLUGBUS_PORT_LINES; i++)
		put_line(lines, i);
	assert_int_equal(hp_port_read(nlmsg_hdr(lines), &port), -EBADMSG);
	put_port(index);
	put_handler(index, "h", PLUGBUS_PORT_LINES);
	assert_int_equal(hp_port_read(nlmsg_hdr(index), &port), -EBADMSG);
	put_port(wrong);
	assert_int_equal(nla_put_u8(wrong, PLUGBUS_A_IO_BASE, 1), 0);
	assert_int_equal(hp_port_read(nlmsg_hdr(wrong), &port), -EBADMSG);
	assert_int_equal(hp_port_read(nlmsg_hdr(empty), &port), -EBADMSG);
}

static void test_name(void **state)
{
	static const char *const bad[] = {"",	    "port", "port1024", "-1",
					  "port 1", "1x",   "port-1"};
	uint32_t id;

	assert_int_equal(hp_port_parse_name("port1023", &id), 0);
	assert_int_equal(id, 1023);
	assert_int_equal(hp_port_parse_name("0", &id), 0);
	assert_int_equal(id, 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(hp_port_parse_name(bad[i], &id), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_port),
		cmocka_unit_test(test_event),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
