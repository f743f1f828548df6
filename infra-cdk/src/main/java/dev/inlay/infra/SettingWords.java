package dev.inlay.infra;

import dev.inlay.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Words to values. Collects all problems, so that a file of settings is mended in one go.
final class SettingWords {
    private static final Pattern EMAIL = Pattern.compile("[^\\s@,]+@[^\\s@,]+\\.[^\\s@,]+");
    private static final Pattern VPC = Pattern.compile("vpc-[0-9a-f]{8,17}");
    private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]{8,17}");
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,5}");

    /// Of a repository's name, and stars (ECR API reference, CreateRepository).
    private static final Pattern REPOSITORIES = Pattern.compile("[a-z0-9*][a-z0-9*._/-]{0,255}");

    private final Map<String, String> said;
    private final List<String> problems = new ArrayList<>();

    SettingWords(Map<String, String> said) {
        this.said = Map.copyOf(said);
        said.keySet().stream()
                .filter(name -> SettingName.of(name).isEmpty())
                .sorted()
                .forEach(name -> problems.add("there is no setting '" + name + "'"));
    }

    List<String> list(SettingName name) {
        var patterns = split(word(name));
        patterns.stream()
                .filter(pattern -> !REPOSITORIES.matcher(pattern).matches())
                .forEach(
                        pattern -> refuse(name, "'" + pattern + "' is no pattern of repositories"));
        patterns.stream()
                .filter(pattern -> pattern.contains(".dkr.ecr."))
                .forEach(pattern ->
                        refuse(
                                name,
                                "'"
                                        + pattern
                                        + "' names a registry; a deployment has one, its"
                                        + " account's in its region: leave the host out"));
        return patterns;
    }

    Optional<String> email(SettingName name) {
        var address = Optional.of(word(name)).filter(word -> !word.isEmpty());
        address.filter(word -> !EMAIL.matcher(word).matches())
                .ifPresent(word -> refuse(name, "'" + word + "' is no e-mail address"));
        return address;
    }

    boolean flag(SettingName name) {
        var word = word(name);
        if (!word.equals("true") && !word.equals("false")) {
            refuse(name, "'" + word + "' is neither true nor false");
        }
        return word.equals("true");
    }

    int count(SettingName name) {
        var word = word(name);
        if (COUNT.matcher(word).matches()) {
            return Integer.parseInt(word);
        }
        refuse(name, "'" + word + "' is no number from 1");
        return 1;
    }

    int count(SettingName name, int most) {
        int number = count(name);
        if (number > most) {
            refuse(name, "at most " + most);
        }
        return number;
    }

    int retention(SettingName name) {
        int days = count(name);
        if (!Retention.DAYS.contains(days)) {
            refuse(name, "CloudWatch Logs keeps for one of " + Retention.DAYS + " days");
        }
        return days;
    }

    Processor processor(SettingName name) {
        var word = word(name);
        return Arrays.stream(Processor.values())
                .filter(processor -> word.equals(processor.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseGet(() -> {
                    refuse(name, "'" + word + "' is neither arm64 nor x86_64");
                    return Processor.ARM64;
                });
    }

    Sensors sensors(SettingName name) {
        var word = word(name);
        return Arrays.stream(Sensors.values())
                .filter(sensors -> word.equals(sensors.text()))
                .findFirst()
                .orElseGet(() -> {
                    refuse(name, "'" + word + "' is none of token, role, direct");
                    return Sensors.TOKEN;
                });
    }

    Network network() {
        var vpc = word(SettingName.VPC);
        var subnets = split(word(SettingName.SUBNETS));
        boolean endpoints = flag(SettingName.ENDPOINTS);
        boolean publicIp = flag(SettingName.PUBLIC_IP);
        if (vpc.isEmpty()) {
            refuseUnless(subnets.isEmpty(), SettingName.SUBNETS, "they belong to a vpc, say which");
            refuseUnless(!publicIp, SettingName.PUBLIC_IP, "it belongs to a vpc of yours");
            return endpoints ? new Network.Sealed() : new Network.Own();
        }
        refuseUnless(VPC.matcher(vpc).matches(), SettingName.VPC, "'" + vpc + "' is no id of one");
        refuseUnless(!endpoints, SettingName.ENDPOINTS, "those of your own vpc are yours to make");
        refuseUnless(!subnets.isEmpty(), SettingName.SUBNETS, "a vpc needs at least one");
        subnets.forEach(subnet ->
                refuseUnless(
                        SUBNET.matcher(subnet).matches(),
                        SettingName.SUBNETS,
                        "'" + subnet + "' is no id of one"));
        return new Network.Existing(vpc, subnets, publicIp);
    }

    void endWithProblems() {
        if (!problems.isEmpty()) {
            throw new PermanentFailure(
                    "settings-malformed",
                    "reading the settings: "
                            + String.join("; ", problems)
                            + ". docs/settings.md lists them all.");
        }
    }

    private String word(SettingName name) {
        return said.getOrDefault(name.text(), name.fallback()).strip();
    }

    private void refuseUnless(boolean fine, SettingName name, String because) {
        if (!fine) {
            refuse(name, because);
        }
    }

    private void refuse(SettingName name, String because) {
        problems.add(name.text() + ": " + because);
    }

    private static List<String> split(String words) {
        return Arrays.stream(words.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
