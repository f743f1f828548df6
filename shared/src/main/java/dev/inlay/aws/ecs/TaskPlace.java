package dev.inlay.aws.ecs;

import java.util.List;
import java.util.regex.Pattern;

/// Where a task runs, and what.
///
/// @param cluster name or ARN
/// @param definition ARN of the task definition, with its revision
/// @param subnets at least one
/// @param securityGroups may be empty: that of the VPC
/// @param publicIp whether it needs one to reach the registry: in a subnet without NAT and
///   endpoints
public record TaskPlace(
        String cluster,
        String definition,
        List<String> subnets,
        List<String> securityGroups,
        boolean publicIp) {
    private static final Pattern REVISION = Pattern.compile(":[0-9]+$");

    public TaskPlace {
        subnets = List.copyOf(subnets);
        securityGroups = List.copyOf(securityGroups);
    }

    /// What all revisions of the definition are called.
    String family() {
        var name = definition.substring(definition.lastIndexOf('/') + 1);
        return REVISION.matcher(name).replaceFirst("");
    }
}
