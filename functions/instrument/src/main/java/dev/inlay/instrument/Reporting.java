package dev.inlay.instrument;

import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.session.EnrolmentTokens;
import java.net.URI;
import java.util.function.Function;

/// Chooses how the sensor of an image reports.
@FunctionalInterface
public interface Reporting {
    /// The same for the same image, as long as nobody changed its enrolment.
    SensorSettings.Report of(SourceImage image);

    /// Each image shows its own token.
    static Reporting byToken(URI endpoint, EnrolmentTokens tokens) {
        return image ->
                new SensorSettings.Report.ByToken(
                        endpoint.toString(), tokens.issue(image.digest()));
    }

    /// Images whose enrolment names roles report with them; an enrolment without any says nothing
    /// of who their containers are, so those show their token all the same.
    ///
    /// @param byRole from the image's digest, how they report then
    static Reporting byRole(
            Enrolments enrolments,
            Function<Digest, SensorSettings.Report> byRole,
            Reporting otherwise) {
        return image ->
                enrolments
                        .deciding(image.repository())
                        .map(Enrolment::roles)
                        .filter(roles -> !roles.isEmpty())
                        .map(_ -> byRole.apply(image.digest()))
                        .orElseGet(() -> otherwise.of(image));
    }
}
