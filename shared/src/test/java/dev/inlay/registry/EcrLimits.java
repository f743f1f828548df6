package dev.inlay.registry;

import java.time.InstantSource;

/// So many PutImage in each second of the clock, for whoever they come from.
final class EcrLimits {
    private final InstantSource clock;
    private int putsPerSecond = 1_000_000;
    private long second;
    private int puts;
    private int turnedAway;

    EcrLimits(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void putsPerSecond(int now) {
        putsPerSecond = now;
    }

    synchronized boolean mayPut() {
        long now = clock.instant().getEpochSecond();
        if (now != second) {
            second = now;
            puts = 0;
        }
        boolean may = puts < putsPerSecond;
        if (may) {
            puts++;
        } else {
            turnedAway++;
        }
        return may;
    }

    synchronized int turnedAway() {
        return turnedAway;
    }
}
