/// What `./inlay deploy` does around the stack: synthesise, lint, say what it costs and what it
/// grants, look at the account, and hand over to the CDK.
@NullMarked
package dev.inlay.infra.deploy;

import org.jspecify.annotations.NullMarked;
