/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a sandbox with network files, and what is read of them. */
#ifndef HP_TEST_NETFILES_H
#define HP_TEST_NETFILES_H

#include "netconf.h"
#include "sandbox.h"

#define ETC HP_HOOKDIR "/net/"
#define RUN HP_RUNHOOKDIR "/net/"
#define LIB HP_VENDORDIR "/net/"

static struct hp_net_conf conf;

static inline int setup(void **state)
{
	return logged_setup(state);
}

static inline int teardown(void **state)
{
	hp_net_conf_free(&conf);
	return logged_teardown(state);
}

static inline void read_all(void)
{
	hp_net_conf_free(&conf);
	assert_int_equal(hp_net_conf_read(&conf), 0);
}

#endif
