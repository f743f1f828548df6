package dev.inlay.aws;

import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/// Makes a call as often as the SDK's strategy lets it, with its pauses, for requests that no
/// client of the SDK makes.
final class Attempts {
    private final RetryStrategy strategy;
    private final Duration patience;
    private final String scope;

    /// @param patience no attempt begins later
    /// @param scope calls of one scope share what may be spent on further attempts
    Attempts(RetryStrategy strategy, Duration patience, String scope) {
        this.strategy = strategy;
        this.patience = patience;
        this.scope = scope;
    }

    <T> T make(Supplier<T> call) {
        long last = System.nanoTime() + patience.toNanos();
        var first = strategy.acquireInitialToken(AcquireInitialTokenRequest.create(scope));
        pause(first.delay());
        var token = first.token();
        while (true) {
            try {
                var answer = call.get();
                strategy.recordSuccess(RecordSuccessRequest.create(token));
                return answer;
            } catch (SdkException e) {
                token = again(token, e, last);
            }
        }
    }

    /// Leave for another attempt; what went wrong when there is none.
    private RetryToken again(RetryToken token, SdkException failure, long last) {
        try {
            var next =
                    strategy.refreshRetryToken(
                            RefreshRetryTokenRequest.builder()
                                    .token(token)
                                    .failure(failure)
                                    .build());
            if (System.nanoTime() + next.delay().toNanos() > last) {
                throw failure;
            }
            pause(next.delay());
            return next.token();
        } catch (TokenAcquisitionFailedException e) {
            throw failure;
        }
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SdkClientException.create("interrupted between two attempts", e);
        }
    }
}
