/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: fuzz the reader of requests to run a program. */
#include <stdint.h>

#include "runner.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is accepted, packed again, is the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char packet[HP_RUNNER_PACKET_MAX], again[HP_RUNNER_PACKET_MAX];
	static struct hp_runner_job job;
	uint32_t length = size;

	if (size > sizeof(packet) || size < sizeof(struct hp_runner_head))
		return 0;
	memcpy(packet, data, size);
	memcpy(packet + offsetof(struct hp_runner_head, size), &length, sizeof(length));
	if (hp_runner_unpack(&job, packet, size) < 0)
		return 0;
	if (hp_runner_pack(again, job.path, job.argv, &job.env, job.timeout) !=
		    (ssize_t)size ||
	    memcmp(packet, again, size) != 0)
		abort();
	return 0;
}
