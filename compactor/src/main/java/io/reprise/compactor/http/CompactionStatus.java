package io.reprise.compactor.http;

import io.reprise.compactor.state.PartitionMark;
import io.reprise.store.snapshot.Watermark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far one topic is folded by one reducer.
 *
 * @param version of the reducer
 * @param snapshots the topic they lie in
 * @param fault what is amiss in the instance that answers; null when nothing is
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
   * One partition. What only its owner knows is null in the answer of another instance that cannot
   * reach it.
   *
   * @param processedTo the first offset that is not folded yet
   * @param emittedTo the first offset behind all that are in some snapshot
   * @param watermark where a tail must begin; null before the first
   * @param end of the log, for committed readers
   * @param lag committed offsets that are not folded yet
   * @param keys about how many have a state
   * @param owner {@code host:port} of the instance that folds it; null while nobody does
   * @param parked events that could not be folded, ever
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
      @Nullable Long parked) {

    static Partition unknown(int partition, long end, @Nullable String owner) {
      return new Partition(partition, null, null, null, end, null, null, owner, null);
    }

    static Partition of(int partition, long end, String owner, PartitionMark mark, long keys) {
      return new Partition(
          partition,
          mark.processedTo(),
          mark.emittedTo(),
          mark.watermark(),
          end,
          Math.max(0, end - mark.processedTo()),
          keys,
          owner,
          mark.parked());
    }
  }
}
