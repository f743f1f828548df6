package dev.inlay.instrument;

import dev.inlay.aws.Connection;
import dev.inlay.aws.Settings;
import dev.inlay.aws.s3.PolicyBucket;
import dev.inlay.aws.sts.AskedIdentity;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolments;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.storage.Tables;
import java.net.URI;

/// How sensors report on AWS: as the stack's setting `sensors` says.
final class ReportingWiring {
    private final Settings settings;
    private final Connection connection;
    private final URI endpoint;

    ReportingWiring(Settings settings, Connection connection) {
        this.settings = settings;
        this.connection = connection;
        this.endpoint = URI.create(settings.text("INLAY_ENDPOINT"));
    }

    Reporting reporting(Tables tables, EnrolmentTokens tokens) {
        var byToken = Reporting.byToken(endpoint, tokens);
        var enrolments = new Enrolments(tables.catalog());
        var sensors = settings.optional("INLAY_SENSORS").orElse("token");
        return switch (sensors) {
            case "token" -> byToken;
            case "role" -> Reporting.byRole(enrolments, _ -> byRole(), byToken);
            case "direct" -> Reporting.byRole(enrolments, this::direct, byToken);
            default ->
                    throw new PermanentFailure(
                            "setting-malformed",
                            "starting: INLAY_SENSORS is '"
                                    + sensors
                                    + "', which is none of token, role, direct");
        };
    }

    private SensorSettings.Report byRole() {
        return new SensorSettings.Report.ByRole(
                endpoint.toString(),
                connection.region(),
                AskedIdentity.host(connection.region()),
                endpoint.toString());
    }

    private SensorSettings.Report direct(Digest image) {
        return new SensorSettings.Report.Direct(
                connection.region(),
                settings.text("INLAY_DIRECT_TELEMETRY_QUEUE"),
                settings.text("INLAY_DIRECT_VIOLATIONS_QUEUE"),
                settings.text("INLAY_POLICY_URL") + "/" + PolicyBucket.path(image));
    }
}
