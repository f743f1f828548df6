package dev.inlay.e2e.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// One run, with names nobody else uses and a list of what has to go when it is over: at its
/// regular end, after a failure, and when somebody presses Ctrl-C.
public final class Scene implements AutoCloseable {
    private static final int LOWEST_PORT = 20_000;
    private static final int FIRST_OF_KERNEL = 32_768;
    private static final Set<Integer> PORTS_GIVEN = ConcurrentHashMap.newKeySet();

    private final String name;
    private final Path directory;
    private final Deque<Ending> endings = new ArrayDeque<>();
    private boolean kept;
    private boolean over;

    /// Something to do when it is over.
    ///
    /// @param typed how a person would do it
    private record Ending(String typed, Runnable action) {}

    private Scene(String name, Path directory) {
        this.name = name;
        this.directory = directory;
    }

    /// Begins one, in a temporary directory of its own.
    ///
    /// @param purpose the first part of every name (`inlay-demo`)
    public static Scene begin(String purpose) {
        String id =
                Long.toString(ThreadLocalRandom.current().nextLong(1L << 30), 36)
                        .toLowerCase(Locale.ROOT);
        String name = purpose + "-" + id;
        try {
            var scene = new Scene(name, Files.createTempDirectory(name));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(scene::close));
            return scene;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `inlay-demo-k3f9q2-shop`.
    public String name(String what) {
        return name + "-" + what;
    }

    /// What containers, networks and images of this run are labelled with.
    public String label() {
        return "dev.inlay.scene=" + name;
    }

    /// A file of this run.
    public Path file(String what) {
        return directory.resolve(what);
    }

    /// A loopback port that is free, is handed out once, and goes to nobody by chance before it is
    /// used: it lies below those that the kernel gives to connections (ip(7), ip_local_port_range).
    public static int freePort() {
        return ThreadLocalRandom.current()
                .ints(LOWEST_PORT, FIRST_OF_KERNEL)
                .filter(PORTS_GIVEN::add)
                .filter(Scene::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /// Runs this when the scene is over; the last one added first.
    ///
    /// @param typed how a person would do it, for scenes that are kept
    public synchronized void atTheEnd(String typed, Runnable ending) {
        endings.push(new Ending(typed, ending));
    }

    /// As above, for what ends with this process anyway.
    public void atTheEnd(Runnable ending) {
        atTheEnd("", ending);
    }

    /// Leaves everything as it is when the scene is over.
    ///
    /// @return what a person has to type to end it
    public synchronized List<String> keep() {
        kept = true;
        var typed =
                new ArrayList<>(
                        endings.stream()
                                .map(Ending::typed)
                                .filter(line -> !line.isEmpty())
                                .toList());
        typed.add("rm -rf " + directory);
        return typed;
    }

    @Override
    public synchronized void close() {
        if (over || kept) {
            return;
        }
        over = true;
        endings.forEach(ending -> attempt(ending.action()));
        attempt(this::removeDirectory);
    }

    /// What cannot be removed must not keep the rest from being removed.
    private static void attempt(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException e) {
            System.err.println("inlay: could not clean up: " + e.getMessage());
        }
    }

    private void removeDirectory() {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
