package dev.inlay.aws.s3;

import dev.inlay.aws.Connection;
import dev.inlay.aws.Settings;
import dev.inlay.aws.SignedCall;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.policy.PolicyShelf;
import dev.inlay.policy.SignedPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.SdkHttpMethod;

/// Signed policies as objects `policies/<digest>.json`. The version is in the object's metadata,
/// and an object is only replaced as it was read: of two who publish, the newer version stays.
public final class PolicyBucket implements PolicyShelf {
    private static final String VERSION = "x-amz-meta-version";
    private static final int MAX_ATTEMPTS = 5;

    /// What S3 answers to who was overtaken.
    private static final int CONFLICT = 409;

    private static final int PRECONDITION_FAILED = 412;

    private final SignedCall s3;
    private final String bucket;
    private final Map<Digest, Long> known = new ConcurrentHashMap<>();

    /// The bucket that `INLAY_POLICY_BUCKET` names, or none.
    public static PolicyShelf ofSettings(Connection connection, Settings settings) {
        return settings.optional("INLAY_POLICY_BUCKET")
                .<PolicyShelf>map(bucket -> new PolicyBucket(connection, bucket))
                .orElseGet(PolicyShelf::none);
    }

    public PolicyBucket(Connection connection, String bucket) {
        this.s3 = new SignedCall(connection, "s3");
        this.bucket = bucket;
    }

    /// The object's path in its bucket: what a sensor is told to fetch.
    public static String path(Digest image) {
        return "policies/" + image.hex() + ".json";
    }

    /// What this process put or found there is not asked for again.
    @Override
    public void put(Digest image, long version, SignedPolicy signed) {
        if (!holds(image, version)) {
            replace(image, version, signed);
            known.merge(image, version, Math::max);
        }
    }

    @Override
    public boolean holds(Digest image, long version) {
        return known.getOrDefault(image, 0L) >= version;
    }

    private void replace(Digest image, long version, SignedPolicy signed) {
        var attempt = "putting policy version %d of %s into %s".formatted(version, image, bucket);
        for (int tried = 0; tried < MAX_ATTEMPTS; tried++) {
            var there = send(attempt, SdkHttpMethod.HEAD, image, Map.of(), "");
            if (there.isDone() && version(there) >= version) {
                return;
            }
            var answer =
                    send(
                            attempt,
                            SdkHttpMethod.PUT,
                            image,
                            headers(attempt, there, version),
                            signed.write());
            if (answer.isDone()) {
                return;
            }
            if (answer.status() != CONFLICT && answer.status() != PRECONDITION_FAILED) {
                throw refused(attempt, answer);
            }
        }
        throw new TransientFailure(
                "policy-contended", attempt + ": others were always faster; try again later");
    }

    private SignedCall.Answer send(
            String attempt,
            SdkHttpMethod method,
            Digest image,
            Map<String, String> headers,
            String body) {
        return s3.send(attempt, method, "/" + bucket + "/" + path(image), headers, body);
    }

    /// An object of somebody else has no version, so ours is newer.
    private static long version(SignedCall.Answer answer) {
        try {
            return Long.parseLong(answer.header(VERSION).orElse("0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Map<String, String> headers(
            String attempt, SignedCall.Answer there, long version) {
        var headers = new HashMap<String, String>();
        headers.put("content-type", "application/json");
        headers.put("cache-control", "no-cache");
        headers.put(VERSION, Long.toString(version));
        if (there.isDone()) {
            headers.put("if-match", there.header("etag").orElse("*"));
        } else if (there.status() == 404) {
            headers.put("if-none-match", "*");
        } else {
            throw refused(attempt, there);
        }
        return headers;
    }

    private static RuntimeException refused(String attempt, SignedCall.Answer answer) {
        var said =
                "%s: S3 answered %d %s; check the bucket and the role's policy"
                        .formatted(attempt, answer.status(), answer.body());
        return answer.mayPass()
                ? new TransientFailure("bucket-away", said)
                : new PermanentFailure("bucket-refused", said);
    }
}
