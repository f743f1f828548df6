package dev.inlay.e2e.story;

/// One step of the story as it went.
///
/// @param name what was to happen, in words
/// @param ok whether it did
/// @param seconds how long it took
/// @param detail what was seen, or why it is not ok
public record Step(String name, boolean ok, double seconds, String detail) {}
