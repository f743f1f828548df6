/// The demo's application from outside: how it is started, who visits it.
@NullMarked
package dev.inlay.e2e.shop;

import org.jspecify.annotations.NullMarked;
