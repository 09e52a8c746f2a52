/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how what two CAN controllers are told stands to one another, and so of IP over
 * InfiniBand. See netobject.h. */
#include "log.h"
#include "netfinish.h"

/* An interface is one controller. */
static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return true;
}

static bool is_timing(const struct hp_net_can_timing *wanted,
		      const struct hp_net_can_timing *there, uint32_t clock)
{
	return !hp_net_can_has(wanted) || hp_net_can_timing_is(wanted, there, clock);
}

static enum hp_net_relation relate_can(const struct hp_net_object *wanted,
				       const struct hp_net_object *there)
{
	const struct hp_net_can *a = &wanted->can, *b = &there->can;
	bool equal = is_timing(&a->timing, &b->timing, b->clock) &&
		     is_timing(&a->data, &b->data, b->clock) &&
		     !((a->mode.flags ^ b->mode.flags) & a->mode.mask);

	if (a->given & HP_NET_CAN_RESTART)
		equal = equal && a->restart_ms == b->restart_ms;
	if (a->given & HP_NET_CAN_TERMINATION)
		equal = equal && a->termination == b->termination;
	return equal ? HP_NET_EQUAL : HP_NET_BESIDE;
}

static void add_timing(char *ret, const char *which,
		       const struct hp_net_can_timing *timing)
{
	hp_net_text_add(ret, " ", which);
	if (timing->is.bitrate)
		hp_net_text_add_number(ret, "bitrate ", timing->is.bitrate);
	else
		hp_net_text_add_number(ret, "tq ", timing->is.tq);
}

static void describe_can(const struct hp_net_object *object, char *ret)
{
	static const struct {
		const char *name;
		uint32_t bit;
	} modes[] = {
		{"loopback", CAN_CTRLMODE_LOOPBACK},
		{"listen-only", CAN_CTRLMODE_LISTENONLY},
		{"triple-sampling", CAN_CTRLMODE_3_SAMPLES},
		{"one-shot", CAN_CTRLMODE_ONE_SHOT},
		{"berr-reporting", CAN_CTRLMODE_BERR_REPORTING},
		{"fd", CAN_CTRLMODE_FD},
		{"fd-non-iso", CAN_CTRLMODE_FD_NON_ISO},
		{"presume-ack", CAN_CTRLMODE_PRESUME_ACK},
		{"cc-len8-dlc", CAN_CTRLMODE_CC_LEN8_DLC},
	};
	const struct hp_net_can *can = &object->can;

	strcpy(ret, "can");
	if (hp_net_can_has(&can->timing))
		add_timing(ret, "", &can->timing);
	if (hp_net_can_has(&can->data))
		add_timing(ret, "data ", &can->data);
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++)
		if (can->mode.mask & modes[i].bit) {
			hp_net_text_add(ret, " ", modes[i].name);
			hp_net_text_add(ret, " ",
					can->mode.flags & modes[i].bit ? "on" : "off");
		}
	if (can->given & HP_NET_CAN_RESTART)
		hp_net_text_add_number(ret, " restart-ms ", can->restart_ms);
	if (can->given & HP_NET_CAN_TERMINATION)
		hp_net_text_add_number(ret, " termination ", can->termination);
}

static enum hp_net_relation relate_ipoib(const struct hp_net_object *wanted,
					 const struct hp_net_object *there)
{
	const struct hp_net_ipoib *a = &wanted->ipoib, *b = &there->ipoib;
	bool equal = (!(a->given & HP_NET_IPOIB_MODE) || a->mode == b->mode) &&
		     (!(a->given & HP_NET_IPOIB_UMCAST) || a->umcast == b->umcast);

	return equal ? HP_NET_EQUAL : HP_NET_BESIDE;
}

static void describe_ipoib(const struct hp_net_object *object, char *ret)
{
	const struct hp_net_ipoib *ipoib = &object->ipoib;

	strcpy(ret, "ipoib");
	if (ipoib->given & HP_NET_IPOIB_MODE)
		hp_net_text_add(ret, " mode ", ipoib->mode ? "connected" : "datagram");
	if (ipoib->given & HP_NET_IPOIB_UMCAST)
		hp_net_text_add_number(ret, " umcast ", ipoib->umcast);
}

const struct hp_net_object_type hp_net_can_type = {same, relate_can, describe_can};
const struct hp_net_object_type hp_net_ipoib_type = {same, relate_ipoib, describe_ipoib};

static bool is_empty(const struct can_bittiming *timing)
{
	static const struct can_bittiming none;

	return memcmp(timing, &none, sizeof(none)) == 0;
}

/* What is wrong with it, in the kernel's terms, which only refuses it; NULL: nothing. */
static const char *fault_of(const struct hp_net_can_timing *timing)
{
	if (timing->is.bitrate && timing->is.tq)
		return "beside a bit rate, a time quantum does not count";
	if (!hp_net_can_has(timing) && !is_empty(&timing->is))
		return "a timing without bit rate and time quantum; it is left out";
	return NULL;
}

static void warn(const struct hp_net_where *where, const char *what)
{
	if (what)
		hp_warning(0, "%s:%u:%u: [CAN]: %s", where->file, where->line,
			   where->column, what);
}

/* The kernel takes the one only with the other, and says nothing more. */
static void finish(struct hp_net_can *can, const struct hp_net_where *where)
{
	warn(where, fault_of(&can->timing));
	warn(where, fault_of(&can->data));
	if (!hp_net_can_has(&can->data) || can->mode.flags & CAN_CTRLMODE_FD)
		return;
	warn(where, "a timing of data without FDMode=yes; it is left out");
	can->data.is = (struct can_bittiming){0};
}

void hp_net_can_finish(struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (file->objects[i].object.kind == HP_NET_CAN)
			finish(&file->objects[i].object.can, &file->objects[i].where);
}
