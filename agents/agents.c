/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the agents that are part of the dispatcher's own program. See agents.h. */
#include "agents.h"
#include "bus.h"

#define BUS(bus)                                                                         \
	{                                                                                \
		.name = bus ".agent", .subsystem = bus,                                  \
		.does = "Loads a device's drivers and runs /etc/hotplug/" bus            \
			"/DRIVER.",                                                      \
		.handle = hp_bus_handle, .wants = hp_bus_wants,                          \
		.only_loads = hp_bus_only_loads, .has_loaded = hp_bus_has_loaded,        \
		.loads = true,                                                           \
	}

/* Each has a link, which agents/meson.build makes. */
static const struct hp_agent agents[] = {
	BUS("acpi"),
	BUS("ccw"),
	BUS("firewire"),
	BUS("hid"),
	BUS("ieee1394"),
	BUS("input"),
	BUS("isapnp"),
	BUS("mmc"),
	BUS("of"),
	BUS("pci"),
	BUS("pcmcia"),
	BUS("platform"),
	BUS("pnp"),
	BUS("scsi"),
	BUS("sdio"),
	BUS("serio"),
	BUS("usb"),
	BUS("virtio"),
	{
		.name = "modalias.agent",
		.does = "Loads a device's drivers, whatever the bus, by MODALIAS.",
		.handle = hp_bus_handle,
		.wants = hp_bus_wants,
		.only_loads = hp_bus_only_loads,
		.has_loaded = hp_bus_has_loaded,
		.loads = true,
	},
	{
		.name = "firmware.agent",
		.subsystem = "firmware",
		.does = "Gives the kernel the firmware that a driver waits for.",
		.handle = hp_firmware_handle,
		.is_privileged = true, /* CAP_SYS_RAWIO, to write into "data" */
	},
};

const struct hp_agent *hp_agents_find(const char *path)
{
	const char *slash = strrchr(path, '/');

	for (size_t i = 0; i < ARRAY_SIZE(agents); i++)
		if (streq(slash ? slash + 1 : path, agents[i].name))
			return &agents[i];
	return NULL;
}
