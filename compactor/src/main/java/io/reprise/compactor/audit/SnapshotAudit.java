package io.reprise.compactor.audit;

import io.reprise.compactor.state.StateJsonReader;
import io.reprise.kafka.time.Deadline;
import io.reprise.store.EventLog;
import io.reprise.store.KeySelection;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.SchemaLookup;
import io.reprise.store.snapshot.SnapshotCodec;
import io.reprise.store.snapshot.Watermark;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the snapshots of some keys. For each key, all its events are folded. The result is
 * compared with a second fold, which starts with the key's snapshot and adds the events from the
 * watermark on. The snapshots and the log of a partition are read once, for any number of keys.
 *
 * <p>Thread-safe. Exceptions of the event log and of the schema registry reach the caller; a retry
 * is safe, because an audit changes nothing.
 */
public final class SnapshotAudit {
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration STALL_LIMIT = Duration.ofSeconds(30);

  private final EventLog log;
  private final TopicInspector inspector;
  private final SchemaLookup schemas;
  private final StateJsonReader json;

  /**
   * Creates an instance that can run any number of audits.
   *
   * @param log reads the source topics, from Kafka and, if there is one, from the archive
   */
  public SnapshotAudit(
      EventLog log, TopicInspector inspector, SchemaLookup schemas, StateJsonReader json) {
    this.log = log;
    this.inspector = inspector;
    this.schemas = schemas;
    this.json = json;
  }

  /** Audits the partitions of the task one after the other. */
  public AuditSummary run(AuditTask task, AuditListener listener) {
    var summary = AuditSummary.NOTHING;
    for (int partition : task.partitions()) {
      summary = summary.plus(partition(task, partition, listener));
    }
    return summary;
  }

  private AuditSummary partition(AuditTask task, int partition, AuditListener listener) {
    var topics = task.compaction().topics();
    // The end of the snapshot topic is read before the end of the log. Therefore the events in the
    // snapshots that were read are all below the end of the log.
    var snapshotFacts = facts(topics.name(), partition);
    long end = facts(topics.source(), partition).committedEnd();
    var snapshots = new SampledSnapshots(task.sample(), task.seed(), task.keys());
    readAll(
        log.read(topics.name(), partition, hot(snapshotFacts)),
        hot(snapshotFacts).to(),
        snapshots::add,
        position -> {});
    var watermark = snapshots.watermark();
    if (watermark == null) {
      return AuditSummary.skipped(
          "%s partition %d has no watermark yet: audit it later".formatted(topics, partition));
    }
    if (end < snapshots.emittedTo()) {
      return AuditSummary.skipped(
          "%s partition %d has snapshots up to offset %d, but its log ends at %d: was topic %s deleted and created again?"
              .formatted(topics, partition, snapshots.emittedTo(), end, topics.source()));
    }
    return compare(task, partition, snapshots, watermark, end, listener);
  }

  private AuditSummary compare(
      AuditTask task,
      int partition,
      SampledSnapshots snapshots,
      Watermark watermark,
      long end,
      AuditListener listener) {
    var source = task.compaction().topics().source();
    var reducer = task.compaction().provider().create(schemas);
    var histories =
        new KeyHistories(new KeyFold(reducer), snapshots.states(), watermark.processedTo());
    var keys = new HashSet<ByteBuffer>(snapshots.named());
    keys.addAll(histories.keys());
    var selection = KeySelection.of(keys.stream().map(ByteBuffer::array).toList());
    try {
      readAll(
          log.read(source, partition, new OffsetRange(0, end), selection),
          end,
          record -> {
            if (isFolded(record.key()) && snapshots.wants(record.key())) {
              histories.add(FoldEvent.of(record));
            }
          },
          position -> listener.progress(position, end));
    } catch (OffsetNotInLogException e) {
      return AuditSummary.skipped(
          "the history of %s-%d cannot be replayed: %s"
              .formatted(source, partition, e.getMessage()));
    }
    return tell(task, partition, histories, end, listener);
  }

  /**
   * Returns whether the compactor folds events with this key. The compactor parks events without a
   * key, and events with the key that watermarks have, so no snapshot contains these events.
   */
  private static boolean isFolded(byte @Nullable [] key) {
    return key != null && !SnapshotCodec.isWatermark(key);
  }

  private AuditSummary tell(
      AuditTask task, int partition, KeyHistories histories, long end, AuditListener listener) {
    long differing = 0;
    for (var key : histories.keys()) {
      var differences =
          StateComparison.of(
              histories.replayed(key),
              histories.rebuilt(key),
              state -> json.of(task.compaction().provider(), state));
      if (!differences.isEmpty()) {
        differing++;
        var name = new String(key.array(), StandardCharsets.UTF_8);
        listener.found(new AuditFinding(partition, name, end, differences));
      }
    }
    return new AuditSummary(histories.keys().size(), differing, histories.events(), List.of());
  }

  private PartitionFacts facts(String topic, int partition) {
    return inspector.inspect(topic).partitions().get(partition);
  }

  private static OffsetRange hot(PartitionFacts facts) {
    return new OffsetRange(facts.logStart(), Math.max(facts.logStart(), facts.committedEnd()));
  }

  private static void readAll(
      LogReader reader,
      long end,
      Consumer<ConsumerRecord<byte[], byte[]>> sink,
      LongConsumer position) {
    try (reader) {
      var deadline = Deadline.after(STALL_LIMIT);
      while (reader.position() < end) {
        var batch = reader.read(STEP);
        batch.records().forEach(sink);
        position.accept(reader.position());
        if (!batch.covered().isEmpty()) {
          deadline = Deadline.after(STALL_LIMIT);
        } else if (deadline.isPassed()) {
          throw new TimeoutException(
              "the log returned nothing for %d s at offset %d: audit again when Kafka answers"
                  .formatted(STALL_LIMIT.toSeconds(), reader.position()));
        }
      }
    }
  }
}
