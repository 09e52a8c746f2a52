/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: for tests of plans: files as text, a state, and the steps as text. */
#ifndef PLANNED_H
#define PLANNED_H

#include "netplan.h"
#include "sandbox.h"

static struct hp_net_file link_file, network_file;
static struct hp_net_want want;
static struct hp_net_state is;

static inline int planned_setup(void **state)
{
	want = (struct hp_net_want){0};
	is = (struct hp_net_state){
		.link = {.ifindex = 2, .name = "eth0", .mtu = 1500, .mac = {6, {2}}},
	};
	return 0;
}

static inline int planned_teardown(void **state)
{
	hp_net_file_free(&link_file);
	hp_net_file_free(&network_file);
	hp_net_objects_free(&is.objects);
	hp_net_altnames_free(&is.altnames);
	return 0;
}

/* The same with the log in a sandbox. */
static inline int planned_logged_setup(void **state)
{
	planned_setup(state);
	return logged_setup(state);
}

static inline int planned_logged_teardown(void **state)
{
	planned_teardown(state);
	return logged_teardown(state);
}

static inline void read_file(struct hp_net_file *file, enum hp_net_file_kind kind,
			     const char *text)
{
	_cleanup_fclose_ FILE *stream = fmemopen((char *)text, strlen(text), "r");

	hp_net_file_free(file);
	assert_int_equal(hp_net_file_read_stream(file, kind, stream, "f"), 0);
}

static inline void want_link(const char *text)
{
	read_file(&link_file, HP_NET_FILE_LINK, text);
	want.link = &link_file;
}

static inline void want_network(const char *text)
{
	read_file(&network_file, HP_NET_FILE_NETWORK, text);
	want.network = &network_file;
}

/* The interface is up, and has the one thing that such a file asks for. */
static inline struct hp_net_object *has_object(const char *text)
{
	is.link.flags = IFF_UP;
	want_network(text);
	assert_int_equal(network_file.n_objects, 1);
	assert_int_equal(hp_net_objects_add(&is.objects, &network_file.objects[0].object),
			 0);
	return &is.objects.item[is.objects.n - 1];
}

/* Each of the lines makes the section, which is right without it, be left out. */
static inline void assert_each_wrong(const char *section, const char *const *lines,
				     size_t n)
{
	char text[512];

	want_network(section);
	assert_int_equal(network_file.n_objects, 1);
	for (size_t i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "%s%s\n", section, lines[i]);
		want_network(text);
		assert_int_equal(network_file.n_objects, 0);
	}
}

/* expect: the steps, with '|' between. */
static inline void assert_plan(const char *expect)
{
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};
	char all[2048] = "", text[HP_NET_STEP_TEXT];

	assert_int_equal(hp_net_plan_make(&plan, &want, &is), 0);
	for (size_t i = 0; i < plan.n; i++) {
		if (i)
			strcat(all, "|");
		strcat(all, hp_net_step_describe(&plan.steps[i], text));
		assert_string_equal(plan.steps[i].where.file, "f");
		assert_true(plan.steps[i].where.line > 0);
	}
	assert_string_equal(all, expect);
}

#endif
