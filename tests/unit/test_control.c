/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/control: each message as it was sent, and nothing else. */
#include <sys/socket.h>

#include "control.h"
#include "sandbox.h"

static int ends[2];
static char buffer[HP_CONTROL_BYTES_MAX];
static struct hp_control_message got;

static int setup(void **state)
{
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
}

static int teardown(void **state)
{
	close(ends[0]);
	return close(ends[1]);
}

static void travel(const struct hp_control_message *message)
{
	assert_int_equal(hp_control_send(ends[0], message), 0);
	assert_int_equal(hp_control_receive(ends[1], &got, buffer), 0);
	assert_int_equal(got.type, message->type);
}

static void test_travels(void **state)
{
	struct hp_control_message message = {.type = HP_CONTROL_SETTLE};

	travel(&message);
	message = (struct hp_control_message){.type = HP_CONTROL_SET_LEVEL, .level = {7}};
	travel(&message);
	assert_int_equal(got.level.level, 7);
	message = (struct hp_control_message){.type = HP_CONTROL_RESULT,
					      .result = {-EPERM}};
	travel(&message);
	assert_int_equal(got.result.r, -EPERM);
	message = (struct hp_control_message){.type = HP_CONTROL_STATUS};
	message.status.level = HP_LOG_NOTICE;
	hp_stats_count(&message.status.stats, "net", HP_OUTCOME_DONE);
	travel(&message);
	assert_memory_equal(&got.status, &message.status, sizeof(got.status));
}

static void test_event(void **state)
{
	struct hp_control_message message = {
		.type = HP_CONTROL_EVENT,
		.event = {.seqnum = 7, .outcome = HP_OUTCOME_FAILED, .n = 5},
		.bytes = "a@/b",
	};

	travel(&message);
	assert_memory_equal(&got.event, &message.event, sizeof(got.event));
	assert_memory_equal(got.bytes, "a@/b", 5);
}

/* Every message, with a byte more or less at its end. */
static void test_other_lengths(void **state)
{
	for (int type = 0; type < HP_CONTROL_TYPES; type++) {
		struct hp_control_message message = {.type = type, .bytes = "x"};
		ssize_t n;

		if (type == HP_CONTROL_EVENT)
			message.event.n = 1;
		if (type == HP_CONTROL_SET_LEVEL)
			message.level.level = HP_LOG_ERR;
		if (type == HP_CONTROL_STATUS)
			message.status.level = HP_LOG_ERR;
		assert_int_equal(hp_control_send(ends[0], &message), 0);
		n = recv(ends[1], buffer, sizeof(buffer) - 1, 0);
		assert_true(n > 0);
		assert_int_equal(hp_control_parse(&got, buffer, n), 0);
		assert_int_equal(hp_control_parse(&got, buffer, n - 1), -EBADMSG);
		assert_int_equal(hp_control_parse(&got, buffer, n + 1), -EBADMSG);
	}
}

static void assert_refused(const struct hp_control_message *message)
{
	assert_int_equal(hp_control_send(ends[0], message), 0);
	assert_int_equal(hp_control_receive(ends[1], &got, buffer), -EBADMSG);
}

static void test_values_out_of_range(void **state)
{
	struct hp_control_message message = {.type = HP_CONTROL_SET_LEVEL, .bytes = "x"};

	assert_refused(&message);
	message.level.level = HP_LOG_DEBUG + 1;
	assert_refused(&message);
	message.type = HP_CONTROL_RESULT;
	message.result.r = 1;
	assert_refused(&message);
	message.type = HP_CONTROL_EVENT;
	message.event = (struct hp_control_event){.outcome = HP_OUTCOMES, .n = 1};
	assert_refused(&message);
	message.event = (struct hp_control_event){.n = 0};
	assert_refused(&message);
	message.type = HP_CONTROL_STATUS;
	message.status = (struct hp_control_status){.level = HP_LOG_ERR};
	message.status.stats.n_rows = -1;
	assert_refused(&message);
	message.status = (struct hp_control_status){.level = HP_LOG_ERR};
	message.status.n_stuck = HP_CONTROL_STUCK_MAX + 1;
	assert_refused(&message);
	message.status.n_stuck = 1;
	memset(message.status.stuck[0].name, 'x', sizeof(message.status.stuck[0].name));
	assert_refused(&message);
	message.status = (struct hp_control_status){.level = HP_LOG_ERR};
	memset(message.status.neighbour, 'x', sizeof(message.status.neighbour));
	assert_refused(&message);
	message.status = (struct hp_control_status){.level = HP_LOG_DEBUG + 1};
	assert_refused(&message);
}

static void test_ends(void **state)
{
	assert_int_equal(hp_control_receive(ends[1], &got, buffer), -EAGAIN);
	assert_int_equal(hp_control_wait(ends[1], 0, &got, buffer), -ETIMEDOUT);
	assert_int_equal(shutdown(ends[0], SHUT_RDWR), 0);
	assert_int_equal(hp_control_receive(ends[1], &got, buffer), -EPIPE);
	assert_int_equal(hp_control_send(ends[1], &got), -EPIPE);
}

static void test_never_waits(void **state)
{
	struct hp_control_message message = {.type = HP_CONTROL_STATUS};
	int r = 0;

	while (r == 0)
		r = hp_control_send(ends[0], &message);
	assert_int_equal(r, -EAGAIN);
}

/* The answer is there before the question: nobody else is needed. */
static void test_ask(void **state)
{
	struct hp_control_message message = {.type = HP_CONTROL_RESULT};

	assert_int_equal(hp_control_send(ends[1], &message), 0);
	message.type = HP_CONTROL_SETTLE;
	assert_int_equal(hp_control_ask(ends[0], &message, 0, HP_CONTROL_RESULT, &got),
			 0);
	message = (struct hp_control_message){.type = HP_CONTROL_RESULT,
					      .result = {-EPERM}};
	assert_int_equal(hp_control_send(ends[1], &message), 0);
	message.type = HP_CONTROL_GET_STATUS;
	assert_int_equal(hp_control_ask(ends[0], &message, 0, HP_CONTROL_STATUS, &got),
			 -EPERM);
	message.type = HP_CONTROL_SETTLE;
	assert_int_equal(hp_control_send(ends[1], &message), 0);
	assert_int_equal(hp_control_ask(ends[0], &message, 0, HP_CONTROL_STATUS, &got),
			 -EBADMSG);
	assert_int_equal(hp_control_ask(ends[0], &message, 0, HP_CONTROL_STATUS, &got),
			 -ETIMEDOUT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_travels),	  TEST(test_event),
		TEST(test_other_lengths), TEST(test_values_out_of_range),
		TEST(test_ends),	  TEST(test_never_waits),
		TEST(test_ask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
