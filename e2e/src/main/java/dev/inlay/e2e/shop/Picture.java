package dev.inlay.e2e.shop;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/// What visitors upload: a small JPEG, each a little different.
final class Picture {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;

    private Picture() {}

    static byte[] jpeg(int shade) {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var brush = image.createGraphics();
        brush.setColor(Color.getHSBColor(shade / 64f, 0.6f, 0.9f));
        brush.fillRect(0, 0, WIDTH, HEIGHT);
        brush.dispose();
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
