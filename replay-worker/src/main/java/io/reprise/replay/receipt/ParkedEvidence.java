package io.reprise.replay.receipt;

import io.reprise.replay.checkpoint.RecordChecksum;
import io.reprise.replay.park.ParkedMarker;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of one replay that were found in its parked topic: for each shard the source offsets
 * and the checksums. Uses about 100 bytes of memory for each parked record. Confined to one thread.
 */
final class ParkedEvidence {
  private final String replay;
  private final RecordChecksum checksum = new RecordChecksum();
  private final Map<Integer, Map<Long, Integer>> shards = new HashMap<>();
  private long surplus;

  ParkedEvidence(String replay) {
    this.replay = replay;
  }

  /** Adds a record of the parked topic. Ignores the records of other replays. */
  void add(ConsumerRecord<byte[], byte[]> record) {
    var marker =
        ParkedMarker.of(record.headers()).filter(m -> m.replay().equals(replay)).orElse(null);
    if (marker == null) {
      return;
    }
    var found = shards.computeIfAbsent(marker.shard(), shard -> new HashMap<>());
    var before =
        found.putIfAbsent(
            marker.offset(), checksum.of(record.key(), record.value(), record.headers()));
    if (before != null) {
      surplus++;
    }
  }

  /** Returns the checksum of a parked record; null if the shard has not parked the offset. */
  @Nullable Integer checksum(int shard, long offset) {
    return shards.getOrDefault(shard, Map.of()).get(offset);
  }

  /** Returns how many offsets of a shard are parked. */
  long count(int shard) {
    return shards.getOrDefault(shard, Map.of()).size();
  }

  /** Returns how many parked records repeat another one of the same shard and offset. */
  long surplus() {
    return surplus;
  }
}
