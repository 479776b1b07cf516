package io.reprise.replay.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.store.OffsetRange;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The account of one source partition of a replay that has expired. Its fields are those of the
 * partition's receipt.
 *
 * @param range the planned offsets of the partition
 * @param missing number of requested offsets that the log did not hold when the plan was made
 * @param balanced whether the counts add up to the number of offsets in {@code range}
 * @param doubts by shard index, what was in doubt about the last transaction of a shard of the
 *     partition
 */
public record PartitionAccount(
    int partition,
    OffsetRange range,
    long missing,
    long delivered,
    long filtered,
    long parked,
    long skipped,
    long holes,
    boolean balanced,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<Integer, String> doubts) {

  public PartitionAccount {
    doubts = doubts == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(doubts));
  }
}
