package io.reprise.compactor.audit;

import io.reprise.compactor.topic.Compaction;
import java.util.List;

/**
 * An audit to run.
 *
 * @param partitions of the topic
 * @param sample how many keys of each partition; ignored when {@code keys} are given
 * @param seed chooses the keys of a sample; the same seed chooses the same keys
 * @param keys to audit instead of a sample; a sample when empty
 */
public record AuditTask(
    Compaction compaction, List<Integer> partitions, int sample, long seed, List<byte[]> keys) {
  public AuditTask {
    partitions = List.copyOf(partitions);
    keys = List.copyOf(keys);
  }
}
