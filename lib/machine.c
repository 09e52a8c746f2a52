/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether the machine is one that a file is meant for. See machine.h. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <sys/utsname.h>

#include "bootline.h"
#include "machine.h"
#include "netvalue.h"
#include "root.h"
#include "version.h"
#include "virt.h"

#define ID_DIGITS 32
#define WORD_MAX  256
#define BLANKS	  " \t"

/* The 32 digits of an id in lower case, '-' left out. */
static bool take_id(const char *s, char ret[static ID_DIGITS + 1])
{
	size_t n = 0;

	for (; *s && n <= ID_DIGITS; s++) {
		if (*s == '-')
			continue;
		if (!isxdigit((unsigned char)*s) || n == ID_DIGITS)
			return false;
		ret[n++] = tolower((unsigned char)*s);
	}
	ret[n] = '\0';
	return n == ID_DIGITS;
}

/* The first line of a small file. */
static bool read_line(const char *path, char *ret, size_t size)
{
	_cleanup_close_ int fd = -1;
	char real[PATH_MAX];
	ssize_t n;

	if (hp_path(real, "%s", path) < 0)
		return false;
	fd = open(real, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	n = fd < 0 ? -1 : read(fd, ret, size - 1);
	if (n < 0)
		return false;
	ret[n] = '\0';
	ret[strcspn(ret, "\n")] = '\0';
	return true;
}

static int fits_host(const char *value)
{
	char wanted[ID_DIGITS + 1], is[ID_DIGITS + 1], line[WORD_MAX];
	struct utsname uts;

	if (take_id(value, wanted))
		return read_line("/etc/machine-id", line, sizeof(line)) &&
		       take_id(line, is) && streq(is, wanted);
	return uname(&uts) == 0 && fnmatch(value, uts.nodename, FNM_CASEFOLD) == 0;
}

/* The innermost counts. */
static int fits_virtualization(const char *value)
{
	const char *container = hp_virt_container();
	const char *machine = container ? NULL : hp_virt_machine();
	bool wanted;

	if (streq(value, "private-users"))
		return hp_virt_has_private_users();
	if (hp_boolean_parse(&wanted, value) == 0)
		return wanted == (container || machine);
	if (streq(value, "container"))
		return container != NULL;
	if (streq(value, "vm"))
		return machine != NULL;
	return (container && streq(value, container)) ||
	       (machine && streq(value, machine));
}

/* A word without its quotes: they may stand anywhere in it. */
static bool copy_word(const char *word, size_t len, char *ret, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (word[i] == '"')
			continue;
		if (n + 1 >= size)
			return false;
		ret[n++] = word[i];
	}
	ret[n] = '\0';
	return true;
}

static int fits_command_line(const char *value)
{
	struct hp_bootline line;
	bool with_value = strchr(value, '=');
	const char *rest = line.text, *word;
	char text[WORD_MAX];
	size_t len;

	if (hp_bootline_read(&line) < 0)
		return 0;
	while ((rest = hp_bootline_next(rest, &word, &len)), len) {
		if (!copy_word(word, len, text, sizeof(text)))
			continue;
		if (!with_value)
			text[strcspn(text, "=")] = '\0';
		if (streq(text, value))
			return 1;
	}
	return 0;
}

/* All of several must hold; blanks may stand behind an operator. */
static int fits_kernel_version(const char *value)
{
	char text[WORD_MAX], *rest = text;
	const struct hp_comparison *comparison;
	const char *word, *wanted;
	struct utsname uts;

	if (strlen(value) >= sizeof(text) || uname(&uts) < 0)
		return -EINVAL;
	strcpy(text, value);
	while ((word = strtok_r(rest, BLANKS "\"'", &rest))) {
		comparison = hp_comparison_take(word, &wanted);
		if (!*wanted)
			wanted = strtok_r(rest, BLANKS "\"'", &rest);
		if (!wanted)
			return -EINVAL;
		if (!hp_comparison_holds(comparison, uts.release, wanted))
			return 0;
	}
	return 1;
}

