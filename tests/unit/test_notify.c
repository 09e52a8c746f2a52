/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/notify: what a service manager gets, by either kind of name. */
#include <sys/socket.h>
#include <sys/un.h>

#include "notify.h"
#include "sandbox.h"

static int manager = -1;

static int teardown(void **state)
{
	unsetenv("NOTIFY_SOCKET");
	close(manager);
	return sandbox_teardown(state);
}

/* name: as NOTIFY_SOCKET has it. */
static void listen_at(const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t n = strlen(name);

	assert_true(n < sizeof(address.sun_path));
	memcpy(address.sun_path, name, n);
	if (*name == '@')
		address.sun_path[0] = '\0';
	manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(manager, (struct sockaddr *)&address,
			      offsetof(struct sockaddr_un, sun_path) + n),
			 0);
	assert_int_equal(setenv("NOTIFY_SOCKET", name, 1), 0);
}

static void assert_gets(const char *state)
{
	char text[64] = "";

	assert_int_equal(hp_notify(state), 1);
	assert_int_equal(recv(manager, text, sizeof(text) - 1, MSG_DONTWAIT),
			 strlen(state));
	assert_string_equal(text, state);
}

static void test_nobody_asks(void **state)
{
	assert_int_equal(hp_notify("READY=1"), 0);
}

static void test_path(void **state)
{
	listen_at(sandbox_path("/notify"));
	assert_gets("READY=1");
	assert_gets("RELOADING=1\nMONOTONIC_USEC=1");
}

static void test_abstract(void **state)
{
	char name[64];

	snprintf(name, sizeof(name), "@hotplug-test-%d", (int)getpid());
	listen_at(name);
	assert_gets("STOPPING=1");
}

static void test_no_socket(void **state)
{
	static const char *const names[] = {"", "/", "@", "notify", "vsock:2:1"};
	char name[512];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		setenv("NOTIFY_SOCKET", names[i], 1);
		assert_int_equal(hp_notify("READY=1"), -EINVAL);
	}
	memset(name, 'x', sizeof(name) - 1);
	name[0] = '/';
	name[sizeof(name) - 1] = '\0';
	setenv("NOTIFY_SOCKET", name, 1);
	assert_int_equal(hp_notify("READY=1"), -EINVAL);
	setenv("NOTIFY_SOCKET", sandbox_path("/notify"), 1);
	assert_int_equal(hp_notify("READY=1"), -ENOENT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sandbox_setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nobody_asks),
		TEST(test_path),
		TEST(test_abstract),
		TEST(test_no_socket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
