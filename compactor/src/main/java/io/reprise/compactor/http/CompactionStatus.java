package io.reprise.compactor.http;

import io.reprise.compactor.state.PartitionMark;
import io.reprise.store.snapshot.Watermark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one compaction, as JSON.
 *
 * @param version version of the reducer
 * @param snapshots name of the snapshot topic
 * @param fault why the instance that answers the request does not fold the topic, or which
 *     partitions it does not fold; null when it folds all its partitions
 */
record CompactionStatus(
    String topic,
    String reducer,
    int version,
    String snapshots,
    List<Partition> partitions,
    @Nullable String fault) {

  CompactionStatus with(List<Partition> others) {
    return new CompactionStatus(topic, reducer, version, snapshots, others, fault);
  }

  /**
   * The progress of one partition. Some values are known only to the owner: the instance that folds
   * the partition. If the instance that answers the request cannot reach the owner, these values
   * are null.
   *
   * @param processedTo the first offset that is not folded yet
   * @param emittedTo the offset after the highest source offset whose event is in a snapshot
   * @param watermark the source offset of the newest watermark, at which the tail begins; null
   *     before the first watermark
   * @param end exclusive end of the source partition for readers of committed records
   * @param lag number of committed offsets that are not folded yet
   * @param keys approximate number of keys with a state
   * @param owner {@code host:port} of the instance that folds the partition; null while none does
   * @param parked number of events that could not be folded
   * @param fault why the owner does not fold the partition; null when it does
   */
  record Partition(
      int partition,
      @Nullable Long processedTo,
      @Nullable Long emittedTo,
      @Nullable Watermark watermark,
      long end,
      @Nullable Long lag,
      @Nullable Long keys,
      @Nullable String owner,
      @Nullable Long parked,
      @Nullable String fault) {

    static Partition unknown(
        int partition, long end, @Nullable String owner, @Nullable String fault) {
      return new Partition(partition, null, null, null, end, null, null, owner, null, fault);
    }

    static Partition of(
        int partition,
        long end,
        String owner,
        PartitionMark mark,
        long keys,
        @Nullable String fault) {
      return new Partition(
          partition,
          mark.processedTo(),
          mark.emittedTo(),
          mark.watermark(),
          end,
          Math.max(0, end - mark.processedTo()),
          keys,
          owner,
          mark.parked(),
          fault);
    }
  }
}
