/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/oldmap: the maps of ccw, ieee1394, input, isapnp, of and serio,
 * as depmod wrote them and as people write them, asked about the events of the kernel. */
#include "log.h"
#include "oldmap.h"
#include "sandbox.h"

#define MAP "/modules.map"

static struct hp_uevent event;

static void make_event(const char *const vars[])
{
	memset(&event, 0, sizeof(event));
	for (size_t i = 0; vars[i]; i++)
		event.vars[event.n_vars++] = vars[i];
}

/* The names that the map answers for the event, a blank behind each. */
static const char *ask(enum hp_oldmap_kind kind, const char *text,
		       const char *const vars[])
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	_cleanup_(hp_names_free) struct hp_names names = {0};
	static char answer[4096];
	char why[HP_UEVENT_WHY_MAX] = "";
	struct hp_oldmap_id id;
	size_t at = 0;
	int r;

	sandbox_write(MAP, text);
	make_event(vars);
	if (hp_oldmap_id_from_event(&id, kind, &event, why) < 0)
		fail_msg("no id: %s", why);
	assert_int_equal(hp_idmap_open(&map, sandbox_path(MAP), NULL), 0);
	r = hp_oldmap_match(map, &id, &names);
	assert_true(r >= (int)names.n);
	answer[0] = '\0';
	for (size_t i = 0; i < names.n; i++)
		at += sprintf(answer + at, "%s ", names.name[i]);
	return answer;
}

#define VARS(...)                                                                        \
	(const char *const[])                                                            \
	{                                                                                \
		__VA_ARGS__, NULL                                                        \
	}

static void test_ccw(void **state)
{
	static const char map[] =
		"# ccw module         match_flags cu_type cu_model dev_type dev_model\n"
		"dasd_eckd_mod        0x000f      0x3990  0xe9      0x3390  0x0a\n"
		"dasd_any_model       0x0005      0x3990  0x77      0x3390  0x66\n"
		"other_device         0x0005      0x3990  0x00      0x3380  0x00\n"
		"qeth                 0x0003      0x1731  0x01      0x0000  0x00\n"
		"cu_model_only\t2 1 0XE9 1 1 # a comment\n"
		"table_end            0x0000      0x0000  0x00      0x0000  0x00\n";

	assert_string_equal(ask(HP_OLDMAP_CCW, map,
				VARS("CU_TYPE=3990", "CU_MODEL=E9", "DEV_TYPE=3390",
				     "DEV_MODEL=0A", "MODALIAS=ccw:t3990mE9dt3390dm0A")),
			    "dasd_eckd_mod dasd_any_model cu_model_only ");
	assert_string_equal(
		ask(HP_OLDMAP_CCW, map, VARS("MODALIAS=ccw:t3990mE9dt3390dm0A")),
		"dasd_eckd_mod dasd_any_model cu_model_only ");
	assert_string_equal(ask(HP_OLDMAP_CCW, map, VARS("MODALIAS=ccw:t1731m01dtdm")),
			    "qeth ");
	assert_string_equal(ask(HP_OLDMAP_CCW, map, VARS("MODALIAS=ccw:t0000m00dtdm")),
			    "");
}

static void test_ieee1394(void **state)
{
	static const char map[] =
		"# ieee1394 module    match_flags vendor_id model_id specifier_id version\n"
		"firewire-sbp2        0x0000000c  0x000000  0x000000 0x00609e     0x010483\n"
		"raw1394              0x0000000c  0x000000  0x000000 0x00a02d     0x010001\n"
		"firedtv              0x0000000f  0x001287  0x000034 0x00a02d     0x010001\n"
		"by_vendor            0x1 0x1287 0xffff 0xffff 0xffff\n"
		"never                0x0 0x1287 0x34 0xa02d 0x10001\n";

	assert_string_equal(
		ask(HP_OLDMAP_IEEE1394, map,
		    VARS("MODALIAS=ieee1394:ven0000104Cmo00000000sp0000609Ever00010483")),
		"firewire-sbp2 ");
	assert_string_equal(
		ask(HP_OLDMAP_IEEE1394, map,
		    VARS("MODALIAS=ieee1394:ven00001287mo00000034sp0000A02Dver00010001")),
		"raw1394 firedtv by_vendor ");
	assert_string_equal(ask(HP_OLDMAP_IEEE1394, map,
				VARS("VENDOR_ID=001287", "MODEL_ID=000035",
				     "SPECIFIER_ID=00a02d", "VERSION=010001")),
			    "raw1394 by_vendor ");
}

