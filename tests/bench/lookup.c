/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what one lookup costs in a fresh process, beside libkmod's in process.
 *
 *	lookup ROOT RELEASE [ROUNDS]
 *
 * Each figure is the median over ROUNDS (default 301) of the cpu time of a process that
 *was forked for it: from opening to closing, with the check whether the files are stale;
 *for libkmod kmod_new(), lookup and kmod_unref(). All take turns in every round. Exit
 *status 1 where one of ours costs more than libkmod for the same device.
 */
#include <errno.h>
#include <libkmod.h>
#include <limits.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

#include "idmap.h"
#include "index.h"
#include "root.h"

#define ROUNDS_MAX 10001

static char tree[PATH_MAX], pcimap[PATH_MAX + 32], usbmap[PATH_MAX + 32],
	made_from[PATH_MAX + 32];
static const char *release;

/* Each gives the number of matches, or a negative errno. */
static int ask_libkmod(const char *modalias)
{
	struct kmod_ctx *kmod = kmod_new(tree, NULL);
	struct kmod_list *list = NULL, *item;
	int n = 0;

	if (!kmod || kmod_module_new_from_lookup(kmod, modalias, &list) < 0)
		return -EIO;
	kmod_list_foreach(item, list) n++;
	kmod_module_unref_list(list);
	kmod_unref(kmod);
	return n;
}

static int ask_pcimap(const char *modalias)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	_cleanup_(hp_names_free) struct hp_names names = {0};
	struct hp_pci_id id;
	int r = hp_pci_id_from_modalias(&id, modalias);

	if (r == 0)
		r = hp_idmap_open(&map, pcimap, made_from);
	return r < 0 ? r : hp_idmap_match_pci(map, &id, &names);
}

static int ask_usbmap(const char *modalias)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	_cleanup_(hp_names_free) struct hp_names names = {0};
	struct hp_usb_id id;
	int r = hp_usb_id_from_modalias(&id, modalias);

	if (r == 0)
		r = hp_idmap_open(&map, usbmap, made_from);
	return r < 0 ? r : hp_idmap_match_usb(map, &id, &names);
}

static int ask_index(const char *modalias)
{
	_cleanup_(hp_index_closep) struct hp_index *index = NULL;
	_cleanup_(hp_names_free) struct hp_names names = {0};
	int r = hp_index_open(&index, release);

	return r < 0 ? r : hp_index_lookup(index, modalias, &names);
}

static struct device {
	const char *what, *modalias;
	int (*ask_map)(const char *modalias);
} devices[] = {
	{"pci, e1000", "pci:v00008086d0000100Esv00001AF4sd00001100bc02sc00i00",
	 ask_pcimap},
	{"pci, by class", "pci:v00001B36d00000010sv00001AF4sd00001100bc01sc08i02",
	 ask_pcimap},
	{"pci, no driver", "pci:v00008086d00001237sv00001AF4sd00001100bc06sc00i00",
	 ask_pcimap},
	{"usb, by id", "usb:v0525pA4A2d0000dc02dsc00dp00ic02isc02ipFFin00", ask_usbmap},
	{"usb, by class", "usb:v46F4p0001d0000dc00dsc00dp00ic08isc06ip50in00",
	 ask_usbmap},
	{"usb, no driver", "usb:v0627p0001d0000dc00dsc00dp00icFDiscFFip00in00",
	 ask_usbmap},
};

enum { LIBKMOD, MAP, INDEX, WAYS };

struct figures {
	uint32_t ns[WAYS][ROUNDS_MAX];
	int matches[WAYS];
};

static uint64_t cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * UINT64_C(1000000000) + now.tv_nsec;
}

static int measure(const struct device *device, int way, uint32_t *ret_ns,
		   int *ret_matches)
{
	int (*ask[])(const char *) = {ask_libkmod, device->ask_map, ask_index};
	uint64_t start;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		start = cpu_ns();
		*ret_matches = ask[way](device->modalias);
		*ret_ns = (uint32_t)(cpu_ns() - start);
		_exit(*ret_matches < 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
		return -EIO;
	return 0;
}

static int by_value(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double median_us(uint32_t *ns, int rounds)
{
	qsort(ns, rounds, sizeof(*ns), by_value);
	return ns[rounds / 2] / 1000.0;
}

/* Returns 1 where one of ours costs more, or a negative errno. */
static int bench(const struct device *device, struct figures *figures, int rounds)
{
	static const char *const names[] = {"libkmod", "map", "index"};
	double us[WAYS];
	int r = 0;

	for (int i = 0; i < rounds && r == 0; i++)
		for (int way = 0; way < WAYS && r == 0; way++)
			r = measure(device, way, &figures->ns[way][i],
				    &figures->matches[way]);
	if (r < 0)
		return r;
	printf("%-16s", device->what);
	for (int way = 0; way < WAYS; way++) {
		us[way] = median_us(figures->ns[way], rounds);
		printf("  %s %6.1f us (%.2f x, %d found)", names[way], us[way],
		       us[way] / us[LIBKMOD], figures->matches[way]);
	}
	printf("\n");
	return us[MAP] > us[LIBKMOD] || us[INDEX] > us[LIBKMOD];
}

int main(int argc, char *argv[])
{
	int rounds = argc == 4 ? atoi(argv[3]) : 301, r, worse = 0;
	struct figures *figures;

	if (argc < 3 || rounds < 1 || rounds > ROUNDS_MAX || hp_root_set(argv[1]) < 0 ||
	    hp_path(tree, "/lib/modules/%s", argv[2]) < 0) {
		fprintf(stderr, "usage: %s ROOT RELEASE [ROUNDS]\n", argv[0]);
		return 2;
	}
	release = argv[2];
	snprintf(pcimap, sizeof(pcimap), "%s/modules.pcimap", tree);
	snprintf(usbmap, sizeof(usbmap), "%s/modules.usbmap", tree);
	snprintf(made_from, sizeof(made_from), "%s/modules.alias.bin", tree);
	figures = mmap(NULL, sizeof(*figures), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (figures == MAP_FAILED)
		return 2;
	for (size_t i = 0; i < ARRAY_SIZE(devices); i++) {
		r = bench(&devices[i], figures, rounds);
		if (r < 0) {
			fprintf(stderr, "%s: a lookup failed\n", devices[i].what);
			return 2;
		}
		worse |= r;
	}
	return worse;
}
