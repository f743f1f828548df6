/// Profiles become policies, and behaviours alerts. What comes in: images whose profile changed.
/// What is decided: whether there are new rules, whether learning has seen enough, what somebody
/// has to be told. What goes out: signed policy versions and alerts, each told once.
@NullMarked
package dev.inlay.eval;

import org.jspecify.annotations.NullMarked;
