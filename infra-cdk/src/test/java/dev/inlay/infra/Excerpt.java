package dev.inlay.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// The part of a template that is made of some types only: every resource of them that refers, by
/// whatever way, to nothing else.
///
/// @param template without parameters, rules and outputs
/// @param resources logical ids of what is in it
record Excerpt(ObjectNode template, Set<String> resources) {
    static Excerpt of(JsonNode whole, Set<String> types) {
        var all = whole.path("Resources");
        var kept = new TreeSet<String>();
        all.properties().stream()
                .filter(each -> types.contains(each.getValue().path("Type").asText()))
                .forEach(each -> kept.add(each.getKey()));
        while (kept.removeIf(id -> !kept.containsAll(named(all.path(id), ids(all))))) {
            // What refers to one that was just left out is left out too.
        }
        var resources = ((ObjectNode) all.deepCopy()).retain(kept);
        var template = ((ObjectNode) whole.deepCopy()).removeAll();
        template.set("Resources", resources);
        return new Excerpt(template, kept);
    }

    private static Set<String> ids(JsonNode resources) {
        var ids = new HashSet<String>();
        resources.fieldNames().forEachRemaining(ids::add);
        return ids;
    }

    /// By `Ref`, `Fn::GetAtt` or `DependsOn`.
    private static Set<String> named(JsonNode resource, Set<String> ids) {
        var named = new HashSet<String>();
        resource.findValues("Ref").forEach(each -> named.add(each.asText()));
        resource.findValues("Fn::GetAtt").forEach(each -> named.add(each.path(0).asText()));
        resource.path("DependsOn").forEach(each -> named.add(each.asText()));
        named.add(resource.path("DependsOn").asText());
        named.retainAll(ids);
        return named;
    }

    /// How many there are of a type.
    long count(String type) {
        return template.path("Resources").findValuesAsText("Type").stream()
                .filter(type::equals)
                .count();
    }
}
