/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a process gives up for good: capabilities, system calls. See confine.h.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "confine.h"

#define CAPS_MAX 64

#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCH	     AUDIT_ARCH_X86_64
#define FIRST_OF_X32 0x40000000u
#elif defined(__i386__)
#define ARCH AUDIT_ARCH_I386
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define ARCH AUDIT_ARCH_AARCH64
#elif defined(__arm__) && defined(__ARMEL__)
#define ARCH AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCH AUDIT_ARCH_RISCV64
#elif defined(__s390x__)
#define ARCH AUDIT_ARCH_S390X
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define ARCH AUDIT_ARCH_PPC64LE
#endif

#ifndef SYS_clone3
#define SYS_clone3 435
#endif

/* From Linux 5.1 on, a call has the same number everywhere: linux/asm-generic/unistd.h.
 */
#define FIRST_OF_5_1 424

#ifndef FIRST_OF_X32
#define FIRST_OF_X32 UINT32_MAX /* no such calls */
#endif

/* Which the kernel has, it says itself: the first that it does not know is -EINVAL. */
static int cut_bounding_set(uint64_t keep)
{
	for (int cap = 0; cap < CAPS_MAX; cap++) {
		int r = prctl(PR_CAPBSET_READ, cap);

		if (r < 0)
			break;
		if (r && !(keep & HP_CAP(cap)) && prctl(PR_CAPBSET_DROP, cap) < 0)
			return -errno;
	}
	return 0;
}

static int cut_sets(uint64_t keep)
{
	struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &head, data) < 0)
		return -errno;
	for (unsigned int i = 0; i < ARRAY_SIZE(data); i++) {
		data[i].permitted &= keep >> 32 * i;
		data[i].effective = data[i].permitted;
		data[i].inheritable = 0;
	}
	return syscall(SYS_capset, &head, data) < 0 ? -errno : 0;
}

int hp_confine_caps(uint64_t keep)
{
	int bounding = cut_bounding_set(keep), r;

	/* Where there is no ambient set (before Linux 4.3), nothing is in it. */
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	r = cut_sets(keep);
	return r < 0 ? r : bounding;
}

int hp_confine_privs(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? -errno : 0;
}

#ifdef ARCH
#define DENIED BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define ABSENT BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS)
#define PASSED BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/* Another architecture, or x32, has other numbers. */
static const struct sock_filter head[] = {
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
	DENIED,
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FIRST_OF_X32, 0, 1),
	DENIED,
};

/* The lower half of the first argument; s390x has the stack there. */
#if defined(__s390x__)
#define CLONE_FLAGS (offsetof(struct seccomp_data, args[1]) + 4)
#else
#define CLONE_FLAGS offsetof(struct seccomp_data, args[0])
#endif
#define NAMESPACES                                                                       \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |   \
	 CLONE_NEWPID | CLONE_NEWNET)

/* The flags of clone3(2) are out of a filter's sight. The C library goes on with clone(2)
 * where there is no such call. */
static const struct sock_filter no_namespaces[] = {
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1),
	ABSENT,
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4),
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, CLONE_FLAGS),
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, NAMESPACES, 0, 1),
	DENIED,
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
};

/* Of whatever is not in the list, then of what is. */
static const struct sock_filter ends[] = {
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FIRST_OF_5_1, 0, 1),
	ABSENT,
	DENIED,
	PASSED,
};

/* The list stands between what is looked at first and the ends. */
int hp_confine_calls(const struct hp_calls *calls)
{
	struct sock_filter filter[ARRAY_SIZE(head) + ARRAY_SIZE(no_namespaces) +
				  HP_CALLS_MAX + ARRAY_SIZE(ends)];
	struct sock_fprog program = {.filter = filter};
	unsigned int at = ARRAY_SIZE(head) + ARRAY_SIZE(no_namespaces);
	unsigned int last = at + calls->n + ARRAY_SIZE(ends) - 1;

	memcpy(filter, head, sizeof(head));
	memcpy(filter + ARRAY_SIZE(head), no_namespaces, sizeof(no_namespaces));
	for (unsigned int i = 0; i < calls->n; i++, at++)
		filter[at] = (struct sock_filter)BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, calls->list[i], last - at - 1, 0);
	memcpy(filter + at, ends, sizeof(ends));
	program.len = last + 1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0 ? -errno : 0;
}
#else
int hp_confine_calls(const struct hp_calls *calls)
{
	return -EOPNOTSUPP;
}
#endif
