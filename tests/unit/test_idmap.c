/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of lib/idmap, lib/mapwrite, lib/mapdir, lib/stamp: maps of people, maps
 * of hotplug-depmap, stale ones and damaged ones.
 */
#include "idmap.h"
#include "log.h"
#include "mapwrite.h"
#include "sandbox.h"

#define MAP  "/modules.pcimap"
#define FROM "/modules.alias.bin"

static const struct hp_pci_id e1000 = {0x8086, 0x100e, 0x1af4, 0x1100, 0x020000};
static uint64_t seed = 88172645463325252u;

static uint32_t draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 16) % below;
}

static void set_time(const char *path, int64_t sec, long nsec)
{
	const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {sec, nsec}};

	assert_int_equal(utimensat(AT_FDCWD, sandbox_path(path), times, 0), 0);
}

/* The names that a map answers, a blank behind each. */
static const char *ask(const char *made_from, const struct hp_pci_id *id,
		       bool *ret_sorted)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	_cleanup_(hp_names_free) struct hp_names names = {0};
	static char text[65536];
	size_t at = 0;
	int r;

	r = hp_idmap_open(&map, sandbox_path(MAP),
			  made_from ? sandbox_path(made_from) : NULL);
	if (r < 0)
		return strcpy(text, strerror(-r));
	r = hp_idmap_match_pci(map, id, &names);
	assert_true(r >= (int)names.n);
	if (ret_sorted)
		*ret_sorted = hp_idmap_is_sorted(map);
	text[0] = '\0';
	for (size_t i = 0; i < names.n; i++)
		at += sprintf(text + at, "%s ", names.name[i]);
	return text;
}

#define E1000 "e1000 0x8086 0x100e 0xffffffff 0xffffffff 0 0 0x0\n"

static void test_by_hand(void **state)
{
	sandbox_write(
		MAP,
		"# any comment\n"
		"\n"
		"e100\t0x8086 0x1229 0xffffffff 0xffffffff 0 0 0x0\n" E1000
		"   # another\n"
		"e1000    0x8086   0x100e 0xffffffff 0xffffffff 0 0\n"
		"snd-hda 0xffffffff 0xffffffff 0xffffffff 0xffffffff 0x20000 0xffff00\n"
		"snd_hda 0x8086 0xffffffff 0xffffffff 0xffffffff 0 0 0x0\n"
		"a 0x8086 0x100e 0x1af4 0x1100 0 0 0x0\n");
	capture_begin();
	assert_string_equal(ask(NULL, &e1000, NULL), "e1000 snd-hda a ");
	assert_string_equal(capture_end(), "");
}

static void test_complaints(void **state)
{
	const char *text;

	sandbox_write(MAP, "# one\n"
			   "e100 0x8086 zzzz 0xffffffff 0xffffffff 0 0 0x0\n" E1000
			   "cut 0x8086\n"
			   "b 0x8086 0x100e 0xffffffff 0xffffffff 0 0 0x0\n"
			   "last 0x8086 0x100e 0xffffffff 0xfff");
	capture_begin();
	assert_string_equal(ask(NULL, &e1000, NULL), "e1000 b ");
	text = capture_end();
	assert_int_equal(count_lines(text), 3);
	assert_contains(text, MAP ":2:13: ");
	assert_contains(text, MAP ":4:11: ");
	assert_contains(text, MAP ":6:36: ");
}

/* The file is cut after each of its bytes: never an answer from a row that is not whole.
 */
static void test_cut_anywhere(void **state)
{
	static const char whole[] =
		E1000 "b 0x8086 0x100e 0x1af4 0x1100 0x20000 0xffff00 0x0\n";
	size_t first = strlen(E1000);
	const char *want;

	for (size_t n = 0; n <= strlen(whole); n++) {
		sandbox_write_bytes(MAP, whole, n, 0644);
		/* All but driver_data, and at least one digit of that. */
		want = n < first - 3 ? "" : n < strlen(whole) - 3 ? "e1000 " : "e1000 b ";
		capture_begin();
		assert_string_equal(ask(NULL, &e1000, NULL), want);
		capture_end();
	}
}

