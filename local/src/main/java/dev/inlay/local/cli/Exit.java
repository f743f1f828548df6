package dev.inlay.local.cli;

/// What a command's end means to a script.
final class Exit {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NOTHING_TO_DO = 3;

    private Exit() {}
}
