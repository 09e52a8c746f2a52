/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [CAN] and [IPoIB]. See netkey.h. */
#include <errno.h>

#include "netkey.h"
#include "number.h"
#include "timespan.h"

#define TERMINATION_DEFAULT 120	  /* Ohm, of systemd.network(5) */
#define DATA		    0x100 /* of arg: of the data phase */

/* All sections of a file are one. */
static int find_current(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			enum hp_net_object_kind kind, struct hp_net_object **ret)
{
	struct hp_net_file *file = r->file;
	size_t i = 0;
	int result = 0;

	while (i < file->n_objects && file->objects[i].object.kind != kind)
		i++;
	if (i == file->n_objects) {
		r->current = (struct hp_net_conf_object){.object.kind = kind};
		result = hp_net_reader_add(r);
	}
	if (result < 0)
		return result;
	file->objects[i].where = hp_net_where_of(r, entry);
	*ret = &file->objects[i].object;
	return 0;
}

static int warn(const struct hp_ini_entry *entry, const char *expected)
{
	hp_ini_warn(entry, "'%s' is no %s; it is left out", entry->value, expected);
	return 0;
}

enum field {
	BITRATE,
	SAMPLE_POINT,
	TQ,
	PROP_SEG,
	PHASE_SEG1,
	PHASE_SEG2,
	SJW,
};

static uint32_t *field_of(struct can_bittiming *timing, enum field field)
{
	static const size_t offsets[] = {
		[BITRATE] = offsetof(struct can_bittiming, bitrate),
		[SAMPLE_POINT] = offsetof(struct can_bittiming, sample_point),
		[TQ] = offsetof(struct can_bittiming, tq),
		[PROP_SEG] = offsetof(struct can_bittiming, prop_seg),
		[PHASE_SEG1] = offsetof(struct can_bittiming, phase_seg1),
		[PHASE_SEG2] = offsetof(struct can_bittiming, phase_seg2),
		[SJW] = offsetof(struct can_bittiming, sjw),
	};

	return (uint32_t *)((char *)timing + offsets[field]);
}

static int parse_bitrate(const char *text, uint64_t *ret)
{
	return hp_rate_parse(ret, text) < 0 || !*ret || *ret > UINT32_MAX ? -EINVAL : 0;
}

/* In tenths of a percent: 87.5%, 875‰. */
static int parse_sample_point(const char *text, uint64_t *ret)
{
	uint64_t whole, millionths;
	const char *rest = hp_number_take(text, &whole);

	if (!rest || whole > 1000)
		return -EINVAL;
	rest = hp_number_take_fraction(rest, &millionths);
	if (streq(rest, "‰") && !millionths) {
		*ret = whole;
		return 0;
	}
	*ret = whole * 10 + millionths / 100000;
	return streq(rest, "%") && millionths % 100000 == 0 && *ret <= 1000 ? 0 : -EINVAL;
}

/* In ns, also without a unit. */
static int parse_quantum(const char *text, uint64_t *ret)
{
	uint64_t us;
	const char *rest = hp_number_take(text, ret);

	if (rest && *rest == ' ')
		rest++;
	if (!rest || (*rest && !streq(rest, "ns"))) {
		if (hp_timespan_parse(&us, text) < 0 || us > UINT32_MAX)
			return -EINVAL;
		*ret = us * 1000;
	}
	return *ret && *ret <= UINT32_MAX ? 0 : -EINVAL;
}

static int parse_segment(const char *text, uint64_t *ret)
{
	return hp_number_parse(text, 10, UINT32_MAX, ret);
}

static const struct {
	int (*parse)(const char *text, uint64_t *ret);
	const char *expected;
} fields[] = {
	[BITRATE] = {parse_bitrate, "bit rate (1 to 4294967295, K, M, G)"},
	[SAMPLE_POINT] = {parse_sample_point, "place in a bit (0% to 100%, one digit behind the point)"},
	[TQ] = {parse_quantum, "time (in ns)"},
	[PROP_SEG] = {parse_segment, "number of quanta"},
	[PHASE_SEG1] = {parse_segment, "number of quanta"},
	[PHASE_SEG2] = {parse_segment, "number of quanta"},
	[SJW] = {parse_segment, "number of quanta"},
};

static int take_timing(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	enum field field = arg & ~DATA;
	struct hp_net_object *object;
	struct hp_net_can_timing *timing;
	uint64_t value = 0;
	int result;

	if (*entry->value && fields[field].parse(entry->value, &value) < 0)
		return warn(entry, fields[field].expected);
	result = find_current(r, entry, HP_NET_CAN, &object);
	if (result < 0)
		return result;
	timing = arg & DATA ? &object->can.data : &object->can.timing;
	*field_of(&timing->is, field) = value;
	return 0;
}

