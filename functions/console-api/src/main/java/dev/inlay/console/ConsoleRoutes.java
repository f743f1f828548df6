package dev.inlay.console;

import dev.inlay.document.Json;

/// Which class answers what.
final class ConsoleRoutes {
    private ConsoleRoutes() {}

    static Routes of(ConsoleParts parts) {
        var routes = new Routes();
        var names = new ImageNames(parts.images());
        routes.add("GET", "/api/v1/health", new Route.Open(_ -> health()));
        sensors(routes, parts);
        images(routes, parts, names);
        policies(routes, parts, names);
        findings(routes, parts, names);
        return routes;
    }

    private static void sensors(Routes routes, ConsoleParts parts) {
        routes.add(
                "POST",
                "/v1/session",
                new Route.Open(
                        new SessionRoute(parts.tokens(), parts.roles(), parts.sessions())::open));
        routes.add(
                "GET",
                "/v1/policy",
                new Route.Sensor(new PolicyFetchRoute(parts.policies())::fetch));
    }

    private static void images(Routes routes, ConsoleParts parts, ImageNames names) {
        var images = new ImageRoutes(parts.images(), names);
        routes.add("GET", "/api/v1/images", new Route.Person(images::list));
        routes.add("GET", "/api/v1/images/{image}", new Route.Person(images::one));
        var enrolments = new EnrolmentRoutes(parts.enrolments(), parts.rollout());
        routes.add("GET", "/api/v1/enrolments", new Route.Person(enrolments::list));
        routes.add("POST", "/api/v1/enrolments", new Route.Person(enrolments::put));
        routes.add("DELETE", "/api/v1/enrolments/{pattern}", new Route.Person(enrolments::remove));
        routes.add(
                "POST",
                "/api/v1/revocations",
                new Route.Person(new RevocationRoute(parts.revocations())::revoke));
        routes.add(
                "POST",
                "/api/v1/instrument",
                new Route.Person(new InstrumentRoute(parts.queue())::order));
    }

    private static void policies(Routes routes, ConsoleParts parts, ImageNames names) {
        var policies = new PolicyRoutes(parts.policies(), parts.containers(), names, parts.clock());
        var policy = "/api/v1/images/{image}/policy";
        routes.add("GET", policy, new Route.Person(policies::show));
        routes.add("GET", policy + "/versions/{version}", new Route.Person(policies::version));
        routes.add("GET", policy + "/diff", new Route.Person(policies::difference));
        var modes =
                new ModeRoutes(
                        parts.policies(),
                        parts.profiles(),
                        parts.containers(),
                        names,
                        parts.clock());
        routes.add("GET", policy + "/replay", new Route.Person(modes::replay));
        routes.add("POST", policy + "/mode", new Route.Person(modes::choose));
    }

    private static void findings(Routes routes, ConsoleParts parts, ImageNames names) {
        routes.add(
                "GET",
                "/api/v1/images/{image}/behaviour",
                new Route.Person(new BehaviourRoute(parts.profiles(), names)::show));
        var containers =
                new ContainerRoutes(parts.containers(), parts.profiles(), names, parts.clock());
        routes.add("GET", "/api/v1/containers", new Route.Person(containers::list));
        routes.add(
                "GET",
                "/api/v1/containers/{session}/activity",
                new Route.Person(containers::activity));
        var queues = new QueueRoutes(parts.backlog(), parts.rejections(), parts.clock());
        routes.add("GET", "/api/v1/queues", new Route.Person(queues::list));
        routes.add("POST", "/api/v1/queues/{queue}/redrive", new Route.Person(queues::redrive));
        routes.add(
                "GET", "/api/v1/coverage", new Route.Person(new CoverageRoute(parts.gaps())::show));
        routes.add(
                "GET",
                "/api/v1/alerts",
                new Route.Person(new AlertRoutes(parts.alerts(), names)::list));
    }

    /// That it answers is what there is to say to anybody.
    private static Answer health() {
        return Answer.ok(Json.object().put("status", "ok"));
    }
}
