package dev.inlay.image;

/// Why something was declined or failed.
///
/// @param code short and stable (`windows`): what a program compares and a metric counts
/// @param text for people: what, and what to do about it
public record Reason(String code, String text) {}
