package dev.inlay.storage;

/// The four tables, one per lifecycle, so that each function gets only those it works on.
///
/// @param catalog images, enrolments, policies: kept for ever, backed up
/// @param profiles what images were seen to do
/// @param runtime containers and sessions: expire
/// @param findings alerts: expire after 90 days
public record Tables(Table catalog, Table profiles, Table runtime, Table findings) {}
