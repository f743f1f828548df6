package dev.inlay.console;

import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.session.Revocations;
import java.util.Optional;

/// Ends enrolment tokens: of one image, or all of an epoch whose key leaked.
final class RevocationRoute {
    private static final String WHAT = "revoking enrolment tokens";
    private static final int MAX_BODY = 4 * 1_024;
    private static final long MAX_EPOCH = 999_999_999;

    private final Revocations revocations;

    RevocationRoute(Revocations revocations) {
        this.revocations = revocations;
    }

    private record What(Optional<String> image, Optional<Long> epoch) {
        static What read(Fields from) {
            var what =
                    new What(
                            from.optionalText("image", 128),
                            from.optionalNumber("epoch", 1, MAX_EPOCH));
            if (what.image.isPresent() == what.epoch.isPresent()) {
                from.refuse("image", "name either an image's digest or an epoch");
            }
            if (what.image.isPresent() && what.image.flatMap(Digest::parse).isEmpty()) {
                from.refuse("image", "expected sha256: and 64 hex digits");
            }
            return what;
        }
    }

    Answer revoke(Request request) {
        return switch (Json.read(request.body(), MAX_BODY, What::read)) {
            case Reading.Malformed<What>(var because) -> Problem.malformed(WHAT, because).answer();
            case Reading.Read<What>(var what) -> {
                what.image().flatMap(Digest::parse).ifPresent(revocations::revoke);
                what.epoch().ifPresent(epoch -> revocations.revoke(epoch.intValue()));
                yield Answer.empty(204);
            }
        };
    }
}
