package dev.inlay.e2e.story;

import dev.inlay.e2e.world.Scene;
import java.nio.file.Path;
import java.time.Duration;

/// The whole story, from an empty registry to a shell that nobody ordered.
public record Performance(Scene scene, Path home, Duration traffic) {
    /// Plays it.
    public Story play(Telling telling) {
        var story = new Story(telling);
        var stage = new Stage(scene, home);
        new Setting(stage, story).play();
        new Unprotected(stage, story).play();
        new Learning(stage, story, traffic).play();
        new Blocking(stage, story).play();
        new Protected(stage, story).play();
        new Intrusion(stage, story).play();
        return story;
    }
}
