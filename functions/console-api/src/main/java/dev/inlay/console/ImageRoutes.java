package dev.inlay.console;

import dev.inlay.document.Json;
import dev.inlay.image.Image;
import dev.inlay.image.Images;

/// The images of the catalog.
final class ImageRoutes {
    private final Images images;
    private final ImageNames names;

    ImageRoutes(Images images, ImageNames names) {
        this.images = images;
        this.names = names;
    }

    Answer list(Request request) {
        var page = Page.of(request);
        var found = images.page(page.after(), page.limit());
        var answer = Json.object();
        answer.set("images", Json.list(found.read(), ImageJson::write));
        answer.set("unreadable", UnreadableJson.write(found.unreadable()));
        page.tell(answer, found.read().size() + found.unreadable().size(), Images.end(found));
        return Answer.ok(answer);
    }

    Answer one(Request request) {
        var name = request.parameter("image");
        return names.find(name).stream()
                .findFirst()
                .map(ImageRoutes::answer)
                .orElseGet(() -> Identity.unknown(name).answer());
    }

    private static Answer answer(Image image) {
        return Answer.ok(ImageJson.write(image));
    }
}
