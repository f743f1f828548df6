package dev.inlay.storage;

import java.util.Optional;

/// What joining something with what is stored of it came to.
///
/// @param now as it is stored now
/// @param aside what was stored of it before, could not be read and was put aside; empty when it
///   could be read
public record Joined<T>(T now, Optional<Unreadable> aside) {}
