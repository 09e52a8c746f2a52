/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of lib/index and lib/indexwrite: the answers, their order, what makes an
 * index stale, and what any damage to it does.
 */
#include <fnmatch.h>

#include "index_made.h"
#include "log.h"

#define FROM	 TREE "/modules.alias.bin"
#define CONF	 "/etc/modprobe.d"
#define CONF_TOO "/run/modprobe.d"

static uint64_t seed = 88172645463325252u;

static uint32_t draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 16) % below;
}

static void alias(const char *glob, const char *module, uint32_t rank)
{
	assert_int_equal(hp_index_writer_alias(writer, glob, module, rank), 0);
}

/* The names for an alias, a blank behind each; the error's text where there is one. */
static const char *ask(const char *modalias)
{
	_cleanup_(hp_index_closep) struct hp_index *index = NULL;
	_cleanup_(hp_names_free) struct hp_names names = {0};
	static char text[65536];
	size_t at = 0;
	int r;

	r = hp_index_open(&index, RELEASE);
	if (r == 0)
		r = hp_index_lookup(index, modalias, &names);
	if (r < 0)
		return strcpy(text, strerror(-r));
	text[0] = '\0';
	for (size_t i = 0; i < names.n; i++)
		at += sprintf(text + at, "%s ", names.name[i]);
	return text;
}

static void test_answers(void **state)
{
	begin_index();
	alias("pci:v00008086d0000100Esv*sd*bc*sc*i*", "e1000", 7);
	alias("pci:v00008086d*sv*sd*bc02sc*i*", "anyintel", 5);
	alias("pci:v*d*sv*sd*bc02sc00i*", "class", 9);
	alias("pci:v0000808[67]d*sv*sd*bc*sc*i*", "set", 1);
	alias("*:v*d0000100E*", "star", 10);
	alias("acpi*:PNP0501:*", "8250_pnp", 3);
	alias("of:N*T*Cvendor,dev", "exact", 1);
	alias("of:N*T*Cvendor,devC*", "more", 2);
	alias("platform:foo_bar", "foo", 1);
	alias("platform:foo_bar", "foo_too", 0);
	alias("platform:foo_bar", "foo", 1);
	finish_index();
	assert_string_equal(ask("pci:v00008086d0000100Esv00001AF4sd00001100bc02sc00i00"),
			    "set anyintel e1000 class star ");
	assert_string_equal(ask("pci:v00008086d0000100Fsv00001AF4sd00001100bc02sc01i00"),
			    "set anyintel ");
	assert_string_equal(ask("pci:v00008088d0000100Fsv00001AF4sd00001100bc03sc01i00"),
			    "");
	assert_string_equal(ask("acpi:PNP0501:"), "8250_pnp ");
	assert_string_equal(ask("acpi:X:PNP0501:PNP0500:"), "8250_pnp ");
	assert_string_equal(ask("acpi:PNP0501"), "");
	assert_string_equal(ask("of:NuartT(null)Cvendor,dev"), "exact ");
	assert_string_equal(ask("of:NuartT(null)Cvendor,devCother"), "more ");
	assert_string_equal(ask("platform:foo-bar"), "foo_too foo ");
	assert_string_equal(ask("platform:foo"), "");
	assert_string_equal(ask("platform:foo_barx"), "");
	assert_string_equal(ask(":"), "");
	assert_string_equal(ask("zzz:"), "");
}

static void test_refused(void **state)
{
	char *longest = calloc(1, PATH_MAX + 1);

	begin_index();
	alias("*", "all", 0);
	finish_index();
	assert_string_equal(ask("a:b"), "all ");
	assert_string_equal(ask("e1000"), strerror(ENOTSUP));
	assert_string_equal(ask("symbol:x"), strerror(ENOTSUP));
	assert_string_equal(ask("a:[b"), strerror(EINVAL));
	assert_string_equal(ask("a:]b"), strerror(EINVAL));
	memset(longest, ':', PATH_MAX);
	assert_string_equal(ask(longest), strerror(ENAMETOOLONG));
	longest[PATH_MAX - 1] = '\0';
	assert_string_equal(ask(longest), "all ");
	free(longest);
}

static void test_empty(void **state)
{
	begin_index();
	finish_index();
	assert_string_equal(ask("a:b"), "");
}

/* The first of modprobe.d's aliases, its commands, the tree's aliases that answers. */
static void test_precedence(void **state)
{
	begin_index();
	config(HP_INDEX_ALIAS, "pci:v00001234d*", "mine");
	config(HP_INDEX_ALIAS, "pci:v0000123?d*", "mine_too");
	config(HP_INDEX_COMMAND, "pci:v00001234d1", "command");
	config(HP_INDEX_COMMAND, "pci:v*", "command");
	config(HP_INDEX_COMMAND, "usb:v1", "first");
	config(HP_INDEX_COMMAND, "usb:v1", "second");
	alias("pci:v00001234d*", "theirs", 1);
	alias("usb:v1*", "theirs", 1);
	alias("usb_v1:*", "theirs", 1);
	finish_index();
	assert_string_equal(ask("pci:v00001234d1"), "mine mine_too ");
	assert_string_equal(ask("pci:v00001235d1"), "mine_too ");
	assert_string_equal(ask("pci:v00001235x"), "");
	assert_string_equal(ask("usb:v1"), "first ");
	assert_string_equal(ask("usb:v11"), "theirs ");
	assert_string_equal(ask("usb-v1:"), "theirs ");
}

