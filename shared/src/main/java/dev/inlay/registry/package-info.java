/// Talks to registries in the OCI distribution protocol. In come references and credentials;
/// decided here is how long to wait, whom to send credentials to and whether the bytes are the ones
/// that were asked for; out go verified manifests and blobs, and everything a registry can answer
/// besides, as a value or as one of the two failures.
@NullMarked
package dev.inlay.registry;

import org.jspecify.annotations.NullMarked;
