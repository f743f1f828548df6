package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import org.junit.jupiter.api.Test;

class RegistryNotificationsTest {
    private static final String DIGEST = "sha256:" + "7".repeat(64);

    @Test
    void becomesTheEventEcrWouldHaveSent() {
        var events =
                RegistryNotifications.toEcrEvents(
                        envelope(
                                "push",
                                "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"tag\":\"1.4\","));

        assertThat(events)
                .containsExactly(
                        "{\"version\":\"0\",\"id\":\"320678d8\",\"detail-type\":\"ECR Image Action\",\"source\":\"aws.ecr\",\"account\":\"000000000000\",\"time\":\"2026-03-09T14:44:26.402973972Z\",\"region\":\"local\",\"resources\":[],"
                                + "\"detail\":{\"result\":\"SUCCESS\",\"repository-name\":\"shop/web\",\"image-digest\":\""
                                + DIGEST
                                + "\",\"action-type\":\"PUSH\",\"image-tag\":\"1.4\",\"manifest-media-type\":\"application/vnd.oci.image.manifest.v1+json\"}}");
    }

    @Test
    void leavesTheTagEmptyWhenThereWasNone() {
        var events =
                RegistryNotifications.toEcrEvents(
                        envelope(
                                "push",
                                "\"mediaType\":\"application/vnd.docker.distribution.manifest.v2+json\","));

        var event = JsonTree.object(events.getFirst().getBytes(UTF_8), "an event");
        assertThat(event.path("detail").path("image-tag").asText()).isEmpty();
    }

    @Test
    void tellsDeletions() {
        var events = RegistryNotifications.toEcrEvents(envelope("delete", "\"tag\":\"1.4\","));

        var event = JsonTree.object(events.getFirst().getBytes(UTF_8), "an event");
        assertThat(event.path("detail").path("action-type").asText()).isEqualTo("DELETE");
    }

    @Test
    void passesOverBlobsAndPulls() {
        assertThat(
                        RegistryNotifications.toEcrEvents(
                                envelope("push", "\"mediaType\":\"application/octet-stream\",")))
                .isEmpty();
        assertThat(
                        RegistryNotifications.toEcrEvents(
                                envelope(
                                        "pull",
                                        "\"mediaType\":\"application/vnd.oci.image.index.v1+json\",")))
                .isEmpty();
        assertThat(RegistryNotifications.toEcrEvents("{}".getBytes(UTF_8))).isEmpty();
        assertThat(RegistryNotifications.toEcrEvents("{\"events\":[7,null,{}]}".getBytes(UTF_8)))
                .isEmpty();
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> RegistryNotifications.toEcrEvents("{\"events\":".getBytes(UTF_8)))
                .isInstanceOf(PermanentFailure.class);
    }

    private static byte[] envelope(String action, String rest) {
        return ("{\"events\":[{\"id\":\"320678d8\",\"timestamp\":\"2026-03-09T14:44:26.402973972Z\",\"action\":\""
                        + action
                        + "\",\"target\":{"
                        + rest
                        + "\"size\":708,\"digest\":\""
                        + DIGEST
                        + "\",\"repository\":\"shop/web\",\"url\":\"http://h/v2/\"},\"request\":{},\"actor\":{}}]}")
                .getBytes(UTF_8);
    }
}
