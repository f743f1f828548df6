package dev.inlay.session;

import dev.inlay.document.Fields;
import java.util.regex.Pattern;

/// A question to STS, `GetCallerIdentity`, that somebody signed with a role's credentials and did
/// not ask. Only what cannot be known without them is shown: everything else of the request is
/// fixed (docs/wire-format.md), so whoever asks it asks nothing else, of nobody else.
///
/// @param date `X-Amz-Date`
/// @param token `X-Amz-Security-Token`
/// @param authorization `Authorization`
public record SignedQuestion(String date, String token, String authorization) {
    private static final int MAX_TOKEN = 8_192;
    private static final int MAX_AUTHORIZATION = 1_024;
    private static final int MAX_DATE = 16;
    private static final Pattern DATE = Pattern.compile("[0-9]{8}T[0-9]{6}Z");
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    /// What has to be signed: with less, it would be good for another control plane, or image.
    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 Credential=[A-Z0-9]{16,128}/[0-9]{8}/[a-z0-9-]{1,64}/sts/aws4_request, "
                            + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-inlay-image;x-inlay-server, "
                            + "Signature=[0-9a-f]{64}");

    /// Reads what a sensor shows.
    public static SignedQuestion read(Fields from) {
        return new SignedQuestion(
                text(from, "date", MAX_DATE, DATE),
                text(from, "token", MAX_TOKEN, TOKEN),
                text(from, "authorization", MAX_AUTHORIZATION, AUTHORIZATION));
    }

    private static String text(Fields from, String name, int most, Pattern form) {
        var text = from.text(name, most);
        if (!form.matcher(text).matches()) {
            from.refuse(name, "it is not of the form that the wire format gives");
        }
        return text;
    }

    /// For a log: nothing that could be asked.
    @Override
    public String toString() {
        return "a question to STS signed at " + date;
    }
}
