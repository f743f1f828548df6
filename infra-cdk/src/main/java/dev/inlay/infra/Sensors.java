package dev.inlay.infra;

import java.util.Locale;

/// What the sensors of images show whose enrolment names task roles. All others show the token of
/// their image.
enum Sensors {
    /// The token as well.
    TOKEN,

    /// The role, to the API.
    ROLE,

    /// The role, to SQS and S3: there is no way to the API.
    DIRECT;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
