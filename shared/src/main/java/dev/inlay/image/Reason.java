package dev.inlay.image;

/// Why something was declined or failed. Images say much of what is in it, and it ends up in
/// catalogs, logs and terminals: it is of bounded length, on one line, and moves no cursor.
///
/// @param code short and stable (`windows`): what a program compares and a metric counts
/// @param text for people: what, and what to do about it
public record Reason(String code, String text) {
    private static final int MAX_TEXT = 2_000;

    public Reason {
        text = printable(text.length() > MAX_TEXT ? beginning(text) : text);
    }

    /// Half a character is none.
    private static String beginning(String text) {
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return text.substring(0, end) + "…";
    }

    private static String printable(String text) {
        return text.replaceAll("[\\s&&\\p{Cc}]+", " ").replaceAll("[\\p{Cc}\\p{Cf}]", "\ufffd");
    }
}
