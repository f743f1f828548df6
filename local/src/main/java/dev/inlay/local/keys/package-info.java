/// The secrets of an installation on one machine: files that only their owner can read, made at the
/// first start. What goes out: the signer of policies, the keys behind enrolment tokens and
/// sessions, and the token people show.
@NullMarked
package dev.inlay.local.keys;

import org.jspecify.annotations.NullMarked;
