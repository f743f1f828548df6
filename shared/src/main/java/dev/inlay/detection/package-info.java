/// What is bad whatever a policy says. What comes in: a behaviour. What is decided: whether it is
/// one of a short catalogue of things attackers do and services do not. What goes out: a detection
/// with its severity and MITRE ATT&CK techniques. Nothing here is learnt.
@NullMarked
package dev.inlay.detection;

import org.jspecify.annotations.NullMarked;
