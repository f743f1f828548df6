package dev.inlay.console;

import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.session.Session;
import java.util.Map;

/// A session as the authorizer hands it on: API Gateway's context holds texts only.
final class SessionContext {
    private static final int MAX_TEXT = 256;

    private SessionContext() {}

    static Map<String, String> of(Session session) {
        return Map.of(
                "session", session.id(),
                "image", session.image().value(),
                "epoch", Integer.toString(session.epoch()),
                "expires", Json.time(session.expires()));
    }

    static Session read(Fields from) {
        return new Session(
                id(from),
                Digest.parse(from.text("image", MAX_TEXT))
                        .orElseGet(() -> {
                            from.refuse("image", "expected sha256: and 64 hex digits");
                            return Digest.ofText("");
                        }),
                epoch(from),
                from.time("expires"));
    }

    private static String id(Fields from) {
        var text = from.text("session", MAX_TEXT);
        if (text.isEmpty()) {
            from.refuse("session", "expected the name of one");
        }
        return text;
    }

    private static int epoch(Fields from) {
        var text = from.text("epoch", MAX_TEXT);
        if (text.matches("0|[1-9][0-9]{0,8}")) {
            return Integer.parseInt(text);
        }
        from.refuse("epoch", "expected a number from 0");
        return 0;
    }
}
