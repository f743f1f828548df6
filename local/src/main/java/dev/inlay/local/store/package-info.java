/// Images in files, before they are pushed: what a build left as an OCI layout or as an archive of
/// `docker save`. In come paths that anybody may have written; decided here is what is believed of
/// them; out goes the same view that a registry gives.
@NullMarked
package dev.inlay.local.store;

import org.jspecify.annotations.NullMarked;
