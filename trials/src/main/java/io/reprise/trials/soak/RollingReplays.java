package io.reprise.trials.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.audit.Audit;
import io.reprise.local.audit.AuditReport;
import io.reprise.local.audit.AuditedRange;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.OrderingScope;
import io.reprise.local.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Runs replays one after another on a thread of its own: in turn of the newest offsets of the
 * topic, and of the first ones, which are soon in the archive only. After each replay, an
 * independent reader compares the target with the source, and a worker verifies the receipt.
 *
 * <p>The opener closes it. All counts may be read on any thread.
 */
final class RollingReplays implements AutoCloseable {
  private static final long PER_SECOND = 2_000;

  /** How many records the first offsets must have before every second replay repeats them. */
  private static final long LEAST_RECORDS = 2_000;

  private static final Duration BEGIN_EVERY = Duration.ofSeconds(5);
  private static final Duration END_LIMIT = Duration.ofMinutes(10);
  private static final Duration STABLE_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(20);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Stack stack;
  private final String topic;
  private final String target;
  private final String targetTopic;
  private final SoakFailures failures;
  private final CommittedReader reader;
  private final Thread thread = new Thread(this::runAll, "soak-replays");
  private final AtomicInteger replays = new AtomicInteger();
  private final AtomicInteger wrong = new AtomicInteger();
  private final AtomicLong fromArchive = new AtomicLong();
  private volatile AuditReport delivered = new AuditReport(0, 0, 0, 0, 0, 0);
  private volatile boolean stopped;

  /** What every second replay delivers again. Confined to the thread of this object. */
  private @Nullable SoakSlice first;

  RollingReplays(
      Stack stack, String topic, String target, String targetTopic, SoakFailures failures) {
    this.stack = stack;
    this.topic = topic;
    this.target = target;
    this.targetTopic = targetTopic;
    this.failures = failures;
    this.reader = new CommittedReader(stack.bootstrapServers());
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void runAll() {
    while (!stopped) {
      var next = Deadline.after(BEGIN_EVERY);
      try {
        runOne();
        next.await(() -> stopped, PAUSE);
      } catch (InterruptException e) {
        return;
      } catch (RuntimeException e) {
        fail("a replay failed: " + e.getMessage());
      }
    }
  }

  private void runOne() {
    var slice = nextSlice();
    if (slice.isEmpty()) {
      return;
    }
    reader.awaitStable(targetTopic, STABLE_LIMIT);
    var before = PatientRequest.answer(() -> reader.ranges(targetTopic));
    var spec = slice.spec(topic, target, PER_SECOND);
    var started = PatientRequest.answer(() -> start(spec));
    var id = started.path("id").asText();
    var summary = awaitEnd(id);
    replays.incrementAndGet();
    fromArchive.addAndGet(
        PatientRequest.answer(() -> stack.api().replay(id)).at("/plan/archive/offsets").asLong());
    judge(id, summary, slice, before);
  }

  private SoakSlice nextSlice() {
    var earlier = first;
    if (earlier != null && replays.get() % 2 == 1) {
      return earlier;
    }
    var newest = PatientRequest.answer(() -> SoakSlice.newest(reader, topic));
    if (earlier == null && newest.records().count() >= LEAST_RECORDS) {
      first = newest;
    }
    return newest;
  }

  /**
   * Starts a replay of a new plan, because a trim may have changed the plan. A request without an
   * answer may have started a replay, which then delivers into the target too: the comparison
   * ignores its records, because they have another replay's marker.
   */
  private JsonNode start(ObjectNode spec) {
    var api = stack.api();
    return api.startAgain(spec, api.plan(spec).path("hash").asText());
  }

  private JsonNode awaitEnd(String id) {
    var deadline = Deadline.after(END_LIMIT);
    while (true) {
      var summary = PatientRequest.answer(() -> stack.api().replay(id).path("summary"));
      if (summary.has("endedAt")) {
        return summary;
      }
      if (deadline.isPassed()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "replay %s has not ended after %d s: %s".formatted(id, END_LIMIT.toSeconds(), summary));
      }
      Interruption.sleep(PAUSE);
    }
  }

  private void judge(String id, JsonNode summary, SoakSlice slice, List<AuditedRange> before) {
    reader.awaitStable(targetTopic, STABLE_LIMIT);
    var audit = new Audit(reader, OrderingScope.KEY, id);
    var found = audit.compare(slice.records(), targetTopic, since(before));
    delivered = delivered.plus(found);
    var verification = PatientRequest.answer(() -> stack.api().verify(id));
    if (!found.isClean()
        || !summary.path("state").asText().equals("COMPLETED")
        || !verification.path("verified").asBoolean()) {
      fail(
          "replay %s is %s: %s %s, findings of its receipt: %s"
              .formatted(
                  id,
                  summary.path("state").asText(),
                  found,
                  audit.examples(),
                  verification.path("findings")));
    }
  }

  private List<AuditedRange> since(List<AuditedRange> before) {
    return PatientRequest.answer(() -> reader.ranges(targetTopic)).stream()
        .map(now -> new AuditedRange(now.partition(), before.get(now.partition()).to(), now.to()))
        .toList();
  }

  private void fail(String sentence) {
    wrong.incrementAndGet();
    failures.add(sentence);
  }

  /** Stops after the replay in hand. A replay that does not end is a failure. */
  void stop() throws InterruptedException {
    stopped = true;
    TimeUnit.NANOSECONDS.timedJoin(thread, STOP_LIMIT.toNanos());
    failures.check(!thread.isAlive(), "the last replay has not ended");
  }

  /** Returns how many replays have ended. */
  int replays() {
    return replays.get();
  }

  /**
   * Returns how many replays did not complete, delivered something wrong, or have a wrong receipt.
   */
  int wrong() {
    return wrong.get();
  }

  /** Returns what the independent reader has found, of all replays together. */
  AuditReport delivered() {
    return delivered;
  }

  /** Returns how many offsets of all replays were in the archive only. */
  long fromArchive() {
    return fromArchive.get();
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
