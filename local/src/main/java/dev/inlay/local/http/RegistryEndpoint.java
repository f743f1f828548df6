package dev.inlay.local.http;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import dev.inlay.registry.RegistryNotifications;
import java.util.List;
import java.util.function.Predicate;

/// Takes the notifications of a registry: each push becomes the event that ECR would have sent. A
/// registry on this machine needs no token; another one shows the console's, which its
/// configuration can hold.
final class RegistryEndpoint implements Endpoint {
    private static final String WHAT = "taking a registry's notification";

    private final Predicate<String> isToken;
    private final Queue queue;

    RegistryEndpoint(Predicate<String> isToken, Queue queue) {
        this.isToken = isToken;
        this.queue = queue;
    }

    @Override
    public Reply reply(Exchange exchange) {
        if (!exchange.method().equals("POST")) {
            return Reply.problem(405, "method", WHAT, "notifications are posted", "the method");
        }
        if (!exchange.loopback() && exchange.bearer().filter(isToken).isEmpty()) {
            return Reply.problem(
                    401,
                    "unauthorized",
                    WHAT,
                    "it comes from another machine and shows no token",
                    "the registry's notification endpoint needs the header Authorization: Bearer");
        }
        List<String> events;
        try {
            events = RegistryNotifications.toEcrEvents(exchange.body().bytes());
        } catch (PermanentFailure e) {
            return Reply.problem(
                    400,
                    "malformed",
                    WHAT,
                    String.valueOf(e.getMessage()),
                    "the registry's notifications must be in the distribution format");
        }
        events.forEach(event -> queue.send(QueueName.SCAN, event));
        return Reply.empty(202);
    }
}
