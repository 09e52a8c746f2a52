/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: write JSON, one member after the other. See json.h. */
#include <inttypes.h>

#include "json.h"

static void write_quoted(FILE *out, const char *text)
{
	const char *c;

	fputc('"', out);
	for (c = text; *c; c++) {
		if (*c == '"' || *c == '\\')
			fprintf(out, "\\%c", *c);
		else if ((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f)
			fprintf(out, "\\u%04x", (unsigned char)*c);
		else
			fputc(*c, out);
	}
	fputc('"', out);
}

static void begin_member(struct hp_json *json, const char *key)
{
	if (json->comma)
		fputc(',', json->out);
	if (key) {
		write_quoted(json->out, key);
		fputc(':', json->out);
	}
	json->comma = true;
}

void hp_json_open(struct hp_json *json, const char *key, char bracket)
{
	begin_member(json, key);
	fputc(bracket, json->out);
	json->comma = false;
}

void hp_json_close(struct hp_json *json, char bracket)
{
	fputc(bracket, json->out);
	json->comma = true;
}

void hp_json_string(struct hp_json *json, const char *key, const char *value)
{
	begin_member(json, key);
	if (value)
		write_quoted(json->out, value);
	else
		fputs("null", json->out);
}

void hp_json_number(struct hp_json *json, const char *key, uint64_t value)
{
	begin_member(json, key);
	fprintf(json->out, "%" PRIu64, value);
}

void hp_json_signed(struct hp_json *json, const char *key, int64_t value)
{
	begin_member(json, key);
	fprintf(json->out, "%" PRId64, value);
}

void hp_json_boolean(struct hp_json *json, const char *key, bool value)
{
	begin_member(json, key);
	fputs(value ? "true" : "false", json->out);
}
