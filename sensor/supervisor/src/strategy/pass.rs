//! Calls that nobody looks at, and why that is right.

/// A reason, and the calls it holds for.
pub(super) const PASSED: &[(&str, &str)] = &[
    (
        "acts on descriptors, whose opening was seen: data goes where an open or a connect was allowed to lead",
        "read write close pread64 pwrite64 readv writev preadv pwritev preadv2 pwritev2 lseek sendfile splice tee \
         vmsplice copy_file_range sync_file_range readahead fadvise64 fallocate ftruncate fsync fdatasync sync syncfs \
         flock dup dup2 dup3 close_range getdents getdents64 cachestat fchdir fstat fstatfs",
    ),
    (
        "tells about files and changes no contents or rights: times at most",
        "stat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat statfs ustat sysfs statmount \
         listmount getcwd chdir umask getxattr lgetxattr fgetxattr getxattrat listxattr llistxattr flistxattr \
         listxattrat file_getattr name_to_handle_at utime utimes utimensat futimesat",
    ),
    (
        "waits, or makes something to wait on",
        "poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 \
         epoll_ctl_old epoll_wait_old eventfd eventfd2 signalfd signalfd4 timerfd_create timerfd_settime timerfd_gettime \
         pipe pipe2 inotify_init inotify_init1 inotify_add_watch inotify_rm_watch fanotify_mark pause nanosleep \
         clock_nanosleep wait4 waitid futex futex_waitv futex_wake futex_wait futex_requeue restart_syscall",
    ),
    (
        "acts on sockets that were bound, connected or accepted; no address of the caller's choice",
        "accept accept4 recvfrom recvmsg recvmmsg shutdown getsockname getpeername socketpair getsockopt",
    ),
    (
        "the caller's own memory; programs map and protect it all the time, and what they map was opened",
        "mmap mprotect munmap brk mremap msync mincore madvise mlock mlock2 munlock mlockall munlockall mseal \
         remap_file_pages pkey_mprotect pkey_alloc pkey_free map_shadow_stack membarrier mbind set_mempolicy \
         get_mempolicy set_mempolicy_home_node",
    ),
    (
        "the caller's own signals, timers, limits and scheduling",
        "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack getitimer \
         setitimer alarm timer_create timer_settime timer_gettime timer_getoverrun timer_delete getrlimit \
         getrusage sched_yield sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min \
         sched_rr_get_interval sched_getaffinity sched_getattr getpriority ioprio_get set_thread_area get_thread_area \
         set_tid_address set_robust_list get_robust_list rseq getcpu uprobe uretprobe",
    ),
    (
        "makes a process of the same program under the same filter; its first notified call names its parent",
        "fork vfork",
    ),
    (
        "asks who and what one is; groups and sessions decide on nothing here",
        "getpid gettid getppid getuid geteuid getgid getegid getgroups getresuid getresgid getpgid getpgrp getsid \
         setpgid setsid capget uname sysinfo times time gettimeofday clock_gettime clock_getres getrandom \
         lsm_get_self_attr lsm_list_modules listns",
    ),
    (
        "only takes rights away from the caller",
        "landlock_create_ruleset landlock_add_rule landlock_restrict_self",
    ),
    (
        "System V and POSIX queues, semaphores and segments: stay between processes of this container",
        "shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl mq_open mq_unlink \
         mq_timedsend mq_timedreceive mq_notify mq_getsetattr",
    ),
    (
        "input and output on descriptors and rings whose set-up was decided",
        "io_setup io_destroy io_getevents io_submit io_cancel io_pgetevents io_uring_enter",
    ),
    (
        "no longer in any kernel that can carry this filter",
        "_sysctl create_module get_kernel_syms query_module nfsservctl getpmsg putpmsg afs_syscall tuxcall security \
         lookup_dcookie vserver",
    ),
];
