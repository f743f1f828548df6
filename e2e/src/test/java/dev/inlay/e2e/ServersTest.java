package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.docker.BaseImage;
import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.world.Await;
import dev.inlay.e2e.world.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Debian's own servers: a client that does not know cannot tell the instrumented one.
@Tag("docker")
class ServersTest {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Works works = Works.shared();

    @Test
    void nginxServesTheSamePages() {
        String curl =
                "curl -sS -o /tmp/page -w '%{http_code} %{size_download} %{content_type}\\n' http://SERVER/"
                        + " && sha256sum < /tmp/page; curl -sS -o /dev/null -w '%{http_code}\\n'"
                        + " http://SERVER/missing; for i in 1 2 3 4 5 6 7 8 9; do curl -sS http://SERVER/"
                        + " | sha256sum; done";

        compare("nginx", List.of(), "jre17", curl);
    }

    @Test
    void redisKeepsTheSameData() {
        String client =
                "redis-cli -h SERVER set a 1 && redis-cli -h SERVER incrby a 41 &&"
                        + " redis-cli -h SERVER lpush l x y z && redis-cli -h SERVER lrange l 0 -1 &&"
                        + " redis-cli -h SERVER bgsave && redis-cli -h SERVER config get maxclients &&"
                        + " redis-cli -h SERVER get a";

        compare("redis", List.of(), "redis", client);
    }

    @Test
    void postgresAnswersTheSameQuestions() {
        String psql =
                "export PGPASSWORD=secret; ask() { psql -qAt -h SERVER -U postgres -c \"$1\"; };"
                        + " ask 'create table t as select g, md5(g::text) m from generate_series(1, 20000) g'"
                        + " && ask 'create index on t (m)' && ask 'select count(*), max(m) from t'"
                        + " && ask 'checkpoint' && ask 'select m from t where g = 17'"
                        + " && ask 'select 1/0'";

        compare("postgres", List.of("--env", "POSTGRES_PASSWORD=secret"), "postgres", psql);
    }

    /// The files of a parallel query have a process's number in their names, so no two sessions
    /// write the same ones.
    @Test
    void postgresSpillsToFilesOfOtherNamesThanItsPolicyWasLearntFrom() {
        String psql =
                "export PGPASSWORD=secret; ask() { psql -qAt -h SERVER -U postgres -c \"$1\"; };"
                        + " set -e; ask \"create table if not exists t as select g,"
                        + " md5(g::text) m from generate_series(1, 20000) g\"; for i in 1 2 3; do"
                        + " ask \"set work_mem = '64kB'; set hash_mem_multiplier = 1;"
                        + " set enable_mergejoin = off; set enable_nestloop = off;"
                        + " set min_parallel_table_scan_size = 0; set parallel_setup_cost = 0;"
                        + " set parallel_tuple_cost = 0; explain (analyze, costs off, timing off)"
                        + " select count(*) from t a join t b using (m)\"; done";
        String original = works.image("server-spill", "postgres", "");
        String instrumented = works.instrumented(original);
        String reference = instrumented.substring(0, instrumented.length() - "-inlay".length());
        Container server =
                works.docker()
                        .start(
                                works.scene().name("server-spill"),
                                List.of(
                                        "--env",
                                        "POSTGRES_PASSWORD=secret",
                                        "--network",
                                        works.network().name()),
                                instrumented,
                                List.of());
        Outcome learnt = answer(server, "postgres", psql);
        assertThat(learnt.output()).contains("Parallel Hash Join", "Batches: ");
        assertThat(learnt.output()).doesNotContain("Batches: 1 ");
        Await.until(
                "the files of its queries to be known",
                START,
                () -> inlay("behaviour", reference).output().contains(".fileset/"));

        inlay("policy", "mode", reference, "block", "--wait").orFail("block " + reference);
        Outcome blocked = answer(server, "postgres", psql);

        assertThat(blocked.exit()).as(blocked.said()).isZero();
        assertThat(blocked.output()).contains("Parallel Hash Join");
        assertThat(inlay("policy", "show", reference).output())
                .contains("pgsql_tmp{number}.{number}.fileset/");
        server.remove();
    }

    private Outcome inlay(String... arguments) {
        return works.plane().inlay().run(arguments);
    }

    /// @param client a shell script that prints what the server at SERVER answers
    private void compare(String recipe, List<String> options, String clientRecipe, String client) {
        String original = works.image("server-" + recipe, recipe, "");
        String instrumented = works.instrumented(original);

        Answers expected = serve(recipe + "-original", original, options, clientRecipe, client);
        Answers actual =
                serve(recipe + "-instrumented", instrumented, options, clientRecipe, client);

        assertThat(actual).isEqualTo(expected);
    }

    /// What a client saw, and how the server ended when it was asked to stop.
    private record Answers(int exit, String output, String error, int serverExit) {}

    private Answers serve(
            String name, String image, List<String> options, String clientRecipe, String client) {
        var all = new ArrayList<>(options);
        all.addAll(List.of("--network", works.network().name()));
        Container server = works.docker().start(works.scene().name(name), all, image, List.of());
        Outcome seen = answer(server, clientRecipe, client);
        works.docker().run("stop", "--time", "" + STOP.toSeconds(), server.name());
        int exit = server.await();
        server.remove();
        return new Answers(seen.exit(), seen.output(), seen.error(), exit);
    }

    /// What a server says as soon as it serves.
    private Outcome answer(Container server, String clientRecipe, String client) {
        String script = client.replace("SERVER", "server");
        return Await.value(
                server.name() + " to serve",
                START,
                () -> {
                    Outcome outcome = ask(server, clientRecipe, script);
                    boolean up = !outcome.said().matches("(?si).*(refused|starting up).*");
                    return up ? Optional.of(outcome) : Optional.empty();
                });
    }

    private Outcome ask(Container server, String recipe, String script) {
        return works.docker()
                .runOnce(
                        List.of(
                                "--network",
                                works.network().name(),
                                "--add-host",
                                "server:" + server.address(),
                                "--entrypoint",
                                "bash"),
                        BaseImage.named(Home.directory(), recipe),
                        List.of("-c", script));
    }
}
