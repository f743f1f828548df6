package dev.inlay.role;

import java.util.Optional;
import java.util.regex.Pattern;

/// Whoever signed with a role's credentials.
///
/// @param role whose credentials they were
/// @param session the name of that session; ECS gives each task one of its own
public record Caller(RoleId role, String session) {
    /// As STS takes names of sessions (API reference, AssumeRole).
    private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");

    /// Reads `AROA…:session`, which is what SQS calls `SenderId` and STS `UserId`. Users, the
    /// account's root and services have other forms and are nobody here.
    public static Optional<Caller> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || !RoleId.isOne(text.substring(0, colon))) {
            return Optional.empty();
        }
        var session = text.substring(colon + 1);
        return SESSION.matcher(session).matches()
                ? Optional.of(new Caller(new RoleId(text.substring(0, colon)), session))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return role + ":" + session;
    }
}
