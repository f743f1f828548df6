package dev.inlay.infra.cost;

/// How a sensor reports, and comes by its policy.
public enum Way {
    /// Through the API.
    API("for each container, when nothing is learnt any more, where so many run"),

    /// To SQS and from S3 by itself, with the role of its task.
    DIRECT("for each container whose sensor goes to SQS and S3 by itself");

    private final String heading;

    Way(String heading) {
        this.heading = heading;
    }

    /// What stands above its costs.
    public String heading() {
        return heading;
    }
}
