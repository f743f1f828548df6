package dev.inlay.local.keys;

import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.session.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/// All secrets of a data directory.
///
/// @param signer signs policies; its public key is baked into images
/// @param next signs them later; baked in beside it, so that changing over needs no new images
/// @param epochs behind enrolment tokens
/// @param sessions behind session keys
/// @param consoleToken what people show
public record KeyRing(
        KeyFileSigner signer,
        KeyFileSigner next,
        SortedMap<Integer, Secret> epochs,
        Secret sessions,
        String consoleToken) {
    private static final String TOKEN_FILE = "console-token";
    private static final int MAX_FILE = 64 * 1_024;

    /// Reads them, after making those that are not there.
    public static KeyRing in(Path data) {
        PrivateFile.directory(data);
        return new KeyRing(
                KeyFileSigner.at(data.resolve("policy-key.pem")),
                KeyFileSigner.at(data.resolve("policy-key-next.pem")),
                epochs(data.resolve("enrolment-keys.json")),
                secret(PrivateFile.readOrMake(data.resolve("session-key"), KeyRing::random)),
                PrivateFile.readOrMake(tokenFile(data), KeyRing::random));
    }

    /// Where the command line on the same machine finds the console token.
    public static Path tokenFile(Path data) {
        return data.resolve(TOKEN_FILE);
    }

    private static SortedMap<Integer, Secret> epochs(Path file) {
        var text =
                PrivateFile.readOrMake(
                        file,
                        () -> {
                            var document = Json.object().put("version", 1);
                            document.putObject("epochs").put("1", random());
                            return Json.write(document);
                        });
        return Json.read(text, MAX_FILE, KeyRing::epochs).stored("the enrolment keys in " + file);
    }

    private static SortedMap<Integer, Secret> epochs(Fields from) {
        from.version(1);
        var epochs = from.object("epochs");
        var secrets = new TreeMap<Integer, Secret>();
        for (var epoch : epochs.names()) {
            if (epoch.matches("[1-9][0-9]{0,8}")) {
                secrets.put(Integer.valueOf(epoch), secret(epochs.text(epoch, MAX_FILE)));
            } else {
                epochs.refuse(epoch, "an epoch is a number from 1");
            }
        }
        return secrets;
    }

    private static Secret secret(String base64) {
        return new Secret(Base64.getUrlDecoder().decode(base64));
    }

    private static String random() {
        var bytes = new byte[Secret.MIN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
