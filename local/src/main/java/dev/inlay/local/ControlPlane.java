package dev.inlay.local;

import dev.inlay.instrument.SensorLayers;
import dev.inlay.local.http.HttpFront;
import dev.inlay.local.keys.KeyRing;
import dev.inlay.local.keys.PrivateFile;
import dev.inlay.local.loop.Schedule;
import dev.inlay.local.sqlite.SqliteFile;
import dev.inlay.registry.Distribution;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/// The control plane of one machine while it runs.
public final class ControlPlane implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Journal journal;
    private final String token;
    private final int port;
    private final URI endpoint;

    private ControlPlane(
            UpSettings settings,
            SensorLayers sensors,
            Function<String, Distribution> registries,
            Journal journal) {
        this.journal = journal;
        try {
            PrivateFile.directory(settings.data());
            open(DataLock.of(settings.data()));
            var keys = KeyRing.in(settings.data());
            this.token = keys.consoleToken();
            var file = open(SqliteFile.open(settings.data().resolve("inlay.sqlite")));
            var wiring =
                    new LocalWiring(
                            file,
                            keys,
                            sensors,
                            registries.apply(settings.registry()),
                            settings,
                            journal);
            var front = wiring.front();
            this.port = listen(front, settings);
            this.endpoint = settings.endpoint(port);
            wiring.loops(endpoint).forEach(this::open);
            open(wiring::stopReceiving);
            open(wiring.schedules(new Schedule(journal), settings.sweep()));
            open(front);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Starts everything; fails with nothing left running.
    ///
    /// @param sensors what goes into images
    /// @param registries reaches a registry by its host and port
    public static ControlPlane start(
            UpSettings settings,
            SensorLayers sensors,
            Function<String, Distribution> registries,
            Journal journal) {
        return new ControlPlane(settings, sensors, registries, journal);
    }

    private static int listen(HttpFront front, UpSettings settings) {
        try {
            int port = front.listen(settings.first());
            settings.others(port).forEach(front::listen);
            return port;
        } catch (RuntimeException e) {
            front.close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T open(T part) {
        parts.push(part);
        return part;
    }

    /// What people show.
    public String token() {
        return token;
    }

    /// The port that was bound.
    public int port() {
        return port;
    }

    /// Where sensors are told to report.
    public URI endpoint() {
        return endpoint;
    }

    /// Ends in the opposite order: takes nothing new, finishes what was begun, then closes the
    /// store. What was acknowledged and not worked on yet is worked on after the next start.
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            var part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                journal.failed("closing " + part.getClass().getSimpleName(), e);
            }
        }
    }
}
