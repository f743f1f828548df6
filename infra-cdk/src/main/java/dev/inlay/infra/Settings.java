package dev.inlay.infra;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a user may choose about a control plane on AWS. Everything may be left out: then the
/// network is our own, and what costs extra is off. Nothing is enrolled here: people do that.
///
/// @param repositories the repositories Inlay may read and write at all, as IAM resource patterns
/// @param network where the `instrument` task runs
/// @param alertEmail who is told of alerts and alarms by e-mail
/// @param securityHub whether findings go to AWS Security Hub, which must be on in the account
/// @param tracing whether functions are traced by X-Ray
/// @param rollServices whether an enrolment may have its services moved to the instrumented image
/// @param putsPerSecond how many manifests a second Inlay puts into ECR at most
/// @param logRetentionDays how long logs are kept; one of [Retention]
/// @param processor what functions run on
/// @param sensors what sensors show whose enrolment names roles
/// @param signingKey generation of the key that signs policies; one more rotates it
public record Settings(
        List<String> repositories,
        Network network,
        Optional<String> alertEmail,
        boolean securityHub,
        boolean tracing,
        boolean rollServices,
        int putsPerSecond,
        int logRetentionDays,
        Processor processor,
        Sensors sensors,
        int signingKey) {
    /// More than any account is given.
    private static final int MAX_PUTS_PER_SECOND = 1_000;

    public Settings {
        repositories = List.copyOf(repositories);
    }

    /// What is chosen where nothing is said.
    public static Settings defaults() {
        return from(Map.of());
    }

    /// Reads what was said, by name.
    ///
    /// @throws dev.inlay.failure.PermanentFailure for a name or a value that is none; it names
    ///   every one of them
    public static Settings from(Map<String, String> said) {
        var words = new SettingWords(said);
        var settings =
                new Settings(
                        words.list(SettingName.REPOSITORIES),
                        words.network(),
                        words.email(SettingName.ALERT_EMAIL),
                        words.flag(SettingName.SECURITY_HUB),
                        words.flag(SettingName.TRACING),
                        words.flag(SettingName.ROLL_SERVICES),
                        words.count(SettingName.PUTS_PER_SECOND, MAX_PUTS_PER_SECOND),
                        words.retention(SettingName.LOG_RETENTION_DAYS),
                        words.processor(SettingName.ARCHITECTURE),
                        words.sensors(SettingName.SENSORS),
                        words.count(SettingName.SIGNING_KEY));
        words.endWithProblems();
        return settings;
    }
}