static void test_blacklist(void **state)
{
	_cleanup_(hp_index_closep) struct hp_index *index = NULL;

	begin_index();
	assert_int_equal(hp_index_writer_denied(writer, "pcspkr"), 0);
	assert_int_equal(hp_index_writer_denied(writer, "snd_pcsp"), 0);
	finish_index();
	assert_int_equal(hp_index_open(&index, RELEASE), 0);
	assert_true(hp_index_blacklisted(index, "pcspkr"));
	assert_true(hp_index_blacklisted(index, "snd-pcsp"));
	assert_false(hp_index_blacklisted(index, "pcspk"));
	assert_false(hp_index_blacklisted(index, ""));
}

static void test_too_big(void **state)
{
	char text[2048];

	begin_index();
	memset(text, 'a', sizeof(text));
	text[1024] = '\0';
	assert_int_equal(hp_index_writer_alias(writer, text, "m", 0), -E2BIG);
	assert_int_equal(hp_index_writer_alias(writer, text + 1, "m", 0), 0);
	assert_int_equal(hp_index_writer_alias(writer, "a", text + 1024 - 64, 0), -E2BIG);
	assert_int_equal(hp_index_writer_alias(writer, "a", text + 1024 - 63, 0), 0);
	hp_index_writer_freep(&writer);
}

struct pair {
	char glob[24];
	char module[16];
};

static void draw_text(char *dst, const char *alphabet, size_t max)
{
	size_t n = draw(max), bytes = strlen(alphabet);

	for (size_t i = 0; i < n; i++)
		dst[i] = alphabet[draw(bytes)];
	dst[n] = '\0';
}

/* Against fnmatch() over all aliases, with many keys that are prefixes of each other, and
 * groups that fill pages. */
static void compare(size_t n, const char *alphabet)
{
	struct pair *pair = calloc(n, sizeof(*pair));
	char name[24] = "a:", want[65536];
	size_t hits = 0;

	begin_index();
	for (size_t i = 0; i < n; i++) {
		strcpy(pair[i].glob, "a:");
		draw_text(pair[i].glob + 2, alphabet, sizeof(pair[i].glob) - 2);
		sprintf(pair[i].module, "m%zu", i);
		alias(pair[i].glob, pair[i].module, i);
	}
	finish_index();
	for (int run = 0; run < 300; run++) {
		size_t at = 0;

		draw_text(name + 2, "aaab:", sizeof(name) - 2);
		want[0] = '\0';
		for (size_t i = 0; i < n; i++)
			if (fnmatch(pair[i].glob, name, 0) == 0)
				at += sprintf(want + at, "%s ", pair[i].module);
		hits += at > 0;
		assert_string_equal(ask(name), want);
	}
	assert_true(n < 100 || hits > 10);
	free(pair);
}

static void test_same_as_fnmatch(void **state)
{
	compare(1, "aab*");
	compare(100, "aaab*?");
	compare(3000, "aaab:*");
	compare(3000, "aaaaaaab[*?-]");
	compare(3000, "*b");
}

static void make_whole(void)
{
	struct hp_stamp stamp;

	sandbox_write(FROM, "aliases");
	sandbox_write(CONF "/a.conf", "alias a b\n");
	begin_index();
	assert_int_equal(hp_stamp_take(&stamp, sandbox_path(FROM)), 0);
	assert_int_equal(hp_index_writer_source(writer, HP_INDEX_IN_TREE,
						"modules.alias.bin", &stamp),
			 0);
	assert_int_equal(hp_stamp_take(&stamp, sandbox_path(CONF)), 0);
	assert_int_equal(hp_index_writer_source(writer, HP_INDEX_DIRECTORY, CONF, &stamp),
			 0);
	assert_int_equal(hp_stamp_take(&stamp, sandbox_path(CONF "/a.conf")), 0);
	assert_int_equal(
		hp_index_writer_source(writer, HP_INDEX_FILE_AT, CONF "/a.conf", &stamp),
		0);
	assert_int_equal(hp_index_writer_source(writer, HP_INDEX_ABSENT, CONF_TOO, NULL),
			 0);
	for (int i = 0; i < 1000; i++) {
		char glob[64], module[16];

		sprintf(glob, "pci:v%08Xd%08Xsv*sd*bc*sc*i*", i / 100, i);
		sprintf(module, "m%d", i % 7);
		alias(glob, module, i % 7);
	}
	finish_index();
	assert_string_equal(ask("pci:v00000001d00000065sv1sd1bc1sc1i1"), "m3 ");
}

static void assert_fresh(bool fresh)
{
	assert_string_equal(ask("pci:v00000001d00000065sv1sd1bc1sc1i1"),
			    fresh ? "m3 " : strerror(ESTALE));
}

