/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: one line for each thing a person should know. See log.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>

#include "log.h"
#include "root.h"

#define LINE_MAX_BYTES 1024
#define FACILITY       (3 << 3) /* daemon */

/* Over all processes: what /dev/kmsg may get in one window. */
#define KMSG_BURST     10
#define KMSG_WINDOW_S  5

struct kmsg_budget {
	int64_t window; /* CLOCK_BOOTTIME second at which it began */
	uint32_t written;
	uint32_t held_back;
};

/* What a message waits for the budget at most: a stopped process may hold its lock. */
#define LOCK_TRIES    500
#define LOCK_AGAIN_NS (1000 * 1000)

static struct {
	const char *program;
	enum hp_log_level level;
	hp_log_receiver receiver;
	void *data; /* for receiver */
} logger = {.program = "hotplug", .level = HP_LOG_NOTICE};

static const char level_names[][8] = {
	[HP_LOG_ERR] = "err",	[HP_LOG_WARNING] = "warning", [HP_LOG_NOTICE] = "notice",
	[HP_LOG_INFO] = "info", [HP_LOG_DEBUG] = "debug",
};

int hp_log_level_parse(const char *name, enum hp_log_level *ret)
{
	for (size_t i = HP_LOG_ERR; i < ARRAY_SIZE(level_names); i++) {
		if (!streq(name, level_names[i]))
			continue;
		*ret = i;
		return 0;
	}
	return -EINVAL;
}

const char *hp_log_level_name(enum hp_log_level level)
{
	return level_names[level];
}

const char *hp_log_open(const char *program)
{
	const char *before = logger.program;

	logger.program = program;
	return before;
}

void hp_log_set_level(enum hp_log_level level)
{
	logger.level = level;
}

enum hp_log_level hp_log_get_level(void)
{
	return logger.level;
}

void hp_log_divert(hp_log_receiver receiver, void *data)
{
	logger.receiver = receiver;
	logger.data = data;
}

char *hp_log_escape(char *dst, size_t size, const char *src)
{
	static const char hex[] = "0123456789abcdef";
	char *out = dst, *end = dst + size - 1;

	for (; *src; src++) {
		unsigned char c = *src;
		bool plain = c >= 0x20 && c < 0x7f && c != '\\';

		if (end - out < (plain ? 1 : 4))
			break;
		if (plain) {
			*out++ = c;
		} else {
			*out++ = '\\';
			*out++ = 'x';
			*out++ = hex[c >> 4];
			*out++ = hex[c & 15];
		}
	}
	*out = '\0';
	return dst;
}

/* Whoever started us without a stderr put /dev/null there, or left it closed. */
static bool stderr_is_read(void)
{
	struct stat st;

	return fstat(STDERR_FILENO, &st) == 0 && !S_ISDIR(st.st_mode) &&
	       (!S_ISCHR(st.st_mode) || isatty(STDERR_FILENO));
}

static void send_to_stderr(const char *line)
{
	dprintf(STDERR_FILENO, "%s: %s\n", logger.program, line);
}

static int send_to_syslog(enum hp_log_level level, const char *line)
{
	static const struct sockaddr_un address = {
		.sun_family = AF_UNIX,
		.sun_path = "/dev/log",
	};
	char buf[LINE_MAX_BYTES + 128];
	_cleanup_close_ int fd = -1;
	int n;

	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
		return -errno;
	n = snprintf(buf, sizeof(buf), "<%d>%s[%d]: %s", FACILITY | level, logger.program,
		     (int)getpid(), line);
	return send(fd, buf, n, MSG_NOSIGNAL) < 0 ? -errno : 0;
}

static int lock_soon(int fd)
{
	static const struct timespec again = {.tv_nsec = LOCK_AGAIN_NS};
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	for (int i = 0; i < LOCK_TRIES; i++) {
		if (fcntl(fd, F_SETLK, &lock) == 0)
			return 0;
		if (errno != EAGAIN && errno != EACCES)
			break;
		nanosleep(&again, NULL);
	}
	return -errno;
}

