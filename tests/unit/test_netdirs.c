/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netdirs.c and of what lib/netconf.c makes of the directories:
 * which files count, their drop-ins, and what is refused. */
#include "conf.h"
#include "netdirs.h"
#include "netfiles.h"

#define NOBODY 65534
#define MORE   "/etc/systemd/network/"
#define A      "a.network"
#define ALL    "[Match]\nName=*\n"

static void read_anew(void)
{
	assert_int_equal(hp_conf_reload(), 0);
	read_all();
}

static void write_mtu(const char *path, unsigned int mtu)
{
	char text[64];

	snprintf(text, sizeof(text), ALL "[Link]\nMTUBytes=%u\n", mtu);
	sandbox_write(path, text);
}

/* The MTU by the file that is for everything, 0 without one. */
static unsigned int mtu(void)
{
	const struct hp_net_facts facts = {.text = {[HP_NET_MATCH_NAME] = "eth0"}};
	const struct hp_net_file *file;

	read_anew();
	file = hp_net_conf_find(&conf, HP_NET_FILE_NETWORK, &facts);
	return file && file->mtu_where.file ? file->mtu : 0;
}

static int note_dir(const char *dir, unsigned int rank, void *data)
{
	strcat(data, dir + strlen(sandbox_dir));
	strcat(data, " ");
	return 0;
}

static int end_at_second(const char *dir, unsigned int rank, void *data)
{
	assert_true(rank <= 1);
	return rank == 1 ? -EINTR : 0;
}

static void test_directories_in_order(void **state)
{
	char dirs[1024] = "";

	sandbox_write(HP_CONFDIR "/hotplug.conf",
		      "[Hotplug]\nConfigDirectories=/srv/net\t/etc/systemd/network\n");
	assert_int_equal(hp_conf_reload(), 0);
	assert_int_equal(hp_net_dirs_each(note_dir, dirs), 0);
	assert_string_equal(dirs,
			    HP_HOOKDIR "/net " HP_RUNHOOKDIR "/net /srv/net "
				       "/etc/systemd/network " HP_VENDORDIR "/net ");
	assert_int_equal(hp_net_dirs_each(end_at_second, NULL), -EINTR);
}

static void test_named_directories(void **state)
{
	write_mtu(LIB A, 1301);
	write_mtu(MORE A, 1302);
	assert_int_equal(mtu(), 1301);
	sandbox_write(HP_CONFDIR "/hotplug.conf",
		      "[Hotplug]\nConfigDirectories=/nowhere /etc/systemd/network\n");
	assert_int_equal(mtu(), 1302);
	write_mtu(RUN A, 1303);
	assert_int_equal(mtu(), 1303);
	write_mtu(MORE "0.network", 1304);
	assert_int_equal(mtu(), 1304);
	assert_string_equal(sandbox_read("/log"), "");
}

