/* What a program in an otherwise empty image does: says its arguments, ends with a status or by a signal, waits for
   one with a handler or without. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void leave(int signal) { _exit(signal == SIGTERM ? 42 : 43); }

static int say(int count, char **words) {
    for (int i = 0; i < count; i++)
        printf("%s%s", i ? " " : "", words[i]);
    putchar('\n');
    return 0;
}

static int wait_for_signal(int handled) {
    if (handled) {
        signal(SIGTERM, leave);
        signal(SIGINT, leave);
    }
    puts("waiting");
    fflush(stdout);
    for (;;)
        pause();
}

int main(int count, char **words) {
    const char *mode = count > 1 ? words[1] : "say";
    if (!strcmp(mode, "say"))
        return say(count - 2, words + 2);
    if (!strcmp(mode, "exit") && count == 3)
        return atoi(words[2]);
    if (!strcmp(mode, "die") && count == 3)
        return raise(atoi(words[2]));
    if (!strcmp(mode, "pid"))
        return printf("%d\n", (int)getpid()) < 0;
    if (!strcmp(mode, "wait"))
        return wait_for_signal(1);
    if (!strcmp(mode, "linger"))
        return wait_for_signal(0);
    fprintf(stderr, "usage: program say WORD… | exit STATUS | die SIGNAL | pid | wait | linger\n");
    return 2;
}
