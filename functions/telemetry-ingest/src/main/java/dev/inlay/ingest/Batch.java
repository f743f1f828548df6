package dev.inlay.ingest;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.behaviour.Container;
import dev.inlay.behaviour.Frame;
import dev.inlay.image.Digest;
import dev.inlay.profile.FrameProfile;
import dev.inlay.profile.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The frames of one delivery, merged: a hundred containers of one image cost as many writes as
/// one.
final class Batch {
    private final Map<Digest, OfImage> images = new LinkedHashMap<>();

    /// What the frames of one image show together.
    static final class OfImage {
        private Profile profile;
        private final Map<String, Container> containers = new LinkedHashMap<>();
        private final List<SQSMessage> messages = new ArrayList<>();

        private OfImage(Digest image) {
            this.profile = Profile.empty(image);
        }

        Profile profile() {
            return profile;
        }

        List<Container> containers() {
            return List.copyOf(containers.values());
        }

        /// The messages that are offered again when this cannot be written.
        List<SQSMessage> messages() {
            return List.copyOf(messages);
        }
    }

    void add(SQSMessage message, Frame frame, Instant now) {
        var image = images.computeIfAbsent(frame.image(), OfImage::new);
        image.profile = image.profile.merge(FrameProfile.of(frame, now));
        image.containers.merge(frame.session(), Container.of(frame, now), Container::merge);
        image.messages.add(message);
    }

    List<OfImage> images() {
        return List.copyOf(images.values());
    }
}