/* Lines that are longer than what is read at once, before and behind good ones. */
static void test_long_lines(void **state)
{
	size_t size = 200 * 1024, at = 0;
	char *text = malloc(size);
	const char *log;

	assert_non_null(text);
	memset(text, 'x', size);
	at += sprintf(text, E1000);
	text[at] = 'x';
	memcpy(text + 100 * 1024, "\nb" E1000, 2 + strlen(E1000));
	text[150 * 1024] = '\n';
	memcpy(text + 150 * 1024 - strlen("\nc" E1000), "\nc" E1000, 2 + strlen(E1000));
	sandbox_write_bytes(MAP, text, size, 0644);
	free(text);
	capture_begin();
	assert_string_equal(ask(NULL, &e1000, NULL), "e1000 be1000 ce1000 ");
	log = capture_end();
	assert_contains(log, MAP ":2:1: the line is too long");
	assert_contains(log, MAP ":4:1: the line is too long");
}

static void test_no_file(void **state)
{
	assert_string_equal(ask(NULL, &e1000, NULL), strerror(ENOENT));
	sandbox_mkdir(MAP);
	assert_string_equal(ask(NULL, &e1000, NULL), strerror(EISDIR));
	assert_int_equal(rmdir(sandbox_path(MAP)), 0);
	/* Masked. */
	sandbox_link("/dev/null", MAP);
	assert_string_equal(ask(NULL, &e1000, NULL), strerror(ENOENT));
}

static void test_age(void **state)
{
	sandbox_write(MAP, E1000);
	assert_string_equal(ask(FROM, &e1000, NULL), "e1000 ");
	sandbox_write(FROM, "x");
	set_time(FROM, 1000, 5);
	set_time(MAP, 1000, 4);
	assert_string_equal(ask(FROM, &e1000, NULL), strerror(ESTALE));
	set_time(MAP, 999, 9);
	assert_string_equal(ask(FROM, &e1000, NULL), strerror(ESTALE));
	set_time(MAP, 1000, 5);
	assert_string_equal(ask(FROM, &e1000, NULL), "e1000 ");
	set_time(MAP, 1001, 0);
	assert_string_equal(ask(FROM, &e1000, NULL), "e1000 ");
	/* Out of an archive: whole seconds. */
	set_time(MAP, 1000, 0);
	assert_string_equal(ask(FROM, &e1000, NULL), "e1000 ");
}

static void draw_row(struct hp_map_row *row)
{
	uint32_t *v = row->value;

	/* Few values, so that all kinds of rows compete for one device; many rows of one
	 * vendor, so that they fill several blocks. */
	v[HP_PCI_VENDOR] = draw(8) ? 0x8086 + draw(3) * draw(2) : HP_PCI_ANY;
	v[HP_PCI_DEVICE] = draw(8) ? draw(300) : HP_PCI_ANY;
	v[HP_PCI_SUBVENDOR] = draw(3) ? HP_PCI_ANY : draw(3);
	v[HP_PCI_SUBDEVICE] = draw(3) ? HP_PCI_ANY : draw(3);
	v[HP_PCI_CLASS] = draw(4) << 16;
	v[HP_PCI_CLASS_MASK] = draw(3) ? 0 : 0xff0000;
}

