/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the rows of the maps of other buses, and what they match. See oldmap.h. */
#include <ctype.h>

#include "mapword.h"
#include "oldmap.h"

#define BYTE	    0xff
#define WORD	    0xffff
#define LONG	    0xffffffff
#define COLUMNS_MAX 13

/* One word of a row, read. */
struct cell {
	struct hp_map_word word;
	uint32_t number;
	struct hp_input_bits bits;
};

struct column {
	bool (*read)(const struct column *column, struct cell *cell);
	/* NULL: says nothing about the device */
	bool (*fits)(const struct column *column, const struct cell *cell,
		     const struct hp_oldmap_id *id);
	unsigned int at; /* which of the device's numbers, bits, texts */
	uint32_t max;	 /* of numbers; how many bits count */
	uint32_t flag;	 /* counts only where the first column has it; 0: always */
};

/* A row on the way through its columns. */
struct row {
	const struct hp_oldmap_id *id;
	const char *line, *s, *end; /* s: what is still to be read */
	struct hp_map_error *error;
	bool fits;
	uint32_t number[COLUMNS_MAX];
};

static bool read_number(const struct column *column, struct cell *cell)
{
	return hp_map_word_number(&cell->word, column->max, &cell->number);
}

static bool read_bits(const struct column *column, struct cell *cell)
{
	return hp_input_bits_parse(&cell->bits, cell->word.s, cell->word.len, ':') == 0;
}

/* Its number says whether it asks for anything: '*' does not. */
static bool read_text(const struct column *column, struct cell *cell)
{
	cell->number = cell->word.len != 1 || *cell->word.s != '*';
	return true;
}

static bool fits_equal(const struct column *column, const struct cell *cell,
		       const struct hp_oldmap_id *id)
{
	return cell->number == id->number[column->at];
}

/* The largest number is any number. */
static bool fits_or_any(const struct column *column, const struct cell *cell,
			const struct hp_oldmap_id *id)
{
	return cell->number == column->max || fits_equal(column, cell, id);
}

static bool fits_bits(const struct column *column, const struct cell *cell,
		      const struct hp_oldmap_id *id)
{
	return hp_input_bits_are_in(&cell->bits, &id->bits[column->at], column->max);
}

/* A row has '_' for each blank. */
static bool same_text(const struct hp_map_word *word, const char *text, bool any_case)
{
	char a, b;

	for (size_t i = 0; i < word->len; i++) {
		a = word->s[i];
		b = isspace((unsigned char)text[i]) ? '_' : text[i];
		if (!b ||
		    (any_case ? tolower((unsigned char)a) != tolower((unsigned char)b)
			      : a != b))
			return false;
	}
	return text[word->len] == '\0';
}

static bool fits_text(const struct column *column, const struct cell *cell,
		      const struct hp_oldmap_id *id)
{
	return !cell->number || same_text(&cell->word, id->text[column->at], false);
}

static bool fits_compatible(const struct column *column, const struct cell *cell,
			    const struct hp_oldmap_id *id)
{
	for (size_t i = 0; cell->number && id->compatible[i]; i++)
		if (same_text(&cell->word, id->compatible[i], true))
			return true;
	return !cell->number;
}

static int refuse(const struct row *row, const char *at, const char *what)
{
	return hp_map_refuse(row->error, row->line, at, what);
}

static int take_column(struct row *row, const struct column *column, size_t i)
{
	struct cell cell = {0};

	row->s = hp_map_word_next(row->s, row->end, &cell.word);
	if (cell.word.len == 0)
		return refuse(row, cell.word.s, "the line ends too early");
	if (!column->read(column, &cell))
		return refuse(row, cell.word.s, "not a number in range");
	row->number[i] = cell.number;
	if (column->fits && (!column->flag || row->number[0] & column->flag))
		row->fits = row->fits && column->fits(column, &cell, row->id);
	return 0;
}

/* What ends the kernel's own table is no row. */
static int end_flags(struct row *row)
{
	row->fits = row->fits && row->number[0];
	return 0;
}

static int end_serio(struct row *row)
{
	row->fits = row->fits && (row->number[0] || row->number[3]);
	return 0;
}

static int end_of(struct row *row)
{
	row->fits = row->fits && (row->number[0] || row->number[1] || row->number[2]);
	return 0;
}

/* "[swBits] driver_info": a row without a condition, as evdev's, has the latter. */
static int end_input(struct row *row)
{
	static const struct column sw = {read_bits, fits_bits, HP_INPUT_SW, 0x10, 0x1000};
	static const struct column info = {.read = read_number, .max = LONG};
	struct hp_map_word first, second;
	int r = 0;

	hp_map_word_next(hp_map_word_next(row->s, row->end, &first), row->end, &second);
	if (second.len)
		r = take_column(row, &sw, 1);
	else if (row->number[0] & sw.flag)
		r = refuse(row, second.s, "swBits is missing");
	if (r == 0)
		r = take_column(row, &info, 1);
	if (r == 0)
		row->fits = row->fits && (row->number[0] || row->number[1]);
	return r;
}

