package dev.inlay.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The inbox's twin for tests: nothing ever times out, what is given back is there at once.
public final class MemoryInbox implements Inbox {
    private final List<Delivery> waiting = new ArrayList<>();
    private final List<Delivery> taken = new ArrayList<>();
    private final List<Duration> extended = new ArrayList<>();
    private int sent;

    /// One more message.
    public synchronized MemoryInbox with(String body) {
        sent++;
        waiting.add(new Delivery("m" + sent, "m" + sent + "/0", body, 0, Instant.EPOCH));
        return this;
    }

    @Override
    public synchronized Optional<Delivery> receive(Duration wait) {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        var next = again(waiting.removeFirst());
        taken.add(next);
        return Optional.of(next);
    }

    private static Delivery again(Delivery before) {
        int receives = before.receives() + 1;
        return new Delivery(
                before.id(), before.id() + "/" + receives, before.body(), receives, before.sent());
    }

    @Override
    public synchronized void extend(Delivery delivery, Duration hidden) {
        extended.add(hidden);
    }

    @Override
    public synchronized void done(Delivery delivery) {
        taken.remove(delivery);
    }

    @Override
    public synchronized void giveBack(Delivery delivery, Duration pause) {
        if (taken.remove(delivery)) {
            waiting.add(delivery);
        }
    }

    /// What was received and is neither done nor given back.
    public synchronized List<Delivery> held() {
        return List.copyOf(taken);
    }

    /// What waits.
    public synchronized List<String> bodies() {
        return waiting.stream().map(Delivery::body).toList();
    }

    /// Every extension asked for.
    public synchronized List<Duration> extensions() {
        return List.copyOf(extended);
    }
}
