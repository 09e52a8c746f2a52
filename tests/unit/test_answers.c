/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/answers.c: what is remembered, and what two processes see of it.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "answers.h"

static struct hp_answers *answers;

static int get(const char *question)
{
	return hp_answers_get(answers, question, strlen(question));
}

static int put(const char *question, uint8_t answer)
{
	return hp_answers_put(answers, question, strlen(question), answer);
}

static void what_was_put_is_found(void **state)
{
	assert_int_equal(get("a"), -ENOENT);
	assert_int_equal(put("a", 0), 0);
	assert_int_equal(put("ab", 255), 0);
	assert_int_equal(hp_answers_put(answers, "a\0b", 3, 7), 0);
	assert_int_equal(get("a"), 0);
	assert_int_equal(get("ab"), 255);
	assert_int_equal(hp_answers_get(answers, "a\0b", 3), 7);
	assert_int_equal(hp_answers_get(answers, "a\0c", 3), -ENOENT);
}

static void what_is_forgotten_is_gone(void **state)
{
	uint32_t generation = answers->generation;

	assert_int_equal(put("a", 1), 0);
	hp_answers_forget(answers);
	assert_int_equal(get("a"), -ENOENT);
	assert_int_not_equal(answers->generation, generation);
	assert_int_equal(answers->generation % 2, 0);
	assert_int_equal(put("a", 2), 0);
	assert_int_equal(get("a"), 2);
}

static void it_is_bounded(void **state)
{
	static char longest[UINT16_MAX + 1];
	char question[16];

	for (int i = 0; i < HP_ANSWERS_MAX; i++) {
		snprintf(question, sizeof(question), "%d", i);
		assert_int_equal(put(question, i), 0);
	}
	assert_int_equal(put("one more", 0), -ENOSPC);
	for (int i = 0; i < HP_ANSWERS_MAX; i++) {
		snprintf(question, sizeof(question), "%d", i);
		assert_int_equal(get(question), (uint8_t)i);
	}
	hp_answers_forget(answers);
	assert_int_equal(hp_answers_put(answers, longest, sizeof(longest), 0), -ENOSPC);
	assert_int_equal(hp_answers_put(answers, longest, UINT16_MAX, 0), 0);
	assert_int_equal(hp_answers_put(answers, longest, UINT16_MAX - 1, 0), -ENOSPC);
	assert_int_equal(put("short", 3), 0);
}

/* Each answer is its question's length: never that of another question. */
static void look_up_for_ever(void)
{
	static const char *const questions[] = {"a", "bb", "ccc", "dddd", "eeeee"};

	for (size_t i = 0;; i++) {
		const char *question = questions[i % ARRAY_SIZE(questions)];
		int answer = get(question);

		if (answer >= 0 && answer != (int)strlen(question))
			_exit(1);
	}
}

static void another_process_may_look(void **state)
{
	static const char *const orders[] = {"abcde", "edcba", "cabed", "dbeac"};
	pid_t child = fork();
	char question[8] = "";
	int status;

	if (child == 0)
		look_up_for_ever();
	for (int turn = 0; turn < 20000; turn++) {
		for (const char *c = orders[turn % ARRAY_SIZE(orders)]; *c; c++) {
			int n = *c - 'a' + 1;

			memset(question, *c, n);
			assert_int_equal(hp_answers_put(answers, question, n, n), 0);
		}
		hp_answers_forget(answers);
	}
	assert_int_equal(kill(child, SIGTERM), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}

static int set_up(void **state)
{
	answers = mmap(NULL, sizeof(*answers), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return answers == MAP_FAILED ? -1 : 0;
}

static int tear_down(void **state)
{
	return munmap(answers, sizeof(*answers));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_put_is_found),
		TEST(what_is_forgotten_is_gone),
		TEST(it_is_bounded),
		TEST(another_process_may_look),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
