package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MutationTest {
    @ParameterizedTest
    @ValueSource(strings = {"rich-oci", "docker", "bare"})
    void givesExactlyTheGoldenDocuments(String name) {
        var mediaType = name.equals("docker") ? MediaType.DOCKER_MANIFEST : MediaType.OCI_MANIFEST;
        var source = new Manifest(Goldens.read(name + "/manifest.json"), mediaType);

        var twin =
                Mutation.apply(
                        source, Goldens.read(name + "/config.json"), Additions.of(source.digest()));

        assertThat(new String(twin.configuration(), UTF_8))
                .isEqualTo(Goldens.compact(Goldens.read(name + "/config.instrumented.json")));
        assertThat(new String(twin.manifest().bytes(), UTF_8))
                .isEqualTo(Goldens.compact(Goldens.read(name + "/manifest.instrumented.json")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Entrypoint':['/app'],'Cmd':['a']}             | /.inlay/sensor,--,/app",
                "{'Cmd':['a','b']}                               | /.inlay/sensor,--",
                "{'Entrypoint':null,'Cmd':null}                  | /.inlay/sensor,--",
                "{'Entrypoint':[],'Cmd':['a']}                   | /.inlay/sensor,--",
                "{'Entrypoint':['/bin/sh','-c','exec app']}      | /.inlay/sensor,--,/bin/sh,-c,exec app",
                "{'Entrypoint':['app']}                          | /.inlay/sensor,--,app",
                "{'Entrypoint':[''],'Cmd':['a']}                 | /.inlay/sensor,--",
                "{'Entrypoint':'','Cmd':['a']}                   | /.inlay/sensor,--",
                "{'Entrypoint':['','x']}                         | /.inlay/sensor,--,,x",
                "{'Entrypoint':['','']}                          | /.inlay/sensor,--,,",
                "{'Entrypoint':['/.inlay/sensor','--','']}       | /.inlay/sensor,--",
                "{'Entrypoint':'app --x'}                        | /.inlay/sensor,--,app --x",
                "{'Entrypoint':['/tini','--','/app']}            | /.inlay/sensor,--,/tini,--,/app",
                "{'Entrypoint':['/.inlay/sensor','--','/app']}   | /.inlay/sensor,--,/app",
                "{}                                              | /.inlay/sensor,--",
                "null                                            | /.inlay/sensor,--"
            })
    void putsTheSensorInFrontOfEveryFormOfEntrypoint(String config, String expected) {
        var image = TestImage.oci(config.replace('\'', '"'));

        var after = config(apply(image));

        assertThat(String.join(",", Entrypoint.strings(after.path("Entrypoint"))))
                .isEqualTo(expected);
    }

    @Test
    void neverTouchesTheCommand() {
        var image = TestImage.oci("{\"Cmd\":[\"a\",\"\",\"b c\"],\"ArgsEscaped\":true}");

        var after = config(apply(image));

        assertThat(Entrypoint.strings(after.path("Cmd"))).containsExactly("a", "", "b c");
        assertThat(after.path("ArgsEscaped").asBoolean()).isTrue();
    }

    @Test
    void givesTheSameBytesTheSecondTime() {
        var image = TestImage.docker("{\"Labels\":null}");

        assertThat(apply(image).manifest().bytes()).isEqualTo(apply(image).manifest().bytes());
    }

    @Test
    void removesAConfigurationEmbeddedInTheManifest() {
        var image = TestImage.oci("{}");
        var tree = image.manifest().tree();
        tree.withObject("config").put("data", "e30=").putArray("urls").add("http://x");
        var source = new Manifest(JsonTree.bytes(tree), MediaType.OCI_MANIFEST);

        var twin = Mutation.apply(source, image.config().bytes(), Additions.of(source.digest()));

        assertThat(twin.manifest().tree().path("config").has("data")).isFalse();
        assertThat(twin.manifest().tree().path("config").has("urls")).isFalse();
    }

    @Test
    void leavesAnIncompleteHistoryAlone() {
        var image = TestImage.oci("{}");
        var tree = JsonTree.object(image.config().bytes(), "it");
        tree.putArray("history").addObject().put("created_by", "one of two");
        var configuration = JsonTree.bytes(tree);

        var twin =
                Mutation.apply(
                        image.manifest(), configuration, Additions.of(image.manifest().digest()));

        assertThat(JsonTree.object(twin.configuration(), "it").path("history")).hasSize(1);
    }

    @Test
    void startsAnImageBuiltOnAnInstrumentedOneAfresh() {
        var original = TestImage.oci("{\"Entrypoint\":[\"/app\"],\"Labels\":{\"a\":\"b\"}}");
        var derived = TestImageOnTop.of(apply(original), "{}");

        var source = new Manifest(derived.manifest().bytes(), MediaType.OCI_MANIFEST);
        var twin = Mutation.apply(source, derived.configuration(), Additions.of(source.digest()));

        var tree = JsonTree.object(twin.configuration(), "it");
        assertThat(tree.path("rootfs").path("diff_ids")).hasSize(2 + 1 + 2);
        assertThat(twin.manifest().tree().path("layers")).hasSize(2 + 1 + 2);
        assertThat(Entrypoint.strings(tree.path("config").path("Entrypoint")))
                .containsExactly("/.inlay/sensor", "--", "/app");
        assertThat(tree.path("config").path("Labels").path(Labels.SOURCE_DIGEST).asText())
                .isEqualTo(source.digest().value());
        assertThat(Earlier.in(tree)).map(Earlier::isOnTop).contains(true);
    }

    private static Twin apply(TestImage image) {
        return Mutation.apply(
                image.manifest(), image.config().bytes(), Additions.of(image.manifest().digest()));
    }

    private static JsonNode config(Twin twin) {
        return JsonTree.object(twin.configuration(), "it").path("config");
    }
}
