/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/record.c. */
#include <errno.h>

#include "record.h"
#include "sandbox.h"

static struct hp_record record, again;
static struct hp_record_error error;

static int parse(const char *line)
{
	return hp_record_parse(&record, line, strlen(line), &error);
}

static char *write_record(const struct hp_record *from)
{
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	hp_record_write(out, from);
	fclose(out);
	return text;
}

/* Any byte that a variable can have, and the order of the variables. */
static void test_any_bytes(void **state)
{
	char why[HP_UEVENT_WHY_MAX], value[2 + 256] = "X=";
	const char *const vars[] = {"ACTION=add", "DEVPATH=/devices/\xff",
				    "SUBSYSTEM=bus", value, "EMPTY="};
	_cleanup_free_ char *text = NULL;

	for (int i = 1; i < 256; i++)
		value[1 + i] = i;
	value[257] = '\0';
	record = (struct hp_record){.received = 1, .started = 2, .finished = UINT64_MAX};
	strcpy(record.outcome, "failed");
	assert_int_equal(hp_uevent_from_vars(&record.event, (char *const *)vars,
					     ARRAY_SIZE(vars), NULL, why),
			 0);
	text = write_record(&record);
	assert_int_equal(text[strlen(text) - 1], '\n');
	assert_int_equal(hp_record_parse(&again, text, strlen(text) - 1, &error), 0);
	assert_true(again.received == 1 && again.started == 2 &&
		    again.finished == UINT64_MAX);
	assert_string_equal(again.outcome, "failed");
	assert_int_equal(again.event.n_vars, ARRAY_SIZE(vars));
	for (size_t i = 0; i < ARRAY_SIZE(vars); i++)
		assert_string_equal(again.event.vars[i], vars[i]);
}

#define EVENT                                                                            \
	"\"event\":{\"ACTION\":\"add\",\"DEVPATH\":\"/devices/x\",\"SUBSYSTEM\":\"bus\"}"

static void test_least(void **state)
{
	_cleanup_free_ char *text = NULL;

	assert_int_equal(parse("{\"record\":1," EVENT "}"), 0);
	assert_true(!record.received && !record.finished && !*record.outcome);
	text = write_record(&record);
	assert_string_equal(text, "{\"record\":1," EVENT "}\n");
}

/* In any order, with members of others between. */
static void test_more_members(void **state)
{
	assert_int_equal(parse(" {" EVENT ", \"mine\":[{\"event\":1}],\"received\":5, "
			       "\"record\":1} "),
			 0);
	assert_int_equal(record.received, 5);
}

