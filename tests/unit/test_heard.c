/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/heard: each message as it was told, and nothing that is none. */
#include <signal.h>
#include <sys/socket.h>

#include "fdpacket.h"
#include "heard.h"
#include "sandbox.h"

/* Of a literal, whose own NUL ends it. */
#define BYTES(text) text, sizeof(text)
#define EVENT	    "add@/a\0ACTION=add\0DEVPATH=/a\0SUBSYSTEM=x"

static int ends[2];
static char told[HP_HEARD_PACKET_MAX + 1];
static const char *at, *end, *bytes;
static struct hp_heard got;
static struct hp_heard_packet packet;

static int setup(void **state)
{
	packet = (struct hp_heard_packet){0};
	return hp_fdpacket_pair(ends);
}

static int teardown(void **state)
{
	close(ends[0]);
	return close(ends[1]);
}

static void add(const struct hp_heard *heard, const char *with)
{
	assert_int_equal(hp_heard_add(&packet, heard, with), 0);
}

static void travel(void)
{
	ssize_t n;

	assert_int_equal(hp_heard_send(ends[0], &packet), 0);
	n = recv(ends[1], told, sizeof(told), 0);
	assert_true(n >= 0);
	at = told;
	end = told + n;
}

static void arrives(const struct hp_heard *heard, const char *with)
{
	assert_int_equal(hp_heard_read(&got, &bytes, &at, end), 1);
	assert_memory_equal(&got, heard, sizeof(got));
	assert_memory_equal(bytes, with, heard->n);
}

static void test_travels(void **state)
{
	const struct hp_heard event = {
		.type = HP_HEARD_EVENT, .n = sizeof(EVENT), .number = 7, .us = 1};
	const struct hp_heard why = {.type = HP_HEARD_UNUSABLE, .n = 3};
	const struct hp_heard all = {.type = HP_HEARD_ALL, .number = UINT64_MAX};

	add(&event, EVENT);
	add(&why, "so");
	add(&all, NULL);
	travel();
	arrives(&event, EVENT);
	arrives(&why, "so");
	arrives(&all, "");
	assert_int_equal(hp_heard_read(&got, &bytes, &at, end), 0);
}

static void test_nothing_is_to_be_told(void **state)
{
	assert_int_equal(hp_heard_send(ends[0], &packet), 0);
	assert_true(recv(ends[1], told, sizeof(told), MSG_DONTWAIT) < 0);
}

static void test_nobody_listens(void **state)
{
	const struct hp_heard lost = {.type = HP_HEARD_LOST};

	signal(SIGPIPE, SIG_IGN);
	shutdown(ends[1], SHUT_RD);
	add(&lost, NULL);
	assert_int_equal(hp_heard_send(ends[0], &packet), -EPIPE);
	assert_int_equal(packet.n, 0);
}

static void test_room(void **state)
{
	static const char zeroes[HP_SAVED_MAX];
	const struct hp_heard event = {.type = HP_HEARD_EVENT, .n = sizeof(zeroes)};
	const struct hp_heard lost = {.type = HP_HEARD_LOST};
	unsigned int n = 0;

	while (hp_heard_add(&packet, &event, zeroes) == 0)
		n++;
	assert_int_equal(n, HP_HEARD_PACKET_MAX / (sizeof(event) + sizeof(zeroes)));
	travel();
	for (; n; n--)
		arrives(&event, zeroes);
	while (hp_heard_add(&packet, &lost, NULL) == 0)
		n++;
	assert_int_equal(n, HP_HEARD_MAX);
	travel();
	for (; n; n--)
		arrives(&lost, "");
}

/* What a reader that was taken over may say. */
static void refused(const struct hp_heard *heard, const char *with, size_t n)
{
	char all[sizeof(*heard) + HP_SAVED_MAX + 16];

	memcpy(all, heard, sizeof(*heard));
	memcpy(all + sizeof(*heard), with, n);
	at = all;
	assert_int_equal(hp_heard_read(&got, &bytes, &at, all + sizeof(*heard) + n),
			 -EBADMSG);
	assert_ptr_equal(at, all);
}

#define REFUSED(text, ...) refused(&(struct hp_heard){__VA_ARGS__}, BYTES(text))

static void test_heads(void **state)
{
	REFUSED("", .type = HP_HEARD_TYPES);
	REFUSED("", .type = UINT32_MAX);
	REFUSED("", .type = HP_HEARD_LOST, .none = 1);
	REFUSED("", .type = HP_HEARD_LOST, .n = 1);
	REFUSED("", .type = HP_HEARD_FAILED);
	REFUSED("", .type = HP_HEARD_FAILED, .r = 1);
	REFUSED("", .type = HP_HEARD_FAILED, .r = INT32_MIN);
	for (size_t n = 1; n < sizeof(got); n++) {
		at = told;
		assert_int_equal(hp_heard_read(&got, &bytes, &at, told + n), -EBADMSG);
	}
}

static void test_lengths(void **state)
{
	static const char zeroes[HP_SAVED_MAX + 1];

	REFUSED(EVENT, .type = HP_HEARD_EVENT, .n = 0);
	REFUSED(EVENT, .type = HP_HEARD_EVENT, .n = sizeof(EVENT) - 1);
	REFUSED(EVENT, .type = HP_HEARD_EVENT, .n = sizeof(EVENT) + 1);
	REFUSED(EVENT, .type = HP_HEARD_EVENT, .n = UINT32_MAX);
	REFUSED(EVENT, .type = HP_HEARD_EVENT, .n = sizeof(EVENT), .us = -1);
	REFUSED(EVENT, .type = HP_HEARD_UNUSABLE, .n = sizeof(EVENT));
	REFUSED("so", .type = HP_HEARD_LINE, .n = 2);
	refused(&(struct hp_heard){.type = HP_HEARD_UDEVS, .n = sizeof(zeroes)}, zeroes,
		sizeof(zeroes));
}

#define VALUE (sizeof(EVENT) - 2)

static void test_nothing(void **state)
{
	struct hp_heard heard = {.type = HP_HEARD_NOTHING, .n = sizeof(EVENT)};

	for (heard.subsystem = 0; heard.subsystem <= sizeof(EVENT); heard.subsystem++)
		if (heard.subsystem != VALUE)
			refused(&heard, BYTES(EVENT));
	heard.subsystem = UINT32_MAX;
	refused(&heard, BYTES(EVENT));
	heard.subsystem = VALUE;
	add(&heard, EVENT);
	travel();
	arrives(&heard, EVENT);
	assert_string_equal(bytes + got.subsystem, "x");
}

static void test_has_nothing(void **state)
{
	struct hp_hearing hearing = {
		.heard = {.type = HP_HEARD_EVENT, .n = sizeof(EVENT)}, .bytes = EVENT};

	hp_hearing_has_nothing(&hearing, 4);
	assert_int_equal(hearing.heard.type, HP_HEARD_NOTHING);
	assert_int_equal(hearing.heard.generation, 4);
	assert_int_equal(hearing.heard.subsystem, VALUE);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_travels), TEST(test_nothing_is_to_be_told),
		TEST(test_room),    TEST(test_nobody_listens),
		TEST(test_heads),   TEST(test_lengths),
		TEST(test_nothing), TEST(test_has_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
