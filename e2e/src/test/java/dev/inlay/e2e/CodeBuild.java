package dev.inlay.e2e;

import dev.inlay.e2e.world.Command;
import dev.inlay.e2e.world.Outcome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Does what AWS CodeBuild does with a build specification of version 0.2: the commands of all
/// phases in one shell, a phase ends at its first command that fails, what comes before `build`
/// ends the build then, and `post_build` is told by `CODEBUILD_BUILD_SUCCEEDING` (AWS CodeBuild
/// user guide, "Build phase transitions" and "Environment variables in build environments").
///
/// @param source the folder that is built
/// @param environment what the project sets; the specification's own variables are added
record CodeBuild(Path source, Map<String, String> environment) {
    private static final String PHASES =
            """
            cd "$1"
            CODEBUILD_BUILD_SUCCEEDING=1
            failed() { CODEBUILD_BUILD_SUCCEEDING=0; }
            pre_build || exit 1
            build || failed
            post_build || failed
            test "$CODEBUILD_BUILD_SUCCEEDING" = 1
            """;

    /// Defensive copies.
    CodeBuild {
        environment = Map.copyOf(environment);
    }

    /// Runs a specification to its end.
    Outcome run(String specification) {
        var spec = map(new Load(LoadSettings.builder().build()).loadFromString(specification));
        var script = new StringBuilder();
        for (var phase : List.of("pre_build", "build", "post_build")) {
            script.append(function(phase, map(map(spec.get("phases")).get(phase))));
        }
        var variables = new HashMap<String, String>();
        map(map(spec.get("env")).get("variables"))
                .forEach((name, value) -> variables.put((String) name, (String) value));
        variables.putAll(environment);
        var bash = Command.of("bash", "-c", script + PHASES, "bash", source.toString());
        for (var variable : variables.entrySet()) {
            bash = bash.withEnvironment(variable.getKey(), variable.getValue());
        }
        return bash.run();
    }

    private static String function(String name, Map<?, ?> phase) {
        var body = new StringBuilder(name + "() {\n:\n");
        if (phase.get("commands") instanceof List<?> commands) {
            commands.forEach(command ->
                    body.append("eval '")
                            .append(((String) command).replace("'", "'\\''"))
                            .append("' || return 1\n"));
        }
        return body.append("}\n").toString();
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
