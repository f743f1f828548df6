package dev.inlay.ingest;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.behaviour.Frame;
import dev.inlay.document.Reading;
import java.net.URI;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Two kinds of queues lead here. Into the gateway's nobody but API Gateway can write (the queues'
/// own policies see to it), and what it says of the sender is believed. A message of any other
/// queue is believed nothing but what SQS says, whatever it claims.
///
/// Lambda names the queue (`eventSourceARN`), not the sender.
record ByQueue(Set<String> gateways, Origin gateway, Origin others) implements Origin {
    /// @param gateways their URLs: `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`
    static ByQueue of(Collection<URI> gateways, Origin gateway, Origin others) {
        return new ByQueue(
                gateways.stream().map(ByQueue::name).collect(Collectors.toUnmodifiableSet()),
                gateway,
                others);
    }

    /// `ACCOUNT:NAME`, in which an ARN ends.
    private static String name(URI url) {
        return url.getPath().replaceFirst("^/", "").replace('/', ':');
    }

    @Override
    public Reading<Frame> read(SQSMessage message) {
        return origin(message).read(message);
    }

    @Override
    public String sender(SQSMessage message) {
        return origin(message).sender(message);
    }

    private Origin origin(SQSMessage message) {
        // arn:aws:sqs:REGION:ACCOUNT:NAME
        var parts = Objects.requireNonNullElse(message.getEventSourceArn(), "").split(":", 5);
        return parts.length == 5 && gateways.contains(parts[4]) ? gateway : others;
    }
}