static const char serio_map[] = "# serio module       type extra id   proto\n"
				"atkbd                0x01 0xff  0xff 0xff\n"
				"psmouse              0x01 0xff  0xff 0xff\n"
				"psmouse              0x05 0xff  0xff 0xff\n"
				"sermouse             0x02 0xff  0xff 0x01\n"
				"with_extra           0x02 0x03  0xff 0x01\n"
				"with_id              0x02 0xff  0x04 0x01\n"
				"xtkbd                0x00 0xff  0xff 0xff\n"
				"table_end            0x00 0xff  0xff 0x00\n";

static void test_serio(void **state)
{
	assert_string_equal(ask(HP_OLDMAP_SERIO, serio_map,
				VARS("SERIO_TYPE=01", "SERIO_PROTO=00", "SERIO_ID=00",
				     "SERIO_EXTRA=00")),
			    "atkbd psmouse ");
	assert_string_equal(
		ask(HP_OLDMAP_SERIO, serio_map, VARS("MODALIAS=serio:ty02pr01id04ex03")),
		"sermouse with_extra with_id ");
	assert_string_equal(
		ask(HP_OLDMAP_SERIO, serio_map, VARS("MODALIAS=serio:ty02pr01id03ex04")),
		"sermouse ");
	/* The last row ends the kernel's tables. */
	assert_string_equal(
		ask(HP_OLDMAP_SERIO, serio_map, VARS("MODALIAS=serio:ty00pr00id00ex00")),
		"xtkbd ");
}

/* As depmod wrote it, with and without swBits. */
static const char input_map[] =
	"# module         matchBits bustype vendor product version evBits keyBits relBits "
	"absBits mscBits ledBits sndBits ffBits [swBits] driver_info\n"
	"evdev               0x0  0x0  0x0  0x0  0x0  0  0  0  0  0  0  0  0  0x1\n"
	"table_end           0x0  0x0  0x0  0x0  0x0  0  0  0  0  0  0  0  0  0x0\n"
	"joydev              0x90  0x0  0x0  0x0  0x0  8  0  0  1  0  0  0  0  0  0x0\n"
	"mousedev            0x70  0x0  0x0  0x0  0x0  6  10000:0:0:0:0  3  0  0  0  0  0  "
	"0x0\n"
	"kbd                 0x30  0x0  0x0  0x0  0x0  2  10000000  0  0  0  0  0  0  0  0x0\n"
	"lid                 0x1010  0x0  0x0  0x0  0x0  20  0  0  0  0  0  0  0  1  0x0\n"
	"by_id               0xf  0x3  0x46d  0xc52b  0x111  0  0  0  0  0  0  0  0  0x0\n"
	"by_version          0x8  0x9  0x9  0x9  0x111  ff  ff  0  0  0  0  0  0  0x0\n"
	"led                 0x200  0x0  0x0  0x0  0x0  0  0  0  0  0  7  0  0  0x0\n";

static void test_input(void **state)
{
	static const char *const mouse[] = {"PRODUCT=3/46d/c52b/111",
					    "NAME=\"a mouse\"",
					    "PROP=0",
					    "EV=17",
					    "KEY=ffff0000 0 0 0 0",
					    "REL=1943",
					    "MSC=10",
					    "MODALIAS=input:malformed",
					    NULL};
	static const char *const lid[] = {"PRODUCT=19/0/5/0", "EV=21", "SW=1", NULL};
	static const char *const keyboard[] = {
		"PRODUCT=11/1/1/ab41",
		"EV=120013",
		"KEY=402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe",
		"MSC=10",
		"LED=7",
		NULL};

	assert_string_equal(ask(HP_OLDMAP_INPUT, input_map, mouse),
			    "evdev mousedev by_id by_version ");
	assert_string_equal(ask(HP_OLDMAP_INPUT, input_map, lid), "evdev lid ");
	assert_string_equal(ask(HP_OLDMAP_INPUT, input_map, keyboard), "evdev kbd led ");
	assert_string_equal(
		ask(HP_OLDMAP_INPUT, input_map,
		    VARS("MODALIAS=input:b0003v046DpC52Be0111-e0,1,2,4,k110,111,112,r0,1,6,"
			 "8,am4,lsfw")),
		"evdev mousedev by_id by_version ");
	assert_string_equal(
		ask(HP_OLDMAP_INPUT, input_map,
		    VARS("MODALIAS=input:b0003v0001p0001e0110-e0,1,3,k120,130,+"
			 ",ra0,1,mlsfw")),
		"evdev joydev ");
}

