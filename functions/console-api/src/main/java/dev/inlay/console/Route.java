package dev.inlay.console;

import dev.inlay.session.Session;

/// What answers requests of one method and path, and who may ask.
sealed interface Route {
    /// Anyone who can reach us; the action itself looks at what they show.
    record Open(Action action) implements Route {}

    /// People, and programs in their name: they show the console token.
    record Person(Action action) implements Route {}

    /// Sensors with an open session: they show its key.
    record Sensor(SessionAction action) implements Route {}

    /// Answers a request.
    @FunctionalInterface
    interface Action {
        Answer answer(Request request);
    }

    /// Answers a request of a session.
    @FunctionalInterface
    interface SessionAction {
        Answer answer(Request request, Session session);
    }
}
