/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of the agents that are rows of a table, as programs.
 *
 *	test_buses HOTPLUG AGENT...
 *
 * AGENT: the names that links are made for.
 */
#include "agent_run.h"
#include "log.h"

static char **links;

static int setup(void **state)
{
	int r = logged_setup(state);

	put_modprobe();
	return r;
}

/* A device is known by the keys of today, by those of old kernels, or by an attribute.
 * Without an index, all of it ends in the MODALIAS that modprobe is asked about. */
static const struct {
	const char *bus, *vars[6], *asked;
} rows[] = {
	{"acpi", {"MODALIAS=acpi:PNP0C0C:"}, "acpi:PNP0C0C:"},
	{"ccw",
	 {"CU_TYPE=3990", "CU_MODEL=E9", "DEV_TYPE=3390", "DEV_MODEL=0A"},
	 "ccw:t3990mE9dt3390dm0A"},
	{"firewire",
	 {"MODALIAS=ieee1394:ven0000A0B8mo00000000sp0000609Ever00010483"},
	 "ieee1394:ven0000A0B8mo00000000sp0000609Ever00010483"},
	{"ieee1394",
	 {"VENDOR_ID=00a0b8", "SPECIFIER_ID=00609e", "VERSION=010483"},
	 "ieee1394:ven0000A0B8mo00000000sp0000609Ever00010483"},
	{"hid",
	 {"HID_ID=0003:0000046D:0000C52B", "HID_NAME=Logitech"},
	 "hid:b0003g0001v0000046Dp0000C52B"},
	{"input",
	 {"PRODUCT=19/0/1/0", "PROP=0", "EV=3", "REL=103"},
	 "input:b0019v0000p0001e0000-e0,1,kr0,1,8,amlsfw"},
	{"isapnp", {NULL}, "acpi:CTL7002:PNPB02F:"},
	{"pnp", {NULL}, "acpi:CTL7002:PNPB02F:"},
	{"mmc", {"MMC_TYPE=SD", "MODALIAS=mmc:block"}, "mmc:block"},
	{"of", {"MODALIAS=of:NuartT(null)Cns16550a"}, "of:NuartT(null)Cns16550a"},
	{"pcmcia",
	 {"SOCKET_NO=0", "MODALIAS=pcmcia:m0149cC1ABf06fn00pfn00pa0pb0pc0pd0"},
	 "pcmcia:m0149cC1ABf06fn00pfn00pa0pb0pc0pd0"},
	{"platform", {"MODALIAS=platform:pcspkr"}, "platform:pcspkr"},
	{"scsi", {"DEVTYPE=scsi_device"}, "scsi:t-0x05"},
	{"sdio", {"SDIO_CLASS=00", "SDIO_ID=02D0:4330"}, "sdio:c00v02D0d4330"},
	{"serio",
	 {"SERIO_TYPE=06", "SERIO_PROTO=00", "SERIO_ID=00", "SERIO_EXTRA=0a"},
	 "serio:ty06pr00id00ex0A"},
	{"virtio", {"MODALIAS=virtio:d00000008v00001AF4"}, "virtio:d00000008v00001AF4"},
};

static void test_buses(void **state)
{
	sandbox_write("/sys/devices/d/type", "5\n");
	sandbox_write("/sys/devices/d/id", "CTL7002\nPNPb02f\n");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *vars[10] = {"ACTION=add", "DEVPATH=/devices/d"};

		for (size_t n = 0; rows[i].vars[n]; n++)
			vars[n + 2] = rows[i].vars[n];
		assert_int_equal(run_with(rows[i].bus, rows[i].bus, vars), 0);
		assert_string_equal(sandbox_read("/loaded"),
				    strcat(strcpy((char[128]){0}, rows[i].asked), "\n"));
		unlink(sandbox_path("/loaded"));
		vars[0] = "ACTION=remove";
		assert_int_equal(run_with(rows[i].bus, rows[i].bus, vars), 0);
		assert_false(sandbox_has("/loaded"));
	}
}