static void test_of(void **state)
{
	static const char map[] =
		"# of module          name                 type                 compatible\n"
		"by_name              i2c                  *                    *\n"
		"by_type              *                    network              *\n"
		"by_compatible        *                    *                    fsl,gianfar\n"
		"any_case             *                    *                    FSL,Gianfar\n"
		"second               *                    *                    gianfar\n"
		"part                 *                    *                    fsl,gian\n"
		"all                  ethernet             network              gianfar\n"
		"not_all              ethernet             serial               gianfar\n"
		"case_of_name         Ethernet             *                    *\n"
		"blank                *                    *                    a_b\n"
		"table_end            *                    *                    *\n";

	assert_string_equal(
		ask(HP_OLDMAP_OF, map,
		    VARS("OF_NAME=ethernet", "OF_FULLNAME=/soc/ethernet@24000",
			 "OF_TYPE=network", "OF_COMPATIBLE_0=fsl,gianfar",
			 "OF_COMPATIBLE_1=gianfar", "OF_COMPATIBLE_N=2",
			 "MODALIAS=of:NethernetTnetworkCfsl,gianfarCgianfar")),
		"by_type by_compatible any_case second all ");
	assert_string_equal(
		ask(HP_OLDMAP_OF, map,
		    VARS("OF_NAME=i2c", "OF_COMPATIBLE_0=a b", "OF_COMPATIBLE_N=1")),
		"by_name blank ");
	assert_string_equal(ask(HP_OLDMAP_OF, map, VARS("OF_NAME=x")), "");
}

static const char isapnp_map[] =
	"# isapnp module      cardvendor carddevice driver_data vendor     function   ...\n"
	"8250_pnp             0xffff     0xffff     0x00000000  0xd041     0x0105    \n"
	"parport_pc           0xffff     0xffff     0x00000000  0xd041     0x0004    \n"
	"snd-sb16             0x8c0e     0x2400     0x00000000  0x8c0e     0x3100    \n"
	"snd-sbawe            0x8c0e     0x2400     0x00000000  0x8c0e     0x3100     0x8c0e "
	"    0x2100    \n"
	"not_all              0x8c0e     0x2400     0x00000000  0x8c0e     0x3100     0x8c0e "
	"    0x9900    \n"
	"other_card           0x8c0e     0x2500     0x00000000  0x8c0e     0x3100    \n";

static void test_isapnp(void **state)
{
	assert_string_equal(
		ask(HP_OLDMAP_ISAPNP, isapnp_map, VARS("MODALIAS=pnp:dPNP0501")),
		"8250_pnp ");
	assert_string_equal(ask(HP_OLDMAP_ISAPNP, isapnp_map,
				VARS("MODALIAS=acpi:ABCD0001:PNP0400:")),
			    "parport_pc ");
	/* 'd' is a digit, too. */
	assert_string_equal(ask(HP_OLDMAP_ISAPNP,
				"a 0xffff 0xffff 0 0xd041 0xdd0d\n"
				"b 0xffff 0xffff 0 0xd041 0x0005\n",
				VARS("MODALIAS=pnp:dPNP0ddddPNP0500")),
			    "a b ");
	/* A card's device, but no card: rows of cards say nothing. */
	assert_string_equal(
		ask(HP_OLDMAP_ISAPNP, isapnp_map, VARS("MODALIAS=pnp:dCTL0031dPNP0501")),
		"8250_pnp ");
}

static void test_isapnp_card(void **state)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	_cleanup_(hp_names_free) struct hp_names names = {0};
	struct hp_oldmap_id id = {.kind = HP_OLDMAP_ISAPNP};

	hp_pnp_ids_add(&id.own, "CTL0031", 7);
	hp_pnp_ids_add(&id.card, "CTL0024", 7);
	hp_pnp_ids_add(&id.on_card, "CTL0031", 7);
	hp_pnp_ids_add(&id.on_card, "CTL0021", 7);
	sandbox_write(MAP, isapnp_map);
	assert_int_equal(hp_idmap_open(&map, sandbox_path(MAP), NULL), 0);
	assert_int_equal(hp_oldmap_match(map, &id, &names), 2);
	assert_string_equal(names.name[0], "snd-sb16");
	assert_string_equal(names.name[1], "snd-sbawe");
}