static void make_map(size_t rows)
{
	_cleanup_(hp_map_writer_freep) struct hp_map_writer *writer = NULL;
	_cleanup_free_ char *text = NULL;
	struct hp_map_row row = {0};
	struct hp_stamp from;
	char module[64];
	size_t len;

	sandbox_write(FROM, "made of this");
	assert_int_equal(hp_stamp_take(&from, sandbox_path(FROM)), 0);
	assert_int_equal(hp_map_writer_new(&writer, HP_MAP_PCI), 0);
	for (size_t i = 0; i < rows; i++) {
		draw_row(&row);
		sprintf(module, "module%u%s", draw(500),
			draw(9) ? "" : "_of_a_longer_name");
		assert_int_equal(hp_map_writer_add(writer, &row, module, draw(1000)), 0);
	}
	assert_int_equal(hp_map_writer_rows(writer), rows);
	assert_int_equal(hp_map_writer_finish(writer, &from, 1234567, &text, &len), 0);
	sandbox_write_bytes(MAP, text, len, 0644);
	set_time(MAP, 1234567, 0);
}

/* By its directory, and line by line once its time is another. */
static void compare(size_t rows, int ids)
{
	static char by_directory[65536];
	bool sorted;

	make_map(rows);
	for (int i = 0; i < ids; i++) {
		struct hp_pci_id id = {0x8085 + draw(5), draw(302), draw(3), draw(3),
				       draw(4) << 16 | draw(9)};

		if (draw(20) == 0)
			id.vendor = HP_PCI_ANY;
		if (draw(20) == 0)
			id.device = HP_PCI_ANY;
		set_time(MAP, 1234567, 0);
		strcpy(by_directory, ask(FROM, &id, &sorted));
		assert_int_equal(sorted, rows > 0);
		set_time(MAP, 1234567, 1);
		assert_string_equal(ask(FROM, &id, &sorted), by_directory);
		assert_false(sorted);
	}
}

static void test_same_answers(void **state)
{
	static const size_t sizes[] = {0, 1, 2, 3, 40, 41, 100, 1000, 3000};

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++)
		compare(sizes[i], 100);
}

/* usbmap, against its own rows tried one by one. */
static void test_usb(void **state)
{
	_cleanup_(hp_map_writer_freep) struct hp_map_writer *writer = NULL;
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	static struct hp_map_row row[800];
	_cleanup_free_ char *text = NULL;
	struct hp_stamp from = {0};
	char module[16];
	size_t len;

	assert_int_equal(hp_map_writer_new(&writer, HP_MAP_USB), 0);
	for (uint32_t i = 0; i < ARRAY_SIZE(row); i++) {
		const uint32_t value[HP_USB_COLUMNS] = {
			draw(0x800), draw(3), draw(50), draw(3), draw(5), draw(3),
			draw(2),     draw(2), draw(3),	draw(2), draw(2)};

		memcpy(row[i].value, value, sizeof(value));
		sprintf(module, "m%u", i);
		assert_int_equal(hp_map_writer_add(writer, &row[i], module, i), 0);
	}
	assert_int_equal(hp_map_writer_finish(writer, &from, 7, &text, &len), 0);
	sandbox_write_bytes(MAP, text, len, 0644);
	set_time(MAP, 7, 0);
	assert_int_equal(hp_idmap_open(&map, sandbox_path(MAP), NULL), 0);
	for (int i = 0; i < 1000; i++) {
		_cleanup_(hp_names_free) struct hp_names names = {0};
		struct hp_usb_id id = {
			draw(4), draw(52),
			draw(6), {draw(10) ? draw(3) : 255, draw(2), draw(2)},
			draw(4), {draw(3), draw(2), draw(2)},
			draw(3)};
		int n = 0;

		assert_true(hp_idmap_match_usb(map, &id, &names) >= 0);
		assert_true(hp_idmap_is_sorted(map));
		for (uint32_t k = 0; k < ARRAY_SIZE(row); k++) {
			if (!hp_map_row_match_usb(&row[k], &id))
				continue;
			sprintf(module, "m%u", k);
			assert_true(hp_names_has(&names, module));
			n++;
		}
		assert_int_equal(names.n, n);
	}
}

/* So many rows that blocks grow: the directory has an end. */
static void test_many_rows(void **state)
{
	compare(30000, 20);
}

