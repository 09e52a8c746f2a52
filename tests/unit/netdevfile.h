/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: for tests of *.netdev files: one file, read from text. */
#ifndef HP_TEST_NETDEVFILE_H
#define HP_TEST_NETDEVFILE_H

#include "netdev.h"
#include "sandbox.h"

static struct hp_net_file file;

static inline int teardown(void **state)
{
	hp_net_file_free(&file);
	return 0;
}

/* Returns what was logged. */
static inline const char *read_file(const char *text)
{
	_cleanup_fclose_ FILE *stream = fmemopen((char *)text, strlen(text), "r");

	hp_net_file_free(&file);
	capture_begin();
	assert_int_equal(hp_net_file_read_stream(&file, HP_NET_FILE_NETDEV, stream, "f"),
			 0);
	assert_int_equal(hp_netdev_finish(&file), 0);
	return capture_end();
}

#endif
