package dev.inlay.console;

import java.util.Map;
import java.util.Optional;

/// Who asks, as it came with the request.
///
/// @param bearer what the request itself shows; anybody can show anything
/// @param person whom the gateway recognised by a signature of IAM; only the gateway can say so
/// @param sensor what the gateway's authorizer found out about a session; only it can say so
record Visitor(Optional<String> bearer, Optional<String> person, Map<String, String> sensor) {
    Visitor {
        sensor = Map.copyOf(sensor);
    }
}
