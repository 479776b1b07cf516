package io.reprise.replay.operate;

import io.reprise.kafka.time.Deadline;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.runtime.json.Durations;
import io.reprise.store.EventLog;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.read.ParallelReads;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the timestamps of the first and the last record of each planned range. They show an
 * operator whether a plan covers the time that the operator meant. Up to {@link
 * ParallelReads#AT_ONCE} partitions are read at the same time. Thread-safe.
 *
 * @param log the log to read. Its fetches should be small, because only one record of each fetch is
 *     used
 * @param limit the longest time that one plan waits for its timestamps. A plan is valid without
 *     them, so a partition that fails or does not answer in time has no effect but a note in the
 *     plan
 */
public record RecordTimes(EventLog log, Duration limit) {
  private static final Logger LOG = LoggerFactory.getLogger(RecordTimes.class);

  /**
   * The number of offsets at the end of a range in which the last record is searched first. They
   * usually contain the last record, because usually only a transaction marker follows it.
   */
  private static final int LAST_OFFSETS = 64;

  private static final int GROWTH = 16;

  /**
   * Returns a copy of the plan that has the timestamps of the first and the last record of each
   * range. If the timestamps of some partitions were not read, the plan gets a note with the number
   * of these partitions.
   */
  Plan addTo(Plan plan) {
    var topic = plan.spec().source().topic();
    var deadline = Deadline.after(limit);
    var ranges = plan.partitions().stream().filter(p -> !p.range().isEmpty()).toList();
    Map<Integer, PlannedPartition> timed = new HashMap<>();
    ParallelReads.ask(
        ranges.iterator(),
        partition -> timed(topic, partition, deadline),
        (partition, found) -> found.ifPresent(p -> timed.put(p.partition(), p)),
        deadline);
    return plan.withRecordTimes(
        plan.partitions().stream().map(p -> timed.getOrDefault(p.partition(), p)).toList(),
        notes(ranges.size() - timed.size()));
  }

  private static List<String> notes(int missing) {
    return missing == 0
        ? List.of()
        : List.of(
            "the times of the first and last records of %d partitions were not read in time"
                .formatted(missing));
  }

  private Optional<PlannedPartition> timed(
      String topic, PlannedPartition planned, Deadline deadline) {
    try {
      var first = first(topic, planned, deadline);
      return Optional.of(
          planned.withRecordTimes(
              time(first), first == null ? null : time(last(topic, planned, deadline))));
    } catch (RuntimeException e) {
      LOG.debug(
          "times of a planned range could not be read topic={} partition={}",
          topic,
          planned.partition(),
          e);
      return Optional.empty();
    }
  }

  private static @Nullable Instant time(@Nullable ConsumerRecord<byte[], byte[]> record) {
    return record == null || record.timestamp() < 0
        ? null
        : Instant.ofEpochMilli(record.timestamp());
  }

  private @Nullable ConsumerRecord<byte[], byte[]> first(
      String topic, PlannedPartition planned, Deadline deadline) {
    var range = planned.range();
    try (var reader = log.read(topic, planned.partition(), range)) {
      while (reader.position() < range.to()) {
        var records = read(reader, deadline);
        if (!records.isEmpty()) {
          return records.get(0);
        }
      }
    }
    return null;
  }

  private @Nullable ConsumerRecord<byte[], byte[]> last(
      String topic, PlannedPartition planned, Deadline deadline) {
    var range = planned.range();
    long to = range.to();
    for (long span = LAST_OFFSETS; ; span = Math.min(span * GROWTH, range.span())) {
      long from = Math.max(range.from(), range.to() - span);
      var last = lastIn(topic, planned.partition(), new OffsetRange(from, to), deadline);
      if (last != null || from == range.from()) {
        return last;
      }
      to = from; // The offsets from here on have no record.
    }
  }

  private @Nullable ConsumerRecord<byte[], byte[]> lastIn(
      String topic, int partition, OffsetRange range, Deadline deadline) {
    ConsumerRecord<byte[], byte[]> last = null;
    try (var reader = log.read(topic, partition, range)) {
      while (reader.position() < range.to()) {
        var records = read(reader, deadline);
        if (!records.isEmpty()) {
          last = records.get(records.size() - 1);
        }
      }
    }
    return last;
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(LogReader reader, Deadline deadline) {
    if (deadline.isPassed()) {
      throw new TimeoutException(
          "the log did not answer within " + Durations.text(deadline.limit()));
    }
    return reader.read(deadline.left()).records();
  }
}
