/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl port: what its verbs share. Each row of the table in ctl_port.c. */
#ifndef HP_CTL_PORT_H
#define HP_CTL_PORT_H

#include "hotplugctl.h"
#include "port.h"

struct port_verb {
	const char *name;
	const char *arguments;
	const char *does;
	/* As a main(), with the module's family open. Returns an exit status. */
	int (*run)(const struct port_verb *verb, struct hp_ports *ports, int argc,
		   char *argv[]);
	/* Of a verb that deals with one line and takes "NAME [INDEX]": what it does. */
	int (*act)(struct hp_ports *ports, uint32_t id, uint32_t index);
};

/* Prints how the verb is called on stderr; returns CTL_USAGE. */
int ctl_port_usage(const struct port_verb *verb);

/* Logs why the last request about what failed; returns CTL_FAILED. */
int ctl_port_failed(const struct hp_ports *ports, int r, const char *what);

/* ctl_port_add.c, ctl_port_show.c */
int ctl_port_add(const struct port_verb *verb, struct hp_ports *ports, int argc,
		 char *argv[]);
int ctl_port_list(const struct port_verb *verb, struct hp_ports *ports, int argc,
		  char *argv[]);
int ctl_port_monitor(const struct port_verb *verb, struct hp_ports *ports, int argc,
		     char *argv[]);

#endif
