package dev.inlay.infra.cost;

/// What one container causes in a month of thirty days, after learning. Assumptions, all of them,
/// in one place; `docs/scale.md` says which of them are measured and how.
///
/// @param frames how often a sensor reports: every five minutes when nothing is new
/// @param polls how often it asks for a policy
/// @param asked calls of the authorizer: its answer is kept for five minutes, so one for a frame
///   and a poll that come together
/// @param writes units written for a frame: the container's own row; what is new is rare
/// @param reads units read for a frame and a poll
/// @param ingestMillis of a function for a frame, in batches
/// @param answerMillis of a function for a poll or a question of the authorizer
/// @param logged bytes written to a log for a request
record Load(
        double frames,
        double polls,
        double asked,
        double writes,
        double reads,
        double ingestMillis,
        double answerMillis,
        long logged) {
    private static final long MONTH_SECONDS = 30L * 24 * 3600;
    private static final long INTERVAL_SECONDS = 300;

    static Load steady() {
        double each = (double) MONTH_SECONDS / INTERVAL_SECONDS;
        return new Load(each, each, each, 1.2, 1.5, 5, 10, 300);
    }

    /// How many frames come together in a call: those of five seconds, at most a hundred.
    static double batch(long containers) {
        return Math.clamp(containers * 5.0 / INTERVAL_SECONDS, 1, 100);
    }
}
