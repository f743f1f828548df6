package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What is protected.
@Command(
        name = "images",
        mixinStandardHelpOptions = true,
        description = "The images that were heard of, and how far each is.")
final class ImagesCommand implements Callable<Integer> {
    @Mixin private Server server = new Server();

    @Override
    public Integer call() {
        var answer = server.client().get("/api/v1/images?limit=1000");
        if (server.told(answer)) {
            return Exit.DONE;
        }
        Wording.unreadable(answer, System.err);
        var grid = new Grid("IMAGE", "DIGEST", "STATE", "INSTRUMENTED", "BECAUSE");
        for (var image : answer.path("images")) {
            grid.row(
                    image.path("repository").asText() + ":" + Wording.texts(image.path("tags")),
                    Wording.digest(image.path("digest")),
                    image.path("state").asText(),
                    published(image),
                    because(image));
        }
        if (grid.isEmpty()) {
            System.out.println("No image was heard of yet: 'inlay enrol PATTERN', then push one.");
            return Exit.DONE;
        }
        grid.print(System.out);
        return Exit.DONE;
    }

    private static String because(JsonNode image) {
        return image.has("gone")
                ? "the original is no longer in the repository"
                : image.at("/because/text").asText();
    }

    private static String published(JsonNode image) {
        return image.path("published")
                .valueStream()
                .map(each -> each.path("tag").asText())
                .collect(Collectors.joining(", "));
    }
}
