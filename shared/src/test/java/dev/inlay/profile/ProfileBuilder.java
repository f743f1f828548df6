package dev.inlay.profile;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Tally;
import dev.inlay.behaviour.Verdict;
import dev.inlay.image.Digest;
import dev.inlay.storage.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds profiles as frames would.
public final class ProfileBuilder {
    public static final Digest IMAGE = Digest.ofText("the image");
    public static final Instant START = Instant.parse("2026-01-01T09:00:00Z");

    private final Map<String, ProfileEntry> entries = new HashMap<>();
    private Optional<Activity> activity = Optional.empty();

    /// A container was active for so many minutes in every domain, up to a time.
    public ProfileBuilder watched(String session, long minutes, Instant until) {
        var all =
                Map.of(
                        Domain.PROCESS, minutes,
                        Domain.FILE, minutes,
                        Domain.NETWORK, minutes,
                        Domain.PRIVILEGE, minutes);
        for (var heard : List.of(START, until)) {
            add(
                    new Profile(
                            IMAGE,
                            Optional.of(Activity.of(session, "shop/web:1.4", heard, all)),
                            Map.of()));
        }
        return this;
    }

    /// A container showed a behaviour, once a minute from a minute after the start on.
    public ProfileBuilder saw(
            String session, Behaviour behaviour, Verdict verdict, long from, long minutes) {
        return saw(session, behaviour, verdict, from, minutes, List.of("x"));
    }

    /// A container showed a behaviour once, a minute after what the builder was told before.
    public ProfileBuilder told(Behaviour behaviour, Verdict verdict, List<String> example) {
        return saw("s-1", behaviour, verdict, entries.size(), 1, example);
    }

    private ProfileBuilder saw(
            String session,
            Behaviour behaviour,
            Verdict verdict,
            long from,
            long minutes,
            List<String> example) {
        var first = START.plusSeconds(60 * from);
        var tally = new Tally(minutes, minutes, first, first.plusSeconds(60 * (minutes - 1)));
        var testimony =
                new Testimony(
                        verdict,
                        tally.last(),
                        session,
                        "because",
                        Optional.empty(),
                        1,
                        example,
                        List.of());
        add(
                new Profile(
                        IMAGE,
                        Optional.empty(),
                        Map.of(
                                behaviour.key(),
                                new ProfileEntry(
                                        behaviour,
                                        Evidence.of(session, verdict, tally),
                                        Map.of(verdict, testimony)))));
        return this;
    }

    /// Two containers showed it for ten minutes from the start, and it was allowed.
    public ProfileBuilder usual(Behaviour... behaviours) {
        for (var behaviour : behaviours) {
            saw("s-1", behaviour, Verdict.ALLOWED, 0, 10);
            saw("s-2", behaviour, Verdict.ALLOWED, 0, 10);
        }
        return this;
    }

    private void add(Profile more) {
        more.entries().forEach((key, entry) -> entries.merge(key, entry, ProfileEntry::merge));
        activity =
                new Profile(IMAGE, activity, Map.of())
                        .merge(new Profile(IMAGE, more.activity(), Map.of()))
                        .activity();
    }

    public Profile profile() {
        return new Profile(IMAGE, activity, entries);
    }

    /// Stores a profile as the frames that showed it would.
    public static void store(Profile profile, Table table) {
        var profiles = new Profiles(table);
        profile.entries().values().forEach(entry -> profiles.merge(profile.image(), entry));
        profile.activity().ifPresent(activity -> profiles.merge(profile.image(), activity));
    }
}
