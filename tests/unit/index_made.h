/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: an index that a test makes, where hp_index_open() finds it in the sandbox. */
#ifndef HP_TEST_INDEX_MADE_H
#define HP_TEST_INDEX_MADE_H

#include "index.h"
#include "indexwrite.h"
#include "sandbox.h"

#define RELEASE "6.1.0-test"
#define TREE	"/lib/modules/" RELEASE
#define FILE_AT TREE "/" HP_INDEX_FILE

static struct hp_index_writer *writer;

static inline void begin_index(void)
{
	assert_int_equal(hp_index_writer_new(&writer), 0);
}

static inline void config(enum hp_index_config kind, const char *glob, const char *module)
{
	assert_int_equal(hp_index_writer_config(writer, kind, glob, module), 0);
}

static inline void finish_index(void)
{
	_cleanup_free_ unsigned char *data = NULL;
	size_t len;

	assert_int_equal(hp_index_writer_finish(writer, &data, &len), 0);
	assert_int_equal(len % HP_INDEX_PAGE, 0);
	hp_index_writer_freep(&writer);
	sandbox_write_bytes(FILE_AT, data, len, 0644);
}

#endif
