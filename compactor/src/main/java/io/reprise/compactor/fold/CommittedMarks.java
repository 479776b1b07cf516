package io.reprise.compactor.fold;

import io.reprise.compactor.state.PartitionMark;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The committed progress of the partitions that this process folds. A mark becomes visible here
 * only after the transaction that contains it is committed. Whoever reads a watermark here can
 * therefore read its snapshots in the snapshot topic.
 *
 * <p>A thread of Kafka Streams commits all its partitions in one transaction, so a commit makes the
 * marks of all partitions of the calling thread visible. Thread-safe.
 */
final class CommittedMarks {
  private final Map<Integer, Followed> followed = new ConcurrentHashMap<>();

  /**
   * A partition that a thread folds.
   *
   * @param newest returns the partition's newest mark, committed or not; called by {@code thread}
   * @param committed the newest committed mark
   */
  private record Followed(Thread thread, Supplier<PartitionMark> newest, PartitionMark committed) {}

  /**
   * Follows a partition that the calling thread begins to fold.
   *
   * @param newest returns the partition's newest mark. The mark that it returns now is visible at
   *     once, because it was restored from committed state
   */
  void follow(int partition, Supplier<PartitionMark> newest) {
    followed.put(partition, new Followed(Thread.currentThread(), newest, newest.get()));
  }

  /** Makes the newest marks of all partitions of the calling thread visible. */
  void committed() {
    var thread = Thread.currentThread();
    followed.replaceAll(
        (partition, each) ->
            each.thread().equals(thread)
                ? new Followed(thread, each.newest(), each.newest().get())
                : each);
  }

  /** Removes a partition that the calling thread followed and folds no longer. */
  void forget(int partition) {
    followed.computeIfPresent(
        partition, (number, each) -> each.thread().equals(Thread.currentThread()) ? null : each);
  }

  /** Returns the committed marks by partition. */
  Map<Integer, PartitionMark> byPartition() {
    var marks = new HashMap<Integer, PartitionMark>();
    followed.forEach((partition, each) -> marks.put(partition, each.committed()));
    return marks;
  }
}
