/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the layout of modules.hotplug.bin, which index.c reads and indexwrite.c
 *writes.
 *
 * All numbers are little-endian, all text ends with a NUL. The file is a head of one or
 * more pages, then the leaf pages, then the module pages:
 *
 *	head	fields as in the enum; the head's bytes from HP_INDEX_HEAD_SUMMED on have
 *		the checksum with the seed HP_INDEX_HEAD_SEED
 *	keys	per leaf page a u32, the offset in the head of its first key
 *	sources	per file or directory: u8 kind, u64 size, u64 sec, u32 nsec, u64 sum, path
 *	config	per entry, in the order of precedence: u8 kind, glob, module
 *	denied	per `blacklist` of modprobe.d: module
 *	modules	per module page a u32, the offset in the head of its first name
 *	needed	as sources, what the module pages alone were made from
 *
 *	page	u64 checksum of the rest of the page, seeded with the head's checksum plus
 *		the page's number; u16 groups, or modules; then these
 *
 *	group	u16 bytes of the key shared with the group before, u16 bytes that follow,
 *		u16 prefixes, u16 entries, then the key's bytes, then per prefix a u16,
 *		then per entry the offsets in the page of its rest, u16, and of its
 *		module, u16
 *	module	u8 kind, u8 needs, then per need, in the order of loading, the number of
 *		its module page, u16, and its offset there, u16; then text: the path of
 *		the file within the tree, or, of what has no plan, the name
 *
 * A glob is cut before its first wildcard into key and rest. A group holds what has one
 * key, and is continued in the next page, under the same key, where one page is too
 * small. prefixes are the lengths of all keys of the index that the group's key begins
 * with: so all keys that a name begins with are known once the greatest key is found that
 * is not greater than the name. The module is a u32, its rank in the order of loading,
 * then text. Groups and modules are in ascending order of key and name.
 */
#ifndef HP_INDEXFILE_H
#define HP_INDEXFILE_H

#include "modulefile.h"

#define HP_INDEX_MAGIC	      "HPINDEX\n" /* without its NUL */
#define HP_INDEX_VERSION      2
#define HP_INDEX_PAGE	      4096
#define HP_INDEX_HEAD_SEED    0x68706978
#define HP_INDEX_HEAD_MAX     (16 << 20)

#define HP_INDEX_MODULE_BYTES HP_MODULEFILE_NAME_MAX

/* Offsets in the head. Each of the lists is given by its offset and its number of items.
 */
enum {
	HP_INDEX_HEAD_VERSION = 8,
	HP_INDEX_HEAD_BYTES = 12, /* a multiple of the page's size */
	HP_INDEX_HEAD_SUM = 16,
	HP_INDEX_HEAD_SUMMED = 24,
	HP_INDEX_HEAD_KEYS = 24,
	HP_INDEX_HEAD_SOURCES = 32,
	HP_INDEX_HEAD_CONFIG = 40,
	HP_INDEX_HEAD_DENIED = 48,
	HP_INDEX_HEAD_MODULES = 56,
	HP_INDEX_HEAD_NEEDED = 64,
	HP_INDEX_HEAD_FIELDS = 72, /* where the lists may begin */
};

enum {
	HP_INDEX_PAGE_SUMMED = 8,
	HP_INDEX_PAGE_ITEMS = 8, /* how many groups, or modules */
	HP_INDEX_PAGE_FIRST = 10,
	HP_INDEX_GROUP_FIELDS = 8,
	HP_INDEX_ENTRY_BYTES = 4,
	HP_INDEX_MODULE_FIELDS = 2,
	HP_INDEX_NEED_BYTES = 4,
	HP_INDEX_NEEDS_MAX = 255,
};

enum hp_index_source {
	HP_INDEX_IN_TREE,   /* path within the directory of the module tree */
	HP_INDEX_FILE_AT,   /* absolute path, without the root */
	HP_INDEX_DIRECTORY, /* the same; its files are sources as well */
	HP_INDEX_ABSENT,    /* the same; nothing was there */
	HP_INDEX_REQUIRED,  /* as HP_INDEX_IN_TREE, and it must be there */
};

enum hp_index_config {
	HP_INDEX_ALIAS,	  /* alias GLOB MODULE: all that match count */
	HP_INDEX_COMMAND, /* install NAME, remove NAME: the first that is equal counts */
	HP_INDEX_LINE,	  /* any other line about GLOB, which is no name of a module */
};

enum hp_index_module {
	HP_INDEX_PLAIN,	  /* its needs, then its file: that is all modprobe would do */
	HP_INDEX_SPECIAL, /* only libkmod knows */
	HP_INDEX_BUILTIN,
};

#endif
