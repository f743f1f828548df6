package dev.inlay.local.http;

/// Answers the requests of one path.
@FunctionalInterface
interface Endpoint {
    Reply reply(Exchange exchange);
}
