/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the discipline that is a token bucket. See netqdisckind.h. */
#include <linux/pkt_sched.h>

#include "netqdisckinds.h"

#define SECTION		   "TokenBucketFilter"
#define SIZE(key, n, most) HP_NET_QDISC_SIZE(SECTION, key, n, .max = most)
#define RATE(key, n)	   HP_NET_QDISC_RATE(SECTION, key, n)

static const struct hp_net_attr_row rows[] = {
	{SECTION, "LatencySec", 1, &hp_net_form_time, .width = 8, .unit = 1,
	 .max = UINT32_MAX},
	SIZE("LimitBytes", 2, UINT32_MAX),
	SIZE("BurstBytes", 3, UINT32_MAX),
	RATE("Rate", 4),
	SIZE("MPUBytes", 5, UINT16_MAX),
	RATE("PeakRate", 6),
	SIZE("MTUBytes", 7, UINT32_MAX),
};

struct bucket {
	uint64_t rate;	/* bytes per second; 0: no such bucket */
	uint64_t ticks; /* that it takes to be full */
	uint32_t size;
};

static struct bucket read_bucket(const struct hp_net_attrs *attrs, const char *rate,
				 const char *size)
{
	struct bucket bucket = {
		.rate = hp_net_qdisc_number(attrs, rate, 0),
		.size = hp_net_qdisc_number(attrs, size, 0),
	};

	if (bucket.rate)
		bucket.ticks = hp_net_qdisc_ticks_of(bucket.size, bucket.rate);
	return bucket;
}

/* What comes in while a packet waits for at most so long. */
static double limit_of(const struct bucket *bucket, uint64_t latency_us)
{
	return (double)bucket->rate * latency_us / 1000000 + bucket->size;
}

/* 0: more than there is room for. */
static uint32_t find_limit(const struct hp_net_attrs *attrs, const struct bucket *burst,
			   const struct bucket *peak)
{
	uint64_t latency = hp_net_qdisc_number(attrs, "LatencySec", 0);
	double limit = limit_of(burst, latency);

	if (!latency)
		return hp_net_qdisc_number(attrs, "LimitBytes", 0);
	if (peak->rate && limit_of(peak, latency) < limit)
		limit = limit_of(peak, latency);
	return limit > UINT32_MAX ? 0 : limit;
}

static const char *check(const struct hp_net_attrs *attrs, const struct bucket *burst,
			 const struct bucket *peak)
{
	bool has_limit = hp_net_qdisc_number(attrs, "LimitBytes", 0);
	bool has_latency = hp_net_qdisc_number(attrs, "LatencySec", 0);

	if (!burst->rate)
		return "without Rate=";
	if (!burst->size)
		return "without BurstBytes=";
	if (has_limit == has_latency)
		return has_limit ? "with both LimitBytes= and LatencySec="
				 : "without LimitBytes= or LatencySec=";
	if (peak->rate && !peak->size)
		return "with PeakRate= and without MTUBytes=";
	if (peak->rate && peak->rate <= burst->rate)
		return "with a PeakRate= that is not above Rate=";
	if (burst->ticks > UINT32_MAX || peak->ticks > UINT32_MAX)
		return "with a bucket that takes more than 274 seconds to fill";
	return NULL;
}

static void put_bucket(struct hp_net_qdisc *qdisc, const struct bucket *bucket,
		       uint16_t size_type, uint16_t rate_type)
{
	hp_net_qdisc_put(qdisc, size_type, &bucket->size, sizeof(bucket->size));
	if (bucket->rate > UINT32_MAX)
		hp_net_qdisc_put(qdisc, rate_type, &bucket->rate, sizeof(bucket->rate));
}

static const char *build(const struct hp_net_attrs *attrs, struct hp_net_qdisc *ret)
{
	struct bucket burst = read_bucket(attrs, "Rate", "BurstBytes");
	struct bucket peak = read_bucket(attrs, "PeakRate", "MTUBytes");
	uint16_t mpu = hp_net_qdisc_number(attrs, "MPUBytes", 0);
	const char *wrong = check(attrs, &burst, &peak);
	struct tc_tbf_qopt options = {
		.limit = find_limit(attrs, &burst, &peak),
		.buffer = burst.ticks,
		.mtu = peak.ticks,
		.rate = hp_net_qdisc_ratespec(burst.rate),
	};

	if (wrong)
		return wrong;
	if (!options.limit)
		return "with a LatencySec= that needs more than 4 GiB";
	if (peak.rate)
		options.peakrate = hp_net_qdisc_ratespec(peak.rate);
	options.rate.mpu = mpu;
	options.peakrate.mpu = peak.rate ? mpu : 0;
	hp_net_qdisc_put(ret, TCA_TBF_PARMS, &options, sizeof(options));
	put_bucket(ret, &burst, TCA_TBF_BURST, TCA_TBF_RATE64);
	if (peak.rate)
		put_bucket(ret, &peak, TCA_TBF_PBURST, TCA_TBF_PRATE64);
	return NULL;
}

/* Some kernels do not tell the mpu. */
static bool ratespec_equal(const struct tc_ratespec *wanted,
			   const struct tc_ratespec *there)
{
	return wanted->rate == there->rate && (!there->mpu || wanted->mpu == there->mpu);
}

static bool equal(const struct hp_net_qdisc *wanted, const struct hp_net_qdisc *there)
{
	struct tc_tbf_qopt a, b;

	hp_net_qdisc_get(wanted, TCA_TBF_PARMS, &a, sizeof(a));
	return hp_net_qdisc_get(there, TCA_TBF_PARMS, &b, sizeof(b)) &&
	       a.limit == b.limit && ratespec_equal(&a.rate, &b.rate) &&
	       ratespec_equal(&a.peakrate, &b.peakrate) &&
	       hp_net_qdisc_ticks_equal(a.buffer, b.buffer) &&
	       hp_net_qdisc_ticks_equal(a.mtu, b.mtu) &&
	       hp_net_qdisc_equal_u64(wanted, there, TCA_TBF_RATE64) &&
	       hp_net_qdisc_equal_u64(wanted, there, TCA_TBF_PRATE64);
}

const struct hp_net_qdisc_kind hp_net_qdisc_tbf = {
	.section = SECTION,
	.name = "tbf",
	.is_nested = true,
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.build = build,
	.equal = equal,
};
