/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the ids that the maps of other buses know devices by, out of their events. See
 * oldmap.h. */
#include <errno.h>

#include "eventkey.h"
#include "oldmap.h"

static const char a_number[] = "one hexadecimal number";

#define KEY(name, max)                                                                   \
	{                                                                                \
		name, a_number, "", 1, 16, max                                           \
	}

/* Buses whose devices are four numbers: a variable each, or the fields of MODALIAS. */
static const struct numbers {
	const char *bus;
	struct hp_event_key key[HP_OLDMAP_NUMBERS];
	struct hp_modalias_field field[HP_OLDMAP_NUMBERS];
	const char *half; /* what may stand for the last two fields: both are 0 */
} numbers[HP_OLDMAP_KINDS] = {
	[HP_OLDMAP_CCW] =
		{
			"ccw:",
			{KEY("CU_TYPE", 0xffff), KEY("CU_MODEL", 0xff),
			 KEY("DEV_TYPE", 0xffff), KEY("DEV_MODEL", 0xff)},
			{{"t", 4}, {"m", 2}, {"dt", 4}, {"dm", 2}},
			"dtdm",
		},
	[HP_OLDMAP_IEEE1394] =
		{
			"ieee1394:",
			{KEY("VENDOR_ID", UINT32_MAX), KEY("MODEL_ID", UINT32_MAX),
			 KEY("SPECIFIER_ID", UINT32_MAX), KEY("VERSION", UINT32_MAX)},
			{{"ven", 8}, {"mo", 8}, {"sp", 8}, {"ver", 8}},
			NULL,
		},
	[HP_OLDMAP_SERIO] =
		{
			"serio:",
			{KEY("SERIO_TYPE", 0xff), KEY("SERIO_PROTO", 0xff),
			 KEY("SERIO_ID", 0xff), KEY("SERIO_EXTRA", 0xff)},
			{{"ty", 2}, {"pr", 2}, {"id", 2}, {"ex", 2}},
			NULL,
		},
};

static const struct hp_event_key input_product = {
	"PRODUCT", "BUS/VENDOR/PRODUCT/VERSION, hexadecimal", "/", 4, 16, 0xffff};
static const struct hp_modalias_field input_fields[] = {
	{"b", 4}, {"v", 4}, {"p", 4}, {"e", 4}};

/* Of each bit set: the variable, and its letter in MODALIAS. */
static const struct {
	const char *name;
	char letter;
} input_sets[HP_INPUT_SETS] = {
	[HP_INPUT_EV] = {"EV", 'e'},   [HP_INPUT_KEY] = {"KEY", 'k'},
	[HP_INPUT_REL] = {"REL", 'r'}, [HP_INPUT_ABS] = {"ABS", 'a'},
	[HP_INPUT_MSC] = {"MSC", 'm'}, [HP_INPUT_LED] = {"LED", 'l'},
	[HP_INPUT_SND] = {"SND", 's'}, [HP_INPUT_FF] = {"FF", 'f'},
	[HP_INPUT_SW] = {"SW", 'w'},
};

static bool numbers_from_modalias(struct hp_oldmap_id *id, const struct numbers *from,
				  const char *s)
{
	const char *rest =
		hp_modalias_read(s, from->field, HP_OLDMAP_NUMBERS, id->number);

	if (rest)
		return *rest == '\0';
	id->number[2] = id->number[3] = 0;
	rest = hp_modalias_read(s, from->field, 2, id->number);
	return rest && from->half && streq(rest, from->half);
}

static int read_numbers(struct hp_oldmap_id *id, const struct hp_uevent *event,
			char why[static HP_UEVENT_WHY_MAX])
{
	const struct numbers *from = &numbers[id->kind];
	const char *modalias = hp_uevent_get(event, "MODALIAS");
	const char *rest = modalias ? skip_prefix(modalias, from->bus) : NULL;
	uint32_t v[HP_EVENT_NUMBERS_MAX];

	if (!hp_uevent_get(event, from->key[0].name)) {
		if (!rest)
			return -ENOENT;
		return numbers_from_modalias(id, from, rest)
			       ? 0
			       : hp_modalias_refuse(modalias, why);
	}
	for (int i = 0; i < HP_OLDMAP_NUMBERS; i++) {
		if (hp_event_key_read(event, &from->key[i], v, why) < 0)
			return -EINVAL;
		id->number[i] = v[0];
	}
	return 0;
}

