/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: read JSON, one member after the other. See jsonread.h. */
#include <errno.h>

#include "jsonread.h"
#include "number.h"

int hp_json_refuse(struct hp_json_reader *reader, const char *where, const char *what)
{
	if (!reader->what) {
		reader->where = where;
		reader->what = what;
	}
	return -EINVAL;
}

/* Gives the next byte that is no blank, which stays; '\0' at the end. */
static char look(struct hp_json_reader *reader)
{
	while (reader->at < reader->end && *reader->at && strchr(" \t\r\n", *reader->at))
		reader->at++;
	return reader->at < reader->end ? *reader->at : '\0';
}

static bool take_if(struct hp_json_reader *reader, char c)
{
	bool is = look(reader) == c && reader->at < reader->end;

	reader->at += is;
	return is;
}

static int take_hex(struct hp_json_reader *reader, char *ret)
{
	const char *start = reader->at - 2;
	unsigned int value = 0;

	for (int i = 0; i < 4; i++) {
		int digit = reader->at < reader->end ? hp_hex_digit(*reader->at) : -1;

		if (digit < 0)
			return hp_json_refuse(reader, start, "\\u without four digits");
		value = value * 16 + digit;
		reader->at++;
	}
	if (value == 0 || value > 0xff)
		return hp_json_refuse(reader, start, "not one of \\u0001 to \\u00ff");
	*ret = value;
	return 0;
}

/* The backslash is taken. */
static int take_escape(struct hp_json_reader *reader, char *ret)
{
	static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	const char *start = reader->at - 1, *letter;

	if (reader->at == reader->end || !*reader->at)
		return hp_json_refuse(reader, start, "an escape without its letter");
	if (*reader->at++ == 'u')
		return take_hex(reader, ret);
	letter = strchr(letters, reader->at[-1]);
	if (!letter)
		return hp_json_refuse(reader, start, "no escape of JSON");
	*ret = bytes[letter - letters];
	return 0;
}

static int take_byte(struct hp_json_reader *reader, char *ret)
{
	unsigned char c = *reader->at;

	if (c < ' ')
		return hp_json_refuse(reader, reader->at,
				      "a control byte that is not escaped");
	reader->at++;
	*ret = c;
	return c == '\\' ? take_escape(reader, ret) : 0;
}

int hp_json_take_string(struct hp_json_reader *reader, char *ret, size_t size,
			size_t *ret_len)
{
	const char *start = reader->at;
	size_t len = 0;
	char c;

	if (!take_if(reader, '"'))
		return hp_json_refuse(reader, reader->at, "a string is expected");
	while (reader->at < reader->end && *reader->at != '"') {
		if (take_byte(reader, &c) < 0)
			return -EINVAL;
		if (len + 1 >= size)
			return hp_json_refuse(reader, start, "a string that is too long");
		ret[len++] = c;
	}
	if (!take_if(reader, '"'))
		return hp_json_refuse(reader, start, "a string without its end");
	ret[len] = '\0';
	if (ret_len)
		*ret_len = len;
	return 0;
}

int hp_json_take_number(struct hp_json_reader *reader, uint64_t *ret)
{
	const char *start;
	uint64_t value = 0;

	look(reader);
	for (start = reader->at; reader->at < reader->end; reader->at++) {
		unsigned int digit = (unsigned char)*reader->at - '0';

		if (digit > 9)
			break;
		if (value > (UINT64_MAX - digit) / 10)
			return hp_json_refuse(reader, start, "a number that is too big");
		value = value * 10 + digit;
	}
	if (reader->at == start || (*start == '0' && reader->at > start + 1))
		return hp_json_refuse(reader, start, "a number is expected");
	*ret = value;
	return 0;
}

static int skip_string(struct hp_json_reader *reader)
{
	const char *start = reader->at++;
	char c;

	while (reader->at < reader->end && *reader->at != '"')
		if (take_byte(reader, &c) < 0)
			return -EINVAL;
	return take_if(reader, '"')
		       ? 0
		       : hp_json_refuse(reader, start, "a string without its end");
}

static int skip_member(struct hp_json_reader *reader, const char *key, void *data)
{
	return hp_json_skip(reader);
}

static int skip_array(struct hp_json_reader *reader)
{
	const char *start = reader->at++;
	int r = 0;

	if (++reader->depth > HP_JSON_DEPTH_MAX)
		return hp_json_refuse(reader, start, "too deep");
	if (!take_if(reader, ']')) {
		do
			r = hp_json_skip(reader);
		while (r == 0 && take_if(reader, ','));
		if (r == 0 && !take_if(reader, ']'))
			r = hp_json_refuse(reader, reader->at, "',' or ']' is expected");
	}
	reader->depth--;
	return r;
}

/* A number, true, false, null: not told apart, since none of them is of interest. */
static int skip_word(struct hp_json_reader *reader)
{
	const char *start = reader->at;

	while (reader->at < reader->end && *reader->at &&
	       strchr("+-.0123456789EINaefilnrstuy", *reader->at))
		reader->at++;
	return reader->at > start ? 0 : hp_json_refuse(reader, start, "no value");
}

int hp_json_skip(struct hp_json_reader *reader)
{
	switch (look(reader)) {
	case '{':
		return hp_json_take_object(reader, skip_member, NULL);
	case '[':
		return skip_array(reader);
	case '"':
		return skip_string(reader);
	default:
		return skip_word(reader);
	}
}

static int take_member(struct hp_json_reader *reader, hp_json_member_fn fn, void *data)
{
	char key[HP_JSON_KEY_MAX];
	int r = hp_json_take_string(reader, key, sizeof(key), NULL);

	if (r < 0)
		return r;
	if (!take_if(reader, ':'))
		return hp_json_refuse(reader, reader->at, "':' is expected");
	look(reader);
	return fn(reader, key, data);
}

int hp_json_take_object(struct hp_json_reader *reader, hp_json_member_fn fn, void *data)
{
	const char *start;
	int r = 0;

	if (!take_if(reader, '{'))
		return hp_json_refuse(reader, reader->at, "'{' is expected");
	start = reader->at - 1;
	if (++reader->depth > HP_JSON_DEPTH_MAX)
		return hp_json_refuse(reader, start, "too deep");
	if (!take_if(reader, '}')) {
		do
			r = take_member(reader, fn, data);
		while (r == 0 && take_if(reader, ','));
		if (r == 0 && !take_if(reader, '}'))
			r = hp_json_refuse(reader, reader->at, "',' or '}' is expected");
	}
	reader->depth--;
	return r;
}

int hp_json_take_end(struct hp_json_reader *reader)
{
	look(reader);
	return reader->at == reader->end
		       ? 0
		       : hp_json_refuse(reader, reader->at, "more behind the end");
}
