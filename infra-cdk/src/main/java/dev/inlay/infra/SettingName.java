package dev.inlay.infra;

import java.util.Arrays;
import java.util.Optional;

/// The names of the settings, with what is chosen where nothing is said and what people are told.
public enum SettingName {
    REPOSITORIES(
            "repositories",
            "*",
            "the repositories Inlay may read and write at all (IAM), by commas"),
    VPC(
            "vpc",
            "",
            "id of an existing VPC for the instrument task; otherwise one is made, without NAT"),
    SUBNETS("subnets", "", "ids of subnets of that VPC, by commas"),
    PUBLIC_IP("publicIp", "false", "whether the task gets a public address in those subnets"),
    ENDPOINTS(
            "endpoints",
            "false",
            "whether our own VPC has no way to the internet, but endpoints (cost: see deploy --check)"),
    ALERT_EMAIL("alertEmail", "", "who gets alerts and alarms by e-mail; has to be confirmed once"),
    SECURITY_HUB("securityHub", "false", "whether findings go to AWS Security Hub"),
    TRACING("tracing", "false", "whether the functions are traced by X-Ray"),
    ROLL_SERVICES(
            "rollServices",
            "false",
            "whether enrolments may have ECS services moved to the instrumented image"),
    PUTS_PER_SECOND(
            "putsPerSecond",
            "4",
            "how many manifests a second Inlay puts into ECR, of the ten an account has"),
    LOG_RETENTION_DAYS("logRetentionDays", "30", "how long logs are kept"),
    ARCHITECTURE("architecture", "arm64", "arm64 or x86_64: what the functions run on"),
    SENSORS(
            "sensors",
            "token",
            "token, role or direct: what sensors show whose enrolment names task roles"),
    SIGNING_KEY(
            "signingKey", "1", "generation of the key that signs policies; one more rotates it");

    private final String text;
    private final String fallback;
    private final String meaning;

    SettingName(String text, String fallback, String meaning) {
        this.text = text;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /// As it is written in a file of settings.
    public String text() {
        return text;
    }

    /// What is chosen where nothing is said.
    public String fallback() {
        return fallback;
    }

    /// One line for people.
    public String meaning() {
        return meaning;
    }

    static Optional<SettingName> of(String text) {
        return Arrays.stream(values()).filter(name -> name.text.equals(text)).findFirst();
    }
}
