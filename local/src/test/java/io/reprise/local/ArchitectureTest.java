package io.reprise.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One rule for each sentence "Must not know ..." of a package-info of this module. */
class ArchitectureTest {
  private static final String ROOT = "io.reprise.local";
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
  void theLocalStackKnowsNothingThatMeasuresOrHarms() {
    mustNotKnow(ROOT + "..", "Must not know trials.", "io.reprise.trials..");
  }

  @Test
  void auditKnowsNoCodeOfTheWorker() {
    mustNotKnow(
        ROOT + ".audit..",
        "Must not know the code of the replay worker.",
        "io.reprise.replay..",
        "io.reprise.cli.replay..");
  }

  @Test
  void processDoesNotKnowTheServicesOfAStack() {
    mustNotKnow(
        ROOT + ".process..",
        "Must not know which services a stack has.",
        ROOT + ".stack..",
        ROOT + ".dev..",
        ROOT + ".demo..",
        ROOT + ".role..",
        "io.reprise.replay..",
        "io.reprise.archiver..",
        "io.reprise.compactor..",
        "io.reprise.ingest..");
  }

  @Test
  void superviseDoesNotKnowThePartsOfAStack() {
    mustNotKnow(
        ROOT + ".supervise..",
        "Must not know which parts a stack has.",
        ROOT + ".stack..",
        ROOT + ".dev..",
        ROOT + ".demo..",
        ROOT + ".role..",
        "io.reprise.replay..",
        "io.reprise.archiver..",
        "io.reprise.compactor..",
        "io.reprise.ingest..");
  }

  @Test
  void stackDoesNotKnowWhoUsesIt() {
    mustNotKnow(
        ROOT + ".stack..",
        "Must not know who uses the stack: dev, demo, or trials.",
        ROOT + ".dev..",
        ROOT + ".demo..",
        "io.reprise.trials..");
  }

  @Test
  void devDoesNotKnowTheDemonstration() {
    mustNotKnow(ROOT + ".dev..", "Must not know the demonstration.", ROOT + ".demo..");
  }

  @Test
  void rolesDoNotKnowTheStack() {
    mustNotKnow(
        ROOT + ".role..",
        "Must not know the stack that starts them.",
        ROOT + ".stack..",
        ROOT + ".dev..",
        ROOT + ".demo..");
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
