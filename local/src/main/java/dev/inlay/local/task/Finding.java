package dev.inlay.local.task;

import java.util.Optional;

/// Something about one container.
///
/// @param container its name in the file
/// @param code short and stable: what a program compares
/// @param bypass whether it runs without the sensor
/// @param text for people
/// @param corrected what to write instead, when it is something in the file
public record Finding(
        String container, String code, boolean bypass, String text, Optional<String> corrected) {
    static Finding note(String container, String code, String text) {
        return new Finding(container, code, false, text, Optional.empty());
    }
}
