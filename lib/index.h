/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: from a MODALIAS to the names of its modules without libkmod: the compact index
 * that hotplug-depmap writes over all aliases of a module tree and of modprobe.d.
 *
 * Source of the contract: kmod_module_new_from_lookup(3) of libkmod 30 for aliases with a
 * ':' that are not "symbol:...": the aliases of modprobe.d win over the install and
 * remove commands that modprobe.d has for that very alias, these over modules.alias; of
 * the first of the three that answers, all names are given. Globs are those of fnmatch(3)
 * with flags 0; '-' and '_' are equal outside of brackets. Aliases of builtin modules are
 * left out: nothing is to be loaded.
 */
#ifndef HP_INDEX_H
#define HP_INDEX_H

#include "names.h"

#define HP_INDEX_FILE "modules.hotplug.bin"

/* One open index. */
struct hp_index;

/*
 * Opens /lib/modules/RELEASE/modules.hotplug.bin (under hp_root_get()); release NULL: of
 * the running kernel.
 *
 * Returns 0; -ENOENT where there is none; -ESTALE where modules.alias.bin, or a directory
 * or file of modprobe.d, is not what the index was made from; -EBADMSG where the index is
 * corrupt or of another version (logged at warning); -ENAMETOOLONG; or the negative errno
 * of open(2) or read(2).
 */
int hp_index_open(struct hp_index **ret, const char *release) _must_check_;

/* The same for an index at a path of the caller's (the root prefix already in it), with
 * the directory of the module tree it was made for; NULL: its stamps are not compared. */
int hp_index_open_file(struct hp_index **ret, const char *path,
		       const char *tree) _must_check_;

/*
 * Calls each for every path whose change may change what the index of the running kernel
 * says: the directory of the module tree, and what the index was made from, there or not.
 * Returns the first of what each returned that is not 0, else 0; or -ENAMETOOLONG.
 */
int hp_index_places(int (*each)(const char *path, void *data), void *data);

/*
 * Adds the names of all modules that match, in the order in which libkmod would load
 * them. Safe on any bytes in the file.
 *
 * Returns the number of matches (0: none, nothing is to be loaded); -ENOTSUP for what has
 * no
 * ':' and for "symbol:..."; -EINVAL for an alias with unbalanced brackets; -ENAMETOOLONG
 * (from PATH_MAX on); -EBADMSG where a page of the index is corrupt (logged at warning;
 * names may then hold some of the answer); -ENOMEM; or the negative errno of a read.
 */
int hp_index_lookup(struct hp_index *index, const char *modalias,
		    struct hp_names *names) _must_check_;

/* Whether modprobe.d has `blacklist NAME` ('-' and '_' are equal). What the kernel's
 * command line adds (modprobe.blacklist=) is not in the index. */
bool hp_index_blacklisted(const struct hp_index *index, const char *name);

/*
 * What follows is about modules by their names, and plans. All of it needs that whatever
 * libkmod goes by is as it was when hotplug-depmap asked it, and that nobody but root can
 * have written the index (under --root: or the effective user); the first call looks.
 *
 * Each returns beside its own: -ENOENT where the index has no plans; -ESTALE; -EPERM for
 * an index of another owner, or writable by others; -EBADMSG (logged at warning) or
 * -ENOMEM.
 */

/* Whether the plans of the index are those that hotplug-depmap would make now; that it
 * has none may be right as well. Returns 0, or one of the above. */
int hp_index_check_plans(const struct hp_index *index) _must_check_;

/*
 * Adds the names of all modules that a name, or an alias without ':' as well, stands for,
 * as libkmod would. Returns the number of matches; 0 where libkmod may know more
 * ("symbol:...", or nothing found); or as hp_index_lookup().
 */
int hp_index_resolve(struct hp_index *index, const char *name,
		     struct hp_names *names) _must_check_;

/*
 * Adds the files that modprobe would insert for a module, in the order of loading, and
 * that is all that it would do: paths within the tree, the module's own last, none for
 * what is builtin. Relative, and without "..", whatever the index holds. What the
 * kernel's command line adds is not in the index. files->exact is set here.
 *
 * Returns 0; -ENOENT as well where modprobe would do more: a line of modprobe.d is about
 * the module or one that it needs.
 */
int hp_index_plan(struct hp_index *index, const char *module,
		  struct hp_names *files) _must_check_;

/* Whether a line of modprobe.d is about a name, or alias, itself: its options and the
 * like hold for whatever is loaded by it. Returns above 0, 0, or as hp_index_lookup(). */
int hp_index_has_line(struct hp_index *index, const char *alias) _must_check_;

/* The directory of the module tree; NULL as in hp_index_open_file(). */
const char *hp_index_tree(const struct hp_index *index);

void hp_index_close(struct hp_index *index);

static inline void hp_index_closep(struct hp_index **index)
{
	hp_index_close(*index);
}

#endif
