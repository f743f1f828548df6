package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Mode;
import dev.inlay.document.Json;
import dev.inlay.failure.TransientFailure;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What happens to a digression.
@Command(
        name = "mode",
        mixinStandardHelpOptions = true,
        description = "Choose what happens to what the policy does not allow.")
final class PolicyModeCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(300);

    @Mixin private Server server = new Server();
    @Mixin private PolicyCommand.Image image = new PolicyCommand.Image();

    @Parameters(
            index = "1",
            paramLabel = "MODE",
            description = "learn, record (allow, and tell) or block")
    private Mode mode = Mode.RECORD;

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "only process, file, network or privilege (default: all)")
    private @Nullable Domain domain;

    @Option(names = "--wait", description = "until every running container holds to it")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "how long to wait (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private long timeout = 60;

    @Override
    public Integer call() throws InterruptedException {
        var client = server.client();
        var choice = Json.object().put("mode", mode.word());
        if (domain != null) {
            choice.put("domain", domain.word());
        }
        var answer = client.post(image.path("/mode"), choice);
        if (!server.json()) {
            print(answer);
        }
        var applied = wait ? await(client, answer) : answer.path("applied");
        ((ObjectNode) answer).set("applied", applied);
        if (!server.told(answer)) {
            System.out.println(PolicyCommand.applied(applied) + ".");
        }
        return answer.path("changed").asBoolean() ? Exit.DONE : Exit.NOTHING_TO_DO;
    }

    private static void print(JsonNode answer) {
        System.out.printf(
                "Version %s: mode %s.%n",
                answer.path("version").asText(), Wording.modes(answer.path("modes")));
        PolicyCommand.replay(answer.path("replay"));
    }

    private JsonNode await(Client client, JsonNode answer) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        long version = answer.path("version").asLong();
        while (true) {
            var applied = client.get(image.path("")).path("applied");
            long holding = applied.path("applied").asLong();
            if (holding == applied.path("running").asLong()
                    && applied.path("version").asLong() >= version) {
                return applied;
            }
            if (System.nanoTime() > end) {
                throw new TransientFailure(
                        "not-applied",
                        "waiting for containers to take version %d: after %d s %s; 'inlay containers' shows which do not, and why"
                                .formatted(version, timeout, PolicyCommand.applied(applied)));
            }
            Thread.sleep(PAUSE);
        }
    }
}
