package dev.inlay.alert;

import java.util.Optional;

/// What raising an alert came to.
///
/// @param alert as it is stored now
/// @param aside why what was stored of it before could not be read and was put aside; empty when it
///   could
public record Raised(Alert alert, Optional<String> aside) {}
