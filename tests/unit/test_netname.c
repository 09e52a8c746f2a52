/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netname.c and lib/netkey_name.c. */
#include "netconf.h"
#include "sandbox.h"

static struct hp_net_id id;

static int setup(void **state)
{
	id = (struct hp_net_id){
		.name = {[HP_NET_ID_SLOT] = "ens3",
			 [HP_NET_ID_PATH] = "enp0s3u4u12u13u14", /* above 15 bytes */
			 [HP_NET_ID_MAC] = "enx020000000011"},
		.assigned = 1,
	};
	return logged_setup(state);
}

/* What the value of NamePolicy= chooses; "": none. */
static const char *choose(const char *value, unsigned int refused)
{
	_cleanup_(hp_net_file_free) struct hp_net_file file = {0};
	enum hp_net_policy policy;
	char text[256];
	_cleanup_fclose_ FILE *stream = NULL;

	snprintf(text, sizeof(text), "[Link]\nNamePolicy=%s\n", value);
	stream = fmemopen(text, strlen(text), "r");
	assert_int_equal(hp_net_file_read_stream(&file, HP_NET_FILE_LINK, stream, "f"),
			 0);
	return hp_net_name_choose(&file.name_policies, &id, "eth0", refused, &policy)
		       ?: "";
}

static void test_first_that_gives_one(void **state)
{
	assert_string_equal(choose("onboard slot path mac", 0), "ens3");
	assert_string_equal(choose("mac\tslot", 0), "enx020000000011");
	assert_string_equal(choose("onboard", 0), "");
	assert_string_equal(choose("database path", 0), "");
	assert_string_equal(choose("path mac", 0), "enx020000000011");
	assert_string_equal(choose("", 0), "");
}

static void test_refused(void **state)
{
	assert_string_equal(choose("slot mac", 1u << HP_NET_ID_SLOT), "enx020000000011");
	assert_string_equal(choose("slot", 1u << HP_NET_ID_SLOT), "");
}

static void test_its_own_name(void **state)
{
	assert_string_equal(choose("keep kernel slot", 0), "ens3");
	id.assigned = 2; /* NET_NAME_PREDICTABLE */
	assert_string_equal(choose("keep kernel slot", 0), "eth0");
	assert_string_equal(choose("keep slot", 0), "ens3");
	for (id.assigned = 3; id.assigned <= 4; id.assigned++) {
		assert_string_equal(choose("slot keep", 0), "ens3");
		assert_string_equal(choose("keep slot", 0), "eth0");
		assert_string_equal(choose("kernel slot", 0), "ens3");
	}
}

/* A later assignment replaces an earlier one, unlike those of lists. */
static void test_words(void **state)
{
	assert_string_equal(choose("slot\nNamePolicy=mac", 0), "enx020000000011");
	assert_string_equal(choose("slot\nNamePolicy=", 0), "");
	assert_string_equal(
		choose("slot slot slot slot slot slot slot slot slot slot", 0), "ens3");
}

static void test_unknown_word(void **state)
{
	assert_string_equal(choose("slit an-entirely-unknown-word mac", 0),
			    "enx020000000011");
	assert_logged("f:2:12: 'slit' is no policy for names; it is left out");
	assert_logged("f:2:12: 'an-entirely-unknown-word' is no policy for names");
}

static void read_link(struct hp_net_file *file, const char *text)
{
	_cleanup_fclose_ FILE *stream = fmemopen((char *)text, strlen(text), "r");

	assert_int_equal(hp_net_file_read_stream(file, HP_NET_FILE_LINK, stream, "f"), 0);
}

static void test_altnames(void **state)
{
	_cleanup_(hp_net_file_free) struct hp_net_file file = {0};

	read_link(&file, "[Link]\nAlternativeName=gone\nAlternativeName=\n"
			 "AlternativeName=uplink a-name-of-more-than-15-bytes\n"
			 "AlternativeName=uplink a/b . third 12\n"
			 "AlternativeNamesPolicy=keep slot database mac\n");
	assert_int_equal(file.altnames.n, 3);
	assert_string_equal(file.altnames.name[0], "uplink");
	assert_string_equal(file.altnames.name[1], "a-name-of-more-than-15-bytes");
	assert_string_equal(file.altnames.name[2], "third");
	assert_logged("f:5:17: 'a/b' cannot be an alternative name");
	assert_logged("f:5:17: '.' cannot be an alternative name");
	assert_logged("f:5:17: '12' cannot be an alternative name");
	assert_logged("f:6:24: keep and kernel give no alternative names");
	assert_int_equal(file.altname_policies.n, 3);
	assert_int_equal(file.altname_policies.policy[0], HP_NET_ID_SLOT);
	assert_int_equal(file.altnames_where.line, 6);
}

static void test_mac_policy(void **state)
{
	_cleanup_(hp_net_file_free) struct hp_net_file file = {0};

	read_link(&file, "[Link]\nMACAddressPolicy=random\nMACAddressPolicy=always\n"
			 "MACAddress=02:00:00:00:00:01\nMACAddressPolicy=persistent\n");
	assert_int_equal(file.mac_policy, HP_NET_MAC_PERSISTENT);
	assert_logged("f:3:18: 'always' is no policy for addresses");
	assert_logged("f:4:12: beside MACAddressPolicy=, MACAddress= does not count");
	assert_logged("f:5:18: beside MACAddressPolicy=, MACAddress= does not count");
	hp_net_file_free(&file);
	read_link(&file, "[Link]\nMACAddressPolicy=random\nMACAddressPolicy=\n");
	assert_int_equal(file.mac_policy, HP_NET_MAC_NONE);
}

static void test_altname_length(void **state)
{
	_cleanup_(hp_net_file_free) struct hp_net_file file = {0};
	char text[512], name[HP_NET_ALTNAME_MAX + 1];

	memset(name, 'x', sizeof(name));
	name[HP_NET_ALTNAME_MAX] = '\0';
	snprintf(text, sizeof(text), "[Link]\nAlternativeName=%s %s\n", name, name + 1);
	read_link(&file, text);
	assert_int_equal(file.altnames.n, 1);
	assert_string_equal(file.altnames.name[0], name + 1);
}

static void test_kernel_command_line(void **state)
{
	static const struct {
		const char *line;
		bool count;
	} cases[] = {
		{"quiet net.ifnames=0\n", false},
		{"net.ifnames=no net.ifnames=1", true},
		{"net.ifnames=1 net.ifnames=off", false},
		{"net.ifnames", true},
		{"net.ifnames=", true},
		{"net.ifnames=2", true},
		{"xnet.ifnames=0 net.ifnames0 net.ifnamesx=0", true},
		{"", true},
	};

	assert_true(hp_net_name_policies_count());
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		sandbox_write("/proc/cmdline", cases[i].line);
		assert_int_equal(hp_net_name_policies_count(), cases[i].count);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, logged_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_first_that_gives_one), TEST(test_refused),
		TEST(test_its_own_name),	 TEST(test_words),
		TEST(test_unknown_word),	 TEST(test_altnames),
		TEST(test_mac_policy),		 TEST(test_altname_length),
		TEST(test_kernel_command_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
