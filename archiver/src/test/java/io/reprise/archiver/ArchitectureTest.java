package io.reprise.archiver;

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
  private static final String ROOT = "io.reprise.archiver";
  private static final String COMMIT = ROOT + ".commit..";
  private static final String GENERATION = ROOT + ".generation..";
  private static final String HTTP = ROOT + ".http..";
  private static final String OBSERVE = ROOT + ".observe..";
  private static final String OPERATE = ROOT + ".operate..";
  private static final String TOPIC = ROOT + ".topic..";
  private static final String TRIM = ROOT + ".trim..";
  private static final String WORK = ROOT + ".work..";
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
  void commitKnowsNoSegmentsAndNoTrims() {
    mustNotKnow(
        COMMIT,
        "Must not know how segments are made or what is trimmed.",
        WORK,
        TRIM,
        OPERATE,
        GENERATION,
        HTTP,
        "io.reprise.store.archive.segment.write..");
  }

  @Test
  void generationDoesNotKnowHowSnapshotsAreFolded() {
    mustNotKnow(
        GENERATION,
        "Must not know how snapshots are folded.",
        "io.reprise.compactor..",
        WORK,
        TRIM);
    noClasses()
        .that()
        .resideInAPackage(GENERATION)
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.reprise\\.store\\.fold\\.(KeyFold|Reducers?|ReducerProvider)")
        .because("Must not know how snapshots are folded.")
        .check(classes);
  }

  @Test
  void httpDoesNotKnowHowPartitionsAreArchivedAndTrimmed() {
    mustNotKnow(HTTP, "Must not know how partitions are archived and trimmed.", WORK, TRIM);
  }

  @Test
  void observeKnowsNoOtherPackage() {
    mustNotKnow(
        OBSERVE,
        "Must not know any other package of the archiver.",
        ROOT,
        COMMIT,
        GENERATION,
        HTTP,
        OPERATE,
        TOPIC,
        TRIM,
        WORK);
  }

  @Test
  void operateDoesNotKnowHttp() {
    mustNotKnow(OPERATE, "Must not know HTTP.", HTTP, "io.javalin..", "io.reprise.runtime.http..");
  }

  @Test
  void topicNeitherReadsNorMovesRecords() {
    mustNotKnow(
        TOPIC,
        "Must not read or move records.",
        COMMIT,
        GENERATION,
        HTTP,
        OPERATE,
        TRIM,
        WORK,
        "org.apache.kafka.clients..");
  }

  @Test
  void trimDoesNotKnowHowRecordsReachTheArchive() {
    mustNotKnow(
        TRIM,
        "Must not know how records reach the archive.",
        WORK,
        OPERATE,
        GENERATION,
        HTTP,
        "io.reprise.store.archive.segment.write..");
  }

  @Test
  void workDoesNotKnowOperatorsRequests() {
    mustNotKnow(
        WORK,
        "Must not know operators' requests.",
        OPERATE,
        GENERATION,
        HTTP,
        "io.javalin..",
        "io.reprise.runtime.http..");
  }

  @Test
  void everyRouteIsRegisteredWithItsPermission() {
    RoutePermissions.requireNoOtherWay(classes);
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
