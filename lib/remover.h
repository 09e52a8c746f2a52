/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: REMOVER, by which a setup script of usb.agent has itself undone when the
 * device is pulled.
 *
 * HP_RUNDIR/usb/NAME, where NAME is the device's path in /sys with '%' for '/'. The
 * script creates it while the device is added: a link to a program, or a file whose one
 * line is the program's path. HP_RUNDIR/usb is 0700 and root's. Source of the contract:
 * usb.agent of linux-hotplug, in which REMOVER was itself the program; /run may be
 * mounted noexec.
 */
#ifndef HP_REMOVER_H
#define HP_REMOVER_H

#include <limits.h>

#include "child.h"
#include "uevent.h"

#define HP_REMOVER_VAR_MAX (PATH_MAX + sizeof("REMOVER="))

/*
 * Makes the directory where it is missing and writes "REMOVER=PATH" for the environment
 * of a setup script. PATH is without the root prefix where there is none in force.
 * Returns 0, or a negative errno with the message logged: -EPERM where the directory is
 * not ours alone.
 */
int hp_remover_offer(const struct hp_uevent *event,
		     char ret[static HP_REMOVER_VAR_MAX]) _must_check_;

/*
 * Runs the device's REMOVER with env, if there is one, and removes the entry whether it
 * ran, failed, or was refused by hp_trust_executable(). Under dry run it is only named.
 * Returns 0, or a negative errno with the message logged; -EIO where it failed.
 */
int hp_remover_run(const struct hp_uevent *event,
		   const struct hp_environment *env) _must_check_;

#endif
