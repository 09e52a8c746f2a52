/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/conf: hotplug.conf, and what is said of mistakes in it. */
#include <sys/wait.h>

#include "conf.h"
#include "log.h"
#include "sandbox.h"

#define CONF HP_CONFDIR "/hotplug.conf"

/* The settings are read once in a process: each file gets a process of its own, and this
 * is what it answers. */
struct answer {
	struct hp_conf conf;
	enum hp_log_level level;
	char log[2048];
};

static struct answer answer;

static void read_in_child(int out, enum hp_log_level level)
{
	const char *log;

	answer = (struct answer){0};
	hp_log_set_level(level);
	capture_begin();
	answer.conf = *hp_conf_get();
	assert_memory_equal(hp_conf_get(), &answer.conf, sizeof(answer.conf));
	log = capture_end();
	memcpy(answer.log, log, strnlen(log, sizeof(answer.log) - 1));
	answer.level = hp_log_get_level();
	_exit(write(out, &answer, sizeof(answer)) != sizeof(answer));
}

static void read_at_level(const char *text, enum hp_log_level level)
{
	int fds[2];
	pid_t pid;

	if (text)
		sandbox_write(CONF, text);
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0)
		read_in_child(fds[1], level);
	close(fds[1]);
	assert_int_equal(read(fds[0], &answer, sizeof(answer)), sizeof(answer));
	close(fds[0]);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void read_conf(const char *text)
{
	read_at_level(text, HP_LOG_NOTICE);
}

static void assert_defaults(void)
{
	assert_string_equal(answer.conf.hook_suffix, ".hotplug");
	assert_int_equal(answer.conf.hook_timeout, 60);
	assert_string_equal(answer.conf.net_agent_policy, "hotplug");
	assert_int_equal(answer.conf.drainers, 0);
	assert_true(answer.conf.legacy_conf);
	assert_true(answer.conf.load_plans);
	assert_int_equal(answer.conf.single_process, HP_SINGLE_PROCESS);
	assert_int_equal(answer.level, HP_LOG_NOTICE);
}

static void test_defaults(void **state)
{
	read_conf(NULL);
	assert_defaults();
	assert_string_equal(answer.log, "");
	read_conf("");
	assert_defaults();
	read_conf("# nothing\n[Hotplug]\n\n; nothing\n");
	assert_defaults();
	assert_string_equal(answer.log, "");
}

static void test_all(void **state)
{
	read_conf("[Hotplug]\nHookSuffix=.sh\nHookTimeoutSec=1\nDrainers=256\n"
		  "LegacyConf=no\nLoadPlans=no\nSingleProcess=yes\n"
		  "LogLevel=debug\n");
	assert_string_equal(answer.log, "");
	assert_false(answer.conf.legacy_conf);
	assert_false(answer.conf.load_plans);
	assert_true(answer.conf.single_process);
	assert_string_equal(answer.conf.hook_suffix, ".sh");
	assert_int_equal(answer.conf.hook_timeout, 1);
	assert_int_equal(answer.conf.drainers, 256);
	assert_int_equal(answer.level, HP_LOG_DEBUG);
	read_conf("[Hotplug]\nReceiveBuffer=1024M\n");
	assert_int_equal(answer.conf.receive_buffer, 1024 << 20);
	read_conf("[Hotplug]\nReceiveBuffer=208K\n");
	assert_int_equal(answer.conf.receive_buffer, 208 << 10);
	read_conf("[Hotplug]\nReceiveBuffer=4096\n");
	assert_int_equal(answer.conf.receive_buffer, 4096);
	read_conf("[Hotplug]\nConfigDirectories=/etc/systemd/network /srv/..net\n");
	assert_string_equal(answer.conf.config_directories,
			    "/etc/systemd/network /srv/..net");
	read_conf("[Hotplug]\nNetAgentPolicy=auto\n");
	assert_string_equal(answer.conf.net_agent_policy, "auto");
	read_conf("[Hotplug]\nDHCPClient=dhclient\n");
	assert_string_equal(answer.conf.dhcp_client, "dhclient");
	read_conf("[Hotplug]\nRebroadcast=6\nWithUdev=yes\n");
	assert_int_equal(answer.conf.rebroadcast, 6);
	assert_true(answer.conf.with_udev);
	read_conf(
		"[Hotplug]\nHookSuffix=\nHookTimeoutSec=86400\nDrainers=0\nLogLevel=err\n");
	assert_string_equal(answer.log, "");
	assert_string_equal(answer.conf.hook_suffix, "");
	assert_int_equal(answer.conf.hook_timeout, 86400);
	assert_int_equal(answer.conf.drainers, 0);
	assert_int_equal(answer.level, HP_LOG_ERR);
}

