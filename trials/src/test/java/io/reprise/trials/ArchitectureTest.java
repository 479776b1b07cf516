package io.reprise.trials;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One rule for each sentence "Must not know ..." of a package-info of this module. */
class ArchitectureTest {
  private static final String ROOT = "io.reprise.trials";
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
  void measureKnowsNoBenchmark() {
    mustNotKnow(
        ROOT + ".bench.measure..",
        "Must not know any benchmark.",
        ROOT + ".bench",
        ROOT + ".bench.archive..",
        ROOT + ".bench.compactor..",
        ROOT + ".bench.control..",
        ROOT + ".bench.ingest..",
        ROOT + ".bench.metadata..",
        ROOT + ".bench.overhead..",
        ROOT + ".bench.rehydrate..",
        ROOT + ".bench.replay..",
        ROOT + ".bench.scale..",
        ROOT + ".bench.target..",
        ROOT + ".bench.user..");
  }

  @Test
  void relayKnowsNothingOfReprise() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".relay..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.reprise..").and(not(resideInAPackage(ROOT + ".relay.."))))
        .because("Must not know anything of Reprise.")
        .check(classes);
  }

  @Test
  void theMainClassOfToolsNeedsOnlyTheJdk() {
    noClasses()
        .that()
        .haveSimpleName("ToolMain")
        .should()
        .dependOnClassesThat(not(resideInAnyPackage("java..", ROOT + ".bench.peer..")))
        .because("only Kafka's own libraries are on the class path of the tool")
        .check(classes);
  }

  @Test
  void chaosDoesNotKnowTheBenches() {
    mustNotKnow(ROOT + ".chaos..", "Must not know the benches.", ROOT + ".bench..");
  }

  @Test
  void seriesDoesNotKnowWhatARunDoes() {
    mustNotKnow(
        ROOT + ".chaos.series..",
        "Must not know what a run does.",
        ROOT + ".bench..",
        ROOT + ".chaos",
        ROOT + ".chaos.compactor..",
        ROOT + ".load..",
        ROOT + ".relay..");
  }

  @Test
  void targetsOfChaosDoNotKnowHowFaultsAreInjectedIntoTheStack() {
    mustNotKnow(
        ROOT + ".chaos.target..",
        "Must not know how faults are injected into the stack.",
        ROOT + ".chaos",
        ROOT + ".chaos.series..",
        ROOT + ".chaos.compactor..");
  }

  @Test
  void benchesDoNotKnowChaos() {
    mustNotKnow(
        ROOT + ".bench..", "Must not know the chaos runs.", ROOT + ".chaos..", ROOT + ".relay..");
  }

  @Test
  void soakDoesNotKnowChaos() {
    mustNotKnow(ROOT + ".soak..", "Must not know the chaos runs.", ROOT + ".chaos..");
  }

  @Test
  void loadDoesNotKnowWhatItsTopicsAreUsedFor() {
    mustNotKnow(
        ROOT + ".load..",
        "Must not know what the topic is used for.",
        ROOT + ".bench..",
        ROOT + ".chaos..");
  }

  @Test
  void driveKnowsNoSingleBench() {
    mustNotKnow(
        ROOT + ".bench.drive..",
        "Must not know any single bench.",
        ROOT + ".bench.archive..",
        ROOT + ".bench.compactor..",
        ROOT + ".bench.control..",
        ROOT + ".bench.ingest..",
        ROOT + ".bench.metadata..",
        ROOT + ".bench.overhead..",
        ROOT + ".bench.rehydrate..",
        ROOT + ".bench.replay..",
        ROOT + ".bench.scale..",
        ROOT + ".bench.target..",
        ROOT + ".bench.user..");
  }

  @Test
  void peerKnowsNoSingleBench() {
    mustNotKnow(
        ROOT + ".bench.peer..",
        "Must not know any single bench.",
        ROOT + ".bench.archive..",
        ROOT + ".bench.compactor..",
        ROOT + ".bench.control..",
        ROOT + ".bench.ingest..",
        ROOT + ".bench.metadata..",
        ROOT + ".bench.overhead..",
        ROOT + ".bench.rehydrate..",
        ROOT + ".bench.replay..",
        ROOT + ".bench.scale..",
        ROOT + ".bench.target..",
        ROOT + ".bench.user..");
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
