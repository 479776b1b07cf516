package io.reprise.compactor.audit;

import io.reprise.compactor.topic.Compaction;
import java.util.List;

/**
 * An audit to run.
 *
 * @param partitions numbers of the partitions to audit
 * @param sample how many keys of each partition are compared; ignored when {@code keys} are given
 * @param seed chooses the keys of a sample; the same seed chooses the same keys
 * @param keys the keys to audit instead of a sample; a sample is audited when empty
 */
public record AuditTask(
    Compaction compaction, List<Integer> partitions, int sample, long seed, List<byte[]> keys) {
  public AuditTask {
    partitions = List.copyOf(partitions);
    keys = List.copyOf(keys);
  }
}
