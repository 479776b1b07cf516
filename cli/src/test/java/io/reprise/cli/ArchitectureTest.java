package io.reprise.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One rule for each sentence "Must not know ..." of a package-info of this module. */
class ArchitectureTest {
  private static final String ROOT = "io.reprise.cli";
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
  void theCommandLineKnowsNoTestServersAndNoTrials() {
    mustNotKnow(
        ROOT + "..",
        "Must not know embedded servers, local or trials.",
        "io.reprise.embedded..",
        "io.reprise.local..",
        "io.reprise.trials..",
        "kafka..",
        "org.apache.kafka.server..",
        "org.apache.kafka.metadata..",
        "org.apache.kafka.connect..",
        "org.apache.kafka.tools..",
        "io.zonky..");
  }

  @Test
  void rolesKnowNoEmbeddedServers() {
    mustNotKnow(
        ROOT + ".role..",
        "Must not know embedded servers.",
        "io.reprise.embedded..",
        "io.reprise.local..",
        "io.zonky..");
  }

  @Test
  void commandKnowsNoCommand() {
    mustNotKnow(
        ROOT + ".command..",
        "Must not know any command.",
        ROOT,
        ROOT + ".archive..",
        ROOT + ".client..",
        ROOT + ".compare..",
        ROOT + ".events..",
        ROOT + ".publish..",
        ROOT + ".rehydrate..",
        ROOT + ".replay..",
        ROOT + ".role..",
        ROOT + ".schemas..",
        ROOT + ".snapshot..",
        ROOT + ".topics..");
  }

  @Test
  void outputKnowsNoCommandAndNoService() {
    mustNotKnow(
        ROOT + ".output..",
        "Must not know any command or service.",
        ROOT,
        ROOT + ".archive..",
        ROOT + ".client..",
        ROOT + ".compare..",
        ROOT + ".command..",
        ROOT + ".events..",
        ROOT + ".publish..",
        ROOT + ".rehydrate..",
        ROOT + ".replay..",
        ROOT + ".role..",
        ROOT + ".schemas..",
        ROOT + ".snapshot..",
        ROOT + ".topics..");
  }

  @Test
  void argumentsKnowNoCommandAndNoService() {
    mustNotKnow(
        ROOT + ".argument..",
        "Must not know any command or service.",
        ROOT,
        ROOT + ".archive..",
        ROOT + ".client..",
        ROOT + ".compare..",
        ROOT + ".events..",
        ROOT + ".publish..",
        ROOT + ".rehydrate..",
        ROOT + ".replay..",
        ROOT + ".role..",
        ROOT + ".schemas..",
        ROOT + ".snapshot..",
        ROOT + ".topics..");
  }

  @Test
  void contextsKnowNoCommandAndNoService() {
    mustNotKnow(
        ROOT + ".context..",
        "Must not know any command or service.",
        ROOT,
        ROOT + ".archive..",
        ROOT + ".client..",
        ROOT + ".compare..",
        ROOT + ".events..",
        ROOT + ".publish..",
        ROOT + ".rehydrate..",
        ROOT + ".replay..",
        ROOT + ".role..",
        ROOT + ".schemas..",
        ROOT + ".snapshot..",
        ROOT + ".topics..",
        "io.reprise.store..");
  }

  @Test
  void eventsAreReadThroughWorkersOnly() {
    mustNotKnow(
        ROOT + ".events..",
        "Must not know Kafka or the object store.",
        "org.apache.kafka..",
        "io.reprise.store.kafka..",
        "io.reprise.store.archive..",
        "io.reprise.store.object..",
        "software.amazon..");
  }

  @Test
  void comparedRecordsAreReadThroughWorkersOnly() {
    mustNotKnow(
        ROOT + ".compare",
        "Must not know Kafka or the object store.",
        "org.apache.kafka..",
        "io.reprise.store.kafka..",
        "io.reprise.store.archive..",
        "io.reprise.store.object..",
        "software.amazon..");
  }

  @Test
  void matchingKnowsEntriesOnly() {
    mustNotKnow(
        ROOT + ".compare.match",
        "Must not know the command line, HTTP, JSON, Kafka or where records are stored.",
        ROOT + ".client..",
        ROOT + ".command..",
        ROOT + ".compare",
        ROOT + ".events..",
        ROOT + ".output..",
        "com.fasterxml..",
        "java.net..",
        "org.apache.kafka..",
        "picocli..",
        "io.reprise.store.kafka..",
        "io.reprise.store.archive..",
        "io.reprise.store.object..",
        "io.reprise.store.tier..");
  }

  @Test
  void clientsKnowOnlyHttpApis() {
    mustNotKnow(
        ROOT + ".client..",
        "Must not know the code of the services, only their HTTP APIs.",
        "io.reprise.archiver..",
        "io.reprise.compactor..",
        "io.reprise.ingest..",
        "io.reprise.rehydrate..",
        "io.reprise.replay..",
        "io.reprise.store..",
        "org.apache.kafka..");
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
