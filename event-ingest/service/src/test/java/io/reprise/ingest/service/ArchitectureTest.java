package io.reprise.ingest.service;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.reprise.runtime.http.RoutePermissions;
import org.junit.jupiter.api.Test;

/** One rule for each sentence "Must not know ..." of a package-info of this module. */
class ArchitectureTest {
  private static final String ROOT = "io.reprise.ingest.service";
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
  void onlyHttpKnowsHttp() {
    for (var step :
        new String[] {
          "admit", "answer", "dedupe", "encode", "index", "open", "parse", "publish", "refusal",
          "topic"
        }) {
      mustNotKnow(
          ROOT + "." + step + "..",
          "Must not know HTTP.",
          "io.reprise.runtime.http..",
          "io.javalin..",
          ROOT + ".http..");
    }
  }

  @Test
  void topicAndRefusalKnowNoOtherPackage() {
    for (var base : new String[] {"topic", "refusal"}) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + "." + base)
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "are in another package of this service",
                  other ->
                      other.getPackageName().startsWith(ROOT)
                          && !other.getPackageName().equals(ROOT + "." + base)))
          .because("Must not know HTTP or any other package of this service.")
          .check(CLASSES);
    }
  }

  @Test
  void dedupeKnowsNoKafka() {
    mustNotKnow(ROOT + ".dedupe", "Must not know Kafka.", "org.apache.kafka..");
  }

  @Test
  void everyRouteIsRegisteredWithItsPermission() {
    RoutePermissions.requireNoOtherWay(CLASSES);
  }

  @Test
  void observeKnowsNoOtherPackage() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".observe..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..").and(resideOutsideOfPackage(ROOT + ".observe..")))
        .because("Must not know any other package of the service.")
        .check(CLASSES);
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
