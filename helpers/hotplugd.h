/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: what its parts share. */
#ifndef HP_HOTPLUGD_H
#define HP_HOTPLUGD_H

#include <time.h>

#include "control.h"
#include "monitor.h"
#include "neighbour.h"
#include "outlook.h"
#include "poller.h"
#include "seqnums.h"
#include "taken.h"
#include "workers.h"

struct hotplugd {
	struct hp_poller poller;
	struct hp_monitor *monitor;
	uint64_t turns;
	int64_t received_us; /* hp_clock_us(): the last batch of messages */
	bool heard;	     /* something from the kernel, in this turn of the loop */
	int listener;	     /* -1: nobody can hand over */
	int runner;	     /* on which it is asked; -1: hotplugd is one process */
	int reader;	     /* which tells what the kernel sends; -1: the same */
	struct hp_seqnums seqnums; /* what the kernel has told */
	struct hp_seqnums whole;   /* beside others: whose whole plan is ours */
	struct hp_neighbour neighbour;
	struct hp_outlooks *outlooks;
	struct hp_order *order;
	struct hp_journal journal;
	struct hp_taken *taken; /* NULL: there is none, and nobody else asks */
	struct hp_workers workers;
	struct hp_workers urgent; /* of what waits for nobody, in an order of its own */
	bool ending;		  /* begin nothing new */
	struct hp_control_counts counts;
	bool lost;	  /* events, so that /sys is to be compared */
	size_t resync_at; /* as soon as no more events are unfinished */
	time_t resynced;  /* CLOCK_MONOTONIC, seconds */
};

extern struct hotplugd hotplugd;

/* In each child: closes and resets what is the daemon's. */
void hotplugd_in_child(void);

/* Starts whatever child there is work for. Returns whether all could be started. */
bool hotplugd_start_workers(void);

/* Runs work(event) in a child that is no worker; tells the client, where it is not -1,
 * how it ended. Returns its pid or a negative errno. */
pid_t hotplugd_start(int (*work)(const struct hp_uevent *), const struct hp_uevent *event,
		     int client);

/* Takes the end of a child, with the status of waitpid(2). */
void hotplugd_child_ended(pid_t pid, int status);

/* What helpers left in the queue while no daemon listened, or did not answer, is worked,
 * in a child: once hotplugd_drain() was called, and again where that was killed, or left
 * any. Returns 0, 1 where it is too early for that, or the negative errno of fork(2). */
void hotplugd_drain(void);
void hotplugd_drain_left(void); /* only where there is something in it */
int hotplugd_drain_start(void);
void hotplugd_drain_ended(pid_t pid, int status);

/* Whether there is a child of any kind. */
bool hotplugd_has_children(void);

void hotplugd_kill_children(int signal);

/* Puts hotplug.conf in force as it is now, where nothing is wrong in it; what was
 * remembered is forgotten. */
void hotplugd_reload(void);

/* Before the first child is started. */
void hotplugd_count_begin(void);

/* Counts an event for which there is nothing to do, or one that has ended, and tells who
 * listens. */
void hotplugd_count_nothing(const char *subsystem, uint64_t seqnum, const char *msg,
			    size_t n);
void hotplugd_count_ended(const struct hp_pending *pending, enum hp_outcome outcome);

void hotplugd_status(struct hp_control_status *ret);

/* Waits for what the kernel sends; for what clients hand over, and for those of the
 * control socket. Return 0 or a negative errno of hp_poller_add(). */
int hotplugd_watch_kernel(void) _must_check_;
int hotplugd_watch_listener(void) _must_check_;

/* Opens the socket for events, and the journal, whose unfinished events are taken. What
 * cannot be had is logged the first time. Returns 0, -EBUSY where another hotplugd has
 * them, or a negative errno of hp_poller_add(). */
int hotplugd_open_places(void) _must_check_;

/* What could not be had then, where some time has gone by. */
void hotplugd_open_places_again(void);

/* Takes what an earlier daemon left in the journal. */
void hotplugd_take_unfinished(const struct hp_uevent *event, uint64_t inode,
			      const char *msg, size_t n, uint64_t at);

