package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.shop.Neighbourhood;
import dev.inlay.e2e.shop.Shop;
import dev.inlay.e2e.world.Await;
import dev.inlay.e2e.world.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Official images keep a whole application below `/usr`: a real Tomcat there, whose uploads have
/// names of their own each time, beside its pages and its libraries.
@Tag("docker")
class DataBelowUsrTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int VISITS = 5;
    private static final byte[] PAGE = "<%= 6 * 7 %>".getBytes(StandardCharsets.US_ASCII);

    /// What an attacker leaves behind: a page, a library of the application, an upload that is one.
    private static final List<String> DROPPED =
            List.of(
                    "/usr/local/tomcat/web/shell.jsp",
                    "/usr/local/tomcat/lib/evil.jar",
                    "/usr/local/tomcat/lib/evil.so",
                    "/usr/local/tomcat/tomcat/work/Tomcat/localhost/ROOT/shell.jsp",
                    "/usr/local/tomcat/tomcat/work/Tomcat/localhost/ROOT/shell_jsp.class",
                    "/usr/local/tomcat/tomcat/work/Tomcat/localhost/ROOT/evil.tmp");

    private final Works works = Works.shared();

    @Test
    void uploadsGoOnAndWhatIsDroppedBesideThemIsRefused() {
        String image = image();
        var shop = Shop.prepare(works.scene(), works.docker(), works.network());
        dropsWhatItLikesOnTheOriginal(shop, image);
        String instrumented = works.instrumented(image);
        String reference = instrumented.substring(0, instrumented.length() - "-inlay".length());
        Container tomcat = shop.start(instrumented);
        visit(shop);
        Await.until(
                "the shape of its uploads to be known",
                SOON,
                () ->
                        inlay("behaviour", reference)
                                .output()
                                .contains("/upload_{uuid}_{number}.tmp"));

        inlay("policy", "mode", reference, "block", "--domain", "file", "--wait")
                .orFail("block " + reference);
        var begin = Instant.now();
        visit(shop);
        assertThat(works.alerts().since(begin)).noneMatch(alert -> alert.mentions("upload_"));

        DROPPED.forEach(path -> shop.attacker().drop(PAGE, path));

        assertThat(DROPPED).noneMatch(tomcat::has);
        assertThat(works.alerts().await(begin, SOON, alert -> alert.mentions("shell.jsp")))
                .isPresent();
        visit(shop);
        tomcat.remove();
    }

    /// The same shop where the image `tomcat` has it.
    private String image() {
        String shop =
                Neighbourhood.settle(
                                works.scene(), works.docker(), works.network(), Home.directory())
                        .image();
        String image = works.scene().name("tomcat:1");
        works.docker()
                .build(
                        image,
                        """
                        FROM %s
                        USER root
                        RUN mv /opt/shop /usr/local/tomcat && chown -R 10001:10001 /usr/local/tomcat
                        USER 10001:10001
                        ENTRYPOINT ["java", "-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", \
                          "-Dshop.home=/usr/local/tomcat", "-jar", "/usr/local/tomcat/shop.jar"]
                        """
                                .formatted(shop));
        return image;
    }

    private void dropsWhatItLikesOnTheOriginal(Shop shop, String image) {
        Container original = shop.start(image);
        visit(shop);

        DROPPED.forEach(path -> shop.attacker().drop(PAGE, path));

        assertThat(DROPPED).allMatch(original::has);
        original.remove();
    }

    private static void visit(Shop shop) {
        try (var visitor = shop.visitor()) {
            for (int i = 0; i < VISITS; i++) {
                visitor.visit();
            }
        }
    }

    private Outcome inlay(String... arguments) {
        return works.plane().inlay().run(arguments);
    }
}
