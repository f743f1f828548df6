package dev.inlay.infra.deploy;

import java.util.Optional;
import java.util.OptionalInt;

/// What is known of the account and the region that a deployment would go to, before it goes.
public interface Account {
    /// The region that is configured, if any is.
    Optional<String> region();

    /// Who we are there.
    Caller caller();

    /// Version of the CDK's bootstrap stack there, if there is one.
    OptionalInt bootstrap();

    /// Whose credentials there are.
    sealed interface Caller {
        /// Somebody AWS knows.
        ///
        /// @param account twelve digits
        /// @param arn user or role
        record Known(String account, String arn) implements Caller {}

        /// Nobody: no credentials, or none that AWS takes.
        ///
        /// @param because what was said
        record Unknown(String because) implements Caller {}
    }
}
