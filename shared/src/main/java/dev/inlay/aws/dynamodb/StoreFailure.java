package dev.inlay.aws.dynamodb;

import dev.inlay.aws.AwsFailure;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// What DynamoDB's refusals mean.
final class StoreFailure {
    private static final String CONDITION = "ConditionalCheckFailed";
    private static final String CONFLICT = "TransactionConflict";
    private static final String NONE = "None";

    private static final Set<String> LATER =
            Set.of(CONFLICT, "ThrottlingError", "ProvisionedThroughputExceeded");

    private StoreFailure() {}

    /// @param attempt what was attempted, on which table
    static RuntimeException of(String attempt, SdkException cause) {
        var reasons = throttling(cause);
        return reasons.isEmpty()
                ? AwsFailure.of(attempt, cause)
                : AwsFailure.slowDown(
                        attempt + ": DynamoDB throttles because of " + reasons, cause);
    }

    /// Which limit was met: one hot key needs another remedy than a table or an account does.
    private static String throttling(SdkException cause) {
        var reasons =
                switch (cause) {
                    case ProvisionedThroughputExceededException e -> e.throttlingReasons();
                    case RequestLimitExceededException e -> e.throttlingReasons();
                    case ThrottlingException e -> e.throttlingReasons();
                    default -> List.<ThrottlingReason>of();
                };
        return reasons.stream()
                .map(each -> each.reason() + " of " + each.resource())
                .collect(Collectors.joining(", "));
    }

    /// Whether a condition did not hold: then nothing was written, whatever else got in the way.
    static boolean isRefused(TransactionCanceledException cancelled) {
        return codes(cancelled).anyMatch(CONDITION::equals);
    }

    /// Whether nothing but another transaction was in the way.
    static boolean isConflict(TransactionCanceledException cancelled) {
        return codes(cancelled).allMatch(code -> code.equals(CONFLICT) || code.equals(NONE))
                && codes(cancelled).anyMatch(CONFLICT::equals);
    }

    /// For a transaction that neither a condition nor another transaction alone stopped.
    static RuntimeException cancelled(String attempt, TransactionCanceledException cause) {
        var said =
                attempt
                        + ": DynamoDB cancelled the transaction: "
                        + cause.cancellationReasons().stream()
                                .filter(reason -> !NONE.equals(reason.code()))
                                .map(reason -> reason.code() + " " + reason.message())
                                .distinct()
                                .collect(Collectors.joining(", "));
        return codes(cause).allMatch(code -> code.equals(NONE) || LATER.contains(code))
                ? new TransientFailure("aws-throttled", said + "; try again later", cause)
                : new PermanentFailure("aws-refused", said, cause);
    }

    private static Stream<String> codes(TransactionCanceledException cancelled) {
        return cancelled.cancellationReasons().stream().map(CancellationReason::code);
    }
}
