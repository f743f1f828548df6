/// The flow as infrastructure: a construct per stage, in the order in which an image, and then what
/// it does, passes through them. In come [dev.inlay.infra.Settings] and [dev.inlay.infra.Assets],
/// out goes one CloudFormation stack for one account and one region.
@NullMarked
package dev.inlay.infra;

import org.jspecify.annotations.NullMarked;
