package io.reprise.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.reprise.runtime.http.RoutePermissions;
import org.junit.jupiter.api.Test;

/** One rule for each sentence "Must not know ..." of a package-info of this module. */
class ArchitectureTest {
  private static final String ROOT = "io.reprise.runtime";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching(ROOT + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void runtimeKnowsNoDomain() {
    mustNotKnow(
        ROOT + "..",
        "Must not know any word of Reprise's domain.",
        "io.reprise.store..",
        "io.reprise.schemas..",
        "io.reprise.ingest..",
        "io.reprise.replay..",
        "io.reprise.archiver..",
        "io.reprise.compactor..",
        "io.reprise.rehydrate..");
  }

  @Test
  void tokensOfAnIssuerKnowNoServer() {
    mustNotKnow(
        ROOT + ".oidc..",
        "Must not know the HTTP server of the service.",
        ROOT + ".http..",
        "io.javalin..");
  }

  @Test
  void onlyOnePackageKnowsTheLibraryForTokens() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".oidc..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.nimbusds..")
        .check(CLASSES);
  }

  @Test
  void onlyOnePackageKnowsOpenTelemetry() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".trace..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .because("No other package knows OpenTelemetry.")
        .check(CLASSES);
  }

  @Test
  void traceKnowsNoHttpServerAndNoKafka() {
    mustNotKnow(
        ROOT + ".trace..",
        "Must not know HTTP servers or Kafka.",
        ROOT + ".http..",
        "io.javalin..",
        "org.apache.kafka..");
  }

  @Test
  void everyRouteIsRegisteredWithItsPermission() {
    RoutePermissions.requireNoOtherWay(CLASSES);
  }

  private static void mustNotKnow(String who, String sentence, String... packages) {
    noClasses()
        .that()
        .resideInAPackage(who)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .because(sentence)
        .check(CLASSES);
  }
}
