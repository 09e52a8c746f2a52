/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netio_*.c: what the kernel is asked for. The numbers are those of
 * linux/rtnetlink.h and its like. */
#include "netio.h"
#include "netmessage.h"

struct golden {
	const char *file;
	const char *message; /* behind the header */
	size_t header;
};

static const struct golden equalizers[] = {
	{"[TrivialLinkEqualizer]\nId=12\n", "1='teql12'", sizeof(struct tcmsg)},
};

static void check(const struct golden *golden)
{
	_cleanup_(hp_net_file_free) struct hp_net_file file = {0};
	_cleanup_fclose_ FILE *stream =
		fmemopen((char *)golden->file, strlen(golden->file), "r");
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(0, 0);
	const struct hp_net_object *object;

	assert_int_equal(hp_net_file_read_stream(&file, HP_NET_FILE_NETWORK, stream, "f"),
			 0);
	assert_int_equal(file.n_objects, 1);
	object = &file.objects[0].object;
	assert_int_equal(hp_net_ios[object->kind]->put(msg, 7, object), 0);
	assert_string_equal(message_text(msg, golden->header), golden->message);
}

static void test_equalizers(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(equalizers); i++)
		check(&equalizers[i]);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equalizers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
