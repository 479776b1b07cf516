package io.reprise.compactor.fold;

import io.reprise.compactor.topic.StartOffsets;
import io.reprise.kafka.time.Deadline;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import io.reprise.store.kafka.KafkaEventLog;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Distinguishes holes in the log from missing events by reading the source topic. Thread-safe. */
final class KafkaLogContinuity implements LogContinuity {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofMillis(500);

  private final KafkaEventLog log;
  private final StartOffsets offsets;
  private final String reducer;

  KafkaLogContinuity(KafkaEventLog log, StartOffsets offsets, String reducer) {
    this.log = log;
    this.offsets = offsets;
    this.reducer = reducer;
  }

  @Override
  public void requireStart(TopicPartition partition, long processedTo) {
    long logStart = offsets.logStart(partition);
    if (logStart > processedTo) {
      throw trimmed(partition, processedTo, logStart);
    }
  }

  @Override
  public void requireHole(TopicPartition partition, OffsetRange between) {
    var deadline = Deadline.after(LIMIT);
    try (var reader = log.read(partition.topic(), partition.partition(), between)) {
      while (reader.position() < between.to()) {
        var records = reader.read(STEP).records();
        if (!records.isEmpty()) {
          throw unfolded(partition, between, records.get(0).offset());
        }
        if (deadline.isPassed()) {
          throw new TimeoutException(
              "%s could not be read within %s of %s".formatted(between, LIMIT, partition));
        }
      }
    } catch (OffsetNotInLogException e) {
      throw trimmed(partition, between.from(), e.log().from());
    }
  }

  @Override
  public CompactionStoppedException outOfRange(TopicPartition partition, long position) {
    return trimmed(partition, position, offsets.logStart(partition));
  }

  private CompactionStoppedException trimmed(
      TopicPartition partition, long processedTo, long logStart) {
    return new CompactionStoppedException(
        ("topic %s partition %d begins at offset %d, but reducer %s has folded it to offset %d"
                + " only, and snapshots must not lack events: restore the archive into a new topic and"
                + " compact that one, or compact from now on under a new topic name")
            .formatted(partition.topic(), partition.partition(), logStart, reducer, processedTo));
  }

  private CompactionStoppedException unfolded(
      TopicPartition partition, OffsetRange between, long found) {
    return new CompactionStoppedException(
        ("topic %s partition %d has an event at offset %d, but reducer %s has folded it to offset"
                + " %d and its group is at %d, so its changelog was lost or its offsets moved: delete"
                + " the group, the changelog and the snapshot topic, so that all events are folded again")
            .formatted(
                partition.topic(),
                partition.partition(),
                found,
                reducer,
                between.from(),
                between.to()));
  }
}
