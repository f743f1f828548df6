package dev.inlay.infra.deploy;

import java.util.ArrayList;
import java.util.List;

/// Looks whether a deployment can succeed before it begins, and says everything that is missing at
/// once, each with the command that mends it.
///
/// @param missing in words; empty means that it can begin
/// @param target the one account and the one region it goes to, in words
record Preflight(List<String> missing, String target) {
    /// What the template demands (`BootstrapVersion` in its rules).
    private static final int BOOTSTRAP = 6;

    Preflight {
        missing = List.copyOf(missing);
    }

    static Preflight of(Account account) {
        var missing = new ArrayList<String>();
        var region = account.region();
        if (region.isEmpty()) {
            missing.add("no region is chosen: export AWS_REGION=…, or 'aws configure'");
        }
        return switch (account.caller()) {
            case Account.Caller.Unknown(var because) -> {
                missing.add(
                        "AWS does not know who you are ("
                                + because
                                + "): 'aws sso login', AWS_PROFILE, or the variables"
                                + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
                yield new Preflight(missing, "nowhere yet");
            }
            case Account.Caller.Known(var id, var arn) -> {
                region.ifPresent(there -> bootstrapped(account, id, there, missing));
                yield new Preflight(
                        missing,
                        "account " + id + ", region " + region.orElse("(none)") + ", as " + arn);
            }
        };
    }

    private static void bootstrapped(
            Account account, String id, String region, List<String> missing) {
        var command = "npx aws-cdk@" + Cdk.VERSION + " bootstrap aws://" + id + "/" + region;
        var version = account.bootstrap();
        if (version.isEmpty()) {
            missing.add("the CDK has never been used in this region: '" + command + "'");
        } else if (version.getAsInt() < BOOTSTRAP) {
            missing.add(
                    "the CDK's bootstrap stack is too old here ("
                            + version.getAsInt()
                            + ", "
                            + BOOTSTRAP
                            + " is needed): '"
                            + command
                            + "'");
        }
    }
}
