package shop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A thumbnail, as the browser asks for it.
public final class ThumbnailAction {
    private int id;

    /// Which one.
    public void setId(int id) {
        this.id = id;
    }

    /// Nothing to decide.
    public String execute() {
        return "success";
    }

    /// Struts streams this.
    public InputStream getInputStream() throws IOException {
        return Files.newInputStream(Path.of("/srv/shop/thumbnails", id + ".jpg"));
    }
}
