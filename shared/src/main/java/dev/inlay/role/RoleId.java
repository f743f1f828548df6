package dev.inlay.role;

import java.util.regex.Pattern;

/// A role's unique id. A role that is deleted and made again under the same name has another one,
/// so what was allowed to the first is not allowed to the second (IAM user guide, "IAM
/// identifiers").
public record RoleId(String text) {
    private static final Pattern FORM = Pattern.compile("AROA[A-Z0-9]{12,124}");

    public RoleId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a role's unique id begins with AROA, got '"
                            + text
                            + "'; 'aws iam get-role --role-name NAME --query Role.RoleId' shows it");
        }
    }

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
