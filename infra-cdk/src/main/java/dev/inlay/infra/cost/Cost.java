package dev.inlay.infra.cost;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/// What a template costs in a month. Fixed things are counted in the template itself, so that every
/// setting shows.
public final class Cost {
    private static final double MILLION = 1_000_000;
    private static final int MONTH_HOURS = 730;
    private static final long MONTH_SECONDS = 30L * 24 * 3600;

    /// Lambda's pollers ask an empty queue without a pause, twenty seconds at a time (Lambda guide,
    /// "Using Lambda with Amazon SQS": five to begin with).
    private static final double POLLS_OF_A_MAPPING = 5.0 * MONTH_SECONDS / 20;

    private final Prices prices;
    private final JsonNode template;
    private final String processor;

    /// @param prices by name
    /// @param template as it is synthesised
    public Cost(Prices prices, JsonNode template) {
        this.prices = prices;
        this.template = template;
        this.processor =
                template.toString().contains("\"Architectures\":[\"x86_64\"]") ? "x86_64" : "arm64";
    }

    /// Whatever runs, and even when nothing does.
    public List<Line> fixed() {
        var lines = new ArrayList<Line>();
        each(lines, "AWS::KMS::Key", "signing keys", prices.of("kms.key.month"));
        each(lines, "AWS::SecretsManager::Secret", "secret", prices.of("secret.month"));
        each(lines, "AWS::CloudWatch::Alarm", "alarms", prices.of("alarm.month"));
        each(lines, "AWS::CloudWatch::Dashboard", "dashboard", prices.of("dashboard.month"));
        each(
                lines,
                "AWS::Lambda::EventSourceMapping",
                "queues asked without a pause",
                POLLS_OF_A_MAPPING / MILLION * prices.of("sqs.million"));
        long zones = interfaceEndpointZones();
        if (zones > 0) {
            lines.add(
                    new Line(
                            zones + " interface endpoints (service and zone)",
                            zones * MONTH_HOURS * prices.of("endpoint.hour")));
        }
        return lines;
    }

    /// The ways that this template makes for sensors.
    public List<Way> ways() {
        boolean direct = StreamSupport.stream(resources(), false).anyMatch(of("AWS::S3::Bucket"));
        return direct ? List.of(Way.API, Way.DIRECT) : List.of(Way.API);
    }

    /// For each container, where so many run.
    public List<Line> perContainer(Way way, double containers) {
        var load = Load.settled();
        double batch = Load.batch(containers);
        var lines =
                new ArrayList<>(
                        switch (way) {
                            case API -> throughTheApi(load, batch);
                            case DIRECT -> byItself(load, batch);
                        });
        lines.add(rounds(Load.evaluations(containers)));
        return lines;
    }

    /// What nobody asks for: images without anything new are evaluated, and all that runs is held
    /// against what is watched.
    private Line rounds(double evaluations) {
        return new Line(
                "rounds of evaluation and coverage",
                millions(evaluations) * prices.of("lambda.million")
                        + evaluations
                                * Load.EVALUATION_SECONDS
                                * prices.of("lambda." + processor + ".gbsecond")
                        + millions(evaluations * Load.EVALUATION_READS + Load.LOOKED_READS)
                                * prices.of("dynamodb.read.million"));
    }

    private List<Line> throughTheApi(Load load, double batch) {
        return List.of(
                new Line("API requests", millions(load.requests()) * prices.of("api.million")),
                queueRequests(load, batch),
                functions(load.frames() / batch + load.polls() + load.asked(), load.seconds()),
                tables(load, load.readUnits()),
                new Line("logs", load.requests() * load.logged() / 1e9 * prices.of("logs.gb")));
    }

    /// Nobody is asked who it is, and a policy is an object.
    private List<Line> byItself(Load load, double batch) {
        return List.of(
                queueRequests(load, batch),
                new Line("policies fetched", millions(load.polls()) * prices.of("s3.get.million")),
                functions(load.frames() / batch, load.ingestSeconds()),
                tables(load, load.frames() * load.reads()));
    }

    /// Lambda receives and deletes ten at a time.
    private Line queueRequests(Load load, double batch) {
        return new Line(
                "queue requests",
                millions(load.frames() * (1 + 2 / Math.min(10, batch))) * prices.of("sqs.million"));
    }

    private Line functions(double calls, double seconds) {
        return new Line(
                "functions",
                millions(calls) * prices.of("lambda.million")
                        + seconds * prices.of("lambda." + processor + ".gbsecond"));
    }

    private Line tables(Load load, double readUnits) {
        return new Line(
                "tables",
                millions(load.frames() * load.writes()) * prices.of("dynamodb.write.million")
                        + millions(readUnits) * prices.of("dynamodb.read.million"));
    }

    /// For an image that is instrumented by a task of its own, which lingers for four minutes.
    public double perImage() {
        double hours = 5.0 / 60;
        return hours
                * (prices.of("fargate." + processor + ".vcpuhour")
                        + 2 * prices.of("fargate." + processor + ".gbhour"));
    }

    /// What lines add up to.
    public static double sum(List<Line> lines) {
        return lines.stream().mapToDouble(Line::dollars).sum();
    }

    private void each(List<Line> lines, String type, String what, double dollars) {
        long number = StreamSupport.stream(resources(), false).filter(of(type)).count();
        if (number > 0) {
            lines.add(new Line(number + " " + what, number * dollars));
        }
    }

    private long interfaceEndpointZones() {
        return StreamSupport.stream(resources(), false)
                .filter(of("AWS::EC2::VPCEndpoint"))
                .mapToLong(endpoint -> endpoint.at("/Properties/SubnetIds").size())
                .sum();
    }

    private Spliterator<JsonNode> resources() {
        return template.path("Resources").spliterator();
    }

    private static Predicate<JsonNode> of(String type) {
        return resource -> resource.path("Type").asText().equals(type);
    }

    private static double millions(double number) {
        return number / MILLION;
    }
}
