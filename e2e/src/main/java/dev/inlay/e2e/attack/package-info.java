/// What an attacker does to the demo's own containers: one hole, CVE-2017-5638, and the things that
/// can be done through it. Each attack says how to see in the world whether it worked. Nothing here
/// addresses anything but loopback and the scene's own network.
@NullMarked
package dev.inlay.e2e.attack;

import org.jspecify.annotations.NullMarked;
