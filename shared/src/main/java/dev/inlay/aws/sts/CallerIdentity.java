package dev.inlay.aws.sts;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import software.amazon.awssdk.services.sts.StsClient;

/// The account and the role that calls are made as.
///
/// @param account twelve digits
/// @param arn of the role's session
/// @param region the connection's
public record CallerIdentity(String account, String arn, String region) {
    /// Asks STS, which needs no permission.
    public static CallerIdentity of(Connection connection) {
        try (var client = connection.client(StsClient.builder())) {
            var answer =
                    AwsFailure.call(
                            "asking STS who we are", () -> client.getCallerIdentity(any -> {}));
            return new CallerIdentity(answer.account(), answer.arn(), connection.region());
        }
    }

    /// The host of this account's registry in this region.
    public String registry() {
        var suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
        return "%s.dkr.ecr.%s.%s".formatted(account, region, suffix);
    }
}
