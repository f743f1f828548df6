package dev.inlay.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// All keys of a deployment from one random string, which is all that has to be kept secret:
/// HMAC-SHA256 of a label under it (NIST SP 800-108 in counter mode, one block). Knowing one key
/// tells nothing of the others.
public final class DerivedKeys {
    /// 64 characters of 62 hold more than the 256 bits of a key.
    private static final int MIN_LENGTH = 43;

    private final byte[] root;

    /// @param root random, at least 43 characters
    public DerivedKeys(String root) {
        if (root.length() < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "the deployment's secret has at least "
                            + MIN_LENGTH
                            + " characters, got "
                            + root.length());
        }
        this.root = root.getBytes(UTF_8);
    }

    /// Behind session keys.
    public Secret sessions() {
        return derived("inlay/session/1");
    }

    /// Behind the enrolment tokens of all epochs there were.
    ///
    /// @param current from 1; the one that issues
    public SortedMap<Integer, Secret> epochs(int current) {
        var epochs = new TreeMap<Integer, Secret>();
        for (int epoch = 1; epoch <= current; epoch++) {
            epochs.put(epoch, derived("inlay/enrolment/" + epoch));
        }
        return epochs;
    }

    private Secret derived(String label) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(root, "HmacSHA256"));
            return new Secret(mac.doFinal(label.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
