package dev.inlay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/// What the tree promises: features that do not know each other in circles, decisions that do not
/// know where they run.
@AnalyzeClasses(packages = "dev.inlay", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule featuresFormNoCircles =
            slices().matching("dev.inlay.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyAdaptersKnowAws =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.inlay.aws..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("software.amazon..", "com.amazonaws..");

    @ArchTest
    static final ArchRule onlyWiringReadsTheEnvironment =
            noClasses()
                    .that()
                    .haveSimpleNameNotEndingWith("Wiring")
                    .should()
                    .callMethod(System.class, "getenv")
                    .orShould()
                    .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule decisionsAreToldTheTime =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.inlay.behaviour..",
                            "dev.inlay.profile..",
                            "dev.inlay.policy..",
                            "dev.inlay.detection..",
                            "dev.inlay.alert..",
                            "dev.inlay.coverage..",
                            "dev.inlay.document..")
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Clock.class, "systemUTC")
                    .orShould()
                    .callMethod(InstantSource.class, "system");

    @ArchTest
    static final ArchRule failuresAreOfTwoKinds =
            classes()
                    .that()
                    .areAssignableTo(Throwable.class)
                    .should()
                    .resideInAPackage("dev.inlay.failure");

    /// A credential helper is what Docker calls a program that knows passwords.
    @ArchTest
    static final ArchRule namesSayWhatThingsAre =
            noClasses()
                    .that()
                    .doNotHaveSimpleName("CredentialHelper")
                    .should()
                    .haveNameMatching(
                            ".*[.$](|[A-Za-z]*[a-z])(Util|Utils|Helper|Manager|Common|Base|Impl|Service|DTO)");
}
