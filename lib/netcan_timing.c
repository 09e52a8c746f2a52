/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the kernel makes of the timing of a CAN bus. See netcan.h. */
#include "netcan.h"

#define SEGMENT_MAX 4096 /* quanta: more than any controller has */

static bool are_limits(const struct can_bittiming_const *limits)
{
	return limits->brp_inc && limits->tseg1_max <= SEGMENT_MAX &&
	       limits->tseg2_max <= SEGMENT_MAX;
}

static uint32_t distance(uint32_t a, uint32_t b)
{
	return a > b ? a - b : b - a;
}

/* How near the controller comes with bits of n / 2 quanta, the prescaler being rounded up
 * where n is odd; UINT32_MAX: it has no such prescaler. */
static uint32_t error_of(const struct can_bittiming_const *limits, uint32_t clock,
			 uint32_t bitrate, uint64_t n)
{
	uint64_t quanta = 1 + n / 2, brp = clock / (quanta * bitrate) + n % 2;

	brp -= brp % limits->brp_inc;
	if (!brp || brp < limits->brp_min || brp > limits->brp_max)
		return UINT32_MAX;
	return distance(bitrate, clock / (brp * quanta));
}

/* Of the nearest bit rate, which the kernel takes. */
static uint32_t least_error(const struct can_bittiming_const *limits, uint32_t clock,
			    uint32_t bitrate)
{
	uint64_t last = (limits->tseg1_max + limits->tseg2_max) * UINT64_C(2) + 1;
	uint32_t least = UINT32_MAX, error;

	for (uint64_t n = (limits->tseg1_min + limits->tseg2_min) * UINT64_C(2);
	     n <= last; n++) {
		error = error_of(limits, clock, bitrate, n);
		least = error < least ? error : least;
	}
	return least;
}

static bool is_bitrate(const struct hp_net_can_timing *wanted,
		       const struct hp_net_can_timing *there, uint32_t clock)
{
	uint32_t error = distance(wanted->is.bitrate, there->is.bitrate);

	return !error ||
	       (are_limits(&there->limits) && clock &&
		error <= least_error(&there->limits, clock, wanted->is.bitrate));
}

/* It falls between two quanta. */
static bool is_sample_point(const struct can_bittiming *wanted,
			    const struct can_bittiming *there)
{
	uint64_t quanta =
		UINT64_C(1) + there->prop_seg + there->phase_seg1 + there->phase_seg2;

	return !wanted->sample_point ||
	       distance(wanted->sample_point, there->sample_point) * quanta < 1000;
}

static bool is_jump(uint32_t wanted, const struct hp_net_can_timing *there)
{
	uint32_t most = there->is.phase_seg2;

	if (there->limits.sjw_max && there->limits.sjw_max < most)
		most = there->limits.sjw_max;
	return !wanted || there->is.sjw == (wanted < most ? wanted : most);
}

/* The prescaler is what counts; it comes in steps. */
static bool is_quantum(uint32_t wanted, const struct hp_net_can_timing *there,
		       uint32_t clock)
{
	const uint32_t step = there->limits.brp_inc;
	uint64_t brp;

	if (!step || !clock)
		return wanted == there->is.tq;
	brp = ((uint64_t)clock * wanted / step + 499999999) / 1000000000 * step;
	return brp == there->is.brp;
}

bool hp_net_can_timing_is(const struct hp_net_can_timing *wanted,
			  const struct hp_net_can_timing *there, uint32_t clock)
{
	const struct can_bittiming *a = &wanted->is, *b = &there->is;

	if (!is_jump(a->sjw, there))
		return false;
	if (a->bitrate)
		return is_bitrate(wanted, there, clock) && is_sample_point(a, b);
	return is_quantum(a->tq, there, clock) && a->phase_seg2 == b->phase_seg2 &&
	       (uint64_t)a->prop_seg + a->phase_seg1 ==
		       (uint64_t)b->prop_seg + b->phase_seg1;
}
