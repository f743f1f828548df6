package dev.inlay.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// How fast manifests may be put into a registry.
///
/// @param perSecond in the long run
/// @param burst how many at once after a rest
public record PutRate(double perSecond, int burst) {
    private static final Pattern ECR =
            Pattern.compile(
                    "[0-9]{12}\\.dkr[.-]ecr(?:-fips)?\\.[a-z0-9-]+\\.(?:amazonaws\\.com(?:\\.cn)?|on\\.aws)");

    public PutRate {
        if (!(perSecond >= 0.01 && perSecond <= 1000) || burst < 1 || burst > 1000) {
            throw new IllegalArgumentException(
                    "manifests are put 0.01 to 1000 times a second, got " + perSecond);
        }
    }

    /// So many a second, as many of them at once.
    public static PutRate of(double perSecond) {
        return new PutRate(perSecond, (int) Math.max(1, Math.min(1000, Math.round(perSecond))));
    }

    /// What a registry needs by itself: ECR takes ten a second from a whole account, of which we
    /// leave more than half to the pushes we are there for. Others count nothing.
    public static Optional<PutRate> usual(String registry) {
        return ECR.matcher(registry).matches() ? Optional.of(of(4)) : Optional.empty();
    }

    Duration interval(int slowed) {
        return Duration.ofNanos((long) (1e9 / perSecond) << slowed);
    }
}