/* One key only, over several blocks. */
static void test_one_key(void **state)
{
	_cleanup_(hp_map_writer_freep) struct hp_map_writer *writer = NULL;
	struct hp_map_row row = {.value = {0x8086, 0x100e, HP_PCI_ANY, HP_PCI_ANY}};
	_cleanup_free_ char *text = NULL;
	struct hp_stamp from = {0};
	char module[16], want[4096];
	size_t len, at = 0;
	bool sorted;

	assert_int_equal(hp_map_writer_new(&writer, HP_MAP_PCI), 0);
	for (uint32_t i = 0; i < 200; i++) {
		sprintf(module, "m%u", i);
		assert_int_equal(hp_map_writer_add(writer, &row, module, i), 0);
		at += sprintf(want + at, "%s ", module);
	}
	assert_int_equal(hp_map_writer_finish(writer, &from, 7, &text, &len), 0);
	sandbox_write_bytes(MAP, text, len, 0644);
	set_time(MAP, 7, 0);
	assert_string_equal(ask(NULL, &e1000, &sorted), want);
	assert_true(sorted);
}

static void test_stamp(void **state)
{
	struct stat st;

	make_map(100);
	assert_string_not_equal(ask(FROM, &e1000, NULL), strerror(ESTALE));
	assert_int_equal(stat(sandbox_path(FROM), &st), 0);
	/* A copy with another time is the same file; so is one without nanoseconds. */
	set_time(FROM, st.st_mtim.tv_sec + 1, 1);
	assert_string_not_equal(ask(FROM, &e1000, NULL), strerror(ESTALE));
	set_time(FROM, st.st_mtim.tv_sec, 0);
	assert_string_not_equal(ask(FROM, &e1000, NULL), strerror(ESTALE));
	sandbox_write(FROM, "made of that");
	assert_string_equal(ask(FROM, &e1000, NULL), strerror(ESTALE));
	sandbox_write(FROM, "made of something else");
	assert_string_equal(ask(FROM, &e1000, NULL), strerror(ESTALE));
	/* The map's own age does not matter. */
	assert_int_equal(unlink(sandbox_path(FROM)), 0);
	assert_string_not_equal(ask(FROM, &e1000, NULL), strerror(ESTALE));
}

/* Somebody edits the map: the directory is not believed any more. */
static void test_edited(void **state)
{
	_cleanup_close_ int fd = -1;
	bool sorted;

	make_map(1000);
	fd = open(sandbox_path(MAP), O_WRONLY | O_APPEND | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, E1000, strlen(E1000)), strlen(E1000));
	set_time(MAP, 1234567, 0);
	assert_contains(ask(FROM, &e1000, &sorted), "e1000 ");
	assert_false(sorted);
}

/* The directory lies, the size and the time do not show it: what shows on the way makes
 * every line count. */
static void test_directory_lies(void **state)
{
	static char before[65536];
	char head[8193] = "", *offset;
	_cleanup_close_ int fd = -1;
	struct hp_pci_id id = {0x8086, 5, 0, 0, 0};

	make_map(1000);
	set_time(MAP, 1234567, 1);
	strcpy(before, ask(FROM, &id, NULL));
	fd = open(sandbox_path(MAP), O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0 && pread(fd, head, 8192, 0) == 8192);
	/* Into the middle of a line, and behind the end of the file. */
	for (int i = 0; i < 2; i++) {
		for (offset = strstr(head, "\n#@"); offset;
		     offset = strstr(offset + 1, "\n#@"))
			memcpy(offset + 22, i ? "7fffffff" : "00002001", 8);
		assert_int_equal(pwrite(fd, head, 8192, 0), 8192);
		set_time(MAP, 1234567, 0);
		assert_string_equal(ask(FROM, &id, NULL), before);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_by_hand, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_complaints, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_cut_anywhere, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_long_lines, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_no_file, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_age, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_same_answers, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_usb, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_many_rows, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_one_key, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_stamp, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_edited, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_directory_lies, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
