package shop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/// A visitor's picture: kept, looked at by `file`, and made small by a shell pipeline.
public final class UploadAction {
    private static final Path UPLOADS = Path.of("/srv/shop/uploads");
    private static final Path THUMBNAILS = Path.of("/srv/shop/thumbnails");

    private File picture;
    private int id;
    private String kind = "";

    /// Struts puts the uploaded file here.
    public void setPicture(File picture) {
        this.picture = picture;
    }

    /// Keeps the picture and makes its thumbnail.
    public String execute() throws IOException, SQLException {
        kind = Program.run("file", "--brief", "--mime-type", picture.getPath());
        if (!kind.equals("image/jpeg")) {
            return "input";
        }
        id = Database.recordUpload(kind);
        Path kept = UPLOADS.resolve(id + ".jpg");
        Files.copy(picture.toPath(), kept);
        Path small = THUMBNAILS.resolve(id + ".jpg");
        Program.run("sh", "-c", "djpeg -scale 1/4 " + kept + " | cjpeg -quality 70 > " + small);
        return "success";
    }

    /// For the page.
    public int getId() {
        return id;
    }

    /// For the page.
    public String getKind() {
        return kind;
    }
}