static int fits_credential(const char *value)
{
	return 0;
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define MIPS	     "mips-le"
#define MIPS64	     "mips64-le"
#define OTHER_MIPS   "mips"
#define OTHER_MIPS64 "mips64"
#else
#define MIPS	     "mips"
#define MIPS64	     "mips64"
#define OTHER_MIPS   "mips-le"
#define OTHER_MIPS64 "mips64-le"
#endif

/* By uname(2); without a machine: one that this is not. */
static const struct {
	const char *machine, *name;
} architectures[] = {
	{"x86_64", "x86-64"},
	{"i686", "x86"},
	{"i586", "x86"},
	{"i486", "x86"},
	{"i386", "x86"},
	{"ppc64le", "ppc64-le"},
	{"ppc64", "ppc64"},
	{"ppcle", "ppc-le"},
	{"ppc", "ppc"},
	{"ia64", "ia64"},
	{"parisc64", "parisc64"},
	{"parisc", "parisc"},
	{"s390x", "s390x"},
	{"s390", "s390"},
	{"sparc64", "sparc64"},
	{"sparc", "sparc"},
	{"mips64", MIPS64},
	{"mips", MIPS},
	{"alpha", "alpha"},
	{"arm64", "arm64"},
	{"aarch64", "arm64"},
	{"aarch64_be", "arm64-be"},
	{"armv4l", "arm"},
	{"armv5tel", "arm"},
	{"armv6l", "arm"},
	{"armv7l", "arm"},
	{"armv8l", "arm"},
	{"armv7b", "arm-be"},
	{"m68k", "m68k"},
	{"riscv64", "riscv64"},
	{"riscv32", "riscv32"},
	{"loongarch64", "loongarch64"},
	{"arc", "arc"},
	{"arceb", "arc-be"},
	{"cris", "cris"},
	{"crisv32", "cris"},
	{"tilegx", "tilegx"},
	{"sh5", "sh64"},
	{"sh64", "sh64"},
	{"sh2", "sh"},
	{"sh3", "sh"},
	{"sh4", "sh"},
	{"sh4a", "sh"},
	{"", OTHER_MIPS},
	{"", OTHER_MIPS64},
};

static const char *architecture(void)
{
	struct utsname uts;

	for (size_t i = 0; uname(&uts) == 0 && i < ARRAY_SIZE(architectures); i++)
		if (streq(architectures[i].machine, uts.machine))
			return architectures[i].name;
	return "";
}

static bool is_architecture(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(architectures); i++)
		if (streq(architectures[i].name, name))
			return true;
	return false;
}

static int fits_architecture(const char *value)
{
	/* This very program runs: it was built for the machine, or one it can be. */
	if (streq(value, "native"))
		return 1;
	if (!is_architecture(value))
		return -EINVAL;
	return streq(architecture(), value);
}

/* Copies what stands between name and the last byte, which must be ')'. */
static bool take_argument(const char *value, const char *name, char ret[static WORD_MAX])
{
	const char *argument = skip_prefix(value, name);
	size_t n = argument ? strlen(argument) : 0;

	if (n < 2 || n > WORD_MAX || argument[n - 1] != ')')
		return false;
	memcpy(ret, argument, n - 1);
	ret[n - 1] = '\0';
	return true;
}

/* Its file holds one string behind the other. */
static int fits_device_tree(const char *wanted)
{
	_cleanup_fclose_ FILE *f = NULL;
	char path[PATH_MAX], *word = NULL;
	size_t size = 0;
	int found = 0;

	if (hp_path(path, "/proc/device-tree/compatible") == 0)
		f = fopen(path, "re");
	while (f && !found && getdelim(&word, &size, '\0', f) > 0)
		found = streq(word, wanted);
	free(word);
	return found;
}

/* FIELD OPERATOR VALUE, blanks or none between */
static int fits_smbios(char *text)
{
	const struct hp_comparison *comparison;
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");
	char path[WORD_MAX + 64], line[WORD_MAX];
	const char *sign = text + n + strspn(text + n, BLANKS), *wanted;

	comparison = hp_comparison_take(sign, &wanted);
	if (n == 0 || wanted == sign)
		return -EINVAL;
	wanted += strspn(wanted, BLANKS);
	snprintf(path, sizeof(path), "/sys/class/dmi/id/%.*s", (int)n, text);
	return read_line(path, line, sizeof(line)) &&
	       hp_comparison_holds(comparison, line, wanted);
}

static bool is_there(const char *dir)
{
	char path[PATH_MAX];

	return hp_path(path, "%s", dir) == 0 && access(path, F_OK) == 0;
}

static int fits_firmware(const char *value)
{
	char argument[WORD_MAX];

	if (streq(value, "uefi"))
		return is_there("/sys/firmware/efi");
	if (streq(value, "device-tree"))
		return is_there("/sys/firmware/devicetree");
	if (take_argument(value, "device-tree-compatible(", argument))
		return fits_device_tree(argument);
	if (take_argument(value, "smbios-field(", argument))
		return fits_smbios(argument);
	return -EINVAL;
}

static const struct {
	const char *name;
	int (*fits)(const char *value);
} keys[] = {
	[HP_MACHINE_HOST] = {"Host", fits_host},
	[HP_MACHINE_VIRTUALIZATION] = {"Virtualization", fits_virtualization},
	[HP_MACHINE_KERNEL_COMMAND_LINE] = {"KernelCommandLine", fits_command_line},
	[HP_MACHINE_KERNEL_VERSION] = {"KernelVersion", fits_kernel_version},
	[HP_MACHINE_CREDENTIAL] = {"Credential", fits_credential},
	[HP_MACHINE_ARCHITECTURE] = {"Architecture", fits_architecture},
	[HP_MACHINE_FIRMWARE] = {"Firmware", fits_firmware},
};

int hp_machine_fits(enum hp_machine_key key, const char *value)
{
	bool inverts = value[0] == '!';
	int r;

	value += inverts;
	value += strspn(value, BLANKS);
	if (!*value)
		return -EINVAL;
	r = keys[key].fits(value);
	return r < 0 ? r : r != inverts;
}

const char *hp_machine_key_name(enum hp_machine_key key)
{
	return keys[key].name;
}
