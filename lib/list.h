/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: doubly linked lists whose links are members of what they link. */
#ifndef HP_LIST_H
#define HP_LIST_H

#include "macro.h"

/* A head, or a link; one that is in no list is linked to itself. */
struct hp_list {
	struct hp_list *prev, *next;
};

#define hp_list_entry(item, type, member)                                                \
	((type *)((char *)(item)-offsetof(type, member)))

static inline void hp_list_init(struct hp_list *list)
{
	list->prev = list->next = list;
}

static inline bool hp_list_is_empty(const struct hp_list *list)
{
	return list->next == list;
}

static inline void hp_list_add_after(struct hp_list *before, struct hp_list *link)
{
	link->prev = before;
	link->next = before->next;
	before->next->prev = link;
	before->next = link;
}

static inline void hp_list_remove(struct hp_list *link)
{
	link->prev->next = link->next;
	link->next->prev = link->prev;
	hp_list_init(link);
}

#endif
