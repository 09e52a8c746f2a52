/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a module that is being tried has replaced. See trial.h. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#include "array.h"
#include "dir.h"
#include "names.h"
#include "number.h"
#include "root.h"
#include "trial.h"

#define DIRECTORY  HP_RUNDIR "/try"
#define RECORD_MAX (4u << 20) /* a thousand devices with the longest paths */
#define BOOT_MAX   64

void hp_trial_free(struct hp_trial *trial)
{
	free(trial->modules);
	free(trial->devices);
	*trial = (struct hp_trial){0};
}

static struct hp_trial_module *find_module(const struct hp_trial *trial, const char *name)
{
	for (size_t i = 0; i < trial->n_modules; i++)
		if (hp_names_equal(trial->modules[i].name, name))
			return &trial->modules[i];
	return NULL;
}

const struct hp_trial_module *hp_trial_module(const struct hp_trial *trial,
					      const char *name)
{
	return find_module(trial, name);
}

int hp_trial_add_module(struct hp_trial *trial, const char *name, uint64_t inode,
			bool own)
{
	struct hp_trial_module *module = find_module(trial, name);

	if (module) {
		module->own |= own;
		return 0;
	}
	if (strlen(name) >= sizeof(module->name))
		return -ENAMETOOLONG;
	if (hp_array_grow(&trial->modules, trial->n_modules, sizeof(*module)) < 0)
		return -ENOMEM;
	module = &trial->modules[trial->n_modules++];
	*module = (struct hp_trial_module){.inode = inode, .own = own};
	strcpy(module->name, name);
	return 1;
}

const struct hp_binding *hp_trial_device(const struct hp_trial *trial,
					 const struct hp_binding *device)
{
	for (size_t i = 0; i < trial->n_devices; i++)
		if (trial->devices[i].inode == device->inode &&
		    streq(trial->devices[i].devpath, device->devpath))
			return &trial->devices[i];
	return NULL;
}

int hp_trial_add_device(struct hp_trial *trial, const struct hp_binding *device)
{
	if (hp_trial_device(trial, device))
		return 0;
	if (hp_array_grow(&trial->devices, trial->n_devices, sizeof(*device)) < 0)
		return -ENOMEM;
	trial->devices[trial->n_devices++] = *device;
	return 1;
}

int hp_trial_lock(void)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];

	if (hp_path(path, HP_RUNDIR) < 0 || (mkdir(path, 0755) < 0 && errno != EEXIST) ||
	    hp_path(path, DIRECTORY) < 0 || (mkdir(path, 0700) < 0 && errno != EEXIST) ||
	    hp_path(path, DIRECTORY "/.lock") < 0)
		return -errno;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0)
		return -errno;
	return TAKE_FD(fd);
}

static int read_whole(const char *path, char **ret)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	_cleanup_free_ char *text = NULL;
	struct stat st;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode) || st.st_size >= RECORD_MAX)
		return -EBADMSG;
	text = calloc(1, RECORD_MAX);
	n = text ? read(fd, text, RECORD_MAX - 1) : -1;
	if (n < 0)
		return -errno;
	if (strlen(text) != (size_t)n)
		return -EBADMSG;
	*ret = TAKE_PTR(text);
	return 0;
}

/* random(4). Where /proc does not tell, all records are of one boot. */
static void read_boot(char ret[static BOOT_MAX])
{
	_cleanup_fclose_ FILE *file = NULL;
	char path[PATH_MAX];

	strcpy(ret, "unknown");
	if (hp_path(path, "/proc/sys/kernel/random/boot_id") == 0)
		file = fopen(path, "re");
	if (file && fgets(ret, BOOT_MAX, file))
		ret[strcspn(ret, "\n")] = '\0';
}

/* The next word of the line, or NULL; what is too long for a name is none. */
static char *next_word(char **line)
{
	char *word = strsep(line, "\t");

	return word && *word && strlen(word) < HP_BINDING_NAME_MAX ? word : NULL;
}

static bool copy_name(char ret[static HP_BINDING_NAME_MAX], const char *word)
{
	if (word)
		strcpy(ret, streq(word, "-") ? "" : word);
	return word;
}

static int parse_time(struct hp_trial *trial, char *line)
{
	return hp_number_parse(line ?: "", 10, UINT64_MAX, &trial->at) < 0 ? -EBADMSG : 0;
}

static int parse_named(struct hp_trial *trial, char *line, bool own)
{
	const char *number = next_word(&line), *name = next_word(&line);
	uint64_t inode;

	if (!number || !name || line || *name == '.' || strchr(name, '/') ||
	    hp_number_parse(number, 10, UINT64_MAX, &inode) < 0)
		return -EBADMSG;
	return hp_trial_add_module(trial, name, inode, own);
}

static int parse_module(struct hp_trial *trial, char *line)
{
	return parse_named(trial, line, true);
}

static int parse_need(struct hp_trial *trial, char *line)
{
	return parse_named(trial, line, false);
}

