package io.reprise.rehydrate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One rule for each sentence "Must not know ..." of a package-info of this module. */
class ArchitectureTest {
  private static final String ROOT = "io.reprise.rehydrate";
  private static final String DATABASE = ROOT + ".postgres..";
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
  void innerPackagesDoNotKnowThePublicApi() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .because("the public API is built on the other packages, not the other way round")
        .check(classes);
  }

  @Test
  void onlyPostgresKnowsADatabase() {
    mustNotKnow(ROOT, "Must not know any database.", DATABASE, "java.sql..", "org.postgresql..");
  }

  @Test
  void reportKnowsNoRunAndNoDatabase() {
    mustNotKnow(
        ROOT + ".report..",
        "Must not know how a run is carried out, nor any database.",
        ROOT + ".run..",
        ROOT + ".load..",
        ROOT + ".tail..",
        ROOT + ".read..",
        ROOT + ".parallel..",
        DATABASE,
        "java.sql..");
  }

  @Test
  void runKnowsNoDatabase() {
    mustNotKnow(
        ROOT + ".run..", "Must not know any database.", DATABASE, "java.sql..", "org.postgresql..");
  }

  @Test
  void parallelDoesNotKnowWhatTheStepDoes() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".parallel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".run..",
            ROOT + ".report..",
            ROOT + ".load..",
            ROOT + ".tail..",
            ROOT + ".read..",
            ROOT + ".target..",
            ROOT + ".project..",
            DATABASE,
            "io.reprise.store..",
            "org.apache.kafka..",
            "java.sql..")
        .because("Must not know what the step does.")
        .check(classes);
  }

  @Test
  void loadKnowsNoDatabase() {
    mustNotKnow(
        ROOT + ".load..",
        "Must not know any database.",
        DATABASE,
        "java.sql..",
        "org.postgresql..");
  }

  @Test
  void readDoesNotKnowWhereStatesAreStored() {
    mustNotKnow(
        ROOT + ".read..",
        "Must not know what the states are stored in: neither a database nor the rest of the run.",
        DATABASE,
        "java.sql..",
        ROOT + ".load..",
        ROOT + ".tail..",
        ROOT + ".run..",
        ROOT + ".report..");
  }

  @Test
  void tailKnowsNoDatabase() {
    mustNotKnow(
        ROOT + ".tail..",
        "Must not know any database.",
        DATABASE,
        "java.sql..",
        "org.postgresql..");
  }

  @Test
  void projectKnowsNoDatabaseAndNoKafka() {
    mustNotKnow(
        ROOT + ".project..",
        "Must not know any database, nor Kafka.",
        DATABASE,
        "java.sql..",
        "org.postgresql..",
        "org.apache.kafka..");
  }

  @Test
  void targetKnowsNoKafkaAndNoFolding() {
    mustNotKnow(
        ROOT + ".target..",
        "Must not know Kafka, nor how states are folded.",
        "org.apache.kafka..",
        ROOT + ".read..",
        ROOT + ".load..",
        ROOT + ".tail..",
        ROOT + ".run..",
        DATABASE);
  }

  @Test
  void postgresKnowsNoKafkaAndNoFolding() {
    mustNotKnow(
        DATABASE,
        "Must not know Kafka, nor how states are folded.",
        "org.apache.kafka..",
        ROOT + ".read..",
        ROOT + ".load..",
        ROOT + ".tail..",
        ROOT + ".run..");
  }

  @Test
  void sessionKnowsNoTableOfAModel() {
    mustNotKnow(
        ROOT + ".postgres.session..",
        "Must not know any table of a model.",
        ROOT + ".postgres.table..",
        ROOT + ".postgres.ledger..",
        ROOT + ".postgres.copy..",
        ROOT + ".postgres.version..");
  }

  @Test
  void tableDoesNotKnowWhichVersionsExist() {
    mustNotKnow(
        ROOT + ".postgres.table..",
        "Must not know which versions exist.",
        ROOT + ".postgres.ledger..",
        ROOT + ".postgres.version..");
  }

  @Test
  void ledgerNeitherReadsNorWritesRows() {
    mustNotKnow(
        ROOT + ".postgres.ledger..",
        "Must not read or write rows of a model.",
        ROOT + ".postgres.copy..",
        ROOT + ".postgres.version..");
  }

  @Test
  void copyDoesNotKnowWhichVersionsExist() {
    mustNotKnow(
        ROOT + ".postgres.copy..",
        "Must not know which versions exist.",
        ROOT + ".postgres.ledger..",
        ROOT + ".postgres.version..");
  }

  @Test
  void versionDoesNotKnowHowRowsAreWritten() {
    mustNotKnow(
        ROOT + ".postgres.version..",
        "Must not know how rows are written.",
        ROOT + ".postgres.copy..",
        "org.postgresql.copy..");
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
