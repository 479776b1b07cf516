package io.reprise.trials;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameContaining;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ObjectInputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point one way: schemas, event store, services, command line, one-machine stack,
 * trials. No service depends on another.
 */
class LayersTest {
  private static final String TRIALS = "io.reprise.trials..";

  private static JavaClasses all;

  @BeforeAll
  static void importClasses() {
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.reprise");
  }

  @Test
  void schemasKnowNobody() {
    mayNotUse(
        "io.reprise.schemas..",
        "io.reprise.store..",
        "io.reprise.runtime..",
        "io.reprise.replay..",
        "io.reprise.archiver..",
        "io.reprise.compactor..",
        "io.reprise.rehydrate..",
        "io.reprise.ingest..",
        "io.reprise.embedded..",
        "org.apache.kafka..");
  }

  @Test
  void theEventStoreKnowsNoServiceAndNoHttp() {
    mayNotUse(
        "io.reprise.store..",
        "io.reprise.runtime..",
        "io.reprise.replay..",
        "io.reprise.archiver..",
        "io.reprise.compactor..",
        "io.reprise.rehydrate..",
        "io.reprise.ingest..",
        "io.reprise.embedded..",
        "io.javalin..");
  }

  @Test
  void theRuntimeKnowsNoDomain() {
    mayNotUse(
        "io.reprise.runtime..",
        "io.reprise.schemas..",
        "io.reprise.store..",
        "io.reprise.replay..",
        "io.reprise.archiver..",
        "io.reprise.compactor..",
        "io.reprise.rehydrate..",
        "io.reprise.ingest..",
        "org.apache.kafka..");
  }

  @Test
  void servicesNeverDependOnOneAnother() {
    var services =
        List.of(
            "io.reprise.replay..",
            "io.reprise.ingest..",
            "io.reprise.archiver..",
            "io.reprise.compactor..",
            "io.reprise.rehydrate..");
    for (var service : services) {
      var others = new ArrayList<>(services);
      others.remove(service);
      others.add("io.reprise.embedded..");
      mayNotUse(service, others.toArray(String[]::new));
    }
  }

  @Test
  void theRehydratorKnowsNoHttp() {
    mayNotUse("io.reprise.rehydrate..", "io.javalin..", "io.reprise.runtime..");
  }

  @Test
  void noServiceDependsOnTheCommandLine() {
    mayOnlyBeUsedBy("io.reprise.cli..", "io.reprise.cli..", "io.reprise.local..", TRIALS);
  }

  @Test
  void onlyTrialsDependOnTheLocalStack() {
    mayOnlyBeUsedBy("io.reprise.local..", "io.reprise.local..", TRIALS);
  }

  @Test
  void nobodyDependsOnTrials() {
    mayOnlyBeUsedBy(TRIALS, TRIALS);
  }

  @Test
  void onlyOneClassNamesConfluentsClient() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.ConfluentClient(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.flink..")
        .check(all);
  }

  @Test
  void onlyOnePackageKnowsCel() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.reprise.store.select..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.cel..")
        .check(all);
  }

  /** Meters that are created elsewhere would be missing in docs/metrics.md. */
  @Test
  void onlyDeclarationsCreateMeters() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.reprise.runtime.metric..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.micrometer\\.core\\.instrument\\.\\w+\\$Builder")
        .orShould()
        .callMethodWhere(
            target(owner(assignableTo(MeterRegistry.class)))
                .and(target(nameMatching("counter|gauge.*|timer|summary|more"))))
        .check(all);
  }

  /**
   * Other schedulers keep the failure of a task in a future that no code reads (guarantee 6 of
   * docs/liveness.md).
   */
  @Test
  void onlyServiceSchedulerRunsPeriodicTasks() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.reprise.runtime..",
            "io.reprise.replay..",
            "io.reprise.archiver..",
            "io.reprise.compactor..",
            "io.reprise.ingest..")
        .should()
        .callMethodWhere(
            target(owner(equivalentTo(Executors.class))).and(target(nameContaining("Scheduled"))))
        .check(all);
  }

  /**
   * No request can name an address that a service then calls. Services call Kafka, the object store
   * and the registry by the clients of these, the issuer and the targets of the configuration, and
   * other compactors of the same application.
   */
  @Test
  void onlyNamedClassesOpenHttpConnections() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.reprise.runtime..",
            "io.reprise.replay..",
            "io.reprise.archiver..",
            "io.reprise.compactor..",
            "io.reprise.ingest.service..",
            "io.reprise.store..",
            "io.reprise.schemas..",
            "io.reprise.kafka..")
        .and()
        .haveNameNotMatching(
            "io\\.reprise\\.(runtime\\.oidc\\.(IssuerClient|Client|BoundedBody)"
                + "|runtime\\.http\\.HealthProbe|compactor\\.http\\.OtherInstances"
                + "|replay\\.target\\.http\\.WebhookClient)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net.http..")
        .orShould()
        .callMethodWhere(
            target(owner(equivalentTo(URL.class))).and(target(nameMatching("open.*|getContent"))))
        .check(all);
  }

  /** Avro's specific and reflective readers load the classes that a schema names. */
  @Test
  void noServiceReadsEventsIntoClassesThatASchemaNames() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.reprise.store..",
            "io.reprise.schemas..",
            "io.reprise.replay..",
            "io.reprise.archiver..",
            "io.reprise.compactor..",
            "io.reprise.rehydrate..",
            "io.reprise.ingest.service..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.avro.specific..", "org.apache.avro.reflect..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .check(all);
  }

  @Test
  void ingestPackagesHaveNoCycles() {
    slices().matching("io.reprise.schemas.(*)..").should().beFreeOfCycles().check(all);
    slices().matching("io.reprise.store.(*)..").should().beFreeOfCycles().check(all);
  }

  private static void mayNotUse(String layer, String... forbidden) {
    noClasses()
        .that()
        .resideInAPackage(layer)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(all);
  }

  private static void mayOnlyBeUsedBy(String layer, String... users) {
    noClasses()
        .that()
        .resideOutsideOfPackages(users)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(layer)
        .check(all);
  }
}