static void touch(const char *path, int64_t sec)
{
	const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {sec, 1}};

	assert_int_equal(utimensat(AT_FDCWD, sandbox_path(path), times, 0), 0);
}

static void test_stale_tree(void **state)
{
	make_whole();
	touch(FROM, 77);
	assert_fresh(true);
	sandbox_write(FROM, "ALIASES");
	assert_fresh(false);
	sandbox_write(FROM, "aliases, more");
	assert_fresh(false);
	/* A tree may carry the index alone. */
	assert_int_equal(unlink(sandbox_path(FROM)), 0);
	assert_fresh(true);
}

static void test_stale_config(void **state)
{
	make_whole();
	touch(CONF, 77);
	touch(CONF "/a.conf", 78);
	assert_fresh(true);
	sandbox_write(CONF "/a.conf", "alias a c\n");
	assert_fresh(false);
	make_whole();
	sandbox_write(CONF "/b.conf", "");
	assert_fresh(false);
	assert_int_equal(unlink(sandbox_path(CONF "/b.conf")), 0);
	assert_fresh(true);
	assert_int_equal(unlink(sandbox_path(CONF "/a.conf")), 0);
	assert_fresh(false);
	assert_int_equal(rmdir(sandbox_path(CONF)), 0);
	assert_fresh(false);
	make_whole();
	sandbox_mkdir(CONF_TOO);
	assert_fresh(false);
}

static void test_missing(void **state)
{
	assert_string_equal(ask("a:b"), strerror(ENOENT));
}

/* Every byte of a whole index is changed once: the answer is right, or an error. */
static void test_damage(void **state)
{
	static unsigned char whole[1 << 17];
	_cleanup_close_ int fd = -1;
	unsigned int refused = 0;
	const char *answer;
	ssize_t n;

	make_whole();
	fd = open(sandbox_path(FILE_AT), O_RDWR | O_CLOEXEC);
	n = read(fd, whole, sizeof(whole));
	assert_true(n > 0 && n < (ssize_t)sizeof(whole));
	capture_begin();
	for (ssize_t i = 0; i < n; i += i < HP_INDEX_PAGE ? 1 : 7) {
		unsigned char bad = whole[i] ^ (1 << draw(8));

		assert_int_equal(pwrite(fd, &bad, 1, i), 1);
		answer = ask("pci:v00000001d00000065sv1sd1bc1sc1i1");
		assert_int_equal(pwrite(fd, &whole[i], 1, i), 1);
		if (streq(answer, strerror(EBADMSG)))
			refused++;
		else if (!streq(answer, "m3 "))
			fail_msg("byte %zd: %s", i, answer);
		/* The head is used whole. */
		if (i < HP_INDEX_PAGE)
			assert_string_equal(answer, strerror(EBADMSG));
	}
	capture_end();
	assert_true(refused > HP_INDEX_PAGE);
}

static void test_cut(void **state)
{
	struct stat st;
	const char *answer;

	make_whole();
	assert_int_equal(stat(sandbox_path(FILE_AT), &st), 0);
	capture_begin();
	for (off_t n = st.st_size - 1; n >= 0; n -= 97) {
		assert_int_equal(truncate(sandbox_path(FILE_AT), n), 0);
		answer = ask("pci:v00000009d000003E7sv1sd1bc1sc1i1");
		assert_string_equal(answer, strerror(EBADMSG));
	}
	assert_contains(capture_end(), "corrupt (cut short); run hotplug-depmap");
}

static void test_other_files(void **state)
{
	unsigned char head[HP_INDEX_PAGE] = HP_INDEX_MAGIC "\x7f";

	capture_begin();
	sandbox_write_bytes(FILE_AT, head, sizeof(head), 0644);
	assert_string_equal(ask("a:b"), strerror(EBADMSG));
	sandbox_write(FILE_AT, "");
	assert_string_equal(ask("a:b"), strerror(EBADMSG));
	sandbox_write(FILE_AT, "some text");
	assert_string_equal(ask("a:b"), strerror(EBADMSG));
	assert_contains(capture_end(), "of another version");
	assert_int_equal(unlink(sandbox_path(FILE_AT)), 0);
	sandbox_mkdir(FILE_AT);
	assert_string_equal(ask("a:b"), strerror(EISDIR));
}

#define IN_SANDBOX(test)                                                                 \
	cmocka_unit_test_setup_teardown(test, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SANDBOX(test_answers),	  IN_SANDBOX(test_refused),
		IN_SANDBOX(test_empty),		  IN_SANDBOX(test_precedence),
		IN_SANDBOX(test_blacklist),	  IN_SANDBOX(test_too_big),
		IN_SANDBOX(test_same_as_fnmatch), IN_SANDBOX(test_stale_tree),
		IN_SANDBOX(test_stale_config),	  IN_SANDBOX(test_missing),
		IN_SANDBOX(test_damage),	  IN_SANDBOX(test_cut),
		IN_SANDBOX(test_other_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
