package dev.inlay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.BehaviourDocument;
import dev.inlay.document.Json;
import dev.inlay.policy.Judge;
import dev.inlay.policy.Policy;
import dev.inlay.policy.PolicyDocument;
import dev.inlay.policy.Rule;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a verdict takes here, as `cargo bench -p inlay-contract` measures it for the sensor: the
/// allowed cases of the wire format, under a policy of a thousand rules of each kind.
public final class VerdictBench {
    private static final int USUAL_RULES = 1_000;
    private static final int STEP = 100;
    private static final List<String> LISTS = List.of("programs", "files", "peers");
    private static final List<String> OTHERS =
            List.of("listens", "names", "sockets", "privileges", "unread");
    private static final int REPEATS = 5;

    /// Of this thread's own time, so that others on the machine do not count.
    private static final long NANOS = 500_000_000L;

    private VerdictBench() {}

    public static void main(String... arguments) throws IOException {
        int more = arguments.length > 0 ? Integer.parseInt(arguments[0]) : USUAL_RULES;
        var judge = new Judge(policy(more));
        var behaviours = behaviours().stream().filter(judge::allows).toList();
        long used = 0;
        var thread = ManagementFactory.getThreadMXBean();
        var nanos = new ArrayList<Double>();
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            long start = thread.getCurrentThreadCpuTime();
            long verdicts = 0;
            while (thread.getCurrentThreadCpuTime() - start < NANOS) {
                for (var behaviour : behaviours) {
                    used += judge.judge(behaviour).because().length();
                }
                verdicts += behaviours.size();
            }
            nanos.add((thread.getCurrentThreadCpuTime() - start) / (double) verdicts);
        }
        var sorted = nanos.stream().skip(2).sorted().toList();
        System.out.printf(
                "%.0f ns of a processor a verdict (%.0f to %.0f), %d behaviours, %d rules more of each kind"
                        + " (%d)%n",
                sorted.get(sorted.size() / 2),
                sorted.getFirst(),
                sorted.getLast(),
                behaviours.size(),
                more,
                used);
    }

    /// The example policy with many more rules: those of a host with many programs, so few share
    /// one. A document has a size, so they come in several.
    private static Policy policy(int more) throws IOException {
        var rules = new ArrayList<>(example().rules());
        for (int from = 0; from < more; from += STEP) {
            rules.addAll(grown(from));
        }
        var policy = example();
        return new Policy(
                policy.image(), policy.version(), policy.created(), policy.modes(), rules);
    }

    private static Policy example() throws IOException {
        return PolicyDocument.read(example("policy.json").toString()).stored("the example");
    }

    private static List<Rule> grown(int from) throws IOException {
        var document = (ObjectNode) example("policy.json");
        for (var list : LISTS) {
            var known = (ArrayNode) document.path(list);
            var grown = document.arrayNode();
            for (int i = from; i < from + STEP; i++) {
                var rule = (ObjectNode) known.get(i % known.size()).deepCopy();
                rule.put("id", list + "-" + i);
                if (rule.has("path")) {
                    rule.put("path", "/srv/" + i / 10 + rule.path("path").asText());
                }
                if (rule.has("program")) {
                    rule.put("program", "/opt/" + i / 10 + "/java");
                }
                grown.add(rule);
            }
            document.set(list, grown);
        }
        OTHERS.forEach(list -> document.set(list, document.arrayNode()));
        return PolicyDocument.read(document.toString()).stored("the grown example").rules();
    }

    private static List<Behaviour> behaviours() throws IOException {
        var found = new ArrayList<Behaviour>();
        for (var each : example("verdicts.json")) {
            Json.read((ObjectNode) each.path("behaviour"), BehaviourDocument::read)
                    .found()
                    .ifPresent(found::add);
        }
        return found;
    }

    private static JsonNode example(String name) throws IOException {
        return new ObjectMapper().readTree(Files.readString(Path.of("docs/examples", name)));
    }
}
