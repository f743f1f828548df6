package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectorTest {
    private static final Classifier CLASSIFIER =
            new Classifier(Set.of(new Platform("linux", "amd64", "")));
    private static final Layer SENSOR = Layer.ofTar("a sensor".getBytes(UTF_8));
    private static final Layer NEWER = Layer.ofTar("a newer sensor".getBytes(UTF_8));

    @Test
    void acceptsAnImageAndTellsHowItIsStarted() {
        var image = TestImage.oci("{\"Entrypoint\":[\"/app\"],\"Cmd\":[\"x\"]}");

        assertThat(inspect(image.manifest(), image.config().bytes()))
                .isInstanceOfSatisfying(
                        Inspection.Accepted.class,
                        accepted -> {
                            assertThat(accepted.platform()).hasToString("linux/amd64");
                            assertThat(accepted.launch().entrypoint()).containsExactly("/app");
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "os        | \"os\":\"linux\"           | \"os\":\"windows\"",
                "platform  | \"amd64\"                  | \"s390x\"",
                "platform  | \"architecture\":\"amd64\"  | \"x\":1",
                "malformed | \"diff_ids\"               | \"diffs\"",
                "malformed | \"diff_ids\":[             | \"diff_ids\":[\"sha256:0\",",
                "malformed | \"diff_ids\":[             | \"diff_ids\":null,\"was\":[",
                "malformed | \"config\":{}              | \"config\":[]",
                "malformed | \"config\":{}              | \"config\":{\"Entrypoint\":{}}",
                "malformed | \"config\":{}              | \"config\":{\"Entrypoint\":[1]}",
                "malformed | \"config\":{}              | \"config\":{\"Cmd\":7}",
                "malformed | \"config\":{}              | \"config\":{\"Labels\":[]}",
                "malformed | \"config\":{}              | \"config\":{\"entrypoint\":[\"/other\"]}",
                "malformed | \"config\":{}              | \"config\":{\"Cmd\":[],\"CMD\":[]}",
                "malformed | \"config\":{}              | \"config\":{},\"Config\":{}",
                "malformed | \"diff_ids\"               | \"Diff_IDs\":[],\"diff_ids\"",
                "malformed | \"rootfs\"                 | \"rootfſ\":{},\"rootfs\""
            })
    void declinesWhatCannotRunWithASensor(String code, String from, String to) {
        var image = TestImage.oci("{}");
        var configuration = image.config().text().replace(from, to).getBytes(UTF_8);

        assertThat(code(inspect(image.manifest(), configuration))).isEqualTo(code);
    }

    @Test
    void takesAnImageThatNamesNoSystemForLinux() {
        var image = TestImage.oci("{}");
        var configuration = image.config().text().replace("\"os\":\"linux\",", "").getBytes(UTF_8);

        assertThat(inspect(image.manifest(), configuration))
                .isInstanceOf(Inspection.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 122, 123})
    void acceptsAsManyLayersAsLeaveRoomForTwo(int layers) {
        assertThat(inspect(TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{}", layers)))
                .isInstanceOf(Inspection.Accepted.class);
    }

    /// Go writes null for a list with nothing in it.
    @Test
    void takesAnImageThatHasNullForItsLayers() {
        var image = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{\"Cmd\":[\"/x\"]}", 0);
        var config = image.config().text().replace("\"diff_ids\":[]", "\"diff_ids\":null");
        var text =
                new String(image.manifest().bytes(), UTF_8)
                        .replace("\"layers\":[]", "\"layers\":null");
        var manifest = new Manifest(text.getBytes(UTF_8), MediaType.OCI_MANIFEST);

        assertThat(CLASSIFIER.classify(manifest)).isInstanceOf(Classification.Single.class);
        assertThat(inspect(manifest, config.getBytes(UTF_8)))
                .isInstanceOf(Inspection.Accepted.class);
        var twin = Mutation.apply(manifest, config.getBytes(UTF_8), addition(image));
        assertThat(twin.manifest().tree().path("layers")).hasSize(2);
        assertThat(
                        Restoration.differences(
                                manifest,
                                config.getBytes(UTF_8),
                                twin.manifest(),
                                twin.configuration()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {124, 125, 126, 127, 200})
    void declinesMoreLayersThanEnginesUnpackWithTwoMore(int layers) {
        assertThat(code(inspect(TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{}", layers))))
                .isEqualTo("too-many-layers");
    }

    @Test
    void doesNotCountTheLayersThatItWouldReplace() {
        var most = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{}", 122);
        var twin = Mutation.apply(most.manifest(), most.config().bytes(), addition(most));
        var derived = TestImageOnTop.of(twin, "{}");

        assertThat(derived.manifest().tree().path("layers")).hasSize(125);
        assertThat(inspect(derived.manifest(), derived.configuration()))
                .isInstanceOf(Inspection.Accepted.class);
    }

    @Test
    void doesNotInstrumentItsOwnResultAgain() {
        var twin = instrumented();

        assertThat(code(inspect(twin.manifest(), twin.configuration())))
                .isEqualTo("already-instrumented");
        assertThat(Inspector.isOurs(twin.configuration())).isTrue();
    }

    @Test
    void goesBackToTheSourceWhenTheSensorIsAnother() {
        var twin = instrumented();

        var inspection =
                Inspector.inspect(
                        twin.manifest(), twin.configuration(), CLASSIFIER, _ -> NEWER.diffId());

        assertThat(inspection)
                .isInstanceOfSatisfying(
                        Inspection.Outdated.class,
                        outdated ->
                                assertThat(outdated.source())
                                        .isEqualTo(TestImage.oci("{}").manifest().digest()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"Entrypoint\":[\"/mine\"]}"})
    void takesAnImageBuiltOnAnInstrumentedOneForANewOne(String settings) {
        var derived = TestImageOnTop.of(instrumented(), settings);

        assertThat(inspect(derived.manifest(), derived.configuration()))
                .isInstanceOf(Inspection.Accepted.class);
        assertThat(Inspector.isOurs(derived.configuration())).isFalse();
    }

    @Test
    void doesNotBelieveALabelAlone() {
        var lying =
                TestImage.oci(
                        "{\"Entrypoint\":[\"/.inlay/sensor\",\"--\",\"/app\"],\"Labels\":{\"dev.inlay.sensor\":\"1\",\"dev.inlay.sensor.layer\":\""
                                + SENSOR.diffId()
                                + "\",\"dev.inlay.settings.layer\":\""
                                + SENSOR.diffId()
                                + "\",\"dev.inlay.source.digest\":\""
                                + SENSOR.diffId()
                                + "\"}}");

        assertThat(inspect(lying.manifest(), lying.config().bytes()))
                .isInstanceOf(Inspection.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"os\":1,\"os\":2}", "\u0000"})
    void declinesConfigurationsThatAreNotExactlyOneObject(String text) {
        var bytes = text.getBytes(UTF_8);

        assertThat(code(inspect(TestImage.oci("{}").manifest(), bytes))).isEqualTo("malformed");
        assertThat(Inspector.isOurs(bytes)).isFalse();
    }

    private static Inspection inspect(Manifest manifest, byte[] configuration) {
        return Inspector.inspect(manifest, configuration, CLASSIFIER, _ -> SENSOR.diffId());
    }

    private static Inspection inspect(TestImage image) {
        return inspect(image.manifest(), image.config().bytes());
    }

    private static Addition addition(TestImage image) {
        return Additions.of(image.manifest().digest(), SENSOR, "1");
    }

    private static String code(Inspection inspection) {
        return ((Inspection.Declined) inspection).reason().code();
    }

    private static Twin instrumented() {
        var image = TestImage.oci("{}");
        return Mutation.apply(image.manifest(), image.config().bytes(), addition(image));
    }
}
