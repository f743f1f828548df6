/// What goes into an image when this control plane instruments it: where its sensor reports, as
/// whom, whom it trusts and with which policy it begins.
@NullMarked
package dev.inlay.local.settings;

import org.jspecify.annotations.NullMarked;
