package dev.inlay.aws.dynamodb;

import dev.inlay.failure.TransientFailure;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.exception.SdkException;

/// Waits for those whose transaction is on the same item: DynamoDB refuses the second one at once
/// instead of letting it wait, and the SDK does not ask again.
final class Turns {
    private static final int MAX_ATTEMPTS = 8;
    private static final long FIRST_PAUSE_MILLIS = 10;

    private Turns() {}

    /// @param write whether its condition held; called again when another transaction was in the
    ///   way
    static boolean until(String attempt, BooleanSupplier write) {
        for (int tried = 1; ; tried++) {
            try {
                return write.getAsBoolean();
            } catch (SdkException e) {
                if (!DynamoDbTable.isInTheWay(e)) {
                    throw StoreFailure.of(attempt, e);
                }
                if (tried == MAX_ATTEMPTS) {
                    throw new TransientFailure(
                            "store-busy",
                            attempt + ": other transactions kept the item busy; try again later",
                            e);
                }
                pause(attempt, tried);
            }
        }
    }

    private static void pause(String attempt, int tried) {
        try {
            long most = FIRST_PAUSE_MILLIS << tried;
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(most));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", attempt + " was interrupted", e);
        }
    }
}