static int parse_device(struct hp_trial *trial, char *line)
{
	struct hp_binding device = {0};
	const char *inode = next_word(&line);

	if (!inode || hp_number_parse(inode, 10, UINT64_MAX, &device.inode) < 0 ||
	    !copy_name(device.driver, next_word(&line)) ||
	    !copy_name(device.module, next_word(&line)) ||
	    !copy_name(device.override, next_word(&line)))
		return -EBADMSG;
	/* What is left of the line, blanks and all. */
	if (!line || *line != '/' || strlen(line) >= sizeof(device.devpath))
		return -EBADMSG;
	strcpy(device.devpath, line);
	return hp_trial_add_device(trial, &device);
}

static int parse_line(struct hp_trial *trial, char *line)
{
	static const struct {
		const char *word;
		int (*parse)(struct hp_trial *trial, char *line);
	} lines[] = {
		{"at", parse_time},
		{"module", parse_module},
		{"need", parse_need},
		{"device", parse_device},
	};
	const char *word = strsep(&line, "\t");

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		if (streq(word, lines[i].word))
			return lines[i].parse(trial, line);
	return -EBADMSG;
}

int hp_trial_parse(struct hp_trial *ret, char *text, const char *boot)
{
	char *line = strsep(&text, "\n"), *word = strsep(&line, "\t");
	int r = 0;

	if (!streq(word, "boot") || !line || !text)
		return -EBADMSG;
	if (!streq(line, boot))
		return -ENOENT;
	while (r >= 0 && (line = strsep(&text, "\n")) && text)
		r = parse_line(ret, line);
	if (r >= 0 && (*line || !ret->n_modules))
		r = -EBADMSG;
	if (r < 0)
		hp_trial_free(ret);
	return r < 0 ? r : 0;
}

int hp_trial_read(struct hp_trial *ret, const char *module)
{
	_cleanup_free_ char *text = NULL;
	char path[PATH_MAX], boot[BOOT_MAX];
	int r;

	if (hp_path(path, DIRECTORY "/%s", module) < 0)
		return -ENAMETOOLONG;
	r = read_whole(path, &text);
	if (r < 0)
		return r;
	read_boot(boot);
	return hp_trial_parse(ret, text, boot);
}

static const char *or_none(const char *name)
{
	return *name ? name : "-";
}

static void print_trial(FILE *file, const struct hp_trial *trial)
{
	char boot[BOOT_MAX];

	read_boot(boot);
	fprintf(file, "boot\t%s\nat\t%" PRIu64 "\n", boot, trial->at);
	for (size_t i = 0; i < trial->n_modules; i++)
		fprintf(file, "%s\t%" PRIu64 "\t%s\n",
			trial->modules[i].own ? "module" : "need",
			trial->modules[i].inode, trial->modules[i].name);
	for (size_t i = 0; i < trial->n_devices; i++) {
		const struct hp_binding *device = &trial->devices[i];

		fprintf(file, "device\t%" PRIu64 "\t%s\t%s\t%s\t%s\n", device->inode,
			or_none(device->driver), or_none(device->module),
			or_none(device->override), device->devpath);
	}
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_BOOTTIME, &time);
	return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

int hp_trial_write(struct hp_trial *trial)
{
	char path[PATH_MAX], beside[PATH_MAX];
	FILE *file;
	int r = 0;

	trial->at = now();

	if (hp_path(path, DIRECTORY "/%s", trial->modules[trial->n_modules - 1].name) <
		    0 ||
	    hp_path(beside, DIRECTORY "/.new") < 0)
		return -ENAMETOOLONG;
	file = fopen(beside, "we");
	if (!file)
		return -errno;
	print_trial(file, trial);
	if (ferror(file))
		r = -EIO;
	if (fclose(file) != 0 && r == 0)
		r = -errno;
	if (r == 0 && rename(beside, path) < 0)
		r = -errno;
	return r;
}

void hp_trial_drop(const char *module)
{
	char path[PATH_MAX];

	if (hp_path(path, DIRECTORY "/%s", module) == 0)
		unlink(path);
}

/* The records, while they are sorted. */
struct record {
	char name[HP_BINDING_NAME_MAX];
	uint64_t at;
};

struct records {
	struct record *list;
	size_t n;
};

static void free_records(struct records *records)
{
	free(records->list);
}

static int add_record(const char *name, unsigned char type, void *data)
{
	_cleanup_(hp_trial_free) struct hp_trial trial = {0};
	struct records *records = data;
	struct record *record;

	if (strlen(name) >= sizeof(record->name))
		return 0;
	if (hp_array_grow(&records->list, records->n, sizeof(*record)) < 0)
		return -ENOMEM;
	record = &records->list[records->n++];
	strcpy(record->name, name);
	record->at = hp_trial_read(&trial, name) == 0 ? trial.at : 0;
	return 0;
}

static int latest_first(const void *a, const void *b)
{
	const struct record *x = a, *y = b;

	return (y->at > x->at) - (y->at < x->at);
}

int hp_trial_each(hp_trial_fn fn, void *data)
{
	_cleanup_(free_records) struct records records = {0};
	_cleanup_close_ int dir = -1;
	char path[PATH_MAX];
	int r = 0;

	if (hp_path(path, DIRECTORY) < 0)
		return 0;
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir >= 0)
		r = hp_dir_read(dir, add_record, &records);
	if (records.n)
		qsort(records.list, records.n, sizeof(*records.list), latest_first);
	for (size_t i = 0; i < records.n && r >= 0; i++)
		r = fn(records.list[i].name, data);
	return r < 0 ? r : 0;
}
