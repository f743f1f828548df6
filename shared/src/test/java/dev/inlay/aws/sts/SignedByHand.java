package dev.inlay.aws.sts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.image.Digest;
import dev.inlay.session.SignedQuestion;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// A question to STS as the wire format has it, signed step by step (`Signature Version 4 signing
/// process`).
final class SignedByHand {
    private static final String NAMES =
            "content-type;host;x-amz-date;x-amz-security-token;x-inlay-image;x-inlay-server";

    private SignedByHand() {}

    static SignedQuestion question(
            AwsSessionCredentials by, String host, String server, Digest image) {
        var date =
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.now());
        var canonical =
                String.join(
                        "\n",
                        "POST",
                        "/",
                        "",
                        "content-type:application/x-www-form-urlencoded; charset=utf-8",
                        "host:" + host,
                        "x-amz-date:" + date,
                        "x-amz-security-token:" + by.sessionToken(),
                        "x-inlay-image:" + image.value(),
                        "x-inlay-server:" + server,
                        "",
                        NAMES,
                        Digest.ofText("Action=GetCallerIdentity&Version=2011-06-15").hex());
        var scope = date.substring(0, 8) + "/eu-central-1/sts/aws4_request";
        var text =
                String.join("\n", "AWS4-HMAC-SHA256", date, scope, Digest.ofText(canonical).hex());
        var key = ("AWS4" + by.secretAccessKey()).getBytes(UTF_8);
        for (var step : scope.split("/", -1)) {
            key = keyed(key, step);
        }
        return new SignedQuestion(
                date,
                by.sessionToken(),
                "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(
                                by.accessKeyId(),
                                scope,
                                NAMES,
                                HexFormat.of().formatHex(keyed(key, text))));
    }

    private static byte[] keyed(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
