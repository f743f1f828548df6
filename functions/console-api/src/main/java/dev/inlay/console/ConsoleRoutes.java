package dev.inlay.console;

import dev.inlay.document.Json;

/// Which class answers what.
final class ConsoleRoutes {
    private ConsoleRoutes() {}

    static Routes of(ConsoleParts parts) {
        var routes = new Routes();
        routes.add("GET", "/api/v1/health", new Route.Open(_ -> health()));
        sensors(routes, parts);
        images(routes, parts);
        return routes;
    }

    private static void sensors(Routes routes, ConsoleParts parts) {
        routes.add(
                "POST",
                "/v1/session",
                new Route.Open(new SessionRoute(parts.tokens(), parts.sessions())::open));
        routes.add(
                "GET",
                "/v1/policy",
                new Route.Sensor(new PolicyFetchRoute(parts.policies())::fetch));
    }

    private static void images(Routes routes, ConsoleParts parts) {
        var images = new ImageRoutes(parts.images(), new ImageNames(parts.images()));
        routes.add("GET", "/api/v1/images", new Route.Person(images::list));
        routes.add("GET", "/api/v1/images/{image}", new Route.Person(images::one));
        var enrolments = new EnrolmentRoutes(parts.enrolments());
        routes.add("GET", "/api/v1/enrolments", new Route.Person(enrolments::list));
        routes.add("POST", "/api/v1/enrolments", new Route.Person(enrolments::put));
        routes.add("DELETE", "/api/v1/enrolments/{pattern}", new Route.Person(enrolments::remove));
    }

    /// That it answers is what there is to say to anybody.
    private static Answer health() {
        return Answer.ok(Json.object().put("status", "ok"));
    }
}
