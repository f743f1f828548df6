package dev.inlay.task;

/// Where what works off the INSTRUMENT queue is started on demand: a task that lingers a while on
/// an empty queue and ends. One machine has a loop that runs all the time instead.
public interface Tasks {
    /// Whether one is starting or running. One that is told to end does not count.
    boolean isRunning();

    /// Starts one. Throws `TransientFailure` when there is no room for it now, and
    /// `PermanentFailure` when there never will be: a wrong subnet, a missing right.
    ///
    /// @param token the same token starts one task, however often it is shown; up to 64 letters and
    ///   digits
    void start(String token);

    /// Where somebody works on the queue anyway.
    static Tasks always() {
        return new Tasks() {
            @Override
            public boolean isRunning() {
                return true;
            }

            @Override
            public void start(String token) {
                throw new IllegalStateException("what runs always is not started");
            }
        };
    }
}
