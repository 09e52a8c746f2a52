/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: the system calls of who hears, looks up and loads. See
 * hotplugd_confine.h. */
#include <sys/syscall.h>

#include "hotplugd_confine.h"

/* Of each call all forms that a C library may choose, where the architecture has them:
 * which it takes differs between libraries and between their versions. */
static const unsigned short actor_calls[] = {
	/* What is made for each event comes first. */
	SYS_ppoll,
	SYS_recvmmsg,
	SYS_read,
	SYS_write,
	SYS_close,
	SYS_openat,
	SYS_pread64,
	SYS_pwrite64,
	SYS_clone,
	SYS_wait4,
	/* Memory, and module indices, which are mapped. */
	SYS_brk,
	SYS_madvise,
	SYS_mmap,
	SYS_mprotect,
	SYS_mremap,
	SYS_munmap,
	/* Looking: /sys, /proc, configuration, module trees, the descriptors that are
	 * open. Which files, Landlock says. */
	SYS_dup,
	SYS_dup3,
	SYS_faccessat,
	SYS_fcntl,
	SYS_flock,
	SYS_fstatfs,
	SYS_getcwd,
	SYS_getdents64,
	SYS_ioctl,
	SYS_lseek,
	SYS_preadv,
	SYS_readlinkat,
	SYS_readv,
	SYS_statfs,
	SYS_close_range,
	SYS_faccessat2,
	SYS_openat2,
	SYS_statx,
#ifdef SYS_newfstatat
	SYS_fstat,
	SYS_newfstatat,
#endif
	/* Records, queue, journal, sockets in /run/hotplug, the uevent files of /sys. */
	SYS_chdir,
	SYS_fallocate,
	SYS_fchmod,
	SYS_fchmodat,
	SYS_fsync,
	SYS_ftruncate,
	SYS_mkdirat,
	SYS_pwritev,
	SYS_renameat2,
	SYS_symlinkat,
	SYS_umask,
	SYS_unlinkat,
	SYS_writev,
#ifdef SYS_renameat
	SYS_renameat,
#endif
	/* That a directory has changed. */
	SYS_inotify_add_watch,
	SYS_inotify_init1,
	SYS_inotify_rm_watch,
	/* The kernel's netlink, the log, the runner, whoever asks on the control socket.
	 */
	SYS_accept4,
	SYS_bind,
	SYS_connect,
	SYS_getpeername,
	SYS_getsockname,
	SYS_getsockopt,
	SYS_listen,
	SYS_recvfrom,
	SYS_recvmsg,
	SYS_sendmmsg,
	SYS_sendmsg,
	SYS_sendto,
	SYS_setsockopt,
	SYS_shutdown,
	SYS_socket,
	SYS_socketpair,
	/* Workers, and whom a worker has to end: they are its own children. */
	SYS_exit,
	SYS_exit_group,
	SYS_getpid,
	SYS_getppid,
	SYS_gettid,
	SYS_kill,
	SYS_prctl,
	SYS_set_robust_list,
	SYS_set_tid_address,
	SYS_setpgid,
	SYS_tgkill,
	SYS_tkill,
	SYS_waitid,
	SYS_pidfd_open,
	SYS_pidfd_send_signal,
	SYS_rseq,
	SYS_restart_syscall,
	SYS_rt_sigaction,
	SYS_rt_sigprocmask,
	SYS_rt_sigreturn,
	SYS_rt_sigtimedwait,
	SYS_sigaltstack,
	SYS_futex,
	/* Time, randomness, what the machine has, who we are. */
	SYS_clock_getres,
	SYS_clock_gettime,
	SYS_clock_nanosleep,
	SYS_getegid,
	SYS_geteuid,
	SYS_getgid,
	SYS_getgroups,
	SYS_getrandom,
	SYS_getrusage,
	SYS_gettimeofday,
	SYS_getuid,
	SYS_nanosleep,
	SYS_prlimit64,
	SYS_sched_getaffinity,
	SYS_sched_yield,
	SYS_sysinfo,
	SYS_uname,
	/* What all of it is for. */
	SYS_finit_module,
/* What newer architectures have by another name alone. */
#ifdef SYS_open
	SYS_access,
	SYS_chmod,
	SYS_dup2,
	SYS_fork,
	SYS_getpgrp,
	SYS_lstat,
	SYS_mkdir,
	SYS_open,
	SYS_poll,
	SYS_readlink,
	SYS_rename,
	SYS_rmdir,
	SYS_stat,
	SYS_symlink,
	SYS_unlink,
	SYS_vfork,
#endif
#ifdef SYS_time
	SYS_time,
#endif
#ifdef SYS_arch_prctl
	SYS_arch_prctl,
#endif
/* Of 32 bits. */
#ifdef SYS_mmap2
	SYS_mmap2,
	SYS__llseek,
	SYS_fcntl64,
	SYS_fstat64,
	SYS_fstatat64,
	SYS_fstatfs64,
	SYS_ftruncate64,
	SYS_lstat64,
	SYS_sigreturn,
	SYS_stat64,
	SYS_statfs64,
#endif
#ifdef SYS_getuid32
	SYS_getegid32,
	SYS_geteuid32,
	SYS_getgid32,
	SYS_getgroups32,
	SYS_getuid32,
#endif
#ifdef SYS_ugetrlimit
	SYS_ugetrlimit,
#endif
#ifdef SYS_recv
	SYS_recv,
	SYS_send,
#endif
#ifdef SYS_clock_gettime64
	SYS_clock_getres_time64,
	SYS_clock_gettime64,
	SYS_clock_nanosleep_time64,
	SYS_futex_time64,
	SYS_ppoll_time64,
	SYS_recvmmsg_time64,
	SYS_rt_sigtimedwait_time64,
#endif
#ifdef SYS_socketcall
	SYS_socketcall,
#endif
};

const struct hp_calls hotplugd_actor_calls = {
	.n = ARRAY_SIZE(actor_calls),
	.list = actor_calls,
};
