package dev.inlay.aws.ecs;

import dev.inlay.aws.AwsFailure;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.Failure;

/// Why RunTask started nothing. It answers 200 then, with the reasons in its `failures`, or throws.
///
/// Specification: ECS developer guide, "API failures messages".
final class Refusal {
    /// Codes of exceptions that mean another time, though their status says it was our fault.
    private static final Set<String> LATER = Set.of("ThrottlingException", "ConflictException");

    private Refusal() {}

    /// `RESOURCE:*` and capacity are a matter of time; `MISSING`, `INACTIVE`, a wrong `ATTRIBUTE`
    /// are not.
    static RuntimeException of(String attempt, List<Failure> failures) {
        return failures.stream()
                .findFirst()
                .map(failure -> of(attempt, failure))
                .orElseGet(() ->
                        new TransientFailure(
                                "task-not-started",
                                attempt + ": ECS named neither a task nor a reason"));
    }

    private static RuntimeException of(String attempt, Failure failure) {
        var reason = String.valueOf(failure.reason());
        var said =
                "%s: ECS said %s%s"
                        .formatted(
                                attempt,
                                reason,
                                failure.detail() == null ? "" : " (" + failure.detail() + ")");
        return isAboutRoom(reason)
                ? new TransientFailure("task-no-room", said + "; there may be room later")
                : new PermanentFailure(
                        "task-refused", said + "; check the cluster and the task definition");
    }

    /// Fargate tells of missing capacity and of the limit of tasks by exceptions of status 400.
    static RuntimeException of(String attempt, SdkException e) {
        return mayPass(e)
                ? new TransientFailure(
                        "task-no-room",
                        "%s: %s; there may be room later".formatted(attempt, e.getMessage()),
                        e)
                : AwsFailure.of(attempt, e);
    }

    private static boolean mayPass(SdkException e) {
        return e instanceof AwsServiceException answer
                && (LATER.contains(AwsFailure.code(answer))
                        || isAboutRoom(AwsFailure.told(answer)));
    }

    private static boolean isAboutRoom(String words) {
        var lower = words.toLowerCase(Locale.ROOT);
        return lower.startsWith("resource:")
                || lower.equals("agent")
                || Stream.of("capacity", "limit", "throttl", "try again").anyMatch(lower::contains);
    }
}
