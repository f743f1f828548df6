package dev.inlay.console;

import dev.inlay.policy.Policies;
import dev.inlay.session.Session;
import java.util.Arrays;

/// A sensor asks for its image's policy, every few seconds: most of the time nothing changed, and
/// then only the small pointer to the latest version is read.
final class PolicyFetchRoute {
    private final Policies policies;

    PolicyFetchRoute(Policies policies) {
        this.policies = policies;
    }

    Answer fetch(Request request, Session session) {
        var latest = policies.latest(session.image());
        if (latest.isEmpty()) {
            return none(session);
        }
        var tag = "\"" + latest.get().sha256() + "\"";
        if (request.header("if-none-match").filter(header -> names(header, tag)).isPresent()) {
            return Answer.empty(304).with("etag", tag);
        }
        return policies.signed(session.image(), latest.get().version())
                .map(signed ->
                        Answer.text(200, "application/json", signed.write()).with("etag", tag))
                .orElseGet(() -> none(session));
    }

    private static boolean names(String header, String tag) {
        return Arrays.stream(header.split(","))
                .map(each -> each.strip().replaceFirst("^W/", ""))
                .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }

    private static Answer none(Session session) {
        return Problem.notFound(
                        "fetching the policy of " + session.image(),
                        "the image has none yet",
                        "it gets one when it is instrumented through this control plane")
                .answer();
    }
}
