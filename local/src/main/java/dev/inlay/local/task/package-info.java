/// How containers are going to be started, read from the files that say so: ECS task definitions,
/// Kubernetes manifests, compose files. Decided here is whether the sensor would be started too;
/// out go findings, with the text that puts it right.
@NullMarked
package dev.inlay.local.task;

import org.jspecify.annotations.NullMarked;
