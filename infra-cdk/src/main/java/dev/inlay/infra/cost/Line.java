package dev.inlay.infra.cost;

/// One thing to pay for.
///
/// @param what in words
/// @param dollars in a month
public record Line(String what, double dollars) {}
