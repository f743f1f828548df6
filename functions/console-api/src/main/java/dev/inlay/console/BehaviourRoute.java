package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.BehaviourDocument;
import dev.inlay.document.Json;
import dev.inlay.profile.Activity;
import dev.inlay.profile.Confidence;
import dev.inlay.profile.Profile;
import dev.inlay.profile.ProfileEntry;
import dev.inlay.profile.Profiles;
import dev.inlay.profile.Thresholds;
import java.util.Comparator;

/// What is normal for an image, and how sure that is.
final class BehaviourRoute {
    private final Profiles profiles;
    private final ImageNames names;

    BehaviourRoute(Profiles profiles, ImageNames names) {
        this.profiles = profiles;
        this.names = names;
    }

    Answer show(Request request) {
        return Identity.of(names, request.parameter("image"))
                .answer(known -> Answer.ok(write(profiles.of(known.digest()))));
    }

    private static ObjectNode write(Profile profile) {
        var answer = Json.object().put("image", profile.image().value());
        profile.activity().ifPresent(activity -> answer.set("watched", write(activity)));
        answer.set(
                "confidence",
                Json.list(
                        Confidence.of(profile, Thresholds.DEFAULT).values(),
                        BehaviourRoute::write));
        var latest =
                profile.entries().values().stream()
                        .sorted(
                                Comparator.comparing((ProfileEntry each) -> each.evidence().last())
                                        .reversed())
                        .toList();
        answer.set("behaviours", Json.list(latest, BehaviourRoute::write));
        answer.set("unreadable", UnreadableJson.write(profile.unreadable()));
        return answer;
    }

    private static ObjectNode write(Activity activity) {
        return Json.object()
                .put("source", activity.source())
                .put("containers", activity.containers())
                .put("first", Json.time(activity.heard().first()))
                .put("last", Json.time(activity.heard().last()))
                .put("ended", activity.ended());
    }

    /// The estimate is given as it is; nothing here rounds it towards what people like to see.
    private static ObjectNode write(Confidence confidence) {
        var to =
                Json.object()
                        .put("domain", confidence.domain().word())
                        .put("unseen", confidence.unseen())
                        .put("units", confidence.units())
                        .put("singletons", confidence.singletons())
                        .put("behaviours", confidence.behaviours())
                        .put("settled", confidence.settled());
        to.set("missing", Json.texts(confidence.missing()));
        return to;
    }

    private static ObjectNode write(ProfileEntry entry) {
        var evidence = entry.evidence();
        var to = Json.object().put("domain", entry.behaviour().domain().word());
        to.set("behaviour", BehaviourDocument.write(entry.behaviour()));
        to.put("count", evidence.count())
                .put("minutes", evidence.minutes())
                .put("containers", evidence.containers())
                .put("first", Json.time(evidence.first()))
                .put("last", Json.time(evidence.last()));
        var verdicts = to.putObject("verdicts");
        evidence.spans()
                .keySet()
                .forEach(verdict -> verdicts.put(verdict.word(), evidence.count(verdict)));
        return to;
    }
}