/* What is marked with it has more to be done than others leave to us: "whole" or "loads",
 * hp_plan_part. No hook sees it. */
#define HOTPLUGD_PART "HOTPLUG_PART"

/* Looks again who else handles events here, every two seconds at most, and leaves to it
 * what is to be left. */
void hotplugd_look_around(void);

/* The same by what is known, where hotplug.conf may say something else than before. */
void hotplugd_leave_to_neighbour(void);

/* Whether events are taken from udev, after it is done with them. */
bool hotplugd_is_after_udev(void);

/* Takes what the kernel has told, unless udev's word of it is to come; and what udev has
 * finished. */
void hotplugd_take_kernels(const struct hp_uevent *event, const char *msg, size_t n);
void hotplugd_take_udevs(const struct hp_uevent *event, const char *msg, size_t n);

/* How many of the kernel's events, up to this SEQNUM, wait for udev's word. */
unsigned int hotplugd_count_untold(uint64_t until);

/* Takes an event that a helper hands over, whose whole plan is to be run, whoever else is
 * there. Returns 0, or a negative errno where nobody will handle it. */
int hotplugd_take_handed_over(const struct hp_uevent *event, const char *msg,
			      size_t n) _must_check_;

/* Whether it is what others had been left of an event that was taken without. */
bool hotplugd_is_rest(const struct hp_pending *pending);

/* Of its msg, without HOTPLUGD_PART, which is for us alone. */
size_t hotplugd_length_unmarked(const struct hp_pending *pending);

/* hp_workers' work: runs what is ours of the event's plan. */
int hotplugd_work(const struct hp_uevent *event);

/* Puts an event into the order, n bytes as netlink has it, where there is something to
 * do. Returns 0, or a negative errno where nobody will handle it. */
int hotplugd_take_event(const struct hp_uevent *event, const char *msg, size_t n);

/* Opens what hotplugd_rebroadcast() sends from, where hotplug.conf or the command line
 * asks for it and it is not open yet. */
void hotplugd_rebroadcast_open(void);

bool hotplugd_rebroadcasts(void);

/* hp_workers' finished: counts the event, and sends it on, each once. */
void hotplugd_finish(const struct hp_pending *pending, enum hp_outcome outcome);

/* Sends on an event that is finished, where that is asked for and no udevd does it. */
void hotplugd_rebroadcast(const struct hp_pending *pending);

/* Listens to rtnetlink where there is a hook for the subsystem iface, and only there. Not
 * while messages of the kernel's are being taken. */
void hotplugd_watch_links(void);

bool hotplugd_watches_links(void);

/* The add of an interface has been taken: what is known of it is told. */
void hotplugd_link_comes(unsigned int ifindex);

/* Before its remove is taken: that it goes down is told. */
void hotplugd_link_goes(unsigned int ifindex);

/* The same as hotplugd_link_comes() for all: their adds have been taken, or are lost. */
void hotplugd_announce_links(void);

/* Takes all that the kernel has sent by now, up to a bound; or until it has told seqnum.
 * Not while messages are being taken. */
void hotplugd_hear_all(void);
void hotplugd_hear_until(uint64_t seqnum);

/* The same, for who can go on where hotplugd_has_heard_all() is false. */
void hotplugd_hear_soon(void);

/* Whether that was all, each time: where the reader does not answer, it may say so later.
 */
bool hotplugd_has_heard_all(void);

/* Lets the reader know what is wanted of events, as it is now. */
void hotplugd_tell_reader(void);

/* One of the processes that are needed is gone for good: fd has hung up. hotplugd ends.
 */
void hotplugd_end_bereft(int fd, const char *name);

/* Events were lost; why is logged once. */
void hotplugd_lose(const char *why);

/* Whether events were lost, and few enough are unfinished to see what is missing. */
bool hotplugd_resync_is_due(void);

/* Compares /sys with what was handled, and makes up what is missing. */
void hotplugd_resync(void);

#endif
