/// Looks at what runs. What comes in: a schedule's event, or ECS's that a task changed. What is
/// decided: which containers nobody watches. What goes out: gaps with their history, told once, and
/// deployments where an enrolment asks for them.
@NullMarked
package dev.inlay.census;

import org.jspecify.annotations.NullMarked;
