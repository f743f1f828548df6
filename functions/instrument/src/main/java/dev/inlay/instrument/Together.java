package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// Requests that do not need each other's answers, at the same time: what counts is how often one
/// has to wait for the registry, not how much there is to ask.
final class Together {
    /// A registry also serves others; ECR stores ten manifests a second.
    private static final int AT_ONCE = 8;

    private Together() {}

    /// The results, in the order of the work. When some of it failed, the first failure in that
    /// order is thrown once all of it has ended: nothing goes on in the background.
    static <T> List<T> of(List<Supplier<T>> work) {
        if (work.size() <= 1) {
            return work.stream().map(Supplier::get).toList();
        }
        var free = new Semaphore(AT_ONCE);
        var pending = new ArrayList<Future<T>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : work) {
                pending.add(threads.submit(limited(free, each)));
            }
        }
        return pending.stream().map(Together::result).toList();
    }

    /// Two things of different kinds at the same time, and what they give together.
    static <A, B, R> R both(Supplier<A> one, Supplier<B> other, BiFunction<A, B, R> both) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(one::get);
            var second = threads.submit(other::get);
            return both.apply(result(first), result(second));
        }
    }

    private static <T> Callable<T> limited(Semaphore free, Supplier<T> work) {
        return () -> {
            free.acquire();
            try {
                return work.get();
            } finally {
                free.release();
            }
        };
    }

    private static <T> T result(Future<T> done) {
        try {
            return done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", "instrumenting was interrupted", e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case TransientFailure failure -> failure;
                case PermanentFailure failure -> failure;
                case RuntimeException fault -> fault;
                case null, default -> new IllegalStateException("instrumenting failed", e);
            };
        }
    }
}
