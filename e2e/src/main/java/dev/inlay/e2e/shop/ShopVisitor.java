package dev.inlay.e2e.shop;

import dev.inlay.e2e.world.Await;
import dev.inlay.failure.PermanentFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/// An ordinary visitor with an ordinary HTTP client. A visit fails when any page is not what it
/// should be.
public final class ShopVisitor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Pattern THANKS = Pattern.compile("Thank you for picture (\\d+)");
    private static final String BOUNDARY = "----what-a-visitor-sends";

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI shop;
    private int visits;

    /// A visitor of one shop.
    ///
    /// @param shop its base address
    public ShopVisitor(URI shop) {
        this.shop = shop;
    }

    /// Looks at the products, sends a picture, looks at its thumbnail, and at a file that is none.
    public void visit() {
        visits++;
        expect("the products", page("products.action"), "Teapot");
        String thanks = upload(Picture.jpeg(visits % 64));
        var number = THANKS.matcher(thanks);
        if (!number.find()) {
            throw wrong("the thanks for a picture", thanks);
        }
        byte[] small = get("thumbnail.action?id=" + number.group(1)).body();
        if (small.length < 3 || (small[0] & 0xff) != 0xff || (small[1] & 0xff) != 0xd8) {
            throw wrong("a thumbnail", small.length + " bytes that are no JPEG");
        }
        expect(
                "the refusal of a text",
                upload("not a picture\n".getBytes(StandardCharsets.UTF_8)),
                "not a JPEG");
    }

    /// Visits again and again.
    ///
    /// @return how many visits there were
    public int visitFor(Duration time, Duration pause) {
        long end = System.nanoTime() + time.toNanos();
        int before = visits;
        do {
            visit();
            Await.pause(pause);
        } while (System.nanoTime() < end);
        return visits - before;
    }

    /// Whether the front page is there.
    public boolean seesTheShop() {
        try {
            return page("products.action").contains("Teapot");
        } catch (PermanentFailure unreachable) {
            return false;
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private String page(String path) {
        return new String(get(path).body(), StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> get(String path) {
        return send(HttpRequest.newBuilder(shop.resolve(path)).GET());
    }

    private String upload(byte[] file) {
        var body = new ByteArrayOutputStream();
        String head =
                """
                --%s\r
                Content-Disposition: form-data; name="picture"; filename="me.jpg"\r
                Content-Type: image/jpeg\r
                \r
                """
                        .formatted(BOUNDARY);
        body.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(file);
        body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        var request =
                HttpRequest.newBuilder(shop.resolve("upload.action"))
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(BodyPublishers.ofByteArray(body.toByteArray()));
        return new String(send(request).body(), StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder unfinished) {
        HttpRequest request = unfinished.timeout(PATIENCE).build();
        try {
            var response = client.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                String said = new String(response.body(), StandardCharsets.UTF_8);
                throw wrong(
                        request.method() + " " + request.uri(),
                        response.statusCode()
                                + ": "
                                + said.substring(0, Math.min(2000, said.length())));
            }
            return response;
        } catch (IOException e) {
            throw new PermanentFailure(
                    "shop-unreachable", "asked for " + request.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PermanentFailure("interrupted", "interrupted during a visit", e);
        }
    }

    private static void expect(String what, String page, String part) {
        if (!page.contains(part)) {
            throw wrong(what, page);
        }
    }

    private static PermanentFailure wrong(String what, String instead) {
        return new PermanentFailure(
                "shop-broken", "a visitor wanted " + what + " and got: " + instead);
    }
}
