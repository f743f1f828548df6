package dev.inlay.aws;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Which of a service's answers may be another one later.
public final class AwsFailure {
    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");

    private static final Set<String> DENIED =
            Set.of(
                    "AccessDenied",
                    "AccessDeniedException",
                    "AuthorizationError",
                    "AuthorizationErrorException",
                    "InvalidClientTokenId",
                    "NotAuthorized",
                    "UnauthorizedOperation",
                    "UnrecognizedClientException");

    private AwsFailure() {}

    /// Calls a service; what the SDK throws becomes one of our two failures.
    ///
    /// @param attempt what is attempted, on what: the beginning of the failure's message
    public static <T> T call(String attempt, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw of(attempt, e);
        }
    }

    /// The failure behind an exception of the SDK, which has tried again by itself already.
    public static RuntimeException of(String attempt, SdkException cause) {
        return cause instanceof AwsServiceException answer
                ? answered(attempt, answer)
                : unanswered(attempt, cause);
    }

    private static RuntimeException answered(String attempt, AwsServiceException answer) {
        var code = code(answer);
        var said = attempt + ": " + told(answer);
        if (answer.isThrottlingException()) {
            return slowDown(said, answer);
        }
        if (answer.statusCode() >= 500) {
            return new TransientFailure(
                    "aws-unavailable", said + "; the service is in trouble", answer);
        }
        if (EXPIRED.contains(code) || answer.isClockSkewException()) {
            return new TransientFailure(
                    "aws-expired", said + "; new credentials are fetched for the next try", answer);
        }
        if (DENIED.contains(code)) {
            return new PermanentFailure("aws-access", said + "; check the role's policy", answer);
        }
        return new PermanentFailure(
                "aws-refused",
                said + "; check that what it names exists in this account and region",
                answer);
    }

    /// The service has too much to do now, or this account asks for too much.
    public static TransientFailure slowDown(String said, SdkException cause) {
        return new TransientFailure(
                "aws-throttled", said + "; raise the limit if this goes on", cause);
    }

    private static TransientFailure unanswered(String attempt, SdkException cause) {
        return new TransientFailure(
                "aws-unreachable",
                "%s: no answer (%s); check the network, the region and the credentials"
                        .formatted(attempt, cause.getMessage()),
                cause);
    }

    /// The service's word for what is wrong; empty when it gave none.
    public static String code(AwsServiceException answer) {
        var details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    /// The answer in the service's words, with what its support asks for.
    public static String told(AwsServiceException answer) {
        var details = answer.awsErrorDetails();
        return details == null
                ? "AWS said " + answer.getMessage()
                : "%s said %s: %s (request %s)"
                        .formatted(
                                details.serviceName(),
                                details.errorCode(),
                                details.errorMessage(),
                                answer.requestId());
    }
}
