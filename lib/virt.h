/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: in which container or virtual machine this runs, by the names of
 * systemd-detect-virt(1).
 *
 * A subset: containers that say so in /run/host/container-manager,
 * /run/systemd/container, the environment of process 1, /run/.containerenv or
 * /.dockerenv, OpenVZ and WSL; machines that x86's CPUID, SMBIOS, /sys/hypervisor/type or
 * a device tree tell.
 */
#ifndef HP_VIRT_H
#define HP_VIRT_H

#include "macro.h"

/* "docker"; "container-other" for one that is none of systemd's; NULL: in none. */
const char *hp_virt_container(void);

/* "kvm"; "vm-other" for one that is none of systemd's; NULL: in none. */
const char *hp_virt_machine(void);

/* Whether this user namespace has other users than the machine. */
bool hp_virt_has_private_users(void);

#endif
