package io.reprise.replay.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.store.OffsetRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The part of a plan that reads one partition.
 *
 * @param partition number of the source partition
 * @param range the offset range that the replay reads
 * @param missing number of requested offsets that are before the first readable offset of the
 *     partition or after the last one; {@code range} does not contain them
 * @param estimatedBytes stored bytes of {@code range}, estimated from the partition's average bytes
 *     per offset
 * @param firstRecordAt timestamp of the record with the lowest offset in {@code range}, whether or
 *     not the filter selects this record. Null if the range has no record, if the timestamp was not
 *     read, and in every stored plan
 * @param lastRecordAt timestamp of the record with the highest offset in {@code range}; null in the
 *     same cases as {@code firstRecordAt}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlannedPartition(
    int partition,
    OffsetRange range,
    long missing,
    long estimatedBytes,
    @Nullable Instant firstRecordAt,
    @Nullable Instant lastRecordAt) {

  @JsonCreator
  public PlannedPartition(
      int partition,
      OffsetRange range,
      long missing,
      long estimatedBytes,
      @Nullable Instant firstRecordAt,
      @Nullable Instant lastRecordAt) {
    this.partition = partition;
    this.range = range;
    this.missing = missing;
    this.estimatedBytes = estimatedBytes;
    this.firstRecordAt = firstRecordAt;
    this.lastRecordAt = lastRecordAt;
  }

  /** Creates a planned partition without the timestamps of its records. */
  public PlannedPartition(int partition, OffsetRange range, long missing, long estimatedBytes) {
    this(partition, range, missing, estimatedBytes, null, null);
  }

  /** Returns a copy with the timestamps of the first and the last record in the range. */
  public PlannedPartition withRecordTimes(@Nullable Instant first, @Nullable Instant last) {
    return new PlannedPartition(partition, range, missing, estimatedBytes, first, last);
  }
}