/* "vendor function" once or more: of the device; or of a card's, all of which it has. */
static int end_isapnp(struct row *row)
{
	static const struct column half = {.read = read_number, .max = WORD};
	const uint32_t card = row->number[0] << 16 | row->number[1];
	bool any = card == LONG;
	const struct hp_pnp_ids *ids = any ? &row->id->own : &row->id->on_card;
	struct hp_map_word word;
	int r;

	row->fits = any || hp_pnp_ids_have(&row->id->card, card);
	do {
		r = take_column(row, &half, 0);
		if (r == 0)
			r = take_column(row, &half, 1);
		if (r < 0)
			return r;
		row->fits = row->fits &&
			    hp_pnp_ids_have(ids, row->number[0] << 16 | row->number[1]);
		hp_map_word_next(row->s, row->end, &word);
	} while (word.len);
	return 0;
}

#define FLAGS(known)                                                                     \
	{                                                                                \
		read_number, NULL, 0, known                                              \
	}
#define EQUAL(at, max, flag)                                                             \
	{                                                                                \
		read_number, fits_equal, at, max, flag                                   \
	}
#define OR_ANY(at, max)                                                                  \
	{                                                                                \
		read_number, fits_or_any, at, max                                        \
	}
#define BITS(at, max, flag)                                                              \
	{                                                                                \
		read_bits, fits_bits, at, max, flag                                      \
	}

/* The columns behind the name, and what comes behind them. */
static const struct format {
	const char *file;
	unsigned int n;
	struct column column[COLUMNS_MAX];
	int (*end)(struct row *row);
} formats[] = {
	[HP_OLDMAP_CCW] =
		{
			"modules.ccwmap",
			5,
			{FLAGS(0xf), EQUAL(0, WORD, 1), EQUAL(1, BYTE, 2),
			 EQUAL(2, WORD, 4), EQUAL(3, BYTE, 8)},
			end_flags,
		},
	[HP_OLDMAP_IEEE1394] =
		{
			"modules.ieee1394map",
			5,
			{FLAGS(0xf), EQUAL(0, LONG, 1), EQUAL(1, LONG, 2),
			 EQUAL(2, LONG, 4), EQUAL(3, LONG, 8)},
			end_flags,
		},
	/* The kernel compares the bits below EV_MAX, KEY_MAX, ..., not that one itself.
	 */
	[HP_OLDMAP_INPUT] =
		{
			"modules.inputmap",
			13,
			{FLAGS(0x1fff), EQUAL(0, WORD, 1), EQUAL(1, WORD, 2),
			 EQUAL(2, WORD, 4), EQUAL(3, WORD, 8),
			 BITS(HP_INPUT_EV, 0x1f, 0x10), BITS(HP_INPUT_KEY, 0x2ff, 0x20),
			 BITS(HP_INPUT_REL, 0xf, 0x40), BITS(HP_INPUT_ABS, 0x3f, 0x80),
			 BITS(HP_INPUT_MSC, 0x7, 0x100), BITS(HP_INPUT_LED, 0xf, 0x200),
			 BITS(HP_INPUT_SND, 0x7, 0x400), BITS(HP_INPUT_FF, 0x7f, 0x800)},
			end_input,
		},
	[HP_OLDMAP_ISAPNP] =
		{
			"modules.isapnpmap",
			3,
			{{.read = read_number, .max = WORD},
			 {.read = read_number, .max = WORD},
			 {.read = read_number, .max = LONG}},
			end_isapnp,
		},
	[HP_OLDMAP_OF] =
		{
			"modules.ofmap",
			3,
			{{read_text, fits_text, 0},
			 {read_text, fits_text, 1},
			 {read_text, fits_compatible}},
			end_of,
		},
	/* The order of the columns is not that of MODALIAS. */
	[HP_OLDMAP_SERIO] =
		{
			"modules.seriomap",
			4,
			{OR_ANY(0, BYTE), OR_ANY(3, BYTE), OR_ANY(2, BYTE),
			 OR_ANY(1, BYTE)},
			end_serio,
		},
};

static int match_line(const void *id, const struct hp_map_line *line,
		      struct hp_map_word *ret_name, struct hp_map_error *ret_error)
{
	struct row row = {.id = id, .line = line->s, .error = ret_error, .fits = true};
	const struct format *format = &formats[row.id->kind];
	int r = 0;

	row.end = line->s + line->len;
	row.s = hp_map_word_next(line->s, row.end, ret_name);
	if (ret_name->len == 0 || *ret_name->s == '#')
		return 0;
	if (!hp_map_word_is_name(ret_name))
		return refuse(&row, ret_name->s, "not a name");
	for (size_t i = 0; i < format->n && r == 0; i++)
		r = take_column(&row, &format->column[i], i);
	if (r == 0)
		r = format->end(&row);
	if (r == 0 && !line->ended)
		return refuse(&row, row.end, "no newline: the file may be cut here");
	return r < 0 ? r : row.fits;
}

const char *hp_oldmap_file(enum hp_oldmap_kind kind)
{
	return formats[kind].file;
}

int hp_oldmap_match(struct hp_idmap *map, const void *id, struct hp_names *names)
{
	return hp_idmap_match_lines(map, match_line, id, names);
}
