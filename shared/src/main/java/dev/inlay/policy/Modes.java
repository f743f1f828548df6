package dev.inlay.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Mode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;

/// The mode of each domain.
public record Modes(Mode process, Mode file, Mode network, Mode privilege) {
    /// One mode for all.
    public static Modes all(Mode mode) {
        return new Modes(mode, mode, mode, mode);
    }

    /// The mode of a domain.
    public Mode of(Domain domain) {
        return switch (domain) {
            case PROCESS -> process;
            case FILE -> file;
            case NETWORK -> network;
            case PRIVILEGE -> privilege;
        };
    }

    /// The same but for one domain.
    public Modes with(Domain domain, Mode mode) {
        return switch (domain) {
            case PROCESS -> new Modes(mode, file, network, privilege);
            case FILE -> new Modes(process, mode, network, privilege);
            case NETWORK -> new Modes(process, file, mode, privilege);
            case PRIVILEGE -> new Modes(process, file, network, mode);
        };
    }

    /// Whether any domain has this mode.
    public boolean any(Mode mode) {
        return process == mode || file == mode || network == mode || privilege == mode;
    }

    /// Reads `{"process", "file", "network", "privilege"}`.
    public static Modes read(Fields from) {
        return new Modes(
                from.word("process", Mode.class),
                from.word("file", Mode.class),
                from.word("network", Mode.class),
                from.word("privilege", Mode.class));
    }

    /// Writes what `read` reads.
    public ObjectNode write() {
        return Json.object()
                .put("process", process.word())
                .put("file", file.word())
                .put("network", network.word())
                .put("privilege", privilege.word());
    }
}
