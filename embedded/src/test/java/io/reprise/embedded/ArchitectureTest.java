package io.reprise.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The promises of the package-info files of this module. */
class ArchitectureTest {
  private static final String ROOT = "io.reprise.embedded";
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes = new ClassFileImporter().importPackages(ROOT);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void serversKnowNoOtherModule() {
    classes()
        .that()
        .resideInAPackage(ROOT + "..")
        .should()
        .onlyDependOnClassesThat(outsideOfRepriseOrIn(ROOT))
        .because("Must not know any other module of Reprise.")
        .check(classes);
  }

  @Test
  void theContractDoesNotKnowHowTheBrokerWasStarted() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".contract..")
        .should()
        .onlyDependOnClassesThat(outsideOfRepriseOrIn(ROOT + ".contract"))
        .because("Must not know how the broker was started.")
        .check(classes);
  }

  private static DescribedPredicate<JavaClass> outsideOfRepriseOrIn(String root) {
    return DescribedPredicate.describe(
        "are outside of Reprise or in " + root,
        used ->
            !used.getPackageName().startsWith("io.reprise")
                || used.getPackageName().startsWith(root));
  }
}
