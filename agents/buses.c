/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the table of buses.
 *
 * Everywhere the driver is found by MODALIAS. A row says what the agent of the old suite
 * took in its place, and what today's kernel still passes: such keys are checked, and
 * make up the MODALIAS of an event without. Source of the contract: the uevent functions
 * of drivers/input/serio/serio.c, drivers/firewire/core-device.c, drivers/mmc/core,
 * drivers/hid/hid-core.c and drivers/s390/cio/device.c of Linux 6.1;
 * drivers/ieee1394/nodemgr.c of Linux 2.6.
 */
#include "agents.h"
#include "bus.h"

static const struct hp_modalias_key ccw_keys[] = {
	{"CU_TYPE", .part = {{"ccw:t", 4}}},
	{"CU_MODEL", .part = {{"m", 2}}},
	{"DEV_TYPE", .part = {{"dt", 4}}},
	{"DEV_MODEL", .part = {{"dm", 2}}},
	{""},
};

static const struct hp_modalias_key firewire_keys[] = {
	{"VENDOR_ID", .part = {{"ieee1394:ven", 8}}},
	{"MODEL_ID", true, {{"mo", 8}}},
	{"SPECIFIER_ID", .part = {{"sp", 8}}},
	{"VERSION", .part = {{"ver", 8}}},
	{""},
};

/* The group is in no variable: 1 is HID_GROUP_GENERIC. */
static const struct hp_modalias_key hid_keys[] = {
	{"HID_ID", .part = {{"hid:b", 4}, {"g0001v", 8}, {"p", 8}}},
	{""},
};

static const struct hp_modalias_key sdio_keys[] = {
	{"SDIO_CLASS", .part = {{"sdio:c", 2}}},
	{"SDIO_ID", .part = {{"v", 4}, {"d", 4}}},
	{""},
};

static const struct hp_modalias_key serio_keys[] = {
	{"SERIO_TYPE", .part = {{"serio:ty", 2}}},
	{"SERIO_PROTO", .part = {{"pr", 2}}},
	{"SERIO_ID", .part = {{"id", 2}}},
	{"SERIO_EXTRA", .part = {{"ex", 2}}},
	{""},
};

static const struct hp_bus ccw = {
	"ccw",
	.prefix = "ccw:t",
	.keys = ccw_keys,
	.map = HP_OLD_MAP(ccw),
};
static const struct hp_bus firewire = {
	"firewire",
	.old_name = "ieee1394",
	.prefix = "ieee1394:ven",
	.keys = firewire_keys,
	.map = HP_OLD_MAP(ieee1394),
	.remove = hp_bus_remove_by_scripts,
};
static const struct hp_bus hid = {"hid", .prefix = "hid:b", .keys = hid_keys};
static const struct hp_bus input = {
	"input",	.prefix = "input:b",	  .modalias = hp_modalias_from_input,
	.checks = true, .map = HP_OLD_MAP(input),
};
static const struct hp_bus mmc = {"mmc", .prefix = "mmc:"};
static const struct hp_bus platform = {
	"platform",
	.old_name = "of",
	.map = HP_OLD_MAP(of),
};
static const struct hp_bus pnp = {
	"pnp",
	.old_name = "isapnp",
	.modalias = hp_modalias_from_pnp_id,
	.map = HP_OLD_MAP(isapnp),
};
static const struct hp_bus scsi = {
	"scsi",
	.prefix = "scsi:t-0x",
	.modalias = hp_modalias_from_scsi_type,
};
static const struct hp_bus sdio = {"sdio", .prefix = "sdio:c", .keys = sdio_keys};
static const struct hp_bus serio = {
	"serio",
	.prefix = "serio:ty",
	.keys = serio_keys,
	.map = HP_OLD_MAP(serio),
};
static const struct hp_bus virtio = {"virtio", .prefix = "virtio:d"};

static const struct hp_bus any = {0};

static const struct hp_bus *const buses[] = {
	&ccw,	   &firewire, &hid,  &input, &mmc,   &hp_bus_pci, &hp_bus_pcmcia,
	&platform, &pnp,      &scsi, &sdio,  &serio, &hp_bus_usb, &virtio,
};

const struct hp_bus *hp_bus_find(const char *subsystem)
{
	for (size_t i = 0; i < ARRAY_SIZE(buses); i++)
		if (streq(subsystem, buses[i]->name) ||
		    (buses[i]->old_name && streq(subsystem, buses[i]->old_name)))
			return buses[i];
	return &any;
}