static const struct {
	enum hp_oldmap_kind kind;
	const char *line;
	unsigned int column; /* 0: it is no mistake */
	const char *what;
} lines[] = {
	{HP_OLDMAP_CCW, "", 0, NULL},
	{HP_OLDMAP_CCW, " \t# anything", 0, NULL},
	{HP_OLDMAP_CCW, "a 0x1 0x3990 0 0 0\r", 0, NULL},
	{HP_OLDMAP_CCW, "a 0x1 0x3990 0 0", 17, "too early"},
	{HP_OLDMAP_CCW, "a 0x10 0x3990 0 0 0", 3, "range"},
	{HP_OLDMAP_CCW, "a 0x1 0x13990 0 0 0", 7, "range"},
	{HP_OLDMAP_CCW, "a 0x1 0x3990 0x100 0 0", 14, "range"},
	{HP_OLDMAP_CCW, "a/b 0x1 0x3990 0 0 0", 1, "name"},
	{HP_OLDMAP_CCW, "-a 0x1 0x3990 0 0 0", 1, "name"},
	{HP_OLDMAP_IEEE1394, "a 0xc 0 0 0xa02d zzz", 18, "range"},
	{HP_OLDMAP_IEEE1394, "a 0xc 0 0 0xa02d", 17, "too early"},
	{HP_OLDMAP_SERIO, "a 1 0xff 0xff 0x100", 15, "range"},
	{HP_OLDMAP_SERIO, "a 1 0xff 0xff", 14, "too early"},
	{HP_OLDMAP_OF, "a * *", 6, "too early"},
	{HP_OLDMAP_INPUT, "a 0 0 0 0 0 0 0 0 0 0 0 0 0 0", 0, NULL},
	{HP_OLDMAP_INPUT, "a 0 0 0 0 0 0 0 0 0 0 0 0 0", 28, "too early"},
	{HP_OLDMAP_INPUT, "a 0x1000 0 0 0 0 0 0 0 0 0 0 0 0 0", 35, "swBits"},
	{HP_OLDMAP_INPUT, "a 0x2000 0 0 0 0 0 0 0 0 0 0 0 0 0", 3, "range"},
	{HP_OLDMAP_INPUT, "a 0 0 0 0 0 0 0:x 0 0 0 0 0 0 0", 15, "range"},
	{HP_OLDMAP_INPUT, "a 0 0 0 0 0 0 0: 0 0 0 0 0 0 0", 15, "range"},
	{HP_OLDMAP_INPUT, "a 0 0 0 0 0 0 11112222333344445 0 0 0 0 0 0 0", 15, "range"},
	{HP_OLDMAP_INPUT, "a 0 0 0 0 0 0 123456789:0:0:0:0:0:0:0:0:0:0:0:0 0 0 0 0 0 0 0",
	 15, "range"},
	{HP_OLDMAP_ISAPNP, "a 0xffff 0xffff 0", 18, "too early"},
	{HP_OLDMAP_ISAPNP, "a 0xffff 0xffff 0 0xd041", 25, "too early"},
	{HP_OLDMAP_ISAPNP, "a 0xffff 0xffff 0 0xd041 0x0105 0x1", 36, "too early"},
	{HP_OLDMAP_ISAPNP, "a 0xffff 0xffff 0 0xd041 0x10105", 26, "range"},
	{HP_OLDMAP_ISAPNP, "a 0xffff 0xffff 0 PNP0501", 19, "range"},
};

/* What is wrong is told with its place, and the lines around count. */
static void test_lines(void **state)
{
	char text[512], place[64];
	struct hp_names names = {0};
	struct hp_idmap *map;
	const char *log;

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct hp_oldmap_id id = {.kind = lines[i].kind, .text = {"", ""}};

		snprintf(text, sizeof(text), "# one\n%s\n# three\n", lines[i].line);
		sandbox_write(MAP, text);
		assert_int_equal(hp_idmap_open(&map, sandbox_path(MAP), NULL), 0);
		capture_begin();
		assert_int_equal(hp_oldmap_match(map, &id, &names), 0);
		log = capture_end();
		hp_idmap_close(map);
		snprintf(place, sizeof(place), MAP ":2:%u: ", lines[i].column);
		if (!lines[i].column ? *log : count_lines(log) != 1)
			fail_msg("'%s': %s", lines[i].line, log);
		if (lines[i].column &&
		    (!strstr(log, place) || !strstr(log, lines[i].what)))
			fail_msg("'%s': %s", lines[i].line, log);
	}
}

/* A last line without a newline may be cut. */
static void test_cut(void **state)
{
	size_t n = strlen(serio_map);
	char text[sizeof(serio_map)];
	const char *log;

	for (size_t i = 0; i <= n; i++) {
		strcpy(text, serio_map);
		text[i] = '\0';
		capture_begin();
		ask(HP_OLDMAP_SERIO, text, VARS("MODALIAS=serio:ty01pr00id00ex00"));
		log = capture_end();
		if (i == 0 || text[i - 1] == '\n' ||
		    i < strlen("# serio module       type "
			       "extra id   proto\n"))
			assert_string_equal(log, "");
		else
			assert_int_equal(count_lines(log), 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_ccw, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_ieee1394, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_serio, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_input, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_of, sandbox_setup, sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_isapnp, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_isapnp_card, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_lines, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_cut, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
