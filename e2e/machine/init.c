// The first process of a machine that is there for one program: gives it what a container has, runs it, says how it ended, and
// turns the machine off. The program and its arguments are the kernel's own, behind `--`.

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void mounted(const char *type, const char *where) {
    mkdir(where, 0755);
    if (mount(type, where, type, 0, "") != 0) printf("mounting %s: %s\n", where, strerror(errno));
}

int main(int count, char **arguments) {
    mounted("proc", "/proc");
    mounted("devtmpfs", "/dev");
    mounted("tmpfs", "/tmp");
    printf("BEGIN\n");
    fflush(stdout);
    int status = -1;
    pid_t child = count < 2 ? -1 : fork();
    if (child == 0) {
        execv(arguments[1], arguments + 1);
        printf("starting %s: %s\n", arguments[1], strerror(errno));
        fflush(stdout);
        _exit(127);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    printf("END %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128);
    fflush(stdout);
    sync();
    return reboot(RB_POWER_OFF);
}
