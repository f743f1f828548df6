package dev.inlay.infra.cost;

/// What one container causes in a month of thirty days when nothing is learnt any more. Units per
/// frame are what `bench/ingest/run` measured and `docs/scale.md` tells; intervals are those of
/// images on AWS.
///
/// @param frames how often a sensor reports
/// @param polls how often it asks for its policy
/// @param asked calls of the authorizer, whose answer is kept for less than an interval
/// @param writes units written for a frame
/// @param reads units read for a frame
/// @param askedReads units read for a call of the authorizer
/// @param ingestMillis of a function for a frame, in batches
/// @param pollMillis of a function for a poll
/// @param askedMillis of a function for a call of the authorizer
/// @param logged bytes written to the API's log for a request
record Load(
        double frames,
        double polls,
        double asked,
        double writes,
        double reads,
        double askedReads,
        double ingestMillis,
        double pollMillis,
        double askedMillis,
        double logged) {
    private static final double MONTH_SECONDS = 30 * 24 * 3600.0;
    private static final double FRAME_SECONDS = 600;

    /// The mean: a sensor waits between three quarters of its 480 seconds and all of them.
    private static final double POLL_SECONDS = 480 * 7 / 8.0;

    private static final double ROUND_SECONDS = 900;

    /// Of a function, for an image.
    static final double EVALUATION_SECONDS = 0.2;

    /// Units read for an evaluation: a profile of sixty behaviours of three kilobytes.
    static final double EVALUATION_READS = 60 * 3_000 / 4_096.0;

    /// Units read for a container in a month of looks, one every five minutes: a row of 1.2 KB in a
    /// query of many.
    static final double LOOKED_READS = MONTH_SECONDS / 300 * 1_200 / 4_096;

    /// Containers of an image, where there are many of both (`bench/ingest`).
    private static final double CONTAINERS_OF_AN_IMAGE = 50;

    static Load settled() {
        double polls = MONTH_SECONDS / POLL_SECONDS;
        return new Load(
                MONTH_SECONDS / FRAME_SECONDS, polls, polls, 2.52, 1.15, 2, 0.71, 10, 5, 300);
    }

    /// How many frames come together in a call: those of five seconds, at most a hundred.
    static double batch(double containers) {
        return Math.clamp(containers * 5 / FRAME_SECONDS, 1, 100);
    }

    /// Of each container's share of its image, every fifteen minutes. Where few run each has an
    /// image of its own.
    static double evaluations(double containers) {
        double shared = Math.clamp(containers / 100, 1, CONTAINERS_OF_AN_IMAGE);
        return MONTH_SECONDS / ROUND_SECONDS / shared;
    }

    double requests() {
        return frames + polls;
    }

    /// Of functions, with one GB of memory.
    double seconds() {
        return ingestSeconds() + (polls * pollMillis + asked * askedMillis) / 1000;
    }

    /// The part of them that takes frames.
    double ingestSeconds() {
        return frames * ingestMillis / 1000;
    }

    double readUnits() {
        return frames * reads + polls + asked * askedReads;
    }
}
