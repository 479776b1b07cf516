package io.reprise.trials.upgrade;

import static io.reprise.trials.upgrade.MixedStack.FIRST_TARGET;
import static io.reprise.trials.upgrade.MixedStack.REDUCER;
import static io.reprise.trials.upgrade.MixedStack.SECOND_TARGET;
import static io.reprise.trials.upgrade.MixedStack.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.client.IngestClient;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.publish.BatchPublisher;
import io.reprise.cli.publish.ExampleEvents;
import io.reprise.local.audit.Audit;
import io.reprise.local.audit.AuditedRange;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.OrderingScope;
import io.reprise.local.audit.SourceRecords;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.dev.ExampleSchema;
import io.reprise.local.stack.ScratchDirectory;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.trials.PatientStart;
import io.reprise.trials.upgrade.MixedStack.Service;
import io.reprise.trials.upgrade.MixedStack.Version;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/**
 * Replaces every service of the previous version by the present one during a replay, and goes back
 * to the previous version during another replay. In between, both versions run side by side.
 *
 * <p>Runs only with {@code -Dreprise.previousVersion=build}, or with a directory in which the
 * previous version was built. With {@code -Dreprise.upgradeTest=short}, one replay crosses the
 * upgrade and the downgrade, and only what it has delivered, the archive and the snapshots are
 * checked, at the end.
 */
class RollingUpgradeIT {
  private static final int PARTITIONS = 8;
  private static final int REPLAYED = 8_000;
  private static final int AFTER_UPGRADE = 9_000;
  private static final int AFTER_DOWNGRADE = 10_000;

  /** The replayed events are published in steps of this many. */
  private static final int STEP = 2_000;

  /** So many events of the other version are published again. */
  private static final int AGAIN = 500;

  /** So slow that a replay takes longer than the replacement of all services. */
  private static final int SLOW_PER_SECOND = 12;

  /** A format version of control records that neither version knows. */
  private static final int LATER_FORMAT = 99;

  private static final long SECOND = 1_000_000_000;

  private static final Duration LIMIT = Duration.ofSeconds(300);

  /** A request whose effect does not show is repeated after this time. */
  private static final Duration REPEAT_AFTER = Duration.ofSeconds(2);

  private static final boolean SHORT =
      System.getProperty("reprise.upgradeTest", "full").equals("short");

  private final long begun = System.nanoTime();
  private long said = begun;
  private MixedStack stack;
  private CommittedReader reader;
  private List<AuditedRange> ranges;
  private SourceRecords source;

  @Test
  void replaysCrossAnUpgradeAndADowngradeOfEveryService() {
    var previous = PreviousVersion.find();
    say("the previous version is built");
    try (var scratch = ScratchDirectory.create("reprise-upgrade")) {
      try (var started = new MixedStack(scratch.directory(), previous.classPath())) {
        stack = started;
        reader = new CommittedReader(stack.bootstrapServers());
        run();
      } catch (RuntimeException | AssertionError e) {
        System.out.println("upgrade: logs and data are kept in " + scratch.keep());
        throw e;
      }
    }
  }

  private void run() {
    beginWithThePreviousVersion();
    var first = start("first");
    if (SHORT) {
      upgradeDuring(first);
      downgradeDuring(first, () -> {});
      assertDeliveredOnce(first, FIRST_TARGET, Service.WORKER_1, Service.WORKER_2);
      assertArchiveAndSnapshotsAreRight();
      return;
    }
    understandsLaterCommands(first);
    upgradeDuring(first);
    complete(first);
    assertDeliveredOnce(first, FIRST_TARGET, Service.WORKER_1, Service.WORKER_2);
    assertArchiveAndSnapshotsAreRight();

    var second = start("second");
    downgradeDuring(
        second, () -> assertDeliveredOnce(first, FIRST_TARGET, Service.WORKER_1, Service.WORKER_2));
    assertArchiveAndSnapshotsAreRight();
    stack.run(Version.PRESENT, Service.WORKER_2);
    assertDeliveredOnce(second, SECOND_TARGET, Service.WORKER_1, Service.WORKER_2);
    assertDeliveredOnce(first, FIRST_TARGET, Service.WORKER_1, Service.WORKER_2);
    say("both versions verify both receipts");
    refusesEventsOfUnknownTypes();
  }