/* Each leaves the default and says where it stands. */
static void test_bad_values(void **state)
{
	static const struct {
		const char *line, *message;
	} bad[] = {
		{"HookTimeoutSec=0",
		 ":2:16: HookTimeoutSec=0: takes seconds, 1 to 86400"},
		{"HookTimeoutSec=86401", ":2:16: HookTimeoutSec=86401: takes seconds"},
		{"HookTimeoutSec=", ":2:1: HookTimeoutSec=: takes seconds"},
		{"HookTimeoutSec=1s", ":2:16: HookTimeoutSec=1s: takes seconds"},
		{"HookTimeoutSec=-1", ":2:16: HookTimeoutSec=-1: takes seconds"},
		{"Drainers=257", ":2:10: Drainers=257: takes a number up to 256"},
		{"Drainers=two", ":2:10: Drainers=two: takes a number up to 256"},
		{"ReceiveBuffer=1025M", ":2:15: ReceiveBuffer=1025M: takes bytes"},
		{"ReceiveBuffer=1G", ":2:15: ReceiveBuffer=1G: takes bytes"},
		{"ReceiveBuffer=M", ":2:15: ReceiveBuffer=M: takes bytes"},
		{"Rebroadcast=1", ":2:13: Rebroadcast=1: takes 2 (libudev's form)"},
		{"Rebroadcast=8", ":2:13: Rebroadcast=8: takes 2 (libudev's form)"},
		{"WithUdev=1", ":2:10: WithUdev=1: takes yes or no"},
		{"LegacyConf=0", ":2:12: LegacyConf=0: takes yes or no"},
		{"LoadPlans=never", ":2:11: LoadPlans=never: takes yes or no"},
		{"LogLevel=loud", ":2:10: LogLevel=loud: takes err, warning"},
		{"LogLevel=", ": LogLevel=: takes err, warning"},
		{"ConfigDirectories=etc", ":2:19: ConfigDirectories=etc: takes absolute"},
		{"ConfigDirectories=/etc/a /b/..",
		 ":2:19: ConfigDirectories=/etc/a /b/..:"},
		{"NetAgentPolicy=none",
		 ":2:16: NetAgentPolicy=none: takes all, auto or hotplug"},
		{"DHCPClient=/sbin/udhcpc",
		 ":2:12: DHCPClient=/sbin/udhcpc: takes udhcpc, dhcpcd or dhclient"},
		{"HookSuffix=a/b", ":2:12: HookSuffix=a/b: takes up to 31 bytes"},
		{"HookSuffix=.0123456789012345678901234567890",
		 ":2:12: HookSuffix=.01234567"},
		{"hookSuffix=.x", ": unknown key hookSuffix"},
		{"Unknown=1", ": unknown key Unknown"},
		{"nothing", ":2:1: "},
		{"[hotplug]\nDrainers=7", ":2:1: unknown section [hotplug]"},
		{"[Hotplug", ":2:1: "},
	};
	char text[128];

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		snprintf(text, sizeof(text), "[Hotplug]\n%s\n", bad[i].line);
		read_conf(text);
		assert_defaults();
		assert_contains(answer.log, sandbox_path(CONF));
		assert_contains(answer.log, bad[i].message);
		assert_int_equal(count_lines(answer.log), 1);
	}
}

/* A mistake costs its own line. */
static void test_reads_on(void **state)
{
	read_conf("[Hotplug]\nDrainers=x\nHookTimeoutSec=5\n[Other]\nDrainers=9\n"
		  "[Hotplug]\nDrainers=3\n");
	assert_int_equal(answer.conf.hook_timeout, 5);
	assert_int_equal(answer.conf.drainers, 3);
	assert_int_equal(count_lines(answer.log), 2);
}

/* --verbose is the word of somebody who is there. */
static void test_verbose_wins(void **state)
{
	read_at_level("[Hotplug]\nLogLevel=err\n", HP_LOG_DEBUG);
	assert_int_equal(answer.level, HP_LOG_DEBUG);
}

static void test_no_file(void **state)
{
	sandbox_mkdir(CONF);
	read_conf(NULL);
	assert_defaults();
	assert_contains(answer.log, "cannot read ");
	assert_int_equal(rmdir(sandbox_path(CONF)), 0);
	sandbox_link("/dev/null", CONF);
	read_conf(NULL);
	assert_defaults();
	assert_string_equal(answer.log, "");
}

static void reload(const char *text, int expected)
{
	if (text)
		sandbox_write(CONF, text);
	capture_begin();
	assert_int_equal(hp_conf_reload(), expected);
	memcpy(answer.log, capture_end(), sizeof(answer.log) - 1);
}

/* What is not understood changes nothing; a file that is gone is no mistake. In this
 * process, so this comes last. */
static void test_reload(void **state)
{
	reload("[Hotplug]\nDrainers=5\nLogLevel=err\n", 0);
	assert_string_equal(answer.log, "");
	assert_int_equal(hp_conf_get()->drainers, 5);
	assert_int_equal(hp_log_get_level(), HP_LOG_ERR);
	reload("[Hotplug]\nLogLevel=info\n", 0);
	assert_int_equal(hp_conf_get()->drainers, 0);
	assert_int_equal(hp_log_get_level(), HP_LOG_INFO);
	reload("[Hotplug]\nDrainers=6\nHookTimeoutSec=no\n", -EINVAL);
	assert_contains(answer.log, "hotplug.conf:3:16: HookTimeoutSec=no: ");
	reload("[Hotplug]\nDrainers=6\nnothing\n", -EINVAL);
	reload("[Other]\n", -EINVAL);
	assert_int_equal(hp_conf_get()->drainers, 0);
	hp_log_set_level(HP_LOG_WARNING);
	assert_int_equal(unlink(sandbox_path(CONF)), 0);
	reload(NULL, 0);
	assert_int_equal(hp_log_get_level(), HP_LOG_WARNING);
	hp_log_set_level(HP_LOG_NOTICE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_defaults), TEST(test_all),	      TEST(test_bad_values),
		TEST(test_reads_on), TEST(test_verbose_wins), TEST(test_no_file),
		TEST(test_reload),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
