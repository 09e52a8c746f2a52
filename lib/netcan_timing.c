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

/* In a bit of so many quanta: the second segment, which is behind it, is as short as it
 * can be. */
static uint32_t latest_sample_of(const struct can_bittiming_const *limits,
				 uint64_t quanta)
{
	uint64_t segment2 = limits->tseg2_min;

	if (quanta - 1 > limits->tseg1_max + segment2)
		segment2 = quanta - 1 - limits->tseg1_max;
	return segment2 < quanta ? 1000 * (quanta - segment2) / quanta : 0;
}

/* Of bits that have the bit rate, or come as near to it as they can. */
static uint32_t latest_sample(const struct can_bittiming_const *limits, uint32_t clock,
			      uint32_t bitrate)
{
	const uint32_t error = least_error(limits, clock, bitrate);
	uint64_t last = (limits->tseg1_max + limits->tseg2_max) * UINT64_C(2) + 1;
	uint32_t latest = 0, here;

	for (uint64_t n = (limits->tseg1_min + limits->tseg2_min) * UINT64_C(2);
	     n <= last; n++) {
		if (error_of(limits, clock, bitrate, n) != error)
			continue;
		here = latest_sample_of(limits, 1 + n / 2);
		latest = here > latest ? here : latest;
	}
	return latest;
}

/* It falls between two quanta, or is to be later than it can be. */
static bool is_sample_point(const struct can_bittiming *wanted,
			    const struct hp_net_can_timing *there, uint32_t clock)
{
	const struct can_bittiming *is = &there->is;
	uint64_t quanta = UINT64_C(1) + is->prop_seg + is->phase_seg1 + is->phase_seg2;
	uint32_t missed = distance(wanted->sample_point, is->sample_point);

	if (!wanted->sample_point || missed * quanta < 1000)
		return true;
	return is->sample_point < wanted->sample_point && are_limits(&there->limits) &&
	       clock &&
	       is->sample_point == latest_sample(&there->limits, clock, wanted->bitrate);
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
		return is_bitrate(wanted, there, clock) &&
		       is_sample_point(a, there, clock);
	return is_quantum(a->tq, there, clock) && a->phase_seg2 == b->phase_seg2 &&
	       (uint64_t)a->prop_seg + a->phase_seg1 ==
		       (uint64_t)b->prop_seg + b->phase_seg1;
}
