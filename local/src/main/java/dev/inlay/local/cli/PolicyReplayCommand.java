package dev.inlay.local.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What blocking would have stopped.
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "What mode block would have stopped in the last 24 hours. Changes nothing.")
final class PolicyReplayCommand implements Callable<Integer> {
    @Mixin private Server server = new Server();
    @Mixin private PolicyCommand.Image image = new PolicyCommand.Image();

    @Override
    public Integer call() {
        var answer = server.client().get(image.path("/replay"));
        if (!server.told(answer)) {
            PolicyCommand.replay(answer);
        }
        return Exit.DONE;
    }
}
