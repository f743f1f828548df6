package dev.inlay.infra.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// Finds every statement that a template grants to a role or keeps ready for people.
public final class Permissions {
    private Permissions() {}

    /// Policies of roles and managed policies, in the template's order.
    public static List<Permission> of(JsonNode template) {
        var found = new ArrayList<Permission>();
        for (var resource : template.path("Resources").properties()) {
            found.addAll(granted(resource));
        }
        return found;
    }

    private static List<Permission> granted(Map.Entry<String, JsonNode> resource) {
        var properties = resource.getValue().path("Properties");
        return switch (resource.getValue().path("Type").asText()) {
            case "AWS::IAM::Policy" ->
                    statements(
                            Words.role(properties.at("/Roles/0/Ref").asText()),
                            properties.path("PolicyDocument"));
            case "AWS::IAM::ManagedPolicy" ->
                    statements(Words.role(resource.getKey()), properties.path("PolicyDocument"));
            case "AWS::IAM::Role" -> inline(resource.getKey(), properties);
            default -> List.of();
        };
    }

    private static List<Permission> inline(String role, JsonNode properties) {
        var found = new ArrayList<Permission>();
        for (var policy : properties.path("Policies")) {
            found.addAll(statements(Words.role(role), policy.path("PolicyDocument")));
        }
        for (var managed : properties.path("ManagedPolicyArns")) {
            found.add(
                    new Permission(
                            Words.role(role),
                            "Allow",
                            List.of("managed:" + Words.of(managed)),
                            List.of("*"),
                            ""));
        }
        return found;
    }

    /// The statements of one document.
    static List<Permission> statements(String who, JsonNode document) {
        return StreamSupport.stream(document.path("Statement").spliterator(), false)
                .map(statement ->
                        new Permission(
                                who,
                                statement.path("Effect").asText(),
                                Words.list(statement.path("Action")),
                                Words.list(statement.path("Resource")),
                                Words.condition(statement.path("Condition"))))
                .toList();
    }
}
