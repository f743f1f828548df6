package dev.inlay.coverage;

import dev.inlay.image.Digest;
import java.util.List;
import java.util.Optional;

/// Gaps for tests.
public final class GapExamples {
    private GapExamples() {}

    /// Two tasks of a service that nobody watches.
    public static Gap of(Cause cause) {
        var image = Digest.ofText("instrumented");
        return new Gap(
                cause,
                "its definition names the original",
                "production",
                Optional.of("web"),
                "app",
                "shop/web:1.4",
                Optional.of(Digest.ofText("original")),
                List.of("arn:aws:ecs:eu-central-1:123456789012:task/production/1", "task/2"),
                2,
                Optional.of(new Gap.Deployable("shop/web@" + image, "1.4-inlay", image)),
                false);
    }
}
