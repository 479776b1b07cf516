package io.reprise.kafka;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One rule for each sentence "Must not know ..." of this module. */
class ArchitectureTest {
  private static final String ROOT = "io.reprise.kafka";
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
  void theModuleKnowsKafkasClientsAndNoOtherModule() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                ROOT + "..", "java..", "org.apache.kafka..", "org.slf4j..", "org.jspecify.."))
        .because("Must not know replays, archives, snapshots, or any other module of Reprise.")
        .check(classes);
  }

  @Test
  void timeDoesNotKnowKafkasClients() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".time..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.apache.kafka..", ROOT + ".client..")
                .and(not(type(InterruptException.class))))
        .because("Must not know Kafka's clients, apart from Kafka's unchecked InterruptException.")
        .check(classes);
  }

  @Test
  void groupDoesNotKnowTails() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".group..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(ROOT + ".tail.."))
        .because("Must not know control-topic tails.")
        .check(classes);
  }

  @Test
  void tailDoesNotKnowGroups() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".tail..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(ROOT + ".group.."))
        .because("Must not know consumer groups.")
        .check(classes);
  }
}
