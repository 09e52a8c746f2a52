/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make modules.pcimap and modules.usbmap. See mapwrite.h. */
#include <errno.h>
#include <inttypes.h>

#include "mapdir.h"
#include "mapwrite.h"

struct line {
	struct hp_map_row row;
	char *module;
	uint32_t rank;
	uint64_t key;
	size_t at; /* behind the first row */
};

struct hp_map_writer {
	enum hp_map_kind kind;
	size_t n, size;
	struct line *line;
};

struct text {
	FILE *file;
	char *data;
	size_t len;
};

/* As depmod of module-init-tools wrote them. */
static const char pci_columns[] =
	"# pci module         vendor     device     subvendor  subdevice  class      "
	"class_mask driver_data\n";
static const char usb_columns[] =
	"# usb module         match_flags idVendor idProduct bcdDevice_lo bcdDevice_hi "
	"bDeviceClass bDeviceSubClass bDeviceProtocol bInterfaceClass "
	"bInterfaceSubClass bInterfaceProtocol driver_info\n";

#define PCI_LINE "%-20s 0x%08x 0x%08x 0x%08x 0x%08x 0x%08x 0x%08x 0x0\n"
#define USB_LINE                                                                         \
	"%-20s 0x%04x      0x%04x   0x%04x    0x%04x       0x%04x       0x%02x         " \
	"0x%02x            0x%02x            0x%02x            0x%02x               "    \
	"0x%02x               0x0\n"

static int text_open(struct text *text)
{
	text->file = open_memstream(&text->data, &text->len);
	return text->file ? 0 : -ENOMEM;
}

static void text_free(struct text *text)
{
	hp_fclosep(&text->file);
	free(text->data);
}

int hp_map_writer_new(struct hp_map_writer **ret, enum hp_map_kind kind)
{
	struct hp_map_writer *writer = calloc(1, sizeof(*writer));

	if (!writer)
		return -ENOMEM;
	writer->kind = kind;
	*ret = writer;
	return 0;
}

void hp_map_writer_free(struct hp_map_writer *writer)
{
	if (!writer)
		return;
	for (size_t i = 0; i < writer->n; i++)
		free(writer->line[i].module);
	free(writer->line);
	free(writer);
}

size_t hp_map_writer_rows(const struct hp_map_writer *writer)
{
	return writer->n;
}

int hp_map_writer_add(struct hp_map_writer *writer, const struct hp_map_row *row,
		      const char *module, uint32_t rank)
{
	size_t size = writer->size ? writer->size * 2 : 1024;
	struct line *grown, *line;

	if (writer->n == writer->size) {
		grown = reallocarray(writer->line, size, sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		writer->line = grown;
		writer->size = size;
	}
	line = &writer->line[writer->n];
	*line = (struct line){.row = *row, .module = strdup(module), .rank = rank};
	line->key = hp_map_row_key(writer->kind, row);
	if (!line->module)
		return -ENOMEM;
	writer->n++;
	return 0;
}

static int by_key(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int r = (x->key > y->key) - (x->key < y->key);

	if (r == 0)
		r = (x->rank > y->rank) - (x->rank < y->rank);
	for (int i = 0; i < HP_MAP_COLUMNS_MAX && r == 0; i++)
		r = (x->row.value[i] > y->row.value[i]) -
		    (x->row.value[i] < y->row.value[i]);
	return r;
}

static int put_line(FILE *file, enum hp_map_kind kind, const struct line *line)
{
	const uint32_t *v = line->row.value;

	if (kind == HP_MAP_PCI)
		return fprintf(file, PCI_LINE, line->module, v[0], v[1], v[2], v[3], v[4],
			       v[5]);
	return fprintf(file, USB_LINE, line->module, v[0], v[1], v[2], v[3], v[4], v[5],
		       v[6], v[7], v[8], v[9], v[10]);
}

/* Writes all rows, and notes where each one begins. */
static int put_rows(struct hp_map_writer *writer, struct text *rows)
{
	size_t at = 0;
	int n;

	for (size_t i = 0; i < writer->n; i++) {
		writer->line[i].at = at;
		n = put_line(rows->file, writer->kind, &writer->line[i]);
		if (n < 0)
			return -ENOMEM;
		at += n;
	}
	return fflush(rows->file) == 0 ? 0 : -ENOMEM;
}

/* Goes over the first rows of all blocks: with a file, writes the directory, whose
 * offsets count from rows_at. Returns how many there are. */
static size_t put_directory(const struct hp_map_writer *writer, FILE *file, size_t block,
			    size_t rows_at)
{
	const struct line *line;
	size_t n = 0, begun = 0;

	for (size_t i = 0; i < writer->n; i++) {
		line = &writer->line[i];
		if (i && line->at - begun < block)
			continue;
		begun = line->at;
		n++;
		if (file)
			fprintf(file, HP_MAPDIR_LINE, (unsigned int)(line->key >> 32),
				(unsigned int)line->key,
				(unsigned int)(rows_at + line->at));
	}
	return n;
}

/* The head without the directory. Its length does not depend on the numbers in it. */
static int put_head(char *dst, size_t len, enum hp_map_kind kind, size_t size,
		    int64_t mtime, size_t directory, const struct hp_stamp *from)
{
	return snprintf(dst, len,
			"%s" HP_MAPDIR_HEAD "%s size %010zu mtime %020" PRIu64
			" directory %04zu from %010" PRIu64 " %020" PRIu64 ".%09" PRIu32
			" %016" PRIx64 "\n",
			kind == HP_MAP_PCI ? pci_columns : usb_columns,
			kind == HP_MAP_PCI ? "pci" : "usb", size, (uint64_t)mtime,
			directory, from->size, (uint64_t)from->sec, from->nsec,
			from->sum);
}

static int put_map(struct hp_map_writer *writer, const struct text *rows,
		   const struct hp_stamp *from, int64_t mtime, struct text *map)
{
	size_t block = HP_MAPDIR_BLOCK, n, rows_at, size;
	char head[512];

	while ((n = put_directory(writer, NULL, block, 0)) > HP_MAPDIR_LINES_MAX)
		block *= 2;
	rows_at = put_head(NULL, 0, writer->kind, 0, mtime, n, from);
	rows_at += n * HP_MAPDIR_LINE_BYTES;
	size = rows_at + rows->len;
	if (size > UINT32_MAX)
		return -EFBIG;
	put_head(head, sizeof(head), writer->kind, size, mtime, n, from);
	fputs(head, map->file);
	put_directory(writer, map->file, block, rows_at);
	fwrite(rows->data, 1, rows->len, map->file);
	if (fflush(map->file) != 0 || ferror(map->file) || map->len != size)
		return -ENOMEM;
	return 0;
}

int hp_map_writer_finish(struct hp_map_writer *writer, const struct hp_stamp *from,
			 int64_t mtime, char **ret, size_t *ret_len)
{
	_cleanup_(text_free) struct text rows = {0}, map = {0};
	int r;

	if (text_open(&rows) < 0 || text_open(&map) < 0)
		return -ENOMEM;
	if (writer->n)
		qsort(writer->line, writer->n, sizeof(*writer->line), by_key);
	r = put_rows(writer, &rows);
	if (r == 0)
		r = put_map(writer, &rows, from, mtime, &map);
	if (r < 0)
		return r;
	hp_fclosep(&map.file);
	map.file = NULL;
	*ret = TAKE_PTR(map.data);
	*ret_len = map.len;
	return 0;
}
