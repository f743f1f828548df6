package dev.inlay.e2e.docker;

/// A docker network.
///
/// @param gateway this machine's address as the containers in it see it
public record Network(String name, String gateway) {}
