/// What people and sensors ask of the control plane over HTTP. What comes in: one request, as an
/// API Gateway HTTP API hands it to Lambda, whoever really received it. What is decided: which
/// route it is for and whether who asks may. What goes out: JSON, or a problem that says what was
/// asked, why it was not done and what to check.
@NullMarked
package dev.inlay.console;

import org.jspecify.annotations.NullMarked;
