package dev.inlay.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/// Stands before a registry and misbehaves as it was told to, request by request; otherwise it
/// passes everything on. It notes what it was asked.
public final class FaultyFront implements AutoCloseable {
    private final HttpServer server;
    private final Forwarding forwarding;
    private final Deque<Planned> faults = new ArrayDeque<>();
    private volatile int brokenFrom = Integer.MAX_VALUE;
    private volatile int brokenAt = -1;
    private volatile Fault breakage = _ -> {};
    private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());

    /// Does something else than the registry would; nothing at all is hanging up.
    @FunctionalInterface
    public interface Fault {
        /// Answers, well or badly.
        void answer(HttpExchange exchange) throws IOException;
    }

    private record Planned(String method, String pathPart, Fault fault) {
        boolean fits(HttpExchange exchange) {
            return exchange.getRequestMethod().equals(method)
                    && exchange.getRequestURI().toString().contains(pathPart);
        }
    }

    /// A request that came.
    ///
    /// @param authorization empty when it had none
    public record Seen(String method, String path, String authorization) {}

    private FaultyFront(HttpServer server, String behind) {
        this.server = server;
        this.forwarding = new Forwarding(behind, address());
    }

    /// Starts one.
    ///
    /// @param behind host and port of the registry
    public static FaultyFront before(String behind) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var front = new FaultyFront(server, behind);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", front::handle);
        server.start();
        return front;
    }

    /// Host and port.
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Lets the next request that fits meet this fault; each is used once.
    public FaultyFront next(String method, String pathPart, Fault fault) {
        synchronized (faults) {
            faults.add(new Planned(method, pathPart, fault));
        }
        return this;
    }

    /// Lets every request from this one on meet this fault.
    ///
    /// @param first 0 for the very next
    public FaultyFront from(int first, Fault fault) {
        synchronized (faults) {
            brokenFrom = seen.size() + first;
            breakage = fault;
        }
        return this;
    }

    /// Lets one request meet this fault.
    ///
    /// @param index 0 for the very next
    public FaultyFront at(int index, Fault fault) {
        synchronized (faults) {
            brokenAt = seen.size() + index;
            breakage = fault;
        }
        return this;
    }

    /// Whoever connects from now on is refused, and whoever is connected is hung up on.
    void stopListening() {
        Thread.startVirtualThread(() -> server.stop(0));
    }

    /// What came so far.
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        server.stop(0);
        forwarding.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var authorization = exchange.getRequestHeaders().getFirst("Authorization");
        seen.add(
                new Seen(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        authorization == null ? "" : authorization));
        if (!misbehaves(exchange)) {
            forwarding.pass(exchange);
        }
        exchange.close();
    }

    private boolean misbehaves(HttpExchange exchange) throws IOException {
        int index = seen.size() - 1;
        if (index >= brokenFrom || index == brokenAt) {
            breakage.answer(exchange);
            return true;
        }
        var planned = take(exchange);
        if (planned.isEmpty()) {
            return false;
        }
        planned.get().fault().answer(exchange);
        return true;
    }

    private Optional<Planned> take(HttpExchange exchange) {
        synchronized (faults) {
            var fitting = faults.stream().filter(planned -> planned.fits(exchange)).findFirst();
            fitting.ifPresent(faults::remove);
            return fitting;
        }
    }
}
