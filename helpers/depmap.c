/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplug-depmap: write modules.pcimap, modules.usbmap and the index of aliases.
 */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <sys/utsname.h>

#include "depmap_build.h"
#include "depmap_output.h"
#include "idmap.h"
#include "index.h"
#include "log.h"
#include "root.h"

#define EXIT_USAGE 2

static const char usage[] =
	"usage: hotplug-depmap [-b ROOT] [-n] [-u] [-v] [VERSION]\n"
	"\n"
	"Writes modules.pcimap, modules.usbmap and modules.hotplug.bin for the kernel\n"
	"VERSION (default: the running one) into /lib/modules/VERSION.\n"
	"\n"
	"  -b, --basedir ROOT  the module tree and modprobe.d are those below ROOT\n"
	"  -n, --dry-run       print both maps, write nothing\n"
	"  -u, --update        do nothing where none of the files is stale or missing\n"
	"  -v, --verbose       name each alias that only the index can hold\n"
	"  -h, --help          print this\n"
	"  -V, --version       print the version\n";

static const struct option long_options[] = {
	{"basedir", required_argument, NULL, 'b'},
	{"dry-run", no_argument, NULL, 'n'},
	{"update", no_argument, NULL, 'u'},
	{"verbose", no_argument, NULL, 'v'},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{0},
};

struct options {
	const char *base; /* NULL: / */
	const char *release;
	bool dry_run, update, help, version;
};

static bool release_valid(const char *release)
{
	return *release && *release != '.' && !strchr(release, '/');
}

/* Returns 0 or -EINVAL, with the message printed. */
static int read_options(struct options *ret, int argc, char *argv[])
{
	static struct utsname uts;
	struct options options = {0};
	int c;

	while ((c = getopt_long(argc, argv, "b:nuvhV", long_options, NULL)) != -1) {
		if (c == '?')
			return -EINVAL;
		options.base = c == 'b' ? optarg : options.base;
		options.dry_run |= c == 'n';
		options.update |= c == 'u';
		options.help |= c == 'h';
		options.version |= c == 'V';
		if (c == 'v')
			hp_log_set_level(HP_LOG_INFO);
	}
	if (uname(&uts) < 0)
		return hp_error(-errno, "uname");
	options.release = optind < argc ? argv[optind++] : uts.release;
	if (optind < argc)
		return hp_error(-EINVAL, "too many arguments, at '%s'", argv[optind]);
	if (!release_valid(options.release))
		return hp_error(-EINVAL, "'%s' is not a kernel version", options.release);
	*ret = options;
	return 0;
}

static int set_root(const char *base)
{
	char path[PATH_MAX];

	if (!base)
		return 0;
	if (!realpath(base, path))
		return hp_error(-errno, "%s", base);
	return hp_root_set(path);
}

static int print_maps(const struct depmap *depmap)
{
	for (int i = 0; i < DEPMAP_INDEX; i++)
		fwrite(depmap->file[i].data, 1, depmap->file[i].len, stdout);
	if (fflush(stdout) != 0 || ferror(stdout))
		return hp_error(-errno, "standard output");
	return 0;
}

static void print_summary(const struct depmap *depmap, const char *release)
{
	hp_notice(
		"%s: %zu pci rows, %zu usb rows, %zu aliases in the index; %zu usb aliases "
		"fix bInterfaceNumber, for which modules.usbmap has no column: their rows "
		"match every interface; %zu pci and usb aliases have no row, only the index "
		"has them",
		release, depmap->pci_rows, depmap->usb_rows, depmap->aliases,
		depmap->with_number, depmap->no_row);
}

static bool map_is_good(const char *tree, const char *file)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	char path[PATH_MAX], made_from[PATH_MAX];

	return snprintf(path, sizeof(path), "%s/%s", tree, file) < PATH_MAX &&
	       snprintf(made_from, sizeof(made_from), "%s/modules.alias.bin", tree) <
		       PATH_MAX &&
	       hp_idmap_open(&map, path, made_from) == 0;
}

/* Whether an agent would use all that is there. */
static bool is_good(const char *tree, const char *release)
{
	_cleanup_(hp_index_closep) struct hp_index *index = NULL;

	return map_is_good(tree, "modules.pcimap") &&
	       map_is_good(tree, "modules.usbmap") &&
	       hp_index_open(&index, release) == 0 && hp_index_check_plans(index) == 0;
}

static int run(const struct options *options)
{
	_cleanup_(depmap_free) struct depmap depmap = {0};
	char tree[PATH_MAX];
	int r;

	r = set_root(options->base);
	if (r < 0)
		return r;
	r = hp_path(tree, "/lib/modules/%s", options->release);
	if (r < 0)
		return hp_error(r, "%s", options->release);
	if (options->update && is_good(tree, options->release))
		return 0;
	r = depmap_build(&depmap, tree);
	if (r == 0)
		r = options->dry_run ? print_maps(&depmap) : depmap_write(&depmap, tree);
	if (r == 0)
		print_summary(&depmap, options->release);
	return r;
}

int main(int argc, char *argv[])
{
	struct options options;

	hp_log_open("hotplug-depmap");
	if (read_options(&options, argc, argv) < 0) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (options.help)
		return fputs(usage, stdout) < 0;
	if (options.version)
		return puts("hotplug-depmap " HP_VERSION) < 0;
	return run(&options) < 0;
}
