package dev.inlay.instrument;

import java.util.Locale;

/// One link of the chain from a reference to the image it was made of, as it was found.
///
/// @param name `sensor`: stable, what a program compares
/// @param of the platform, or empty for what concerns all
/// @param text for people: what was compared, and with what
public record Link(String name, String of, State state, String text) {
    /// What was found.
    public enum State {
        /// It is as it has to be.
        HOLDS,
        /// There is nothing to check, and nothing that has to be: told, for it may be missed.
        ABSENT,
        /// It is not.
        BROKEN;

        /// The spelling in documents and on screens.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
