package io.reprise.trials.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.kafka.time.Deadline;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Compares the acknowledged events with the topic, the archive and the snapshots. A check that
 * cannot be carried out is a failure with the figure -1, and the other checks are still carried
 * out. Confined to one thread.
 */
final class SoakBalance {
  private static final int AUDITED_KEYS = 200;
  private static final Duration SETTLE_LIMIT = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Stack stack;
  private final long acknowledged;
  private final SoakFailures failures;

  SoakBalance(Stack stack, long acknowledged, SoakFailures failures) {
    this.stack = stack;
    this.acknowledged = acknowledged;
    this.failures = failures;
  }

  /**
   * What the services have at the end.
   *
   * @param stored events in the topic, of both tiers
   * @param archived offsets in the archive
   * @param proven records of the archive that a proof has read
   * @param archiveFindings faults that the proof has found
   * @param auditedKeys snapshots that were compared with a fold of all events of their key
   * @param differingKeys how many of these snapshots differ
   */
  record Figures(
      long stored,
      long archived,
      long proven,
      long archiveFindings,
      long auditedKeys,
      long differingKeys) {}

  Figures check() {
    long stored = figure("the topic cannot be read", this::stored);
    expect(acknowledged, stored, "%d events acknowledged, %d stored");
    long archived = figure("the archive has no status", this::archived);
    expect(acknowledged, archived, "%d events acknowledged, %d archived");
    var findings = new AtomicInteger();
    long proven = figure("the archive cannot be proven", () -> prove(findings));
    expect(acknowledged, proven, "%d events acknowledged, %d proven in the archive");
    failures.check(findings.get() == 0, "the proof of the archive found %d faults", findings.get());
    var audit = new AuditFigures();
    figure("the snapshots cannot be audited", () -> audit(audit));
    failures.check(audit.keys > 0, "no snapshot was audited");
    expect(0, audit.differing, "of the audited snapshots %d were to differ, but %d do");
    return new Figures(stored, archived, proven, findings.get(), audit.keys, audit.differing);
  }

  private static final class AuditFigures {
    private long keys = -1;
    private long differing = -1;
  }

  private long figure(String otherwise, LongSupplier figure) {
    try {
      return figure.getAsLong();
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      failures.add(otherwise + ": " + e.getMessage());
      return -1;
    }
  }

  private void expect(long expected, long actual, String sentence) {
    failures.check(actual == expected, sentence, expected, actual);
  }

  private long stored() {
    var reader = new CommittedReader(stack.bootstrapServers());
    return reader.ranges(Soak.TOPIC).stream().mapToLong(range -> range.to()).sum();
  }

  /** Waits until the archiver has nothing left to archive, and returns the archived offsets. */
  private long archived() {
    settle("archiver", () -> lagIsZero(archivedPartitions()));
    return stream(archivedPartitions())
        .mapToLong(p -> p.at("/archived/to").asLong() - p.at("/archived/from").asLong())
        .sum();
  }

  private JsonNode archivedPartitions() {
    return stack.archiver().status().path("partitions");
  }

  private long prove(AtomicInteger findings) {
    return stack
        .archiver()
        .run(
            "prove",
            Json.json().createObjectNode().put("topic", Soak.TOPIC),
            (kind, line) -> {
              if (kind.equals("finding")) {
                findings.incrementAndGet();
                failures.add("the proof of the archive found " + line);
              }
            })
        .path("records")
        .asLong(-1);
  }

  /** Waits until the compactor has folded everything, and audits some keys. */
  private long audit(AuditFigures figures) {
    settle("compactor", this::isFolded);
    var request =
        Json.json()
            .createObjectNode()
            .put("topic", Soak.TOPIC)
            .put("reducer", Soak.REDUCER)
            .put("sample", AUDITED_KEYS);
    var summary =
        stack
            .compactor()
            .audit(
                request,
                (kind, line) -> {
                  if (kind.equals("finding")) {
                    failures.add("the audit of snapshots found " + line);
                  }
                });
    figures.keys = summary.path("keys").asLong(-1);
    figures.differing = summary.path("differing").asLong(-1);
    return figures.keys;
  }

  private boolean isFolded() {
    var folds = stack.compactor().snapshots();
    return !folds.isEmpty() && stream(folds).allMatch(fold -> lagIsZero(fold.path("partitions")));
  }

  private void settle(String service, BooleanSupplier condition) {
    boolean settled =
        Deadline.after(SETTLE_LIMIT)
            .await(() -> PatientRequest.answer(condition::getAsBoolean), PAUSE);
    failures.check(
        settled, "the %s still lags %d s after the last event", service, SETTLE_LIMIT.toSeconds());
  }

  private static boolean lagIsZero(JsonNode partitions) {
    return !partitions.isEmpty()
        && stream(partitions).allMatch(partition -> partition.path("lag").asLong(-1) == 0);
  }

  private static Stream<JsonNode> stream(JsonNode items) {
    return StreamSupport.stream(items.spliterator(), false);
  }
}
