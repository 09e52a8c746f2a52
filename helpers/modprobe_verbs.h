/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what modprobe does with the words behind its options.
 *
 * All take the words (NULL ends them) and return 0 or a negative errno, whose message is
 * out by then.
 */
#ifndef HP_MODPROBE_VERBS_H
#define HP_MODPROBE_VERBS_H

#include "modprobe_options.h"

/* -c: the settings, then the indexes of the tree. */
int modprobe_show_config(const struct modprobe_request *request, char *const words[]);

/* --show-modversions, --show-exports: of one file or module, one line a symbol. */
int modprobe_show_versions(const struct modprobe_request *request, char *const words[]);
int modprobe_show_exports(const struct modprobe_request *request, char *const words[]);

/* --check: prints "FILE:LINE:COLUMN: WHAT" for all that is wrong with modprobe.d.
 * -EINVAL where there is any. */
int modprobe_check(const struct modprobe_request *request, char *const words[]);

/* --explain, and -R and -D with --json: each of the words is a name. */
int modprobe_explain(const struct modprobe_request *request, char *const words[]);

/* -c --json: the settings as one object, with their places. */
int modprobe_json_config(const struct modprobe_request *request, char *const words[]);

struct hp_json;
struct hp_modconf_setting;

/* The members "word", "key" and "value". */
void modprobe_json_setting(struct hp_json *json, const char *word, const char *key,
			   const char *value);

/* The members "file", "line" and "column". */
void modprobe_json_place(struct hp_json *json, const struct hp_modconf_setting *place);

#endif