static void test_bad_lines(void **state)
{
	static const struct {
		const char *line;
		size_t column;
		const char *what;
	} bad[] = {
		{"", 1, "'{' is expected"},
		{"{}", 3, "no member \"record\""},
		{"{\"record\":1}", 13, "no member \"event\""},
		{"{\"record\":2," EVENT "}", 11,
		 "a version that this program does not know"},
		{"{\"record\":1,\"record\":1," EVENT "}", 22, "given twice"},
		{"{\"record\":1," EVENT "} x", 80, "more behind the end"},
		{"{\"record\":1,\"missed\":0}", 24, "no member \"event\""},
		{"{\"record\":1,\"missed\":2," EVENT "}", 32,
		 "no event can be where events are missing"},
		{"{\"record\":1,\"event\":[]}", 21, "'{' is expected"},
		{"{\"record\":1,\"event\":{\"A\":1}}", 26, "a string is expected"},
		{"{\"record\":1,\"event\":{\"A=B\":\"\"}}", 28,
		 "not the name of a variable"},
		{"{\"record\":1,\"event\":{\"A\":\"1\"}}", 21, "ACTION is missing"},
		{"{\"record\":1,\"outcome\":\"0123456789012345678901234567890123\"}", 23,
		 "a string that is too long"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(parse(bad[i].line), -EINVAL);
		assert_string_equal(error.what, bad[i].what);
		assert_int_equal(error.column, bad[i].column);
	}
}

static void test_too_much(void **state)
{
	_cleanup_free_ char *line = NULL;
	size_t n;
	FILE *out = open_memstream(&line, &n);

	fputs("{\"record\":1,\"event\":{\"ACTION\":\"add\"", out);
	for (int i = 0; i < HP_UEVENT_VARS_MAX; i++)
		fprintf(out, ",\"K%d\":\"\"", i);
	fputs("}}", out);
	fclose(out);
	assert_int_equal(parse(line), -EINVAL);
	assert_string_equal(error.what, "too many variables");
	free(TAKE_PTR(line));
	assert_true(asprintf(&line, "{\"record\":1,\"event\":{\"K\":\"%0*d\"}}",
			     HP_UEVENT_BYTES_MAX, 0) > 0);
	assert_int_equal(parse(line), -EINVAL);
	assert_string_equal(error.what, "a string that is too long");
}

static int count(const struct hp_record *one, unsigned int line, void *data)
{
	unsigned int *lines = data;

	if (hp_record_tell_missed(one, "FILE", line))
		return 0;
	*lines = *lines * 10 + line;
	return line == 7 ? -ECANCELED : 0;
}

static int read_text(const char *text, size_t n, unsigned int *ret_lines)
{
	FILE *stream = fmemopen((void *)text, n, "r");
	int r;

	*ret_lines = 0;
	r = hp_record_read(stream, "FILE", count, ret_lines);
	fclose(stream);
	return r;
}

#define LINE "{\"record\":1," EVENT "}"

static void test_read(void **state)
{
	static const char text[] = LINE "\n\n \r\n" LINE "\r\n" LINE;
	unsigned int lines;

	assert_int_equal(read_text(text, strlen(text), &lines), 0);
	assert_int_equal(lines, 145);
	assert_int_equal(read_text("\n\n\n\n\n\n" LINE "\n" LINE,
				   14 + 2 * strlen(LINE) - 8, &lines),
			 -ECANCELED);
	assert_int_equal(lines, 7);
}

/* Where events are missing, that is told, and the rest is taken. */
static void test_missed(void **state)
{
	static const char text[] = LINE "\n{\"record\":1,\"missed\":12}\n" LINE "\n";
	_cleanup_free_ char *written = NULL;
	unsigned int lines;

	capture_begin();
	assert_int_equal(read_text(text, sizeof(text) - 1, &lines), 0);
	assert_non_null(strstr(capture_end(), "FILE:2:1: here 12 events are missing\n"));
	assert_int_equal(lines, 13);
	record = (struct hp_record){.missed = 12};
	written = write_record(&record);
	assert_string_equal(written, "{\"record\":1,\"missed\":12}\n");
}

/* Where it is wrong is said, and nothing behind it is taken. */
static void test_read_bad(void **state)
{
	static const char bad[] = LINE "\n{\"record\":1,\n" LINE "\n";
	static const char nul[] = LINE "\nx\0y\n" LINE "\n";
	static const char last[] = LINE "\n" LINE "\0y";
	_cleanup_free_ char *wide = malloc(2 * HP_RECORD_LINE_MAX);
	unsigned int lines;

	capture_begin();
	assert_int_equal(read_text(bad, sizeof(bad) - 1, &lines), -EINVAL);
	assert_non_null(strstr(capture_end(), "FILE:2:13: a string is expected\n"));
	assert_int_equal(lines, 1);
	capture_begin();
	assert_int_equal(read_text(nul, sizeof(nul) - 1, &lines), -EINVAL);
	assert_non_null(strstr(capture_end(), "FILE:2:2: a NUL\n"));
	assert_int_equal(lines, 1);
	capture_begin();
	assert_int_equal(read_text(last, sizeof(last) - 1, &lines), -EINVAL);
	assert_non_null(strstr(capture_end(), "a NUL\n"));
	assert_int_equal(lines, 1);
	memset(wide, ' ', 2 * HP_RECORD_LINE_MAX);
	capture_begin();
	assert_int_equal(read_text(wide, 2 * HP_RECORD_LINE_MAX, &lines), -EINVAL);
	assert_non_null(strstr(capture_end(), ": a line that is too long\n"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_any_bytes), TEST(test_least),	   TEST(test_more_members),
		TEST(test_bad_lines), TEST(test_too_much), TEST(test_read),
		TEST(test_read_bad),  TEST(test_missed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
