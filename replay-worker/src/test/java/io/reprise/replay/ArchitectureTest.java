package io.reprise.replay;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.reprise.runtime.http.RoutePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One rule for each sentence "Must not know ..." of a package-info of this module. */
class ArchitectureTest {
  private static final String ROOT = "io.reprise.replay";
  private static final String KAFKA = "org.apache.kafka..";
  private static final String KAFKA_CLIENTS = "org.apache.kafka.clients..";
  private static final String KAFKA_SUPPORT = "io.reprise.kafka..";
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
  void browseKnowsNoGroupsTransactionsOrControlTopics() {
    mustNotKnow(
        "browse",
        "Must not know groups, transactions or the control topics.",
        groupsAnd("slot", "fencing", "journal"));
  }

  @Test
  void groupKnowsNoHttpAndNothingOfHowAReplayRuns() {
    var sentence = "Must not know HTTP, slots, the coordinator, delivery or transactions.";
    mustNotKnow("group", sentence, http());
    mustNotKnow("group", sentence, inWorker("slot", "coordinate", "deliver", "fencing"));
  }

  @Test
  void httpKnowsNothingOfHowAReplayRuns() {
    mustNotKnow(
        "http",
        "Must not know slots, the coordinator, delivery or transactions.",
        inWorker("slot", "coordinate", "deliver", "fencing"));
  }

  @Test
  void operateKnowsNoHttp() {
    mustNotKnow("operate", "Must not know HTTP.", http());
  }

  @Test
  void parkKnowsNothingOfHowAReplayRuns() {
    mustNotKnow(
        "park",
        "Must know neither slots, the coordinator, delivery, transactions nor the control topics.",
        inWorker("slot", "coordinate", "deliver", "fencing", "journal"));
  }

  @Test
  void planKnowsNoKafkaClients() {
    mustNotKnow("plan", "Must not know Kafka clients.", KAFKA_CLIENTS, KAFKA_SUPPORT);
  }

  @Test
  void receiptKnowsNothingOfHowAReplayRuns() {
    mustNotKnow(
        "receipt",
        "Must not know slots, the coordinator, delivery or transactions.",
        inWorker("slot", "coordinate", "deliver", "fencing"));
  }

  @Test
  void sampleKnowsNothingOfHowAReplayRuns() {
    mustNotKnow(
        "sample",
        "Must not know HTTP, slots, the coordinator, delivery or transactions.",
        inWorker("slot", "coordinate", "deliver", "fencing"));
    mustNotKnow(
        "sample", "Must not know HTTP, slots, the coordinator, delivery or transactions.", http());
  }

  @Test
  void rateKnowsNothingOfHowAReplayRuns() {
    mustNotKnow(
        "rate",
        "Must not know slots, the coordinator, delivery or transactions.",
        inWorker("slot", "coordinate", "deliver", "fencing"));
  }

  @Test
  void transformKnowsNothingOfHowAReplayRuns() {
    mustNotKnow(
        "transform",
        "Must not know HTTP, slots, the coordinator, delivery or transactions.",
        inWorker("slot", "coordinate", "deliver", "fencing"));
    mustNotKnow(
        "transform",
        "Must not know HTTP, slots, the coordinator, delivery or transactions.",
        http());
  }

  @Test
  void onlyExpressionsReadValues() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".select..")
        .and()
        .doNotHaveSimpleName("RecordEventView")
        .should()
        .callMethod(ConsumerRecord.class, "value")
        .because("Only an expression of the filter reads the value of a record.")
        .check(classes);
    mustNotKnow(
        "select",
        "Must not know slots, the coordinator, delivery or transactions.",
        inWorker("slot", "coordinate", "deliver", "fencing"));
  }

  @Test
  void specKnowsNeitherKafkaNorTheRestOfTheWorker() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".spec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(KAFKA, KAFKA_SUPPORT)
        .because("Must not know Kafka or any other package of the worker.")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".spec..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..").and(resideOutsideOfPackage(ROOT + ".spec..")))
        .because("Must not know Kafka or any other package of the worker.")
        .check(classes);
  }

  @Test
  void approveKnowsNoKafka() {
    mustNotKnow("approve", "Must not know Kafka.", KAFKA, KAFKA_SUPPORT);
  }

  @Test
  void stateKnowsNoKafka() {
    mustNotKnow("state", "Must not know Kafka.", KAFKA, KAFKA_SUPPORT);
  }

  @Test
  void targetKnowsNoSlotsGroupsCoordinatorOrControlTopics() {
    mustNotKnow(
        "target",
        "Must not know slots, groups, the coordinator or the control topics.",
        groupsAnd("slot", "coordinate", "journal"));
  }

  @Test
  void checkpointKnowsNoControlTopicsOrTransactions() {
    mustNotKnow(
        "checkpoint",
        "Must not know the control topics or transactions.",
        inWorker("journal", "fencing"));
  }

  @Test
  void coordinateKnowsNoTargetsOrDelivery() {
    mustNotKnow("coordinate", "Must not know targets or delivery.", inWorker("target", "deliver"));
  }

  @Test
  void deliverKnowsNoSlotsAndNoCoordinator() {
    mustNotKnow(
        "deliver",
        "Must not know how a slot is owned or the coordinator.",
        groupsAnd("slot", "coordinate"));
  }

  @Test
  void failureKnowsNothingOfHowAReplayRuns() {
    mustNotKnow(
        "failure",
        "Must not know slots, the coordinator, delivery or transactions.",
        inWorker("slot", "coordinate", "deliver", "fencing"));
  }

  @Test
  void fencingKnowsNoGroupMembership() {
    mustNotKnow(
        "fencing",
        "Must not know group membership beyond the proof that a transaction carries.",
        groupsAnd("slot", "coordinate"));
  }

  @Test
  void journalKnowsNoOwnersCoordinatorOrDelivery() {
    mustNotKnow(
        "journal",
        "Must not know who owns a slot, the coordinator or delivery.",
        inWorker("slot", "coordinate", "deliver", "fencing"));
  }

  @Test
  void slotKnowsNoCoordinatorAndNoHttp() {
    mustNotKnow("slot", "Must not know the coordinator or HTTP.", inWorker("coordinate", "http"));
    mustNotKnow("slot", "Must not know the coordinator or HTTP.", http());
  }

  @Test
  void everyRouteIsRegisteredWithItsPermission() {
    RoutePermissions.requireNoOtherWay(classes);
  }

  private static String[] http() {
    return new String[] {"io.javalin..", "io.reprise.runtime.http..", ROOT + ".http.."};
  }

  private static String[] inWorker(String... packages) {
    return Arrays.stream(packages).map(p -> ROOT + "." + p + "..").toArray(String[]::new);
  }

  private static String[] groupsAnd(String... packages) {
    var all = new ArrayList<>(List.of(inWorker(packages)));
    all.add("io.reprise.kafka.group..");
    return all.toArray(String[]::new);
  }

  private static void mustNotKnow(String subject, String sentence, String... known) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + subject + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(known)
        .because(sentence)
        .check(classes);
  }
}
