/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: any bytes as modules.pcimap, modules.usbmap, and the maps of other buses.
 *
 * The size that the head of a map of hotplug-depmap states is made right, and its time is
 * kept at 7 s, so that a directory which lies is believed as far as it goes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "log.h"
#include "oldmap.h"

#define SIZE_DIGITS 10

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void state_size(int fd, const uint8_t *data, size_t size)
{
	static const char before[] = " size ";
	const uint8_t *at = memmem(data, size, before, strlen(before));
	char text[SIZE_DIGITS + 1];

	if (!at || size - (at - data) < strlen(before) + SIZE_DIGITS)
		return;
	snprintf(text, sizeof(text), "%010zu", size);
	if (pwrite(fd, text, SIZE_DIGITS, at - data + strlen(before)) != SIZE_DIGITS)
		abort();
}

static int match_pci(struct hp_idmap *map, struct hp_names *names)
{
	const struct hp_pci_id id = {0x8086, 0x100e, 0x1af4, 0x1100, 0x20000};

	return hp_idmap_match_pci(map, &id, names);
}

static int match_usb(struct hp_idmap *map, struct hp_names *names)
{
	const struct hp_usb_id id = {0x46d, 0xc52b, 0x1211, {0}, true, {3, 1, 1}, 0};

	return hp_idmap_match_usb(map, &id, names);
}

static int match_old(struct hp_idmap *map, enum hp_oldmap_kind kind,
		     struct hp_names *names)
{
	struct hp_oldmap_id id = {
		.kind = kind,
		.number = {1, 0, 2, 3},
		.bits = {{{3}}, {{0, 0, 0, 0, 0x10000}}, {{3}}},
		.text = {"ethernet", "network"},
		.compatible = {"fsl,gianfar", "a b"},
	};

	hp_pnp_ids_add(&id.own, "PNP0501", 7);
	hp_pnp_ids_add(&id.card, "CTL0024", 7);
	hp_pnp_ids_add(&id.on_card, "CTL0031", 7);
	return hp_oldmap_match(map, &id, names);
}

/* kind: of the maps of other buses; below 0: pci, usb. */
static void match(const char *path, int kind)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	_cleanup_(hp_names_free) struct hp_names names = {0};
	int r = hp_idmap_open(&map, path, "/nowhere/modules.alias.bin");

	if (r < 0)
		abort();
	if (kind >= 0)
		r = match_old(map, kind, &names);
	else
		r = kind == -1 ? match_pci(map, &names) : match_usb(map, &names);
	if (r < (int)names.n)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct timespec times[2] = {{7, 0}, {7, 0}};
	_cleanup_close_ int fd = memfd_create("map", MFD_CLOEXEC);
	char path[64];

	hp_log_set_level(HP_LOG_ERR);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	state_size(fd, data, size);
	if (futimens(fd, times) < 0)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	for (int kind = -2; kind < HP_OLDMAP_KINDS; kind++)
		match(path, kind);
	return 0;
}
