/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: interfaces that carry the system itself: configured by the kernel at boot.
 */
#ifndef HP_NETBOOT_H
#define HP_NETBOOT_H

#include "macro.h"

/*
 * Whether this kernel command line asks for an interface of that name to be configured
 * before any program runs: ip= or nfsaddrs= that names it, or names none; or a root on
 * NFS. Source of the contract: Documentation/admin-guide/nfs/nfsroot.rst,
 * dracut.cmdline(7).
 */
bool hp_netboot_names(const char *cmdline, const char *ifname);

/* The same for /proc/cmdline; false where that cannot be read. */
bool hp_netboot_wants(const char *ifname);

#endif
