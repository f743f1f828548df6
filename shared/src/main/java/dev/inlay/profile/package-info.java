/// What is normal for an image. What comes in: behaviours that frames told, from any number of
/// containers, in any order, any number of times. What is decided: what is known now, how sure that
/// is, what must not be learnt. What goes out: the profile policies are made of.
@NullMarked
package dev.inlay.profile;

import org.jspecify.annotations.NullMarked;
