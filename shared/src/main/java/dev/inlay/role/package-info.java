/// Who a container is to AWS: the role its task has. What comes in: what SQS or STS say of whoever
/// signed a request, which the signer cannot choose. What goes out: the role's unique id and the
/// name of its session.
@NullMarked
package dev.inlay.role;

import org.jspecify.annotations.NullMarked;
