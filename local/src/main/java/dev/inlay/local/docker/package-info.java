/// What runs on this machine, as its Docker Engine tells it: the embedded side of the port that ECS
/// answers in an account.
@NullMarked
package dev.inlay.local.docker;

import org.jspecify.annotations.NullMarked;