/* They are read behind the file, in the order of their names over all directories. */
static void test_dropins(void **state)
{
	write_mtu(LIB A, 1301);
	sandbox_write(ETC A ".d/20-b.conf", "[Link]\nMTUBytes=1302\n");
	assert_int_equal(mtu(), 1302);
	sandbox_write(LIB A ".d/30-c.conf", "[Link]\nMTUBytes=1303\n");
	assert_int_equal(mtu(), 1303);
	sandbox_write(RUN A ".d/30-c.conf", "[Link]\nMTUBytes=1304\n");
	assert_int_equal(mtu(), 1304);
	sandbox_link("/dev/null", ETC A ".d/30-c.conf");
	assert_int_equal(mtu(), 1302);
	sandbox_write(ETC A ".d/20-b.conf", "");
	assert_int_equal(mtu(), 1301);
	sandbox_write(ETC A ".d/readme", "[Link]\nMTUBytes=1305\n");
	sandbox_write(ETC A ".d/.x.conf", "[Link]\nMTUBytes=1305\n");
	assert_int_equal(mtu(), 1301);
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_dropins_of_masked_or_missing(void **state)
{
	sandbox_write(ETC A ".d/20-b.conf", ALL "[Link]\nMTUBytes=1302\n");
	assert_int_equal(mtu(), 0);
	assert_int_equal(conf.n, 0);
	write_mtu(LIB A, 1301);
	sandbox_write(RUN A, "");
	assert_int_equal(mtu(), 0);
	assert_string_equal(sandbox_read("/log"), "");
}

/* A [Match] may be narrowed, and lists emptied; each place is told as it is. */
static void test_dropins_add(void **state)
{
	const struct hp_net_file *file;

	sandbox_write(ETC A, ALL "[Network]\nAddress=10.0.0.1/8\n[Address]\n"
				 "Address=10.0.0.2/8\n");
	sandbox_write(ETC A ".d/a.conf", "[Match]\nName=\nName=lan0\n[Network]\n"
					 "Address=\nAddress=10.0.0.3/8\n");
	assert_int_equal(mtu(), 0);
	file = &conf.files[0];
	assert_string_equal(file->match.globs[HP_NET_MATCH_NAME].word[0], "lan0");
	assert_int_equal(file->match.globs[HP_NET_MATCH_NAME].n, 1);
	assert_int_equal(file->n_objects, 1);
	assert_string_equal(file->objects[0].where.file, sandbox_path(ETC A ".d/a.conf"));
	assert_int_equal(file->objects[0].where.line, 6);
	assert_string_equal(sandbox_read("/log"), "");
	sandbox_write(ETC A ".d/b.conf", "[Link]\nMTUBytes=x\n");
	read_anew();
	assert_logged("/a.network.d/b.conf:2:10: 'x' is no size");
}

static void assert_refused(const char *why)
{
	assert_int_equal(mtu(), 1300);
	assert_logged(why);
	assert_int_equal(count_lines(sandbox_read("/log")), 1);
	logged_clear();
}

static void test_refused(void **state)
{
	write_mtu(ETC "b.network", 1300);
	write_mtu(ETC A, 1301);
	assert_int_equal(mtu(), 1301);
	chmod(sandbox_path(ETC A), 0664);
	assert_refused("/a.network is writable by its group");
	chmod(sandbox_path(ETC A), 0646);
	assert_refused("/a.network:1:1: refused: ");
	chmod(sandbox_path(ETC A), 0644);
	sandbox_file(ETC A ".d/a.conf", 0666, "[Link]\nMTUBytes=1302\n");
	assert_refused("/a.network.d/a.conf:1:1: refused: ");
	chmod(sandbox_path(ETC A ".d/a.conf"), 0644);
	assert_int_equal(mtu(), 1302);
	chmod(sandbox_path(ETC A ".d"), 0777);
	assert_refused("/a.network.d is writable by others");
}

static void test_foreign(void **state)
{
	write_mtu(ETC "b.network", 1300);
	write_mtu(ETC A, 1301);
	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(sandbox_path(ETC A), NOBODY, 0), 0);
	assert_refused("/a.network is owned by uid 65534, not by root");
}

static void test_links(void **state)
{
	write_mtu("/srv/mine", 1301);
	sandbox_link("/srv/mine", ETC A);
	assert_int_equal(mtu(), 1301);
	sandbox_link("../../../../srv/mine.conf", ETC A ".d/a.conf");
	assert_int_equal(mtu(), 0);
	assert_logged("/a.network.d/a.conf is a link that leads nowhere");
	write_mtu("/srv/mine.conf", 1302);
	assert_int_equal(mtu(), 1302);
}

/* A line that was to narrow the [Match] may not be lost. */
static void test_half_written_match(void **state)
{
	static const char *const texts[] = {
		"[Match]\nName=*\nDri\n[Link]\nMTUBytes=1301\n",
		"[Link]\nMTUBytes=1301\n[Match]\nName=*\nDri"};

	write_mtu(ETC "b.network", 1300);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		sandbox_write(ETC A, texts[i]);
		assert_int_equal(mtu(), 1300);
		assert_logged(
			"a line of [Match] is not understood; the file is not used");
		assert_int_equal(count_lines(sandbox_read("/log")), 2);
		logged_clear();
	}
	sandbox_write(ETC A, "[Match]\nName=*\n[Link]\nMTUBytes=1301\nMTU\n[X-a]\n");
	assert_int_equal(mtu(), 1301);
	assert_int_equal(count_lines(sandbox_read("/log")), 1);
}

/* What people's editors leave behind is no mistake. */
static void test_forms(void **state)
{
	char text[8192];
	int n;

	sandbox_write(ETC A, "\xef\xbb\xbf[Match]\r\n  Name = lan0 \\\r\n# not that\r\n"
			     "\teth0\r\n; nor that\r\n\t[Link]\r\n   MTUBytes=1301\r\n");
	assert_int_equal(mtu(), 1301);
	n = snprintf(text, sizeof(text), "[Match]\nName=eth0");
	while (n < 4000)
		n += snprintf(text + n, sizeof(text) - n, " eth%d", n);
	snprintf(text + n, sizeof(text) - n, "\n[Link]\nMTUBytes=1302\n");
	sandbox_write(ETC A, text);
	assert_int_equal(mtu(), 1302);
	assert_string_equal(sandbox_read("/log"), "");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_directories_in_order),
		TEST(test_named_directories),
		TEST(test_dropins),
		TEST(test_dropins_of_masked_or_missing),
		TEST(test_dropins_add),
		TEST(test_refused),
		TEST(test_foreign),
		TEST(test_links),
		TEST(test_half_written_match),
		TEST(test_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
