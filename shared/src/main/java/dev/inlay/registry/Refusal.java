package dev.inlay.registry;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What a registry said when it said no: the first of the `errors` of its answer (distribution
/// spec, Error Codes), or the beginning of whatever it sent instead.
///
/// @param status of the answer
/// @param code `TAG_INVALID`, or empty
/// @param message in the registry's words
record Refusal(int status, String code, String message) {
    private static final int MAX_TEXT = 500;

    /// @param secrets what is not to be repeated, should the answer do it; what the request itself
    ///   showed to prove who we are never is
    static Refusal of(HttpResponse<byte[]> response, String... secrets) {
        var hush = new Hush(response.request(), secrets);
        int status = response.statusCode();
        try {
            var first =
                    JsonTree.object(response.body(), "an error of a registry")
                            .path("errors")
                            .path(0);
            var detail = first.path("detail");
            var message = first.path("message").asText();
            return new Refusal(
                    status,
                    plain(hush.in(first.path("code").asText())),
                    plain(
                            hush.in(
                                    detail.isTextual()
                                            ? message + " (" + detail.asText() + ")"
                                            : message)));
        } catch (PermanentFailure notJson) {
            return new Refusal(
                    status,
                    "",
                    plain(hush.in(new String(response.body(), StandardCharsets.UTF_8))));
        }
    }

    PermanentFailure because(String attempted) {
        var shortened = code.isEmpty() ? Integer.toString(status) : code.toLowerCase(Locale.ROOT);
        return new PermanentFailure(
                "registry-" + shortened.replace('_', '-'),
                attempted + ": the registry answered " + this + advice());
    }

    private String advice() {
        return switch (status) {
            case 401 -> "; check the credentials for this registry";
            case 403 -> "; check that the credentials may do this in this repository";
            case 405 -> "; this registry does not allow it";
            default -> "";
        };
    }

    @Override
    public String toString() {
        return status
                + (code.isEmpty() ? "" : " " + code)
                + (message.isEmpty() ? "" : ": " + message);
    }

    /// Without control characters: this ends up in logs and on terminals.
    private static String plain(String text) {
        var printable = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return printable.length() <= MAX_TEXT ? printable : printable.substring(0, MAX_TEXT) + "…";
    }
}