static int take_mode(struct hp_net_reader *r, const struct hp_ini_entry *entry, int bit)
{
	struct hp_net_object *object;
	bool on = false;
	int result;

	if (*entry->value && hp_boolean_parse(&on, entry->value) < 0)
		return warn(entry, "boolean");
	result = find_current(r, entry, HP_NET_CAN, &object);
	if (result < 0)
		return result;
	object->can.mode.mask &= ~bit;
	object->can.mode.flags &= ~bit;
	object->can.mode.mask |= *entry->value ? bit : 0;
	object->can.mode.flags |= on ? bit : 0;
	return 0;
}

/* In ms, rounded up. 0 is as infinity: never. */
static int parse_restart(const char *text, uint64_t *ret)
{
	uint64_t us = 0;

	if (!streq(text, "infinity") && hp_timespan_parse(&us, text) < 0)
		return -EINVAL;
	*ret = us / 1000 + !!(us % 1000);
	return *ret > UINT32_MAX ? -EINVAL : 0;
}

static int take_restart(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			int arg)
{
	struct hp_net_object *object;
	uint64_t ms = 0;
	int result;

	if (*entry->value && parse_restart(entry->value, &ms) < 0)
		return warn(entry, "time, or infinity");
	result = find_current(r, entry, HP_NET_CAN, &object);
	if (result < 0)
		return result;
	object->can.given &= ~HP_NET_CAN_RESTART;
	object->can.given |= *entry->value ? HP_NET_CAN_RESTART : 0;
	object->can.restart_ms = ms;
	return 0;
}

/* 1 is an Ohm, and no boolean. */
static int take_termination(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			    int arg)
{
	struct hp_net_object *object;
	uint64_t ohm = 0;
	bool on = false;
	int result;

	if (*entry->value && hp_number_parse(entry->value, 10, UINT16_MAX, &ohm) < 0) {
		if (hp_boolean_parse(&on, entry->value) < 0)
			return warn(entry, "resistance (boolean, or 0 to 65535 Ohm)");
		ohm = on ? TERMINATION_DEFAULT : 0;
	}
	result = find_current(r, entry, HP_NET_CAN, &object);
	if (result < 0)
		return result;
	object->can.given &= ~HP_NET_CAN_TERMINATION;
	object->can.given |= *entry->value ? HP_NET_CAN_TERMINATION : 0;
	object->can.termination = ohm;
	return 0;
}

static int take_ipoib_mode(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg)
{
	static const struct hp_word modes[] = {{"datagram", 0}, {"connected", 1}, {NULL}};
	struct hp_net_object *object;
	uint32_t mode = 0;
	int result;

	if (*entry->value && hp_word_parse(&mode, modes, 0, entry->value) < 0)
		return warn(entry, "mode (datagram, connected)");
	result = find_current(r, entry, HP_NET_IPOIB, &object);
	if (result < 0)
		return result;
	object->ipoib.given &= ~HP_NET_IPOIB_MODE;
	object->ipoib.given |= *entry->value ? HP_NET_IPOIB_MODE : 0;
	object->ipoib.mode = mode;
	return 0;
}

static int take_umcast(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_object *object;
	bool on = false;
	int result;

	if (*entry->value && hp_boolean_parse(&on, entry->value) < 0)
		return warn(entry, "boolean");
	result = find_current(r, entry, HP_NET_IPOIB, &object);
	if (result < 0)
		return result;
	object->ipoib.given &= ~HP_NET_IPOIB_UMCAST;
	object->ipoib.given |= *entry->value ? HP_NET_IPOIB_UMCAST : 0;
	object->ipoib.umcast = on;
	return 0;
}

#define CAN(name, ...)                                                                   \
	{                                                                                \
		"CAN", name, HP_NET_IN_NETWORK, __VA_ARGS__                              \
	}
#define TIMING(name, field)                                                              \
	CAN(name, take_timing, field), CAN("Data" name, take_timing, field | DATA)
#define MODE(name, bit) CAN(name, take_mode, CAN_CTRLMODE_##bit)

const struct hp_net_key hp_net_can_keys[] = {
	TIMING("BitRate", BITRATE),
	TIMING("SamplePoint", SAMPLE_POINT),
	TIMING("TimeQuantaNSec", TQ),
	TIMING("PropagationSegment", PROP_SEG),
	TIMING("PhaseBufferSegment1", PHASE_SEG1),
	TIMING("PhaseBufferSegment2", PHASE_SEG2),
	TIMING("SyncJumpWidth", SJW),
	MODE("FDMode", FD),
	MODE("FDNonISO", FD_NON_ISO),
	MODE("TripleSampling", 3_SAMPLES),
	MODE("BusErrorReporting", BERR_REPORTING),
	MODE("ListenOnly", LISTENONLY),
	MODE("Loopback", LOOPBACK),
	MODE("OneShot", ONE_SHOT),
	MODE("PresumeAck", PRESUME_ACK),
	MODE("ClassicDataLengthCode", CC_LEN8_DLC),
	CAN("RestartSec", take_restart),
	CAN("Termination", take_termination),
	{"IPoIB", "Mode", HP_NET_IN_NETWORK, take_ipoib_mode},
	{"IPoIB", "IgnoreUserspaceMulticastGroup", HP_NET_IN_NETWORK, take_umcast},
	{0},
};
