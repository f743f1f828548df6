/* Makes itself unreadable, forks, executes: memory that cannot be read must not be a way round. */
#include <errno.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void hidden(void)
{
    char *arguments[] = {"/bin/sh", "-c", COMMAND, 0};
    char *environment[] = {"PATH=/usr/bin:/bin", 0};

    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    pid_t child = fork();
    if (child == 0) {
        execve(arguments[0], arguments, environment);
        _exit(errno);
    }
    if (child > 0)
        waitpid(child, 0, 0);
}

/* What the Java machine calls when it loads a library. */
int JNI_OnLoad(void *machine, void *reserved)
{
    (void)machine;
    (void)reserved;
    hidden();
    return 0x00010008;
}
