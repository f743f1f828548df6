package dev.inlay.infra;

import java.util.List;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IGrantable;

/// The registry of the account and region: what may be done there, and in which repositories.
final class Ecr {
    private static final List<String> READING =
            List.of(
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:DescribeImages",
                    "ecr:DescribeRepositories",
                    "ecr:GetDownloadUrlForLayer",
                    "ecr:ListImages");
    private static final List<String> PUSHING =
            List.of(
                    "ecr:CompleteLayerUpload",
                    "ecr:InitiateLayerUpload",
                    "ecr:PutImage",
                    "ecr:UploadLayerPart");

    private final Stack stack;
    private final String[] repositories;

    /// @param patterns of repository names, with stars
    Ecr(Stack stack, List<String> patterns) {
        this.stack = stack;
        this.repositories = patterns.stream().map(this::arn).toArray(String[]::new);
    }

    void allowReading(IGrantable who) {
        Grants.allow(who, READING, repositories);
        Grants.allow(who, List.of("ecr:GetAuthorizationToken"), "*");
    }

    /// No deletion: what Inlay pushed stays until its owner removes it.
    void allowPushing(IGrantable who) {
        Grants.allow(who, PUSHING, repositories);
    }

    /// How images of this account and region begin.
    String host() {
        return stack.getAccount() + ".dkr.ecr." + stack.getRegion() + "." + stack.getUrlSuffix();
    }

    private String arn(String pattern) {
        return stack.formatArn(
                ArnComponents.builder()
                        .service("ecr")
                        .resource("repository")
                        .resourceName(pattern)
                        .arnFormat(ArnFormat.SLASH_RESOURCE_NAME)
                        .build());
    }
}
