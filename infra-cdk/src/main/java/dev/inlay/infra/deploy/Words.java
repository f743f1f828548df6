package dev.inlay.infra.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// CloudFormation's functions as people read them: what is the stack's own by its logical id, what
/// the account brings as `{region}`.
final class Words {
    private static final Pattern HASH = Pattern.compile("[0-9A-F]{8}$");
    private static final Set<String> IS = Set.of("ArnEquals", "Bool", "StringEquals");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9:]+)}");
    private static final Pattern ROLE = Pattern.compile("Role$");

    private Words() {}

    /// `RegistryScanRoleB3F2A1C9` is the registry scan's.
    static String role(String logicalId) {
        return ROLE.matcher(HASH.matcher(logicalId).replaceFirst("")).replaceFirst("");
    }

    static List<String> list(JsonNode oneOrMany) {
        return oneOrMany.isArray()
                ? StreamSupport.stream(oneOrMany.spliterator(), false).map(Words::of).toList()
                : List.of(of(oneOrMany));
    }

    static String of(JsonNode value) {
        if (value.isTextual()) {
            return value.asText();
        }
        if (value.has("Ref")) {
            return ref(value.path("Ref").asText());
        }
        if (value.has("Fn::GetAtt")) {
            return HASH.matcher(value.at("/Fn::GetAtt/0").asText()).replaceFirst("");
        }
        if (value.has("Fn::Join")) {
            return StreamSupport.stream(value.at("/Fn::Join/1").spliterator(), false)
                    .map(Words::of)
                    .collect(Collectors.joining(value.at("/Fn::Join/0").asText()));
        }
        return value.has("Fn::Sub") ? sub(value.path("Fn::Sub").asText()) : value.toString();
    }

    /// Each operator of a condition holds names and what they have to be.
    static String condition(JsonNode condition) {
        return condition.properties().stream()
                .flatMap(operator ->
                        operator.getValue().properties().stream()
                                .map(name ->
                                        "%s %s %s"
                                                .formatted(
                                                        name.getKey(),
                                                        verb(operator.getKey()),
                                                        String.join(
                                                                " or ", list(name.getValue())))))
                .collect(Collectors.joining(" and "));
    }

    private static String verb(String operator) {
        if (operator.endsWith("StringLike")) {
            return "is like";
        }
        return IS.contains(operator) ? "is" : operator;
    }

    private static String sub(String text) {
        return VARIABLE.matcher(text).replaceAll(found -> ref(found.group(1)));
    }

    private static String ref(String name) {
        return name.startsWith("AWS::")
                ? "{" + name.substring("AWS::".length()).toLowerCase(Locale.ROOT) + "}"
                : HASH.matcher(name).replaceFirst("");
    }
}
