package dev.inlay.infra.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// CloudFormation's functions as people read them: what is the stack's own by its logical id, what
/// the account brings as `{region}`.
final class Words {
    private static final Pattern HASH = Pattern.compile("[0-9A-F]{8}$");
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
        return value.toString();
    }

    private static String ref(String name) {
        return name.startsWith("AWS::")
                ? "{" + name.substring("AWS::".length()).toLowerCase(Locale.ROOT) + "}"
                : HASH.matcher(name).replaceFirst("");
    }
}