static bool input_from_modalias(struct hp_oldmap_id *id, const char *s)
{
	s = hp_modalias_read(s, input_fields, ARRAY_SIZE(input_fields), id->number);
	if (!s || *s++ != '-')
		return false;
	for (int i = 0; i < HP_INPUT_SETS && s; i++) {
		if (*s != input_sets[i].letter)
			return false;
		s = hp_input_bits_read_list(&id->bits[i], s + 1);
		/* Linux 6.10 says so where it left keys out. */
		if (s && skip_prefix(s, "+,"))
			s += 2;
	}
	return s && *s == '\0';
}

static int read_input(struct hp_oldmap_id *id, const struct hp_uevent *event,
		      char why[static HP_UEVENT_WHY_MAX])
{
	const char *modalias = hp_uevent_get(event, "MODALIAS"), *value;
	const char *rest = modalias ? skip_prefix(modalias, "input:") : NULL;

	if (!hp_uevent_get(event, input_product.name)) {
		if (!rest)
			return -ENOENT;
		return input_from_modalias(id, rest) ? 0
						     : hp_modalias_refuse(modalias, why);
	}
	if (hp_event_key_read(event, &input_product, id->number, why) < 0)
		return -EINVAL;
	for (int i = 0; i < HP_INPUT_SETS; i++) {
		value = hp_uevent_get(event, input_sets[i].name);
		if (!value ||
		    hp_input_bits_parse(&id->bits[i], value, strlen(value), ' ') == 0)
			continue;
		snprintf(why, HP_UEVENT_WHY_MAX, "%s=%.64s: not hexadecimal words",
			 input_sets[i].name, value);
		return -EINVAL;
	}
	return 0;
}

/* "dPNP0501dPNP0500": 'd' is a digit as well. */
static bool add_pnp_ids(struct hp_pnp_ids *ids, const char *s)
{
	for (; *s == 'd' && strlen(s) > HP_PNP_ID_LENGTH; s += 1 + HP_PNP_ID_LENGTH)
		hp_pnp_ids_add(ids, s + 1, HP_PNP_ID_LENGTH);
	return ids->n && *s == '\0';
}

/* "PNP0501:ABCD0001:" */
static void add_acpi_ids(struct hp_pnp_ids *ids, const char *s)
{
	for (size_t len; *s; s += len + (s[len] != '\0')) {
		len = strcspn(s, ":");
		hp_pnp_ids_add(ids, s, len);
	}
}

static int read_isapnp(struct hp_oldmap_id *id, const struct hp_uevent *event,
		       char why[static HP_UEVENT_WHY_MAX])
{
	const char *modalias = hp_uevent_get(event, "MODALIAS") ?: "";
	const char *pnp = skip_prefix(modalias, "pnp:"),
		   *acpi = skip_prefix(modalias, "acpi:");

	if (event->devpath &&
	    hp_pnp_ids_read(event->devpath, &id->own, &id->card, &id->on_card) == 0)
		return 0;
	if (pnp && !add_pnp_ids(&id->own, pnp))
		return hp_modalias_refuse(modalias, why);
	if (acpi)
		add_acpi_ids(&id->own, acpi);
	/* Other ids than these are no mistake for ACPI. */
	return id->own.n ? 0 : -ENOENT;
}

static int read_of(struct hp_oldmap_id *id, const struct hp_uevent *event,
		   char why[static HP_UEVENT_WHY_MAX])
{
	char name[32];

	id->text[0] = hp_uevent_get(event, "OF_NAME");
	if (!id->text[0])
		return -ENOENT;
	id->text[1] = hp_uevent_get(event, "OF_TYPE") ?: "";
	for (unsigned int i = 0; i < HP_UEVENT_VARS_MAX; i++) {
		snprintf(name, sizeof(name), "OF_COMPATIBLE_%u", i);
		id->compatible[i] = hp_uevent_get(event, name);
		if (!id->compatible[i])
			break;
	}
	return 0;
}

static int (*const readers[])(struct hp_oldmap_id *id, const struct hp_uevent *event,
			      char why[static HP_UEVENT_WHY_MAX]) = {
	[HP_OLDMAP_CCW] = read_numbers, [HP_OLDMAP_IEEE1394] = read_numbers,
	[HP_OLDMAP_INPUT] = read_input, [HP_OLDMAP_ISAPNP] = read_isapnp,
	[HP_OLDMAP_OF] = read_of,	[HP_OLDMAP_SERIO] = read_numbers,
};

int hp_oldmap_id_from_event(struct hp_oldmap_id *ret, enum hp_oldmap_kind kind,
			    const struct hp_uevent *event,
			    char why[static HP_UEVENT_WHY_MAX])
{
	struct hp_oldmap_id id = {.kind = kind, .text = {"", ""}};
	int r = readers[kind](&id, event, why);

	if (r == 0)
		*ret = id;
	return r;
}
