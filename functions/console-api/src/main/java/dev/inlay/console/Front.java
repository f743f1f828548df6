package dev.inlay.console;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.session.Proof;
import dev.inlay.session.Session;

/// Finds the route of a request, looks at what the one who asks shows, and turns the two failures
/// into problems.
final class Front {
    private static final String RETRY_SECONDS = "2";

    private final Routes routes;
    private final Door door;

    Front(Routes routes, Door door) {
        this.routes = routes;
        this.door = door;
    }

    static Front of(ConsoleParts parts) {
        return new Front(ConsoleRoutes.of(parts), parts.door());
    }

    Answer answer(Request request) {
        var asked = request.method() + " " + request.path();
        var found = routes.find(request.path());
        if (found.isEmpty()) {
            return Problem.notFound(asked, "there is no such path", "docs/openapi.yaml lists them")
                    .answer();
        }
        var route = found.get().methods().get(request.method());
        if (route == null) {
            var methods = String.join(", ", found.get().methods().keySet());
            return new Problem(405, "method", asked, "this path knows " + methods, "the method")
                    .answer()
                    .with("allow", methods);
        }
        try {
            return answer(asked, request.with(found.get().parameters()), route);
        } catch (TransientFailure e) {
            return new Problem(503, e.code(), asked, said(e), "try again in a moment")
                    .answer()
                    .with("retry-after", RETRY_SECONDS);
        } catch (PermanentFailure e) {
            return new Problem(
                            500, e.code(), asked, said(e), "the log of the control plane says more")
                    .answer();
        }
    }

    private Answer answer(String asked, Request request, Route route) {
        return switch (route) {
            case Route.Open(var action) -> action.answer(request);
            case Route.Person(var action) ->
                    door.person(request.visitor()).isPresent()
                            ? action.answer(request)
                            : strange(asked, door.needed());
            case Route.Sensor(var action) ->
                    switch (door.sensor(request.visitor())) {
                        case Proof.Shown<Session>(var session) -> action.answer(request, session);
                        case Proof.Refused<Session> _ ->
                                strange(asked, "the key of an open session: POST /v1/session");
                    };
        };
    }

    private static Answer strange(String asked, String needed) {
        return new Problem(
                        401,
                        "unauthorized",
                        asked,
                        "who asks was not shown, or is not known here",
                        "it needs " + needed)
                .answer()
                .with("www-authenticate", "Bearer");
    }

    private static String said(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }
}