/* Opens the budget that all processes share, locked. Returns -1 where there is no place
 * for one, or no lock to be had. */
static int kmsg_budget_open(void)
{
	char dir[PATH_MAX], path[PATH_MAX];
	_cleanup_close_ int fd = -1;

	if (hp_path(dir, "%s", HP_RUNDIR) < 0 || hp_path(path, "%s/kmsg", HP_RUNDIR) < 0)
		return -1;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 && errno == ENOENT && (mkdir(dir, 0755) == 0 || errno == EEXIST))
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || lock_soon(fd) < 0)
		return -1;
	return TAKE_FD(fd);
}

/* Takes one line out of the budget that all processes share. Returns whether it may be
 * written; ret_held_back is what earlier windows held back and nobody has told of yet. */
static bool kmsg_budget_take(uint32_t *ret_held_back)
{
	_cleanup_close_ int fd = kmsg_budget_open();
	struct kmsg_budget budget = {0};
	struct timespec now;

	*ret_held_back = 0;
	if (fd < 0)
		return true;
	clock_gettime(CLOCK_BOOTTIME, &now);
	if (pread(fd, &budget, sizeof(budget), 0) != (ssize_t)sizeof(budget) ||
	    now.tv_sec - budget.window >= KMSG_WINDOW_S || now.tv_sec < budget.window) {
		*ret_held_back = budget.held_back;
		budget = (struct kmsg_budget){.window = now.tv_sec};
	}
	if (budget.written < KMSG_BURST)
		budget.written++;
	else
		budget.held_back++;
	if (pwrite(fd, &budget, sizeof(budget), 0) != (ssize_t)sizeof(budget))
		return true;
	return budget.held_back == 0;
}

/* Not by dprintf(): it seeks, which /dev/kmsg refuses. */
static void send_to_kernel(enum hp_log_level level, const char *line)
{
	char buf[LINE_MAX_BYTES + 128];
	_cleanup_close_ int fd = -1;
	uint32_t held_back;
	int n;

	if (level > HP_LOG_WARNING)
		return;
	fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		fd = open("/dev/console", O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 || !kmsg_budget_take(&held_back))
		return;
	n = snprintf(buf, sizeof(buf), "<%d>%s[%d]: %u messages were held back\n",
		     FACILITY | level, logger.program, (int)getpid(), held_back);
	if (held_back && write(fd, buf, n) < 0)
		return;
	n = snprintf(buf, sizeof(buf), "<%d>%s[%d]: %s\n", FACILITY | level,
		     logger.program, (int)getpid(), line);
	if (write(fd, buf, n) < 0)
		return; /* there is nobody left to tell */
}

static void log_line(enum hp_log_level level, const char *text)
{
	char line[LINE_MAX_BYTES];

	hp_log_escape(line, sizeof(line), text);
	if (logger.receiver)
		logger.receiver(line, logger.data);
	else if (stderr_is_read())
		send_to_stderr(line);
	else if (send_to_syslog(level, line) < 0)
		send_to_kernel(level, line);
}

static void log_format(enum hp_log_level level, int r, const char *fmt, va_list args)
{
	int saved_errno = errno;
	char text[LINE_MAX_BYTES];
	int n;

	n = vsnprintf(text, sizeof(text), fmt, args);
	if (r < 0 && n >= 0 && (size_t)n < sizeof(text))
		snprintf(text + n, sizeof(text) - n, ": %s", strerror(-r));
	log_line(level, text);
	errno = saved_errno;
}

void hp_log(enum hp_log_level level, const char *fmt, ...)
{
	va_list args;

	if (level > logger.level)
		return;
	va_start(args, fmt);
	log_format(level, 0, fmt, args);
	va_end(args);
}

int hp_error(int r, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	log_format(HP_LOG_ERR, r, fmt, args);
	va_end(args);
	return r;
}

int hp_warning(int r, const char *fmt, ...)
{
	va_list args;

	if (logger.level < HP_LOG_WARNING)
		return r;
	va_start(args, fmt);
	log_format(HP_LOG_WARNING, r, fmt, args);
	va_end(args);
	return r;
}
