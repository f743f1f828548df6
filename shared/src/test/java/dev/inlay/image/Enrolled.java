package dev.inlay.image;

import dev.inlay.role.RoleId;
import java.util.List;

/// Enrolments that tests share.
public final class Enrolled {
    private Enrolled() {}

    /// Everything in these repositories, whose containers may show this role.
    public static Enrolment naming(String repositories, RoleId role) {
        return new Enrolment(
                new Glob(repositories),
                List.of(),
                List.of(),
                TagMapping.BESIDE,
                Protection.RECORD,
                false,
                Start.OPEN,
                List.of(role));
    }
}
