package dev.inlay.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// From an instrumented image back to what it was made of: the inverse of [Mutation]. Layers come
/// back as they were, and so does everything the configuration says; whether an empty list or an
/// absent one was written down cannot be told any more, and is the same to every engine.
public final class Restoration {
    private static final String CONFIG = "config";
    private static final String ENTRYPOINT = "Entrypoint";

    private final String mediaType;
    private final ObjectNode manifest;
    private final ObjectNode tree;

    private Restoration(Manifest of, byte[] configuration) {
        this.mediaType = of.mediaType();
        this.manifest = of.tree();
        this.tree = JsonTree.object(configuration, "the configuration of image " + of.digest());
        Earlier.in(tree).ifPresent(earlier -> earlier.removeFrom(manifest, tree));
        clean();
    }

    /// The two documents without what was added; empty when these are not ours, or something was
    /// built on top.
    ///
    /// @param configuration the one the manifest refers to
    public static Optional<Twin> of(Manifest instrumented, byte[] configuration) {
        if (!Inspector.isOurs(configuration)) {
            return Optional.empty();
        }
        var bare = new Restoration(instrumented, configuration);
        return Optional.of(Mutation.pointing(bare.mediaType, bare.manifest, bare.tree));
    }

    /// In what two images differ once what Inlay adds is taken out of both: `layers`, `config.Cmd`.
    /// Empty for an image and its instrumented twin.
    public static List<String> differences(
            Manifest one, byte[] configuration, Manifest other, byte[] otherConfiguration) {
        var before = new Restoration(one, configuration);
        var after = new Restoration(other, otherConfiguration);
        var differences = new ArrayList<String>();
        compare("", before.tree, after.tree, differences);
        compare("manifest.", before.manifest, after.manifest, differences);
        if (!one.mediaType().equals(other.mediaType())) {
            differences.add("manifest.mediaType");
        }
        return differences;
    }

    /// The manifest's reference to the configuration differs whenever that does.
    private static void compare(
            String at, ObjectNode one, ObjectNode other, List<String> differences) {
        var names = new HashSet<String>();
        one.fieldNames().forEachRemaining(names::add);
        other.fieldNames().forEachRemaining(names::add);
        for (var name : names.stream().sorted().toList()) {
            if (at.equals("manifest.") && name.equals(CONFIG)) {
                continue;
            }
            if (name.equals(CONFIG)
                    && one.get(name) instanceof ObjectNode inner
                    && other.get(name) instanceof ObjectNode otherInner) {
                compare(name + ".", inner, otherInner, differences);
            } else if (!one.path(name).equals(other.path(name))) {
                differences.add(at + name);
            }
        }
    }

    private void clean() {
        if (tree.get(CONFIG) instanceof ObjectNode config) {
            var entrypoint = Entrypoint.withoutSensor(Entrypoint.strings(config.path(ENTRYPOINT)));
            if (entrypoint.isEmpty()) {
                config.remove(ENTRYPOINT);
            } else {
                var list = config.putArray(ENTRYPOINT);
                entrypoint.forEach(list::add);
            }
            withoutOurs(config, "Labels");
        }
        if (isNothing(tree.path(CONFIG))) {
            tree.remove(CONFIG);
        }
        withoutOurs(manifest, "annotations");
        // An image without layers may have null in their places.
        if (manifest.path("layers").isNull()) {
            manifest.putArray("layers");
        }
        if (tree.get("rootfs") instanceof ObjectNode rootfs && rootfs.path("diff_ids").isNull()) {
            rootfs.putArray("diff_ids");
        }
    }

    private static void withoutOurs(ObjectNode of, String field) {
        if (of.get(field) instanceof ObjectNode said) {
            said.properties().removeIf(each -> each.getKey().startsWith(Labels.PREFIX));
        }
        if (isNothing(of.path(field))) {
            of.remove(field);
        }
    }

    private static boolean isNothing(JsonNode node) {
        return node.isNull() || (node.isObject() && node.isEmpty());
    }
}
