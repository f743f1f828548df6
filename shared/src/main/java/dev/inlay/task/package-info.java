/// What is started when there is work and ends when there is none.
@NullMarked
package dev.inlay.task;

import org.jspecify.annotations.NullMarked;
