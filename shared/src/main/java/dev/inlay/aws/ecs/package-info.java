/// Starts tasks on ECS.
@NullMarked
package dev.inlay.aws.ecs;

import org.jspecify.annotations.NullMarked;