#if HP_OLDMAPS
/* What a map has no row for is left to MODALIAS; a row is enough without an index. */
static void test_old_maps(void **state)
{
	static const struct {
		const char *bus, *handmap, *row, *vars[6], *loads;
	} maps[] = {
		{"serio",
		 "serio.handmap",
		 "mine 0x06 0x0a 0x00 0x00",
		 {"SERIO_TYPE=06", "SERIO_PROTO=00", "SERIO_ID=00", "SERIO_EXTRA=0a"},
		 "mine\n"},
		{"serio",
		 "serio.handmap",
		 "mine 0x05 0xff 0xff 0xff",
		 {"SERIO_TYPE=06", "SERIO_PROTO=00", "SERIO_ID=00", "SERIO_EXTRA=0a"},
		 "serio:ty06pr00id00ex0A\n"},
		{"ccw",
		 "ccw.handmap",
		 "mine 0x000f 0x3990 0xe9 0x3390 0x0a",
		 {"CU_TYPE=3990", "CU_MODEL=E9", "DEV_TYPE=3390", "DEV_MODEL=0A"},
		 "mine\n"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(maps); i++) {
		const char *vars[10] = {"ACTION=add", "DEVPATH=/devices/d"};
		char path[PATH_MAX], row[128];

		for (size_t n = 0; maps[i].vars[n]; n++)
			vars[n + 2] = maps[i].vars[n];
		snprintf(path, sizeof(path), HP_CONFDIR "/%s", maps[i].handmap);
		snprintf(row, sizeof(row), "%s\n", maps[i].row);
		sandbox_write(path, row);
		sandbox_write("/sys/devices/d/type", "5\n");
		assert_int_equal(run_with(maps[i].bus, maps[i].bus, vars), 0);
		assert_contains(sandbox_read("/loaded"), maps[i].loads);
		unlink(sandbox_path("/loaded"));
	}
}
#endif

/* Hosts, targets, event nodes: there is nothing to find a driver by. */
static void test_buses_without_keys(void **state)
{
	static const char *const buses[] = {"acpi",   "ccw", "firewire", "hid",
					    "input",  "mmc", "of",	 "pci",
					    "pcmcia", "pnp", "scsi",	 "sdio",
					    "serio",  "usb", "virtio",	 "modalias"};

	for (size_t i = 0; i < ARRAY_SIZE(buses); i++)
		assert_int_equal(
			run_with(buses[i], buses[i],
				 (const char *const[]){"ACTION=add", "DEVPATH=/devices/x",
						       NULL}),
			0);
	assert_false(sandbox_has("/loaded"));
	assert_string_equal(sandbox_read("/log"), "");
}

static const struct {
	const char *bus, *key;
} bad[] = {
	{"ccw", "CU_TYPE=zz"},
	{"ccw", "MODALIAS=css:t0"},
	{"firewire", "VENDOR_ID=0x00a0b8"},
	{"firewire", "MODALIAS=pci:v00008086d0000100E"},
	{"hid", "HID_ID=0003:046D"},
	{"input", "PRODUCT=3/627/1"},
	{"input", "MODALIAS=inputs"},
	{"mmc", "MODALIAS=block"},
	{"pcmcia", "MODALIAS=../x"},
	{"scsi", "MODALIAS=scsi:0"},
	{"sdio", "SDIO_ID=02D0"},
	{"serio", "SERIO_TYPE=\x1b[2J"},
	{"virtio", "MODALIAS=virtio1"},
};

static void test_buses_bad_keys(void **state)
{
	char line[256];

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		const char *const vars[] = {"ACTION=add", "DEVPATH=/devices/d",
					    bad[i].key, NULL};

		assert_int_equal(run_with(bad[i].bus, bad[i].bus, vars), 2);
		assert_logged(hp_log_escape(line, sizeof(line), bad[i].key));
		logged_clear();
	}
	assert_false(sandbox_has("/loaded"));
}

/* Of today's name, and of the old one. */
static void test_buses_scripts(void **state)
{
	put_script("/etc/hotplug/scsi/sr_mod", "echo scsi $DEVTYPE >>ran");
	put_script("/etc/hotplug/ieee1394/firewire-sbp2", "echo 1394 $ACTION >>ran");
	put_script("/etc/hotplug/firewire/firewire_sbp2", "echo firewire >>ran");
	put_script("/etc/hotplug/i2c/at24", "echo i2c >>ran");
	sandbox_link("../../../module/sr_mod", "/sys/devices/s/driver/module");
	sandbox_link("../../../module/firewire_sbp2", "/sys/devices/f/driver/module");
	sandbox_link("../../../module/at24", "/sys/devices/i/driver/module");
	assert_int_equal(run("scsi", "scsi", "ACTION=add", "DEVPATH=/devices/s",
			     "DEVTYPE=scsi_device", "MODALIAS=scsi:t-0x05"),
			 0);
	assert_string_equal(sandbox_read("/ran"), "scsi scsi_device\n");
	unlink(sandbox_path("/ran"));
	assert_int_equal(run("firewire", "firewire", "ACTION=add", "DEVPATH=/devices/f",
			     "MODALIAS=ieee1394:ven0mo0sp0ver0"),
			 0);
	assert_string_equal(sandbox_read("/ran"), "firewire\n1394 add\n");
	unlink(sandbox_path("/ran"));
	assert_int_equal(run("modalias", "i2c", "ACTION=add", "DEVPATH=/devices/i",
			     "MODALIAS=i2c:24c02"),
			 0);
	assert_string_equal(sandbox_read("/ran"), "i2c\n");
}

/* Each link leads to the agent of its name. */
static void test_links(void **state)
{
	char name[64], text[128];
	int status;
	pid_t pid;

	assert_non_null(*links);
	for (char **link = links; *link; link++) {
		snprintf(name, sizeof(name), "%s.agent", *link);
		snprintf(text, sizeof(text), "%s [--root DIR]", name);
		pid = fork();
		if (pid == 0) {
			dup2(open(sandbox_path("/out"), O_WRONLY | O_CREAT | O_TRUNC,
				  0600),
			     1);
			execl(hotplug, name, "--help", NULL);
			_exit(127);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
		assert_contains(sandbox_read("/out"), text);
	}
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, logged_teardown)

int main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		TEST(test_links),
		TEST(test_buses),
#if HP_OLDMAPS
		TEST(test_old_maps),
#endif
		TEST(test_buses_without_keys),
		TEST(test_buses_bad_keys),
		TEST(test_buses_scripts),
	};

	if (argc < 3) {
		fprintf(stderr, "usage: %s HOTPLUG AGENT...\n", argv[0]);
		return 2;
	}
	hotplug = argv[1];
	links = argv + 2;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
