package io.reprise.compactor;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.reprise.runtime.http.RoutePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One rule for each sentence "Must not know ..." of a package-info of this module. */
class ArchitectureTest {
  private static final String ROOT = "io.reprise.compactor";
  private static final String AUDIT = ROOT + ".audit..";
  private static final String FOLD = ROOT + ".fold..";
  private static final String HTTP = ROOT + ".http..";
  private static final String STATE = ROOT + ".state..";
  private static final String TOPIC = ROOT + ".topic..";
  private static final String STREAMS = "org.apache.kafka.streams..";
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void innerPackagesDoNotKnowTheWiring() {
    mustNotKnow(ROOT + ".*..", "The root package wires the others together.", ROOT);
  }

  @Test
  void auditDoesNotKnowHowSnapshotsAreMade() {
    mustNotKnow(AUDIT, "Must not know how snapshots are made.", FOLD, HTTP, STREAMS);
  }

  @Test
  void foldKnowsNoHttpAndNoAudits() {
    mustNotKnow(
        FOLD,
        "Must not know HTTP or audits.",
        HTTP,
        AUDIT,
        "io.javalin..",
        "io.reprise.runtime.http..");
  }

  @Test
  void httpDoesNotKnowKafkaStreams() {
    mustNotKnow(HTTP, "Must not know Kafka Streams.", STREAMS, "org.rocksdb..");
  }

  @Test
  void stateKnowsNoFoldingAndNoHttp() {
    mustNotKnow(
        STATE,
        "Must not know how events are folded, or HTTP.",
        FOLD,
        AUDIT,
        HTTP,
        TOPIC,
        "io.javalin..",
        "io.reprise.runtime.http..");
  }

  @Test
  void topicDoesNotKnowHowEventsAreFolded() {
    mustNotKnow(TOPIC, "Must not know how events are folded.", FOLD, STATE, AUDIT, HTTP, STREAMS);
  }

  @Test
  void everyRouteIsRegisteredWithItsPermission() {
    RoutePermissions.requireNoOtherWay(classes);
  }

  @Test
  void observeKnowsNoOtherPackage() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".observe..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..").and(resideOutsideOfPackage(ROOT + ".observe..")))
        .because("Must not know any other package of the compactor.")
        .check(classes);
  }

  private static void mustNotKnow(String packages, String sentence, String... forbidden) {
    noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .because(sentence)
        .check(classes);
  }
}
