/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: any bytes as a message of the control socket. One that is taken is what
 * hp_control_send() would send again. */
#include <errno.h>
#include <sys/socket.h>

#include "control.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct hp_control_message message;
	static char again[HP_CONTROL_BYTES_MAX + 1];
	static int ends[2] = {-1, -1};
	int r = hp_control_parse(&message, data, size);

	require(r == 0 || r == -EBADMSG);
	if (r < 0)
		return 0;
	require(size <= HP_CONTROL_BYTES_MAX);
	if (ends[0] < 0)
		require(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) == 0);
	require(hp_control_send(ends[0], &message) == 0);
	require(recv(ends[1], again, sizeof(again), 0) == (ssize_t)size);
	require(memcmp(again, data, size) == 0);
	return 0;
}