  private void beginWithThePreviousVersion() {
    refusesLaterKey();
    DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, TOPIC, FIRST_TARGET, SECOND_TARGET);
    eventually()
        .ignoreExceptionsInstanceOf(RegistryUnreachableException.class)
        .untilAsserted(() -> ExampleSchema.register(stack.registry()));
    stack.run(Version.PREVIOUS, Service.values());
    say("all services run in the previous version");
    // Until the test has read the log, Kafka keeps it.
    var request =
        Json.json().createObjectNode().put("topic", TOPIC).put("from", 0).put("reason", "test");
    var hold = stack.archiver().hold(request).path(0).at("/hold/id").asText();
    for (int from = 0; from < REPLAYED; from += STEP) {
      publish(from, from + STEP);
      eventually().until(this::isArchived);
    }
    ranges = reader.ranges(TOPIC);
    source = SourceRecords.read(reader, TOPIC, ranges);
    stack.archiver().unhold(TOPIC, hold);
    eventually().until(this::isPartlyCold);
    say("%d events are stored, a part of them in the archive only".formatted(source.count()));
  }

  private void refusesLaterKey() {
    try (var process = stack.previousWithLaterKey()) {
      eventually().until(() -> !process.isAlive());
      System.out.println("upgrade: the previous version says: " + process.mainLogLine());
      assertThat(process.mainLogLine()).contains("laterKey: unknown key");
    }
  }

  /**
   * Returns whether all events are archived. Each step then ends with a segment of each partition.
   * Kafka keeps the last segment, so a single one would never be in the archive only.
   */
  private boolean isArchived() {
    return areAll(each -> each.path("lag").asLong(1) == 0);
  }

  private boolean isPartlyCold() {
    return areAll(each -> each.at("/hot/from").asLong() > 0);
  }

  private boolean areAll(Predicate<JsonNode> condition) {
    var partitions = stack.archiver().status().path("partitions");
    return partitions.size() == PARTITIONS && stream(partitions).allMatch(condition);
  }

  private void upgradeDuring(String first) {
    stack.run(Version.PRESENT, Service.WORKER_1);
    assertDeliversInMixedVersions(first);
    act(stack.worker(Service.WORKER_2), first, "pause", "PAUSED");
    act(stack.worker(Service.WORKER_1), first, "resume", "RUNNING");
    assertDeliversInMixedVersions(first);
    say("worker 1 is upgraded, worker 2 not yet");
    stack.run(Version.PRESENT, Service.WORKER_2);
    stack.run(Version.PRESENT, Service.COMPACTOR, Service.ARCHIVER, Service.INGEST);
    publish(REPLAYED - AGAIN, AFTER_UPGRADE);
    awaitProgress(first);
    say("all services are upgraded");
  }

  /** Goes back during a replay, and completes it. */
  private void downgradeDuring(String second, Runnable whileBothVersionsRun) {
    stack.run(Version.PREVIOUS, Service.INGEST, Service.ARCHIVER, Service.COMPACTOR);
    publish(AFTER_UPGRADE - AGAIN, AFTER_DOWNGRADE);
    stack.run(Version.PREVIOUS, Service.WORKER_1);
    assertDeliversInMixedVersions(second);
    whileBothVersionsRun.run();
    say("all services but worker 2 are downgraded");
    stack.run(Version.PREVIOUS, Service.WORKER_2);
    awaitProgress(second);
    say("all services are downgraded");
    complete(second);
  }

  /**
   * The workers of the previous version obey a command with unknown fields, and pass over a command
   * in an unknown format.
   */
  private void understandsLaterCommands(String id) {
    var later = new LaterRecords(stack.bootstrapServers());
    later.pauseInFormat(LATER_FORMAT, id);
    eventually()
        .until(
            () -> logOfWorkers().contains("of format version %d was read".formatted(LATER_FORMAT)));
    assertThat(logOfWorkers())
        .contains("coordinator could not decode a command and skipped it")
        .contains("upgrade this worker");
    assertThat(state(id)).isEqualTo("RUNNING");
    later.pauseWithUnknownFields(id);
    awaitState(id, "PAUSED");
    act(stack.workers(), id, "resume", "RUNNING");
    awaitProgress(id);
    say("the previous version obeys a command with unknown fields");
  }

  /** Workers of both versions stop at an event that they do not know, and say so. */
  private void refusesEventsOfUnknownTypes() {
    new LaterRecords(stack.bootstrapServers()).eventOfUnknownType();
    for (var worker : List.of(Service.WORKER_1, Service.WORKER_2)) {
      eventually().until(() -> !stack.process(worker).isAlive());
      assertThat(stack.log(worker)).contains("laterEvent");
      System.out.println("upgrade: " + stack.process(worker).whyEnded());
    }
  }

  /** On a busy machine, services and brokers may not answer in time: requests are repeated. */
  private static ConditionFactory eventually() {
    return await()
        .pollDelay(Duration.ZERO)
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(CommandFailure.class);
  }

  private static JsonNode answer(Callable<JsonNode> request) {
    return eventually().until(request, answer -> true);
  }

  private String logOfWorkers() {
    return stack.log(Service.WORKER_1) + stack.log(Service.WORKER_2);
  }

  private void publish(int from, int to) {
    var publisher = new BatchPublisher(new IngestClient(stack.address(Service.INGEST)), TOPIC);
    var events = new ExampleEvents("/reprise/upgrade", 500);
    // What was not acknowledged is sent again, as a producer does.
    eventually().until(() -> publisher.publish(events, from, to, stored -> {}) == to - from);
    long ends = reader.ranges(TOPIC).stream().mapToLong(AuditedRange::to).sum();
    assertThat(ends).as("each event is stored once").isEqualTo(to);
  }

  private String start(String target) {
    var spec =
        Json.json()
            .createObjectNode()
            .put("reason", "upgrade")
            .put("target", target)
            .put("ordering", "PARTITION");
    spec.putObject("throttle").put("recordsPerSecond", SLOW_PER_SECOND);
    spec.set("source", AuditedRange.source(TOPIC, ranges));
    var plan = answer(() -> stack.workers().plan(spec));
    assertThat(plan.at("/archive/offsets").asLong()).isPositive();
    var id = PatientStart.of(stack.workers(), spec);
    awaitProgress(id);
    return id;
  }

  private String state(String id) {
    return answer(() -> stack.workers().replay(id)).at("/summary/state").asText();
  }

  /**
   * Repeats an action until the replay has a state. Once it has the state, the action is refused.
   */
  private void act(WorkerClient worker, String id, String action, String state) {
    eventually()
        .pollInterval(REPEAT_AFTER)
        .until(
            () -> {
              if (!state(id).equals(state)) {
                worker.act(id, action);
              }
              return state(id).equals(state);
            });
  }

  private void awaitState(String id, String state) {
    eventually().until(() -> state(id).equals(state));
  }

  private long accounted(String id) {
    return answer(() -> stack.workers().replay(id)).at("/summary/accounted").asLong();
  }

  private void awaitProgress(String id) {
    long before = accounted(id);
    eventually().until(() -> accounted(id) > before + SLOW_PER_SECOND);
    assertThat(state(id)).isEqualTo("RUNNING");
  }

  /** Which shards a worker gets is the group's affair: one of the two may have none. */
  private void assertDeliversInMixedVersions(String id) {
    awaitProgress(id);
    var workers =
        stream(answer(() -> stack.workers().replay(id)).path("shards"))
            .map(shard -> shard.path("worker").asText())
            .collect(Collectors.toCollection(TreeSet::new));
    say("workers of both versions run, shards are delivered by " + workers);
  }

  private void complete(String id) {
    eventually()
        .pollInterval(REPEAT_AFTER)
        .until(
            () -> {
              if (state(id).equals("RUNNING")) {
                stack.workers().throttle(id, Json.json().createObjectNode());
              }
              return state(id).equals("COMPLETED");
            });
  }

  /** Reads source and target, and lets each of the workers verify the receipt. */
  private void assertDeliveredOnce(String id, String target, Service... verifiers) {
    var audit = new Audit(reader, OrderingScope.PARTITION, id);
    var found = audit.compare(source, target, reader.ranges(target));
    assertThat(found.isClean()).as("%s %s", found, audit.examples()).isTrue();
    assertThat(found.delivered()).isEqualTo(source.count()).isEqualTo(REPLAYED);
    var receipts =
        List.of(verifiers).stream().map(verifier -> verified(stack.worker(verifier), id)).toList();
    assertThat(receipts.stream().distinct()).hasSize(1);
    say("%s: %s".formatted(target, found));
  }

  private static JsonNode verified(WorkerClient worker, String id) {
    var verification = answer(() -> worker.verify(id));
    assertThat(verification.path("verified").asBoolean()).as("%s", verification).isTrue();
    return answer(() -> worker.receipt(id));
  }

  private void assertArchiveAndSnapshotsAreRight() {
    var all = Json.json().createObjectNode().put("topic", TOPIC);
    var proof = answer(() -> stack.archiver().run("prove", all, (kind, line) -> {}));
    assertThat(proof.path("findings").asInt(-1)).as("%s", proof).isZero();
    eventually().until(this::isFolded);
    var request = Json.json().createObjectNode().put("topic", TOPIC).put("reducer", REDUCER);
    var audit = answer(() -> stack.compactor().audit(request, (kind, line) -> {}));
    assertThat(audit.path("differing").asInt(-1)).as("%s", audit).isZero();
    assertThat(audit.path("skipped").isEmpty()).as("%s", audit).isTrue();
    assertThat(audit.path("keys").asInt()).isPositive();
    say("archive: %s; snapshots: %s".formatted(proof, audit));
  }

  private boolean isFolded() {
    var partitions = stack.compactor().snapshots().path(0).path("partitions");
    return partitions.size() == PARTITIONS
        && stream(partitions)
            .allMatch(
                each -> each.at("/watermark/processedTo").asLong(-1) >= each.path("end").asLong());
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private void say(String event) {
    long now = System.nanoTime();
    System.out.printf(
        "upgrade: %3d s (%+d s)  %s%n", (now - begun) / SECOND, (now - said) / SECOND, event);
    said = now;
  }
}
