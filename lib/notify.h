/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tell the service manager that started this program how it is.
 *
 * Source of the contract: sd_notify(3), of which the protocol is part of the interface.
 */
#ifndef HP_NOTIFY_H
#define HP_NOTIFY_H

#include "macro.h"

/*
 * Sends state, lines of VARIABLE=VALUE ("READY=1"), to the socket that NOTIFY_SOCKET
 * names: a path, or '@' and an abstract name. A manager that does not read is waited for
 * no longer than HP_NOTIFY_PATIENCE_S.
 *
 * Returns 1; 0 where NOTIFY_SOCKET is not set: nobody asks; or a negative errno: -EINVAL
 * where its value names no socket, those of connect(2) and send(2).
 */
int hp_notify(const char *state) _must_check_;

#define HP_NOTIFY_PATIENCE_S 5

#endif
