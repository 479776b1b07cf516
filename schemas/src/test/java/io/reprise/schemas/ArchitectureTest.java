package io.reprise.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One rule for each sentence "Must not know ..." of a package-info of this module. */
class ArchitectureTest {
  private static final String ROOT = "io.reprise.schemas";
  private static final String REGISTRY = ROOT + ".registry..";
  private static final String CONFLUENT = "io.confluent..";
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
  void theModuleKnowsNoKafkaTopicsOrHttp() {
    mustNotKnow(
        ROOT + "..",
        "Must not know Kafka, topics or HTTP.",
        "org.apache.kafka..",
        "io.reprise.store..",
        "io.reprise.runtime..",
        "java.net.http..",
        "io.javalin..");
  }

  @Test
  void jsonKnowsNoRegistry() {
    mustNotKnow(
        ROOT + ".json..", "Must not know a schema registry.", REGISTRY, CONFLUENT, "..flink..");
  }

  @Test
  void wireKnowsNoKafkaAndNoRegistry() {
    mustNotKnow(
        ROOT + ".wire..",
        "Must not know Kafka or a schema registry.",
        "org.apache.kafka..",
        REGISTRY,
        CONFLUENT,
        "..flink..");
  }

  @Test
  void compatKnowsNoRegistry() {
    mustNotKnow(
        ROOT + ".compat..", "Must not know a schema registry.", REGISTRY, CONFLUENT, "..flink..");
  }

  @Test
  void onlyConfluentClientNamesConfluentsClasses() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "..")
        .and()
        .haveNameNotMatching(".*\\.ConfluentClient(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CONFLUENT, "..flink..")
        .because("Must not know Confluent's client, except the class ConfluentClient.")
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
